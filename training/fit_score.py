"""Fit the logistic models over the rules' evidence; measure them by leaving events out, then write score.json.

    python -m training.fit_score FOLDER [FOLDER ...] [--out checks/conflicts/model/score.json] [--precision 0.5]

Needs scikit-learn. FOLDERs hold events with gold.json; the scorer lies in ../eval beside them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from checks.conflicts.candidates import candidates
from checks.conflicts.compare import shortlist, weigh
from checks.conflicts.events import same_event
from checks.conflicts.rules import RULES
from checks.conflicts.score import Logistic, features, gate_features
from checks.conflicts.sides import sides_of
from tests.eval import events, load_scorer, read_event

# Rules with too few hits to fit: weights set by hand so that clear evidence alone passes 0.5.
BY_HAND: dict[str, dict[str, Any]] = {
    "silent_against_spoke": {
        "alone": True,
        "intercept": -3.8,
        "weights": {"its_actor": 1.6, "its_act": 2.2, "its_topic": 3.0},
    },
    "opposite_worth": {"alone": True, "intercept": -4.0, "weights": {"strength": 7.0}},
}
RULE_NAMES = tuple(r.__name__ for r in RULES)
CACHE = Path("/tmp/rashomon-training-cache")


def claims_of(folder: Path) -> Any:
    """Articles and claims of one event, kept between fits as long as the claims code is unchanged."""
    code = hashlib.sha256()
    for source in sorted(Path("checks/claims").glob("*.*")):
        code.update(source.read_bytes())
    stored = CACHE / f"{folder.name}-{code.hexdigest()[:12]}.pickle"
    if not stored.exists():
        CACHE.mkdir(exist_ok=True)
        stored.write_bytes(pickle.dumps(read_event(folder)))
    return pickle.loads(stored.read_bytes())


def weighed_of(folder: Path, scorer: Any) -> dict[str, Any]:
    """All candidate pairs of one event with the rules' signals, labels and quotes."""
    articles, names, claims = claims_of(folder)
    gold = scorer.Gold(folder / "gold.json")
    sides = sides_of(articles, claims)
    weighed = list(weigh(sides, candidates(sides, same_event(sides)).pairs, Logistic({}, 0.0, 0.0)))
    quotes = [tuple((names[s.claim.article_id], s.claim.quote) for s in (w.pair.a, w.pair.b)) for w in weighed]
    labels = [gold.score([q])["tp"] for q in quotes]
    gates = [gate_features(w.pair, w.signals) for w in weighed]
    return {"name": folder.name, "weighed": weighed, "quotes": quotes, "labels": labels, "gates": gates, "gold": gold}


def rows_of(d: dict[str, Any], gate: Logistic) -> list[dict[str, Any]]:
    """Every signal on the shortlisted pairs of one event."""
    place = {(w.pair.a.order, w.pair.b.order): n for n, w in enumerate(d["weighed"])}
    promising = (replace(w, promise=gate.probability(g)) for w, g in zip(d["weighed"], d["gates"], strict=True))
    short = shortlist(promising)
    rows = []
    for weighed in short:
        n = place[weighed.pair.a.order, weighed.pair.b.order]
        for signal in weighed.signals:
            rows.append(
                {
                    "rule": signal.rule,
                    "x": features(weighed.pair, signal),
                    "y": d["labels"][n],
                    "quotes": d["quotes"][n],
                    "finding": signal.relation == "conflict",
                    "kind": signal.kind,
                }
            )
    return rows


def logistic(x: list[dict[str, float]], y: list[int], strength: float) -> dict[str, Any]:
    """A logistic regression in terms of raw features; a rule with hardly a hit is never trusted."""
    names = sorted({n for r in x for n in r})
    if sum(y) < 4:
        return {"intercept": -6.0, "weights": {}}
    table = np.array([[r.get(n, 0.0) for n in names] for r in x])
    scaler = StandardScaler().fit(table)
    model = LogisticRegression(C=strength, max_iter=5000).fit(scaler.transform(table), np.array(y))
    raw = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - (raw * scaler.mean_).sum())
    return {
        "intercept": round(intercept, 4),
        "weights": {n: round(float(w), 4) for n, w in zip(names, raw, strict=True)},
    }


def gate_of(data: list[dict[str, Any]]) -> dict[str, Any]:
    """The gate fitted on all candidate pairs of the events given."""
    return logistic([g for d in data for g in d["gates"]], [y for d in data for y in d["labels"]], 0.05) | {
        "threshold": 0.0
    }


def rules_of(data: list[dict[str, Any]], rules: list[str], strength: float) -> dict[str, Any]:
    """One logistic model per rule, fitted on the rows of the events given."""
    made = {}
    for rule in rules:
        rows = [r for d in data for r in d["rows"] if r["rule"] == rule]
        few = sum(r["y"] for r in rows) < 8
        fitted = logistic([r["x"] for r in rows], [r["y"] for r in rows], strength)
        made[rule] = BY_HAND[rule] if rule in BY_HAND and few else fitted
    return made


def reported(d: dict[str, Any], thresholds: dict[str, float]) -> list[Any]:
    """The pairs of one event that would be reported: the best signal decides, as in the engine."""
    best: dict[Any, Any] = {}
    for row in d["rows"]:
        if row["quotes"] not in best or row["p"] > best[row["quotes"]]["p"]:
            best[row["quotes"]] = row
    return [q for q, r in best.items() if r["finding"] and r["p"] >= thresholds[r["rule"]]]


def main() -> None:
    """Leave each event out in turn, print the curve, fit on all, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=Path("checks/conflicts/model/score.json"))
    parser.add_argument("--threshold", type=float, default=0.3)
    parser.add_argument("--c", type=float, default=0.05)
    args = parser.parse_args()
    scorer = load_scorer(args.folders[0], "score_conflicts")
    paths = [e for folder in args.folders for e in events(folder)]
    data = [weighed_of(e, scorer) for e in paths]
    for d in data:
        gate = gate_of([e for e in data if e is not d])
        d["rows"] = rows_of(d, Logistic(gate["weights"], gate["intercept"], 0.0))
    rules = sorted({r["rule"] for d in data for r in d["rows"]})
    for d in data:
        held = rules_of([e for e in data if e is not d], rules, args.c)
        for row in d["rows"]:
            fit = held[row["rule"]]
            row["p"] = Logistic(fit["weights"], fit["intercept"], 0.0).probability(row["x"])
    show(data, rules, scorer)
    final = {r: {"intercept": -6.0, "weights": {}} for r in RULE_NAMES} | rules_of(data, rules, args.c)
    final |= {r: m for r, m in BY_HAND.items() if not final[r]["weights"]}
    fitted = {
        "gate": gate_of(data),
        "rules": {r: m | {"threshold": 0.5 if r in BY_HAND else args.threshold} for r, m in final.items()},
    }
    args.out.write_text(json.dumps(fitted, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def show(data: list[dict[str, Any]], rules: list[str], scorer: Any) -> None:
    """Print how each rule ranks, and the scorer's figures over the threshold, all on left-out events."""
    for rule in rules:
        rows = sorted((r for d in data for r in d["rows"] if r["rule"] == rule), key=lambda r: -r["p"])
        hits = np.cumsum([r["y"] for r in rows])
        marks = {n: (round(rows[n - 1]["p"], 2), int(hits[n - 1])) for n in (10, 20, 40, 80, 160) if n <= len(rows)}
        print(rule, len(rows), int(hits[-1]), marks)
    for threshold in np.arange(0.1, 0.75, 0.05):
        limits: dict[str, float] = defaultdict(lambda t=float(threshold): t)  # type: ignore[misc]
        total = scorer.total([d["gold"].score(reported(d, limits)) for d in data])
        print(f"{threshold:.2f}", {k: total[k] for k in ("recall", "precision", "f1", "trap_rate", "pairs", "by")})


if __name__ == "__main__":
    main()
