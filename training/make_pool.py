"""Turn hand-written pairs and events with gold files into one pool of labelled sentence pairs for train_nli.py.

    python -m training.make_pool OUT.tsv.gz --pairs training/pairs/*.jsonl --events FOLDER/event [FOLDER/event ...]

Conflicts become contradictions, paraphrases and roundings entailments, everything else neutral. Of an event, the
claims that
hold the two sides of a conflict or trap are taken as the engine tells them, with other candidate pairs as negatives.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from checks.conflicts.candidates import candidates
from checks.conflicts.events import same_event
from checks.conflicts.sides import Side, sides_of
from tests.eval import load_scorer
from training.fit_score import claims_of

LABEL = {"conflict": "contradiction", "paraphrase": "entailment", "rounding": "entailment", "same_date": "entailment"}
Row = tuple[str, str, str, str]


def hand(path: Path) -> Iterator[Row]:
    """The pairs of one hand; train_nli.py turns them round at random (--symmetric)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        label = LABEL.get(pair["relation"], "neutral")
        yield label, pair["a"], pair["b"], "hand"


def event(folder: Path, negatives: int) -> Iterator[Row]:
    """Gold conflicts, agreeing sides, traps and unlabelled candidates of one event."""
    scorer = load_scorer(folder.parent, "score_conflicts")
    articles, names, claims = claims_of(folder)
    gold = scorer.Gold(folder / "gold.json")
    sides = sides_of(articles, claims)

    def holding(quote: dict[str, Any]) -> list[int]:
        return [i for i, s in enumerate(sides) if gold.hit((names[s.claim.article_id], s.claim.quote), quote)][:2]

    labelled: dict[tuple[int, int], str] = {}
    for trap in gold.g["traps"]:
        relation = LABEL.get(trap.get("relation") or "", "neutral")
        for i in holding(trap["pair"][0]):
            for j in holding(trap["pair"][1]):
                labelled[i, j] = relation
    for conflict in gold.g["conflicts"]:
        for one in conflict["sides"]:
            for other in conflict["sides"]:
                same = one.get("position") == other.get("position")
                for i in holding(one):
                    for j in holding(other):
                        if i != j and not (same and (i, j) in labelled):
                            labelled[i, j] = "entailment" if same else "contradiction"
    drawn = [p for p in candidates(sides, same_event(sides)).pairs if p not in labelled and p[::-1] not in labelled]
    random.Random(folder.name).shuffle(drawn)
    drawn.sort(key=lambda p: -float(sides[p[0]].bag.mean @ sides[p[1]].bag.mean))
    near, far = drawn[: negatives // 2], drawn[negatives // 2 :: max(1, len(drawn) * 2 // max(1, negatives))]
    for i, j in sorted(labelled):
        yield labelled[i, j], *_told(sides[i], sides[j]), f"event_{labelled[i, j]}"
    for i, j in near + far[: negatives // 2]:
        yield "neutral", *_told(sides[i], sides[j]), "event_negative"


def _told(one: Side, other: Side) -> tuple[str, str]:
    return one.told, other.told


def main() -> None:
    """Write the pool."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pairs", type=Path, nargs="*", default=[])
    parser.add_argument("--events", type=Path, nargs="*", default=[])
    parser.add_argument("--negatives", type=int, default=80)
    args = parser.parse_args()
    rows = [r for p in args.pairs for r in hand(p)] + [r for e in args.events for r in event(e, args.negatives)]
    with gzip.open(args.out, "wt", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, delimiter="\t", quoting=csv.QUOTE_NONE, escapechar=None, quotechar=None)
        writer.writerow(("label", "premise", "hypothesis", "source"))
        for label, one, other, source in rows:
            writer.writerow((label, " ".join(one.split()), " ".join(other.split()), source))
    counts: dict[tuple[str, str], int] = {}
    for label, _, _, source in rows:
        counts[source, label] = counts.get((source, label), 0) + 1
    print(len(rows), counts)


if __name__ == "__main__":
    main()
