"""Export the trained cross-encoder to int8 ONNX (one file, 23 MB), with its tokenizer and description.

    python -m training.export_cross_encoder BASE CHECKPOINT checks/conflicts/model

Needs torch, transformers, onnx and onnxruntime. Weights are quantized per channel, activations at run time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.cross_encoder import CrossEncoder, tokenizer


def exported(model: CrossEncoder) -> bytes:
    """The model as quantized ONNX bytes."""
    ids = torch.full((1, 12), 2000, dtype=torch.long)
    side, mask = torch.tensor([[0] * 6 + [1] * 6]), torch.ones_like(ids)
    axes = {name: {0: "batch", 1: "tokens"} for name in ("input_ids", "side", "mask")}
    with tempfile.TemporaryDirectory() as work:
        plain, small = Path(work, "plain.onnx"), Path(work, "small.onnx")
        torch.onnx.export(
            model,
            (ids, side, mask),
            str(plain),
            input_names=["input_ids", "side", "mask"],
            output_names=["label", "kind"],
            dynamic_axes={**axes, "label": {0: "batch"}, "kind": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(plain), str(small), weight_type=QuantType.QInt8, per_channel=True, reduce_range=False)
        return small.read_bytes()


def main() -> None:
    """Write pair.onnx, pair_tokenizer.json and pair.json (the hash of both)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    model = CrossEncoder(args.base)
    model.load_state_dict(torch.load(args.checkpoint / "pair.pt", weights_only=True))
    model.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    content = exported(model)
    (args.out / "pair.onnx").write_bytes(content)
    tokenizer(args.base).save(str(args.out / "pair_tokenizer.json"), pretty=False)
    hashes = {n: hashlib.sha256((args.out / n).read_bytes()).hexdigest() for n in ("pair.onnx", "pair_tokenizer.json")}
    (args.out / "pair.json").write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")
    print(len(content), "bytes")


if __name__ == "__main__":
    main()
