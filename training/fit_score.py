"""Fit gate and score on events with gold files; measure by leaving events out; write score.json.

    python -m training.fit_score --fit EVENT … [--gate EVENT …] [--test EVENT …] [--out checks/conflicts/model/score.json]

Needs scikit-learn. `--fit` events must not be among those the embedded model was trained on; `--gate` events may be.
The rules' own model (for runs without the embedded one) is fitted on both.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from checks.conflicts.candidates import candidates
from checks.conflicts.compare import PARTNERS, Weighed, shortlist, weigh
from checks.conflicts.encoder import Encoder, States
from checks.conflicts.events import same_event
from checks.conflicts.nearness import Nearness, directions
from checks.conflicts.score import Fitted, Logistic, features, gate_features
from training.corpus import CACHE, Event, load
from warehouse.records import Opinion

SURE = {"different_amount": 0.8, "different_moment": 0.8, "silent_against_spoke": 0.7, "opposite_polarity": 0.8}
NOTHING = Logistic({}, 0.0)


@dataclass(slots=True)
class Judged:
    """One event with its candidate pairs, their labels, and for the shortlisted ones the model's opinion."""

    event: Event
    weighed: list[Weighed]
    labels: list[int]
    states: list[States]
    short: list[Weighed]
    short_labels: list[int]


def prepare(path: Path, model: Encoder) -> Judged:
    """Candidates of one event, weighed and labelled."""
    event = load(path)
    sides = event.sides
    states = _states(event, model)
    events = event.events
    nearness = Nearness(sides, directions(states), events)
    pairs = candidates(sides, same_event(events), nearness).pairs
    weighed = list(weigh(sides, pairs, Fitted(NOTHING, NOTHING, NOTHING, {}), nearness))
    return Judged(event, weighed, [_label(event, w) for w in weighed], states, [], [])


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


def look(d: Judged, gate: Logistic, model: Encoder, partners: int) -> None:
    """Shortlist by the gate and ask the model."""
    weights = Fitted(gate, NOTHING, NOTHING, SURE)
    promising = (replace(w, promise=gate.probability(gate_features(w.pair, w.near, w.signals))) for w in d.weighed)
    short = shortlist(promising, weights, partners)
    opinions = _opinions(d, short, model)
    d.short = [replace(w, opinion=o) for w, o in zip(short, opinions, strict=True)]
    label = {(w.pair.a.order, w.pair.b.order): y for w, y in zip(d.weighed, d.labels, strict=True)}
    d.short_labels = [label[w.pair.a.order, w.pair.b.order] for w in short]


def _opinions(d: Judged, short: list[Weighed], model: Encoder) -> list[Opinion]:
    stored = CACHE / f"opinions-{d.event.name}-{model.digest}.pickle"
    kept: dict[tuple[str, str], Opinion] = pickle.loads(stored.read_bytes()) if stored.exists() else {}
    told = [(w.pair.a.told, w.pair.b.told) for w in short]
    new = [n for n, key in enumerate(told) if key not in kept]
    fresh = model.judge([(d.states[short[n].pair.a.order], d.states[short[n].pair.b.order]) for n in new])
    kept |= {told[n]: Opinion("", model.digest, *o) for n, o in zip(new, fresh, strict=True)}
    if new:
        stored.write_bytes(pickle.dumps(kept))
    return [kept[key] for key in told]


def rows_of(data: list[Judged], with_model: bool) -> tuple[list[dict[str, float]], list[int]]:
    """Features and labels of the shortlisted pairs; without the model only those on which a rule speaks."""
    rows, labels = [], []
    for d in data:
        for w, y in zip(d.short, d.short_labels, strict=True):
            if with_model or any(s.relation == "conflict" for s in w.signals):
                rows.append(features(w.pair, w.near, w.signals, w.opinion if with_model else None))
                labels.append(y)
    return rows, labels


def curve(data: list[Judged], weights: dict[str, Logistic], with_model: bool, scorer: Any) -> float:
    """Print the scorer's figures over the threshold, each event by its own weights; gives that of the best F1."""
    best = (0.0, 0.5)
    scored = {
        d.event.name: [
            (
                weights[d.event.name].probability(
                    features(w.pair, w.near, w.signals, w.opinion if with_model else None)
                ),
                w,
            )
            for w in d.short
            if with_model or any(s.relation == "conflict" for s in w.signals)
        ]
        for d in data
    }
    for threshold in np.arange(0.1, 0.85, 0.05):
        found = []
        for d in data:
            pairs = [w.pair for p, w in scored[d.event.name] if p >= threshold]
            found.append(d.event.gold.score([(d.event.quotes[p.a.order], d.event.quotes[p.b.order]) for p in pairs]))
        total = scorer.total(found)
        print(f"{threshold:.2f}", {k: total[k] for k in ("recall", "precision", "f1", "trap_rate", "pairs", "by")})
        best = max(best, (total["f1"], float(threshold)))
    return best[1]


def main() -> None:
    """Fit, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", type=Path, nargs="+", required=True)
    parser.add_argument("--gate", type=Path, nargs="*", default=[])
    parser.add_argument("--test", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=Path("checks/conflicts/model/score.json"))
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--partners", type=int, default=PARTNERS)
    parser.add_argument("--c", type=float, default=0.02)
    args = parser.parse_args()
    from tests.eval import load_scorer
    from training.corpus import SCORERS

    scorer = load_scorer(SCORERS, "score_conflicts")
    model = Encoder()
    fit, gates, test = ([prepare(p, model) for p in paths] for paths in (args.fit, args.gate, args.test))
    print("candidates", scorer.total([_reach(d, d.weighed) for d in fit + test]))
    left: dict[str, dict[bool, Logistic]] = {}
    for d in fit:
        look(d, gate_of([e for e in fit + gates if e is not d]), model, args.partners)
    print("shortlist", scorer.total([_reach(d, d.short) for d in fit]))
    for d in fit:
        others = [e for e in fit if e is not d]
        left[d.event.name] = {m: logistic(*rows_of(others, m), args.c) for m in (True, False)}
    gate = gate_of(fit + gates)
    final = {m: logistic(*rows_of(fit, m), args.c, args.threshold) for m in (True, False)}
    for with_model in (False, True):
        print("== left-out events,", "rules and model" if with_model else "rules alone")
        curve(fit, {name: w[with_model] for name, w in left.items()}, with_model, scorer)
    for d in test:
        look(d, gate, model, args.partners)
    if test:
        print("== test shortlist", scorer.total([_reach(d, d.short) for d in test]))
        for with_model in (False, True):
            print("== test,", "rules and model" if with_model else "rules alone")
            curve(test, {d.event.name: final[with_model] for d in test}, with_model, scorer)
    made = {"gate": gate, "with_model": final[True], "rules_alone": final[False]}
    raw: dict[str, Any] = {
        name: {"intercept": m.intercept, "threshold": m.threshold, "weights": dict(m.weights)}
        for name, m in made.items()
    }
    args.out.write_text(json.dumps(raw | {"sure": SURE}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _reach(d: Judged, weighed: list[Weighed]) -> dict[str, Any]:
    """What would be found if all these pairs were reported."""
    pairs = [(d.event.quotes[w.pair.a.order], d.event.quotes[w.pair.b.order]) for w in weighed]
    return dict(d.event.gold.score(pairs))


if __name__ == "__main__":
    main()
