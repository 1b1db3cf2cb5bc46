"""The embedded cross-encoder as a torch module: both texts of a pair together through all-MiniLM-L6-v2."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from checks.conflicts.encoder import KINDS, LABELS

MAX_TOKENS = 64  # of one text
CLS, SEP = 101, 102


class CrossEncoder(nn.Module):
    """Token ids, sides and mask (batch, tokens) to logits of the label (3) and of the kind of conflict (10)."""

    def __init__(self, folder: str | Path) -> None:
        """Take the encoder in `folder` and put two heads on it; the word embeddings stay as they are."""
        super().__init__()
        self.body = AutoModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager")
        self.body.embeddings.word_embeddings.weight.requires_grad = False
        width = self.body.config.hidden_size
        self.dense = nn.Linear(3 * width, width)
        self.drop = nn.Dropout(0.1)
        self.label = nn.Linear(width, len(LABELS))
        self.kind = nn.Linear(width, len(KINDS))

    def forward(
        self, input_ids: torch.Tensor, side: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """`side` is 0 for tokens of the first text and 1 for those of the second."""
        hidden = self.body(input_ids=input_ids, token_type_ids=side, attention_mask=mask).last_hidden_state
        pooled = torch.cat([hidden[:, 0], _mean(hidden, mask * (1 - side)), _mean(hidden, mask * side)], dim=-1)
        joined = self.drop(torch.tanh(self.dense(self.drop(pooled))))
        return self.label(joined), self.kind(joined)


def _mean(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    weight = mask.to(hidden.dtype).unsqueeze(-1)
    return (hidden * weight).sum(1) / weight.sum(1).clamp(min=1.0)


def tokenizer(folder: str | Path) -> Tokenizer:
    """Splits one text into at most MAX_TOKENS word pieces, without marks of beginning and end."""
    made = Tokenizer.from_file(str(Path(folder, "tokenizer.json")))
    made.no_padding()
    made.enable_truncation(MAX_TOKENS)
    return made


def batch_of(pairs: Sequence[tuple[list[int], list[int]]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Word pieces of pairs as one padded batch: ids, sides, mask."""
    rows = [[CLS, *a, SEP, *b, SEP] for a, b in pairs]
    longest = max(len(r) for r in rows)
    ids = torch.zeros((len(rows), longest), dtype=torch.long)
    side, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for n, (row, (a, _)) in enumerate(zip(rows, pairs, strict=True)):
        ids[n, : len(row)] = torch.tensor(row)
        side[n, len(a) + 2 : len(row)] = 1
        mask[n, : len(row)] = 1
    return ids, side, mask
