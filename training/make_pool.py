"""Turn hand-written pairs, matters and events with gold files into one pool of labelled pairs for training.

    python -m training.make_pool OUT.tsv.gz --pairs FILE.jsonl … --matters FILE.jsonl … --events EVENT …

Conflicts become contradictions (with their kind), statements that agree entailments, everything else neutral. Of an
event, the claims that hold the two sides of a conflict or trap are taken as the engine tells them, with other pairs of
the same event, most of them alike in words, as neutral ones.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from checks.claims import reading_of
from checks.conflicts.encoder import KINDS
from checks.conflicts.words import Weights
from training.corpus import Event, load

AGREE = {"paraphrase", "rounding", "same_date"}


class Row(NamedTuple):
    """One labelled pair."""

    label: str
    premise: str
    hypothesis: str
    source: str
    kind: str = ""


def _label(relation: str) -> str:
    return "contradiction" if relation == "conflict" else "entailment" if relation in AGREE else "neutral"


def hand(path: Path) -> Iterator[Row]:
    """The pairs of one hand."""
    for line in path.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        kind = pair.get("kind") or ""
        yield Row(_label(pair["relation"]), pair["a"], pair["b"], "hand", kind if kind in KINDS else "")


def matters(path: Path, negatives: float) -> Iterator[Row]:
    """All pairs within each matter, and across matters `negatives` times as many as there are conflicts."""
    rng = random.Random(path.name)
    conflicts = 0
    told = _told(path, rng)
    for matter, texts in told:
        trap = matter["kind"].startswith("trap:")
        relation = matter["kind"].removeprefix("trap:") if trap else "paraphrase"
        for i, j in combinations(range(len(texts)), 2):
            apart = matter["statements"][i]["position"] != matter["statements"][j]["position"]
            conflicts += apart
            label = "contradiction" if apart else _label(relation)
            yield Row(label, texts[i], texts[j], "matter_trap" if trap else "matter", matter["kind"] if apart else "")
    ranked = _across([texts for _, texts in told])
    wanted = int(conflicts * negatives)
    near = rng.sample(ranked[: len(ranked) // 8], min(wanted * 2 // 3, len(ranked) // 8))
    for one, other in near + rng.sample(ranked, min(wanted // 3, len(ranked))):
        yield Row("neutral", one, other, "matter_negative")


def across(path: Path) -> list[tuple[str, str]]:
    """All pairs of statements of different matters, those most alike in words first."""
    return _across([texts for _, texts in _told(path, random.Random(path.name))])


def _told(path: Path, rng: random.Random) -> list[tuple[dict[str, Any], list[str]]]:
    """Each matter with the texts of its statements."""
    lines = [json.loads(x) for x in path.read_text(encoding="utf-8").splitlines() if x.strip()]
    return [(matter, [_statement(s, rng) for s in matter["statements"]]) for matter in lines]


def _across(told: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    numbered = [(number, text) for number, texts in enumerate(told) for text in texts]
    weights = Weights()
    space = np.stack([weights.bag(reading_of(text).words).mean for _, text in numbered])
    alike = space @ space.T
    pairs = [(i, j) for i, j in combinations(range(len(numbered)), 2) if numbered[i][0] != numbered[j][0]]
    ranked = sorted(pairs, key=lambda p: -float(alike[p]))
    return [(numbered[i][1], numbered[j][1]) for i, j in ranked]


def _statement(statement: dict[str, Any], rng: random.Random) -> str:
    """A statement as written, or now and then with its speaker in front, as the engine tells claims."""
    text, speaker = " ".join(statement["text"].split()), statement.get("speaker")
    return f"{speaker}: {text}" if speaker and speaker.lower() not in text.lower() and rng.random() < 0.7 else text


def labelled(event: Event) -> dict[tuple[int, int], tuple[str, str, str]]:
    """Label, kind and source of each pair of sides (numbers, the smaller first) that the gold file speaks of."""
    found: dict[tuple[int, int], tuple[str, str, str]] = {}
    for trap in event.gold.g["traps"]:
        one, other = (holding(event, q) for q in trap["pair"])
        for i in one:
            for j in other:
                if i != j:
                    found[min(i, j), max(i, j)] = (_label(trap.get("relation") or ""), "", "event_trap")
    for conflict in event.gold.g["conflicts"]:
        for one, other in combinations(conflict["sides"], 2):
            apart = one.get("position") != other.get("position")
            made = ("contradiction", conflict["kind"], "event") if apart else ("entailment", "", "event_agree")
            for i in holding(event, one):
                for j in holding(event, other):
                    key = (min(i, j), max(i, j))
                    if i != j and (apart or key not in found):
                        found[key] = made
    return found


def holding(event: Event, gold_side: dict[str, Any]) -> list[int]:
    """The side that holds a gold quote best: by overlap, then the shortest."""
    hits = [i for i, q in enumerate(event.quotes) if event.gold.hit(q, gold_side)]

    def fit(i: int) -> float:
        mine, theirs = event.gold.sp(*event.quotes[i]), event.gold.sp(gold_side["article"], gold_side["quote"])
        shared = min(mine[1], theirs[1]) - max(mine[0], theirs[0])
        return float(2 * shared / (mine[1] - mine[0] + theirs[1] - theirs[0]))

    return sorted(hits, key=fit, reverse=True)[:1]


def of_event(path: Path, negatives: int) -> Iterator[Row]:
    """Gold conflicts, agreeing sides, traps and unlabelled pairs of one event."""
    event = load(path)
    sides, rng = event.sides, random.Random(path.stem)
    known = labelled(event)
    for (i, j), (label, kind, source) in sorted(known.items()):
        yield Row(label, sides[i].told, sides[j].told, source, kind)
    conflicting = set(_any_conflict(event))
    others = [p for p in combinations(range(len(sides)), 2) if p not in known and p not in conflicting]
    ranked = sorted(others, key=lambda p: -float(sides[p[0]].wide.mean @ sides[p[1]].wide.mean))
    near = rng.sample(ranked[:500], min(500, len(ranked), negatives * 3 // 4))
    for i, j in near + rng.sample(ranked, negatives // 4):
        yield Row("neutral", sides[i].told, sides[j].told, "event_negative")


def _any_conflict(event: Event) -> Iterator[tuple[int, int]]:
    """Every pair of sides of which some part holds two positions of one conflict."""
    for conflict in event.gold.g["conflicts"]:
        hits = [[i for i, q in enumerate(event.quotes) if event.gold.hit(q, s)] for s in conflict["sides"]]
        for one, other in combinations(range(len(hits)), 2):
            for i in hits[one]:
                for j in hits[other]:
                    yield min(i, j), max(i, j)


def write(path: Path, rows: Sequence[Row]) -> None:
    """Write the pool as tab-separated text."""
    with gzip.open(path, "wt", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, delimiter="\t", quoting=csv.QUOTE_NONE, escapechar=None, quotechar=None)
        writer.writerow(Row._fields)
        writer.writerows([" ".join(field.split()) for field in row] for row in rows)


def main() -> None:
    """Write the pool and print how many pairs of each source and label it has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pairs", type=Path, nargs="*", default=[])
    parser.add_argument("--matters", type=Path, nargs="*", default=[])
    parser.add_argument("--events", type=Path, nargs="*", default=[])
    parser.add_argument("--negatives", type=int, default=70, help="neutral pairs an event")
    parser.add_argument("--across", type=float, default=1.2, help="neutral pairs across matters for each conflict")
    args = parser.parse_args()
    rows = [r for p in args.pairs for r in hand(p)]
    rows += [r for p in args.matters for r in matters(p, args.across)]
    rows += [r for e in args.events for r in of_event(e, args.negatives)]
    write(args.out, rows)
    for (source, label), count in sorted(Counter((r.source, r.label) for r in rows).items()):
        print(f"{source:16s} {label:14s} {count}")


if __name__ == "__main__":
    main()
