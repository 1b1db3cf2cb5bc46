"""Export the trained cross-encoder to int8 ONNX, in parts of at most 38 MB.

    python -m training.export_cross_encoder BASE CHECKPOINT checks/conflicts/model

Needs torch, transformers, onnx and onnxruntime. Weights are quantized per channel, activations at run time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn

from training.cross_encoder import KINDS, LABELS, MAX_TOKENS, load

PART = 38_000_000


def export(
    module: nn.Module, inputs: dict[str, torch.Tensor], outputs: list[str], axes: dict[str, Any], out: Path
) -> bytes:
    """One module as quantized ONNX bytes."""
    plain, small = out / "plain.onnx", out / "small.onnx"
    torch.onnx.export(
        module,
        tuple(inputs.values()),
        str(plain),
        input_names=list(inputs),
        output_names=outputs,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(str(plain), str(small), weight_type=QuantType.QInt8, per_channel=True, reduce_range=False)
    return small.read_bytes()


def main() -> None:
    """Write lower.onnx.N and upper.onnx.N, tokenizer.json and encoder.json (labels, kinds, hashes)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lower-only", action="store_true", help="without the part that judges pairs")
    args = parser.parse_args()
    lower, upper, _ = load(args.base)
    upper.load_state_dict(torch.load(args.checkpoint / "upper.pt", weights_only=True), strict=False)
    upper.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    ids = torch.ones(1, 12, dtype=torch.long)
    one = {0: "batch", 1: "tokens"}
    with tempfile.TemporaryDirectory() as work:
        parts = {
            "lower": export(
                lower,
                {"input_ids": ids + 9, "mask": ids},
                ["hidden"],
                {"input_ids": one, "mask": one, "hidden": one},
                Path(work),
            ),
            "upper": export(
                upper,
                {"hidden": torch.randn(1, 12, 768), "side": torch.tensor([[0] * 6 + [1] * 6]), "mask": ids},
                ["label", "kind"],
                {"hidden": one, "side": one, "mask": one, "label": {0: "batch"}, "kind": {0: "batch"}},
                Path(work),
            ),
        }
    if args.lower_only:
        del parts["upper"]
    for old in args.out.glob("*.onnx.*"):
        old.unlink()
    for name, content in parts.items():
        for number, start in enumerate(range(0, len(content), PART)):
            (args.out / f"{name}.onnx.{number}").write_bytes(content[start : start + PART])
    tokenizer = Tokenizer.from_file(str(Path(args.base, "tokenizer.json")))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    tokenizer.save(str(args.out / "tokenizer.json"), pretty=False)
    described = {
        "labels": LABELS,
        "kinds": KINDS,
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()},
    }
    (args.out / "encoder.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")
    print({name: len(content) for name, content in parts.items()})


if __name__ == "__main__":
    main()
