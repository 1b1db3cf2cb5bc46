"""Find the pairs that the model wrongly takes for conflicts in its own training events, to train it on them.

    python -m training.mine OUT.tsv.gz --gate EVENT … --events EVENT … [--most 300] [--keep 60]

Of each event the `most` promising pairs by the gate are judged; the `keep` likeliest contradictions that no gold
conflict knows of become neutral pairs. What the gold file speaks of is written beside them.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

from checks.conflicts.cross_encoder import CrossEncoder
from checks.conflicts.encoder import Encoder
from checks.conflicts.score import gate_features
from training.fit_score import gate_of, prepare
from training.make_pool import Row, labelled, write


def main() -> None:
    """Judge, choose, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--gate", type=Path, nargs="+", required=True)
    parser.add_argument("--events", type=Path, nargs="+", required=True)
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
        found = judge.judge([(p.a.told, p.b.told) for p in pairs])
        worst = sorted(zip(found, pairs, strict=True), key=lambda t: -t[0].contradiction)[: args.keep]
        rows += [Row("neutral", p.a.told, p.b.told, "mined") for _, p in worst]
        for (i, j), (label, kind, source) in sorted(known.items()):
            rows.append(Row(label, d.event.sides[i].told, d.event.sides[j].told, source, kind))
        print(path.stem, [round(o.contradiction, 2) for o, _ in worst[:: args.keep // 5]], flush=True)
    random.Random(5).shuffle(rows)
    write(args.out, rows)
    print(Counter((r.source, r.label) for r in rows))


if __name__ == "__main__":
    main()
