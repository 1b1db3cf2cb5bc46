"""Export the trained cross-encoder to int8 ONNX (one file, 23 MB), with its tokenizer and description.

    python -m training.export_cross_encoder BASE CHECKPOINT checks/conflicts/model

Needs torch, transformers, onnx and onnxruntime.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import torch

from training.cross_encoder import CrossEncoder, tokenizer
from training.quantized import quantized


def exported(model: CrossEncoder) -> bytes:
    """The model as quantized ONNX bytes."""
    ids = torch.full((1, 12), 2000, dtype=torch.long)
    inputs = {"input_ids": ids, "side": torch.tensor([[0] * 6 + [1] * 6]), "mask": torch.ones_like(ids)}
    return quantized(model, inputs, {"label": {0: "batch"}, "kind": {0: "batch"}})


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
