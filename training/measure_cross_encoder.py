"""Accuracy of the shipped cross-encoder, as quantized, by source, and its speed beside the bare ONNX session.

    python -m training.measure_cross_encoder POOL.tsv.gz … [--seen "SEED POOL:limits" …] [--most 300]

Pairs that training took from a pool are left out: `--seen` repeats what train_cross_encoder was given.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from checks.conflicts.cross_encoder import CrossEncoder
from checks.conflicts.encoder import LABELS

Row = tuple[str, str, str]


def rows_of(path: Path) -> dict[str, list[Row]]:
    """Label and texts of the pairs of each source, in the order of the file."""
    found: dict[str, list[Row]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["label"] in LABELS:
                found[row["source"]].append((row["label"], row["premise"], row["hypothesis"]))
    return found


def seen_by_training(told: str) -> set[tuple[str, str]]:
    """The texts that `read_pool` took, given the seed and the pool with its limits."""
    seed, _, pool = told.partition(" ")
    path, _, limits = pool.partition(":")
    caps = {k: int(v) for k, v in (x.split("=") for x in limits.split(",") if x)}
    rng, taken = random.Random(int(seed)), set()
    for source, rows in sorted(rows_of(Path(path)).items()):
        rng.shuffle(rows)
        taken |= {(a, b) for _, a, b in rows[: caps.get(source, caps.get("*", len(rows)))]}
    return taken


def accuracy(model: CrossEncoder, rows: list[Row]) -> float:
    """Share of pairs whose likeliest label is the right one."""
    judged = model.judge([(a, b) for _, a, b in rows])
    right = [LABELS[int(np.argmax(j[:3]))] == label for j, (label, _, _) in zip(judged, rows, strict=True)]
    return sum(right) / len(right)


def speed(model: CrossEncoder, pairs: list[tuple[str, str]], rounds: int = 3) -> float:
    """Pairs a second through the model over those through its bare session on the same word pieces."""
    ids = [tuple(model.pieces(text) for text in sorted(pair)) for pair in pairs]
    ours, bare = [], []
    for _ in range(rounds):
        began = time.perf_counter()
        model.judge(pairs)
        ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        for one, other in ids:
            model.bare(one, other)
        bare.append(time.perf_counter() - began)
    print(f"{len(pairs) / min(ours):.0f} pairs/s, bare session {len(pairs) / min(bare):.0f} pairs/s")
    return min(bare) / min(ours)


def main() -> None:
    """Print accuracy by source and the speed ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pools", type=Path, nargs="+")
    parser.add_argument("--seen", action="append", default=[])
    parser.add_argument("--most", type=int, default=300)
    parser.add_argument("--model", type=Path, help="folder of a cross-encoder; default: the shipped one")
    args = parser.parse_args()
    model = CrossEncoder(args.model, threads=1)
    taken = {pair for told in args.seen for pair in seen_by_training(told)}
    every: list[tuple[str, str]] = []
    for path in args.pools:
        for source, rows in sorted(rows_of(path).items()):
            fresh = [r for r in rows if (r[1], r[2]) not in taken]
            random.Random(3).shuffle(fresh)
            if len(fresh) >= 20:
                chosen = fresh[: args.most]
                every += [(a, b) for _, a, b in chosen]
                print(f"{path.name:24s} {source:22s} {accuracy(model, chosen):.3f} of {len(chosen)}", flush=True)
    random.Random(4).shuffle(every)
    print(f"ratio to the bare session {speed(model, every[:500]):.2f}")


if __name__ == "__main__":
    main()
