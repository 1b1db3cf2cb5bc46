"""Train the upper layers of the cross-encoder on labelled pairs.

Run by a developer, never by the pipeline; needs torch and transformers, which the project itself does not install:
    python -m training.train_cross_encoder BASE --pool FILE.tsv.gz:source=limit,*=limit --out DIR [--init DIR]
A pool has the columns label, premise, hypothesis, source and, where known, kind. A checkpoint is written every 100
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

from training.cross_encoder import KINDS, LABELS, Upper, join, load, read

_TOKENS = 1000  # padded tokens of a batch, about: small batches, since steps are few on a CPU


class Pair(NamedTuple):
    """Two texts with their label (index in LABELS), kind (index in KINDS or -1) and the pool's source name."""

    a: str
    b: str
    label: int
    kind: int
    source: str


def read_pool(path: Path, limits: dict[str, int], seed: int) -> list[Pair]:
    """Pairs of one pool; `limits` caps the pairs per source name ("*" for the rest)."""
    by_source: dict[str, list[Pair]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["label"] in LABELS:
                kind = KINDS.index(row["kind"]) if row.get("kind") in KINDS else -1
                label = LABELS.index(row["label"])
                by_source[row["source"]].append(Pair(row["premise"], row["hypothesis"], label, kind, row["source"]))
    rng, pairs = random.Random(seed), []
    for source in sorted(by_source):
        rows = by_source[source]
        rng.shuffle(rows)
        pairs += rows[: limits.get(source, limits.get("*", len(rows)))]
    return pairs


def batches(pairs: list[Pair], rng: random.Random) -> list[list[Pair]]:
    """Batches of pairs of like length with about equal tokens, shuffled."""
    order = sorted(pairs, key=lambda p: len(p.a) + len(p.b) + rng.random() * 30)
    groups: list[list[Pair]] = [[]]
    for pair in order:
        tokens = (len(pair.a) + len(pair.b)) / 4.5 + 4
        if groups[-1] and (len(groups[-1]) + 1) * tokens > _TOKENS:
            groups.append([])
        groups[-1].append(pair)
    rng.shuffle(groups)
    return groups


class Texts:
    """Hidden states of texts, read once each and kept while there is room."""

    def __init__(self, lower: nn.Module, tokenizer: object, room: int) -> None:
        """`room` is how many texts are kept."""
        self._lower, self._tokenizer, self._room = lower, tokenizer, room
        self._kept: dict[str, torch.Tensor] = {}

    def of(self, texts: list[str]) -> list[torch.Tensor]:
        """One tensor (tokens, width) a text."""
        new = sorted({t for t in texts if t not in self._kept})
        fresh = dict(zip(new, read(self._lower, self._tokenizer, new), strict=True)) if new else {}  # type: ignore[arg-type]
        found = [self._kept[t] if t in self._kept else fresh[t] for t in texts]
        if len(self._kept) < self._room:
            self._kept |= fresh
        return found


def loss_of(upper: Upper, texts: Texts, batch: list[Pair], rng: random.Random) -> torch.Tensor:
    """Cross-entropy of the label, plus that of the kind where a conflict's kind is known."""
    turned = [p if p.label == 1 or rng.random() < 0.5 else p._replace(a=p.b, b=p.a) for p in batch]
    states = texts.of([p.a for p in turned] + [p.b for p in turned])
    label, kind = upper(*join(states[: len(turned)], states[len(turned) :]))
    loss = nn.functional.cross_entropy(label, torch.tensor([p.label for p in turned]), label_smoothing=0.03)
    known = [n for n, p in enumerate(turned) if p.label == 0 and p.kind >= 0]
    if known:
        loss = loss + 0.3 * nn.functional.cross_entropy(kind[known], torch.tensor([turned[n].kind for n in known]))
    return loss


@torch.no_grad()
def evaluate(upper: Upper, texts: Texts, held: list[Pair]) -> dict[str, str]:
    """Accuracy per source on held-back pairs."""
    upper.eval()
    right: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for batch in batches(held, random.Random(0)):
        states = texts.of([p.a for p in batch] + [p.b for p in batch])
        label, _ = upper(*join(states[: len(batch)], states[len(batch) :]))
        for pair, guess in zip(batch, label.argmax(-1).tolist(), strict=True):
            right[pair.source][0] += guess == pair.label
            right[pair.source][1] += 1
    upper.train()
    return {k: f"{a}/{n} {a / n:.3f}" for k, (a, n) in sorted(right.items())}


def train(args: argparse.Namespace) -> None:
    """Go over the pools, with warm-up and linear decay by the clock or by steps, whichever ends first."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    lower, upper, tokenizer = load(args.base)
    if args.init:
        upper.load_state_dict(torch.load(args.init / "upper.pt", weights_only=True), strict=False)
    pairs: list[Pair] = []
    for pool in args.pool:
        path, _, limits = pool.partition(":")
        pairs += read_pool(
            Path(path), {k: int(v) for k, v in (x.split("=") for x in limits.split(",") if x)}, args.seed
        )
    rng.shuffle(pairs)
    held, pairs = pairs[: args.held], pairs[args.held :]
    todo = [b for _ in range(args.epochs) for b in batches(pairs, rng)]
    parameters = [p for n, p in upper.named_parameters() if not n.startswith("bias.")]
    head = [p for n, p in upper.named_parameters() if n.split(".")[0] in ("dense", "label", "kind", "side")]
    body = [p for p in parameters if not any(p is h for h in head)]
    groups = [{"params": body, "lr": args.lr}, {"params": head, "lr": args.lr * 5}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    texts = Texts(lower, tokenizer, args.room)
    args.out.mkdir(parents=True, exist_ok=True)
    upper.train()
    began, running, seen_pairs = time.monotonic(), 0.0, 0
    print(len(pairs), "pairs", len(todo), "steps", flush=True)
    for step, batch in enumerate(todo, 1):
        done = max(step / len(todo), (time.monotonic() - began) / (args.minutes * 60) if args.minutes else 0.0)
        if done > 1:
            break
        for group, rate in zip(optimizer.param_groups, (args.lr, args.lr * 5), strict=True):
            group["lr"] = rate * min(1.0, step / args.warm) * max(0.02, 1 - done)
        loss = loss_of(upper, texts, batch, rng)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        seen_pairs += len(batch)
        running = 0.95 * running + 0.05 * loss.item() if running else loss.item()
        if step % 20 == 0:
            rate = seen_pairs / (time.monotonic() - began)
            print(f"step {step}/{len(todo)} {done:.2f} loss {running:.3f} {rate:.1f} pairs/s", flush=True)
        if step % 100 == 0:
            torch.save(upper.state_dict(), args.out / "upper.pt")
    torch.save(upper.state_dict(), args.out / "upper.pt")
    if held:
        print(json.dumps(evaluate(upper, texts, held)), flush=True)


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", help="local folder with all-mpnet-base-v2")
    parser.add_argument("--pool", action="append", required=True, help="FILE.tsv.gz[:source=limit,*=limit]")
    parser.add_argument("--init", type=Path, help="checkpoint folder to start from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--lr", type=float, default=4e-5)
    parser.add_argument("--warm", type=int, default=40, help="steps until the full rate")
    parser.add_argument("--held", type=int, default=600)
    parser.add_argument("--room", type=int, default=0, help="texts whose states are kept")
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
