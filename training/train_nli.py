"""Train the embedded cross-encoder: MiniLM weights, a three-way head, sentence pairs from tab-separated pools.

Run by a developer, never by the pipeline; needs torch and transformers, which the project itself does not install:
    python training/train_nli.py --base DIR --pool train.tsv.gz:100000 --pool extra.tsv.gz --out model/ [--minutes 60]
Labels: 0 contradiction, 1 entailment, 2 neutral. A checkpoint is written every 500 steps; a start resumes from it.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import sys
import time
from collections import defaultdict
from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

LABELS = ("contradiction", "entailment", "neutral")
Pair = tuple[str, str, int, str]


class CrossEncoder(nn.Module):
    """A BERT encoder with a small head over the first token: logits of (contradiction, entailment, neutral)."""

    def __init__(self, base: str) -> None:
        """Load the encoder from a local folder."""
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="sdpa")
        width = self.encoder.config.hidden_size
        self.head = nn.Sequential(nn.Linear(width, width), nn.Tanh(), nn.Dropout(0.1), nn.Linear(width, 3))

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """Logits, shape (batch, 3)."""
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        logits: torch.Tensor = self.head(hidden[:, 0])
        return logits


def read_pool(path: Path, limits: dict[str, int], seed: int) -> list[Pair]:
    """Pairs of one pool; `limits` caps the pairs per source name ("*" for the rest)."""
    by_source: dict[str, list[Pair]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["label"] in LABELS:
                by_source[row["source"]].append(
                    (row["premise"], row["hypothesis"], LABELS.index(row["label"]), row["source"])
                )
    rng, pairs = random.Random(seed), []
    for source in sorted(by_source):
        rows = by_source[source]
        rng.shuffle(rows)
        pairs += rows[: limits.get(source, limits.get("*", len(rows)))]
    return pairs


def batches(pairs: list[Pair], size: int, rng: random.Random) -> list[list[Pair]]:
    """Shuffled batches of pairs of like length, which halves the padding."""
    order = sorted(pairs, key=lambda p: len(p[0]) + len(p[1]) + rng.random() * 60)
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    return groups


def train(args: argparse.Namespace) -> None:
    """One pass over the pools (or until the time is up), with warm-up and linear decay."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    tokenizer = AutoTokenizer.from_pretrained(args.base)
    model = CrossEncoder(args.base)
    if args.init:
        model.load_state_dict(torch.load(args.init, weights_only=True))
    pairs: list[Pair] = []
    for pool in args.pool:
        path, _, limits = pool.partition(":")
        caps = {k: int(v) for k, v in (x.split("=") for x in limits.split(",") if x)}
        pairs += read_pool(Path(path), caps, args.seed)
    rng = random.Random(args.seed)
    rng.shuffle(pairs)
    held, pairs = pairs[: args.held], pairs[args.held :]
    todo = [b for _ in range(args.epochs) for b in batches(pairs, args.batch, rng)]
    for parameter in model.encoder.embeddings.parameters():
        parameter.requires_grad = not args.freeze_embeddings
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=args.lr, weight_decay=0.01)
    warm = max(1, int(0.06 * len(todo)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, s / warm) * max(0.02, (len(todo) - s) / len(todo))
    )
    args.out.mkdir(parents=True, exist_ok=True)
    state, start = args.out / "state.pt", 0
    if state.exists():
        saved = torch.load(state, weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        schedule.load_state_dict(saved["schedule"])
        start = saved["step"]
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.05)
    model.train()
    began, running = time.monotonic(), 0.0
    for step, batch in enumerate(todo[start:], start + 1):
        swap = rng.random() < args.swap
        first, second = (1, 0) if swap else (0, 1)
        usable = [p for p in batch if args.symmetric or not swap or p[2] == 0] or batch
        texts = tokenizer(
            [str(p[first]) for p in usable],
            [str(p[second]) for p in usable],
            padding=True,
            truncation=True,
            max_length=args.length,
            return_tensors="pt",
        )
        loss = loss_of(model(**texts), torch.tensor([p[2] for p in usable]))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        running = 0.98 * running + 0.02 * loss.item() if running else loss.item()
        if step % 100 == 0:
            rate = (step - start) * args.batch / (time.monotonic() - began)
            print(f"step {step}/{len(todo)} loss {running:.3f} {rate:.1f} pairs/s", flush=True)
        if step % 500 == 0:
            saved = {
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(),
                "step": step,
            }
            torch.save(saved, state)
        if args.minutes and time.monotonic() - began > args.minutes * 60:
            break
    torch.save(model.state_dict(), args.out / "model.pt")
    print(json.dumps(evaluate(model, tokenizer, held, args)), file=sys.stdout, flush=True)


@torch.no_grad()
def evaluate(model: CrossEncoder, tokenizer: object, held: list[Pair], args: argparse.Namespace) -> dict[str, object]:
    """Accuracy per source on the held-back pairs."""
    model.eval()
    right: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for i in range(0, len(held), 64):
        part = held[i : i + 64]
        texts = tokenizer(  # type: ignore[operator]
            [p[0] for p in part],
            [p[1] for p in part],
            padding=True,
            truncation=True,
            max_length=args.length,
            return_tensors="pt",
        )
        for pair, guess in zip(part, model(**texts).argmax(-1).tolist(), strict=True):
            right[pair[3]][0] += guess == pair[2]
            right[pair[3]][1] += 1
    return {k: (f"{a}/{n}", round(a / n, 3)) for k, (a, n) in sorted(right.items())}


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", required=True, help="local folder with the base encoder and tokenizer")
    parser.add_argument("--pool", action="append", required=True, help="FILE.tsv.gz[:source=limit,*=limit]")
    parser.add_argument("--init", help="model.pt to start from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--length", type=int, default=96)
    parser.add_argument("--lr", type=float, default=8e-5)
    parser.add_argument("--held", type=int, default=2000)
    parser.add_argument("--swap", type=float, default=0.15, help="share of batches read backwards")
    parser.add_argument("--symmetric", action="store_true", help="every label holds both ways (our own pools)")
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--freeze-embeddings", action="store_true")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
