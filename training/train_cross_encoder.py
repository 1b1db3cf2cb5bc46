"""Train the embedded cross-encoder on labelled pairs.

Run by a developer, never by the pipeline; needs torch and transformers, which the project itself does not install:
    python -m training.train_cross_encoder BASE --pool FILE.tsv.gz:source=limit,*=limit --out DIR [--init DIR]
A pool has the columns label, premise, hypothesis, source and, where known, kind. A checkpoint is written every 200
steps.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import time
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import torch
from torch import nn

from checks.conflicts.encoder import KINDS, LABELS
from training.cross_encoder import CrossEncoder, batch_of, tokenizer

_TOKENS = 1600  # padded tokens of a batch, about


class Pair(NamedTuple):
    """Word pieces of two texts with their label (index in LABELS), kind (index in KINDS or -1) and source."""

    a: list[int]
    b: list[int]
    label: int
    kind: int
    source: str


def read_pool(path: Path, limits: dict[str, int], seed: int, split: object) -> list[Pair]:
    """Pairs of one pool; `limits` caps the pairs per source name ("*" for the rest)."""
    by_source: dict[str, list[dict[str, str]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["label"] in LABELS:
                by_source[row["source"]].append(row)
    rng, chosen = random.Random(seed), []
    for source in sorted(by_source):
        rows = by_source[source]
        rng.shuffle(rows)
        chosen += rows[: limits.get(source, limits.get("*", len(rows)))]
    texts = [text for row in chosen for text in (row["premise"], row["hypothesis"])]
    ids = [e.ids for e in split.encode_batch(texts, add_special_tokens=False)]  # type: ignore[attr-defined]
    return [
        Pair(
            ids[2 * n],
            ids[2 * n + 1],
            LABELS.index(row["label"]),
            KINDS.index(row["kind"]) if row.get("kind") in KINDS else -1,
            row["source"],
        )
        for n, row in enumerate(chosen)
    ]


def batches(pairs: list[Pair], rng: random.Random) -> list[list[Pair]]:
    """Batches of pairs of like length with about equal tokens, shuffled."""
    order = sorted(pairs, key=lambda p: len(p.a) + len(p.b) + rng.random() * 8)
    groups: list[list[Pair]] = [[]]
    for pair in order:
        if groups[-1] and (len(groups[-1]) + 1) * (len(pair.a) + len(pair.b) + 3) > _TOKENS:
            groups.append([])
        groups[-1].append(pair)
    rng.shuffle(groups)
    return groups


def loss_of(model: CrossEncoder, batch: list[Pair], rng: random.Random) -> torch.Tensor:
    """Cross-entropy of the label, plus that of the kind where a conflict's kind is known.

    Contradiction and neutrality hold both ways, so that such pairs are turned round half of the time.
    """
    turned = [(p.a, p.b) if p.label == LABELS.index("entailment") or rng.random() < 0.5 else (p.b, p.a) for p in batch]
    label, kind = model(*batch_of(turned))
    loss = nn.functional.cross_entropy(label, torch.tensor([p.label for p in batch]), label_smoothing=0.03)
    known = [n for n, p in enumerate(batch) if p.label == LABELS.index("contradiction") and p.kind >= 0]
    if known:
        loss = loss + 0.2 * nn.functional.cross_entropy(kind[known], torch.tensor([batch[n].kind for n in known]))
    return loss


@torch.no_grad()
def evaluate(model: CrossEncoder, held: list[Pair]) -> dict[str, str]:
    """Accuracy per source on held-back pairs."""
    model.eval()
    right: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for batch in batches(held, random.Random(0)):
        label, _ = model(*batch_of([(p.a, p.b) for p in batch]))
        for pair, guess in zip(batch, label.argmax(-1).tolist(), strict=True):
            right[pair.source][0] += guess == pair.label
            right[pair.source][1] += 1
    model.train()
    return {k: f"{a}/{n} {a / n:.3f}" for k, (a, n) in sorted(right.items())}


def train(args: argparse.Namespace) -> None:
    """Go over the pools, with warm-up and linear decay by the clock or by steps, whichever ends first."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    model, split = CrossEncoder(args.base), tokenizer(args.base)
    if args.init:
        model.load_state_dict(torch.load(args.init / "pair.pt", weights_only=True))
    pairs: list[Pair] = []
    for pool in args.pool:
        path, _, limits = pool.partition(":")
        caps = {k: int(v) for k, v in (x.split("=") for x in limits.split(",") if x)}
        pairs += read_pool(Path(path), caps, args.seed, split)
    random.Random(1).shuffle(pairs)
    held, pairs = pairs[: args.held], pairs[args.held :]
    todo = [b for _ in range(args.epochs) for b in batches(pairs, rng)]
    head = [p for m in (model.dense, model.label, model.kind) for p in m.parameters()]
    body = [p for p in model.body.parameters() if p.requires_grad]
    rates = (args.lr, args.lr * 3)
    groups = [{"params": body, "lr": rates[0]}, {"params": head, "lr": rates[1]}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    args.out.mkdir(parents=True, exist_ok=True)
    model.train()
    began, running, seen = time.monotonic(), 0.0, 0
    print(len(pairs), "pairs", len(todo), "steps", flush=True)
    for step, batch in enumerate(todo, 1):
        done = max(step / len(todo), (time.monotonic() - began) / (args.minutes * 60) if args.minutes else 0.0)
        if done > 1:
            break
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * min(1.0, step / args.warm) * max(args.floor, 1 - done)
        loss = loss_of(model, batch, rng)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(body + head, 1.0)
        optimizer.step()
        seen += len(batch)
        running = 0.98 * running + 0.02 * loss.item() if running else loss.item()
        if step % 50 == 0:
            rate = seen / (time.monotonic() - began)
            print(f"step {step}/{len(todo)} {done:.2f} loss {running:.3f} {rate:.1f} pairs/s", flush=True)
        if step % 200 == 0:
            torch.save(model.state_dict(), args.out / "pair.pt")
    torch.save(model.state_dict(), args.out / "pair.pt")
    if held:
        print(json.dumps(evaluate(model, held)), flush=True)


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", help="local folder with all-MiniLM-L6-v2")
    parser.add_argument("--pool", action="append", required=True, help="FILE.tsv.gz[:source=limit,*=limit]")
    parser.add_argument("--init", type=Path, help="checkpoint folder to start from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--floor", type=float, default=0.02, help="least share of the rate")
    parser.add_argument("--warm", type=int, default=100, help="steps until the full rate")
    parser.add_argument("--held", type=int, default=1500)
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
