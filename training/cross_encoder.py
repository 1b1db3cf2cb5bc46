"""The embedded cross-encoder as torch modules: each text alone through the lower layers, both through the upper.

The lower layers of all-mpnet-base-v2 read one text at a time and stay as they are, so that a text is read once however
many pairs it stands in; the upper layers see the tokens of both texts and are trained. The split follows DeFormer (Cao
et al., ACL 2020) and PreTTR (MacAvaney et al., SIGIR 2020).
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

SPLIT = 6  # layers below read a text alone
LABELS = ("contradiction", "entailment", "neutral")
KINDS = (
    "number",
    "date",
    "negation",
    "outcome",
    "attribution",
    "assessment",
    "silence",
    "cause",
    "identity",
    "wording",
)
MAX_TOKENS = 64  # of one text


class Lower(nn.Module):
    """Token ids (batch, tokens) and their mask to hidden states (batch, tokens, width) of one text each."""

    def __init__(self, base: nn.Module) -> None:
        """Take the embeddings and the first layers of the base encoder."""
        super().__init__()
        self.embeddings = base.embeddings
        self.layers = base.encoder.layer[:SPLIT]
        self.bias = base.encoder

    def forward(self, input_ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Hidden states after the last layer of one text."""
        hidden = self.embeddings(input_ids=input_ids)
        bias = self.bias.compute_position_bias(hidden)
        away = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        for layer in self.layers:
            hidden = layer(hidden, away, bias)[0]
        return hidden


class Upper(nn.Module):
    """Hidden states of two texts, one after the other, to logits of the label (3) and of the kind of conflict (10)."""

    def __init__(self, base: nn.Module, width: int) -> None:
        """Take the last layers of the base encoder and put two heads on them."""
        super().__init__()
        self.layers = base.encoder.layer[SPLIT:]
        self.bias = base.encoder
        self.side = nn.Embedding(2, width)
        nn.init.zeros_(self.side.weight)
        self.dense = nn.Linear(3 * width, width)
        self.drop = nn.Dropout(0.1)
        self.label = nn.Linear(width, len(LABELS))
        self.kind = nn.Linear(width, len(KINDS))

    def forward(
        self, hidden: torch.Tensor, side: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """`side` is 0 for tokens of the first text and 1 for those of the second."""
        hidden = hidden + self.side(side)
        bias = self.bias.compute_position_bias(hidden)
        away = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        for layer in self.layers:
            hidden = layer(hidden, away, bias)[0]
        first = mask * (1 - side)
        second = mask * side
        pooled = torch.cat([hidden[:, 0], _mean(hidden, first), _mean(hidden, second)], dim=-1)
        joined = self.drop(torch.tanh(self.dense(self.drop(pooled))))
        return self.label(joined), self.kind(joined)


def _mean(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    weight = mask.to(hidden.dtype).unsqueeze(-1)
    return (hidden * weight).sum(1) / weight.sum(1).clamp(min=1.0)


def load(folder: str) -> tuple[Lower, Upper, object]:
    """Lower and upper part and the tokenizer from a local folder with all-mpnet-base-v2."""
    base = AutoModel.from_pretrained(folder, add_pooling_layer=False)
    return Lower(base).eval(), Upper(base, base.config.hidden_size), AutoTokenizer.from_pretrained(folder)


def join(a: list[torch.Tensor], b: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Hidden states (tokens, width) of pairs as one padded batch: states, sides, mask."""
    rows = [torch.cat([x, y]) for x, y in zip(a, b, strict=True)]
    hidden = nn.utils.rnn.pad_sequence(rows, batch_first=True).float()
    side = torch.zeros(hidden.shape[:2], dtype=torch.long)
    mask = torch.zeros(hidden.shape[:2], dtype=torch.long)
    for n, (x, row) in enumerate(zip(a, rows, strict=True)):
        side[n, len(x) : len(row)] = 1
        mask[n, : len(row)] = 1
    return hidden, side, mask


@torch.no_grad()
def read(lower: Lower, tokenizer: object, texts: list[str], batch: int = 32) -> list[torch.Tensor]:
    """Hidden states of each text as half precision (tokens, width), in the order given."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    found: list[torch.Tensor] = [torch.empty(0)] * len(texts)
    for start in range(0, len(order), batch):
        part = order[start : start + batch]
        ids = tokenizer(  # type: ignore[operator]
            [texts[i] for i in part], padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt"
        )
        hidden = lower(ids["input_ids"], ids["attention_mask"]).half()
        for row, i in enumerate(part):
            found[i] = hidden[row, : int(ids["attention_mask"][row].sum())].clone()
    return found


def seen(folder: Path) -> dict[str, torch.Tensor]:
    """The trained upper part of a checkpoint folder."""
    state: dict[str, torch.Tensor] = torch.load(folder / "upper.pt", weights_only=True)
    return state
