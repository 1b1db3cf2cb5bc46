"""Fit gate and score on events with gold files; measure by leaving events out; write score.json.

    python -m training.fit_score --rules EVENT … --gate EVENT … --fit EVENT … --pages PAGE … [--test EVENT …] [--out F]

Needs scikit-learn. One model per rule is fitted on `--rules` and `--gate`, the gate on `--gate` and `--fit` (and on
`--rules`, where `--rankers` that have not seen them are given), the final score on `--fit`, which must not be among the
events that the embedded model, the ranker or the rules' models have seen (those in `training/fitting` teach the rules,
too: their weights are few). `--pages` are real pages, each compared with itself: a text does not contradict itself, so
that what is found in it is false. Two in three teach the score that, each third one is kept apart and counted.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from checks.conflicts.candidates import candidates
from checks.conflicts.compare import PARTNERS, Weighed, shortlist, stand, weigh
from checks.conflicts.cross_encoder import CrossEncoder
from checks.conflicts.encoder import Encoder, States
from checks.conflicts.events import same_event
from checks.conflicts.nearness import Nearness, Projection, directions, read_projection
from checks.conflicts.pairs import Pair
from checks.conflicts.rules import BY_HAND
from checks.conflicts.score import Fitted, Logistic, features, gate_features, rule_features
from tests.eval import load_scorer
from training.corpus import CACHE, SCORERS, Event, load, load_consistent
from training.reliability import diagram, reliability
from warehouse.records import Opinion

SURE = {"different_amount": 0.5, "different_moment": 0.5, "silent_against_spoke": 0.5, "opposite_worth": 0.5}
SUPPORT, ALONE, RARE_LEAST = 0.2, 0.6, 0.3
RARE = ["opposite_worth", "silent_against_spoke"]
NOTHING = Logistic({}, 0.0)
PAGE_PAIRS = 60  # of one page, so that no long one outweighs the events


@dataclass(slots=True)
class Judged:
    """One event with its candidate pairs, their labels, and for the shortlisted ones the model's opinion."""

    event: Event
    weighed: list[Weighed]
    labels: list[int]
    short: list[Weighed]
    short_labels: list[int]


def prepare(path: Path, model: Encoder, ranker: Projection | None = None) -> Judged:
    """Candidates of one event, weighed and labelled; `ranker` is one that has not seen the event."""
    event = load_consistent(path) if path.suffix == ".gz" else load(path)
    sides = event.sides
    states = _states(event, model)
    events = event.events
    nearness = Nearness(sides, directions(states, ranker), events)
    pairs = candidates(sides, same_event(events), nearness).pairs
    weighed = list(weigh(sides, pairs, Fitted(NOTHING, {}, NOTHING, NOTHING, {}), nearness))
    return Judged(event, weighed, [_label(event, w) for w in weighed], [], [])


def unseen(events: list[Path], rankers: list[Path]) -> list[tuple[Path, Projection | None]]:
    """Each event with the ranker that was trained without it (train_ranker --leave K N), None where there are none."""
    ordered = sorted(events, key=lambda p: p.stem)
    if not rankers:
        return [(p, None) for p in ordered]
    loaded = [read_projection(r.open("rb")) for r in rankers]
    return [(p, loaded[n % len(loaded)]) for n, p in enumerate(ordered)]


def _states(event: Event, model: Encoder) -> list[States]:
    told = [s.told for s in event.sides]
    key = hashlib.sha256(("\n".join(told) + model.lower_digest).encode()).hexdigest()[:16]
    stored = CACHE / f"states-{event.name}-{key}.pickle"
    if not stored.exists():
        CACHE.mkdir(exist_ok=True)
        stored.write_bytes(pickle.dumps(model.read(told)))
    made: list[States] = pickle.loads(stored.read_bytes())
    return made


def _label(event: Event, weighed: Weighed) -> int:
    a, b = (event.quotes[s.order] for s in (weighed.pair.a, weighed.pair.b))
    return int(event.gold.score([(a, b)])["tp"])


def gate_of(data: list[Judged]) -> Logistic:
    """The gate, fitted on all candidate pairs."""
    rows = [gate_features(w.pair, w.near, w.signals) for d in data for w in d.weighed]
    return logistic(rows, [y for d in data for y in d.labels], 0.05)


def logistic(rows: list[dict[str, float]], labels: list[int], strength: float, threshold: float = 0.0) -> Logistic:
    """A logistic regression in terms of raw features."""
    names = sorted({n for r in rows for n in r})
    table = np.array([[r.get(n, 0.0) for n in names] for r in rows])
    scaler = StandardScaler().fit(table)
    model = LogisticRegression(C=strength, max_iter=5000).fit(scaler.transform(table), np.array(labels))
    raw = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - (raw * scaler.mean_).sum())
    return Logistic({n: round(float(w), 4) for n, w in zip(names, raw, strict=True)}, round(intercept, 4), threshold)


def rules_of(data: list[Judged], threshold: float) -> dict[str, Logistic]:
    """One model per rule, fitted on the pairs that it speaks on; a rule with few hits keeps its weights by hand."""
    rows: dict[str, list[tuple[dict[str, float], int]]] = {}
    for d in data:
        for w, y in zip(d.weighed, d.labels, strict=True):
            for s in w.signals:
                if s.relation == "conflict":
                    rows.setdefault(s.rule, []).append((rule_features(w.pair, s), y))
                    if w.pair.near is not None:
                        rows[s.rule].append((rule_features(replace(w.pair, near=None), s), y))
    made = {r: Logistic(raw["weights"], raw["intercept"], raw.get("threshold", 0.5)) for r, raw in BY_HAND.items()}
    for rule, found in sorted(rows.items()):
        told = [y for x, y in found if "read" in x]
        hits = sum(told)
        print(f"rule {rule}: speaks on {len(told)} pairs, right on {hits}")
        if hits >= 8:
            made[rule] = logistic([x for x, _ in found], [y for _, y in found], 0.05, threshold)
        elif rule not in made:
            made[rule] = Logistic({}, -6.0, threshold)
    return made


def undisputed(data: Judged) -> Judged:
    """A page without the pairs of two speakers, who may well contradict each other within it."""
    keep = [w for w in data.weighed if not _two_speakers(w.pair)]
    short = [w for w in data.short if not _two_speakers(w.pair)]
    return Judged(data.event, keep, [0] * len(keep), short, [0] * len(short))


def _two_speakers(pair: Pair) -> bool:
    return None not in (pair.a.claim.speaker, pair.b.claim.speaker) and not pair.same_speaker


def some(page: Judged) -> Judged:
    """At most `PAGE_PAIRS` of a page's shortlist, at random."""
    told = random.Random(page.event.name).sample(page.short, min(PAGE_PAIRS, len(page.short)))
    return Judged(page.event, [], [], told, [0] * len(told))


def look(d: Judged, gate: Logistic, rules: dict[str, Logistic], judge: CrossEncoder, partners: int) -> None:
    """Shortlist by the gate and ask the model."""
    weights = Fitted(gate, rules, NOTHING, NOTHING, SURE)
    promising = (replace(w, promise=gate.probability(gate_features(w.pair, w.near, w.signals))) for w in d.weighed)
    short = shortlist(promising, weights, partners)
    opinions = _opinions(d, short, judge)
    d.short = stand([replace(w, opinion=o) for w, o in zip(short, opinions, strict=True)])
    label = {(w.pair.a.order, w.pair.b.order): y for w, y in zip(d.weighed, d.labels, strict=True)}
    d.short_labels = [label[w.pair.a.order, w.pair.b.order] for w in short]


def _opinions(d: Judged, short: list[Weighed], judge: CrossEncoder) -> list[Opinion]:
    stored = CACHE / f"opinions-{d.event.name}-{judge.digest}.pickle"
    kept: dict[tuple[str, str], Opinion] = pickle.loads(stored.read_bytes()) if stored.exists() else {}
    told = [(w.pair.a.told, w.pair.b.told) for w in short]
    new = [n for n, key in enumerate(told) if key not in kept]
    fresh = judge.judge([told[n] for n in new])
    kept |= {told[n]: Opinion("", judge.digest, *o) for n, o in zip(new, fresh, strict=True)}
    if new:
        stored.write_bytes(pickle.dumps(kept))
    return [kept[key] for key in told]


def rows_of(
    data: list[Judged], rules: dict[str, Logistic], asked: bool = True
) -> tuple[list[dict[str, float]], list[int]]:
    """Features and labels of the shortlisted pairs, with or without what the model says of them."""
    weights = Fitted(NOTHING, rules, NOTHING, NOTHING, {})
    rows = [_features(w, weights, asked) for d in data for w in d.short]
    return rows, [y for d in data for y in d.short_labels]


def _features(w: Weighed, weights: Fitted, asked: bool) -> dict[str, float]:
    said = (w.opinion if asked else None, w.standing)
    return features(w.pair, w.near, w.signals, weights.best_rule(w.pair, w.signals), said)


def curve(data: list[Judged], score: Callable[[Judged, Weighed], float], scorer: Any) -> None:
    """Print the scorer's figures over the threshold."""
    scored = {d.event.name: [(score(d, w), w.pair) for w in d.short] for d in data}
    for threshold in np.arange(0.1, 0.85, 0.05):
        found = []
        for d in data:
            pairs = [p for value, p in scored[d.event.name] if value >= threshold]
            found.append(d.event.gold.score([(d.event.quotes[p.a.order], d.event.quotes[p.b.order]) for p in pairs]))
        total = scorer.total(found)
        print(f"{threshold:.2f}", {k: total[k] for k in ("recall", "precision", "f1", "trap_rate", "pairs", "by")})


def as_reported(
    data: list[Judged], score: Callable[[Judged, Weighed], float], weights: Fitted, threshold: float, scorer: Any
) -> dict[str, Any]:
    """The scorer's figures at the shipped thresholds, without the rare rules that pass them."""
    found = []
    for d in data:
        pairs = [w.pair for w in d.short if score(d, w) >= _least(w, weights, threshold)]
        found.append(d.event.gold.score([(d.event.quotes[p.a.order], d.event.quotes[p.b.order]) for p in pairs]))
    total = scorer.total(found)
    return {k: total[k] for k in ("recall", "precision", "f1", "trap_rate", "pairs", "by")}


def _least(w: Weighed, weights: Fitted, threshold: float) -> float:
    return threshold if weights.best_rule(w.pair, w.signals) >= SUPPORT else ALONE


def main() -> None:
    """Fit, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("rules", "gate", "fit", "test"):
        parser.add_argument(f"--{name}", type=Path, nargs="*", default=[])
    parser.add_argument("--pages", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=Path("checks/conflicts/model/score.json"))
    parser.add_argument("--threshold", type=float, default=0.4)
    parser.add_argument("--rule-threshold", type=float, default=0.55)
    parser.add_argument("--partners", type=int, default=PARTNERS)
    parser.add_argument("--c", type=float, default=0.03)
    parser.add_argument("--model", type=Path, help="folder of a cross-encoder; default: the shipped one")
    parser.add_argument(
        "--rankers", type=Path, nargs="*", default=[], help="of N, the Kth was trained with --leave K N on --rules"
    )
    parser.add_argument("--diagram", type=Path, help="SVG file for the reliability diagram")
    args = parser.parse_args()
    scorer = load_scorer(SCORERS, "score_conflicts")
    model, judge = Encoder(), CrossEncoder(args.model)
    gated, fit, test = ([prepare(p, model) for p in getattr(args, n)] for n in ("gate", "fit", "test"))
    ruled = [prepare(p, model, ranker) for p, ranker in unseen(args.rules, args.rankers)]
    pages = [undisputed(prepare(p, model)) for p in args.pages]
    apart, taught = pages[::3], [p for n, p in enumerate(pages) if n % 3]
    rules = rules_of(ruled + gated, args.rule_threshold)
    known = gated + (ruled if args.rankers else [])  # whose nearness is by rankers that have not seen them
    for d in fit:
        look(d, gate_of([e for e in fit + known if e is not d]), rules, judge, args.partners)
    gate = gate_of(fit + known)
    for d in test + pages:
        look(d, gate, rules, judge, args.partners)
    taught = [some(p) for p in taught]
    weights = Fitted(gate, rules, NOTHING, NOTHING, {})
    left = {
        (d.event.name, asked): logistic(*rows_of([e for e in fit if e is not d] + taught, rules, asked), args.c)
        for d in fit
        for asked in (True, False)
    }
    final = {asked: logistic(*rows_of(fit + taught, rules, asked), args.c, args.threshold) for asked in (True, False)}
    for name, data in (("left-out events", fit), ("test", test)):
        if not data:
            continue
        print("==", name, "candidates", scorer.total([_reach(d, d.weighed) for d in data]))
        print("==", name, "shortlist", scorer.total([_reach(d, d.short) for d in data]))
        print("==", name, "rules alone")
        curve(data, lambda _, w: weights.best_rule(w.pair, w.signals), scorer)
        print("==", name, "model alone")
        curve(data, lambda _, w: cast(Opinion, w.opinion).contradiction, scorer)
        for asked in (False, True):
            print("==", name, "rules, nearness and the model's opinion" if asked else "rules and nearness")

            def score(d: Judged, w: Weighed, asked: bool = asked) -> float:
                by = left.get((d.event.name, asked), final[asked])
                return by.probability(_features(w, weights, asked))

            curve(data, score, scorer)
            if asked:
                print("as reported", as_reported(data, score, weights, args.threshold, scorer))
            if data is fit:
                scored = [(score(d, w), y) for d in data for w, y in zip(d.short, d.short_labels, strict=True)]
                points = reliability(scored)
                print("reliability", [(round(p, 3), round(y, 3), n) for p, y, n in points])
                if args.diagram and asked:
                    diagram(points, args.diagram)
    found = [
        final[True].probability(_features(w, weights, True)) >= _least(w, weights, args.threshold)
        for d in apart
        for w in d.short
    ]
    print("== pages kept apart:", len(apart), "with", len(found), "pairs, of which reported:", sum(found))
    made = {
        "gate": _raw(gate),
        "final": _raw(final[True]),
        "read": _raw(final[False]),
        "rules": {r: _raw(m) for r, m in rules.items()},
        "sure": SURE,
        "rare": RARE,
        "support": SUPPORT,
        "alone": ALONE,
        "rare_least": RARE_LEAST,
    }
    args.out.write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _raw(model: Logistic) -> dict[str, Any]:
    return {"intercept": model.intercept, "threshold": model.threshold, "weights": dict(model.weights)}


def _reach(d: Judged, weighed: list[Weighed]) -> dict[str, Any]:
    """What would be found if all these pairs were reported."""
    pairs = [(d.event.quotes[w.pair.a.order], d.event.quotes[w.pair.b.order]) for w in weighed]
    return dict(d.event.gold.score(pairs))


if __name__ == "__main__":
    main()
