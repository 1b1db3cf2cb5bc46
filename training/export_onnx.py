"""Export a trained cross-encoder to int8 ONNX.

    python training/export_onnx.py --base DIR --weights model.pt --out checks/conflicts/model

Needs torch, transformers, onnx and onnxruntime. Weights are quantized dynamically per channel; the tokenizer is copied.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from train_nli import CrossEncoder


def main() -> None:
    """Write model.onnx and tokenizer.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", required=True)
    parser.add_argument("--weights", required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    model = CrossEncoder(args.base)
    model.load_state_dict(torch.load(args.weights, weights_only=True))
    model.eval()
    names = ["input_ids", "attention_mask", "token_type_ids"]
    dummy = tuple(torch.ones(1, 12, dtype=torch.long) for _ in names)
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        plain = str(Path(work, "plain.onnx"))
        axes = {n: {0: "batch", 1: "tokens"} for n in names} | {"logits": {0: "batch"}}
        torch.onnx.export(
            model,
            dummy,
            plain,
            input_names=names,
            output_names=["logits"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(plain, str(args.out / "model.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    shutil.copyfile(Path(args.base, "tokenizer.json"), args.out / "tokenizer.json")
    print((args.out / "model.onnx").stat().st_size)


if __name__ == "__main__":
    main()
