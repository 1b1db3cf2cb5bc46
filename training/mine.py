"""Find the pairs that the model wrongly takes for conflicts in its own training events, to train it on them.

    python -m training.mine OUT.tsv.gz --gate EVENT … --events EVENT … --matters FILE … [--most 300] [--keep 60]

Of each event the `most` promising pairs by the gate are judged; the `keep` likeliest contradictions that no gold
conflict knows of become neutral pairs. What the gold file speaks of is written beside them. Of a file of matters, the
`most` pairs across matters that are most alike in words are judged.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from checks.conflicts.cross_encoder import CrossEncoder
from checks.conflicts.encoder import Encoder
from checks.conflicts.score import gate_features
from training.fit_score import gate_of, prepare
from training.make_pool import Row, across, labelled, write


def worst_of(pairs: Sequence[tuple[str, str]], judge: CrossEncoder, keep: int) -> list[tuple[str, str]]:
    """The pairs that the model is surest are conflicts."""
    found = judge.judge(pairs)
    ranked = sorted(zip(found, pairs, strict=True), key=lambda t: -t[0].contradiction)
    return [pair for _, pair in ranked[:keep]]


def main() -> None:
    """Judge, choose, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--gate", type=Path, nargs="+", required=True)
    parser.add_argument("--events", type=Path, nargs="+", required=True)
    parser.add_argument("--matters", type=Path, nargs="*", default=[])
    parser.add_argument("--most", type=int, default=300)
    parser.add_argument("--keep", type=int, default=60)
    parser.add_argument("--model", type=Path, help="folder of a cross-encoder; default: the shipped one")
    args = parser.parse_args()
    model, judge = Encoder(threads=1), CrossEncoder(args.model, threads=1)
    gate = gate_of([prepare(p, model) for p in args.gate])
    rows: list[Row] = []
    for path in args.events:
        d = prepare(path, model)
        known = labelled(d.event)
        ranked = sorted(
            (gate.probability(gate_features(w.pair, w.near, w.signals)), n)
            for n, (w, y) in enumerate(zip(d.weighed, d.labels, strict=True))
            if not y and (w.pair.a.order, w.pair.b.order) not in known
        )[-args.most :]
        pairs = [d.weighed[n].pair for _, n in ranked]
        worst = worst_of([(p.a.told, p.b.told) for p in pairs], judge, args.keep)
        rows += [Row("neutral", *pair, "mined") for pair in worst]
        for (i, j), (label, kind, source) in sorted(known.items()):
            rows.append(Row(label, d.event.sides[i].told, d.event.sides[j].told, source, kind))
        print(path.stem, flush=True)
    for path in args.matters:
        rows += [
            Row("neutral", *pair, "matter_mined") for pair in worst_of(across(path)[: args.most], judge, args.keep)
        ]
    random.Random(5).shuffle(rows)
    write(args.out, rows)
    print(Counter((r.source, r.label) for r in rows))


if __name__ == "__main__":
    main()
