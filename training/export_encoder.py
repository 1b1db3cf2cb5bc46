"""Export the lower layers of all-mpnet-base-v2 to int8 ONNX, in parts of at most 38 MB: the embedded encoder.

    python -m training.export_encoder BASE checks/conflicts/model

Needs torch, transformers, onnx and onnxruntime.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from training.quantized import quantized

LAYERS = 6
MAX_TOKENS = 64  # of one text
PART = 38_000_000


class Lower(nn.Module):
    """Token ids (batch, tokens) and their mask to hidden states (batch, tokens, width) of one text each."""

    def __init__(self, base: nn.Module) -> None:
        """Take the embeddings and the first layers of the base encoder."""
        super().__init__()
        self.embeddings = base.embeddings
        self.layers = base.encoder.layer[:LAYERS]
        self.bias = base.encoder

    def forward(self, input_ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Hidden states after the last layer of one text."""
        hidden = self.embeddings(input_ids=input_ids)
        bias = self.bias.compute_position_bias(hidden)
        away = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        for layer in self.layers:
            hidden = layer(hidden, away, bias)[0]
        return hidden


def exported(lower: Lower) -> bytes:
    """The module as quantized ONNX bytes."""
    ids = torch.ones(1, 12, dtype=torch.long)
    return quantized(lower, {"input_ids": ids + 9, "mask": ids}, {"hidden": {0: "batch", 1: "tokens"}})


def main() -> None:
    """Write lower.onnx.N, tokenizer.json and encoder.json (the hash)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    content = exported(Lower(AutoModel.from_pretrained(args.base, add_pooling_layer=False)).eval())
    args.out.mkdir(parents=True, exist_ok=True)
    for old in args.out.glob("lower.onnx.*"):
        old.unlink()
    for number, start in enumerate(range(0, len(content), PART)):
        (args.out / f"lower.onnx.{number}").write_bytes(content[start : start + PART])
    tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    tokenizer.save(str(args.out / "tokenizer.json"), pretty=False)
    described = {"sha256": {"lower": hashlib.sha256(content).hexdigest()}}
    (args.out / "encoder.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")
    print(len(content), "bytes")


if __name__ == "__main__":
    main()
