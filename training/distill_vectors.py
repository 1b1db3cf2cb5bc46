"""Distil static word vectors from a sentence encoder, after the idea of Model2Vec (Tulkens and van Dongen, 2024).

Every whole word of the encoder's vocabulary is encoded on its own, the vectors are centred, reduced by PCA,
normalised and
stored as int8. Run by a developer; needs torch and transformers:
    python training/distill_vectors.py --base DIR --out checks/conflicts/model/words.npz [--width 160]
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer


@torch.no_grad()
def encode(base: str, words: list[str]) -> np.ndarray:
    """Mean-pooled sentence-encoder vectors of single words, shape (words, hidden)."""
    tokenizer, model = AutoTokenizer.from_pretrained(base), AutoModel.from_pretrained(base, add_pooling_layer=False)
    model.eval()
    rows = []
    for i in range(0, len(words), 256):
        texts = tokenizer(words[i : i + 256], padding=True, return_tensors="pt")
        hidden = model(**texts).last_hidden_state
        mask = texts["attention_mask"].unsqueeze(-1)
        rows.append(((hidden * mask).sum(1) / mask.sum(1)).numpy())
    return np.concatenate(rows)


def main() -> None:
    """Write the vectors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--width", type=int, default=160)
    args = parser.parse_args()
    vocabulary = Path(args.base, "vocab.txt").read_text(encoding="utf-8").split("\n")
    words = [w for w in vocabulary if re.fullmatch(r"[a-z]{2,}", w)]
    raw = encode(args.base, words)
    raw = raw / np.linalg.norm(raw, axis=1, keepdims=True)
    raw -= raw.mean(0)
    _, _, axes = np.linalg.svd(raw, full_matrices=False)
    flat = raw @ axes[: args.width].T
    flat /= np.linalg.norm(flat, axis=1, keepdims=True)
    scale = np.abs(flat).max() / 127
    args.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        args.out,
        words=np.array("\n".join(words)),
        vectors=np.round(flat / scale).astype(np.int8),
        scale=np.float32(scale),
    )
    print(len(words), flat.shape, args.out.stat().st_size)


if __name__ == "__main__":
    main()
