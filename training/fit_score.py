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
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from checks.conflicts.candidates import candidates
from checks.conflicts.events import same_event
from checks.conflicts.pairs import Pair
from checks.conflicts.rules import signals
from checks.conflicts.score import features
from checks.conflicts.sides import sides_of
from tests.eval import events, load_scorer, read_event

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


def signals_of(folder: Path, scorer: Any) -> dict[str, Any]:
    """Every signal on the candidate pairs of one event, with features, label and the two quotes."""
    articles, names, claims = claims_of(folder)
    gold = scorer.Gold(folder / "gold.json")
    sides = sides_of(articles, claims)
    rows = []
    for i, j in candidates(sides, same_event(sides)).pairs:
        pair = Pair.of(sides[i], sides[j])
        quoted = tuple((names[s.claim.article_id], s.claim.quote) for s in (pair.a, pair.b))
        label = None
        for signal in signals(pair):
            label = gold.score([quoted])["tp"] if label is None else label
            rows.append({"rule": signal.rule, "x": features(pair, signal), "y": label, "quotes": quoted,
                         "finding": signal.relation == "conflict"})
    return {"name": folder.name, "rows": rows, "gold": gold}


def fit(data: list[dict[str, Any]], rule: str, strength: float) -> dict[str, Any]:
    """The logistic model of one rule, in terms of raw features."""
    rows = [r for d in data for r in d["rows"] if r["rule"] == rule]
    names = sorted({n for r in rows for n in r["x"]})
    x = np.array([[r["x"].get(n, 0.0) for n in names] for r in rows])
    y = np.array([r["y"] for r in rows])
    if y.sum() < 3:
        return {"intercept": -6.0, "weights": {}}
    scaler = StandardScaler().fit(x)
    model = LogisticRegression(C=strength, max_iter=5000).fit(scaler.transform(x), y)
    raw = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - (raw * scaler.mean_).sum())
    return {"intercept": round(intercept, 4), "weights": {n: round(float(w), 4) for n, w in zip(names, raw, strict=True)}}


def predict(fitted: dict[str, Any], x: dict[str, float]) -> float:
    """The probability of one row."""
    z = fitted["intercept"] + sum(fitted["weights"].get(n, 0.0) * v for n, v in x.items())
    return float(1 / (1 + np.exp(-z)))


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
    data = [signals_of(e, scorer) for folder in args.folders for e in events(folder)]
    rules = sorted({r["rule"] for d in data for r in d["rows"]})
    for rule in rules:
        for d in data:
            fitted = fit([e for e in data if e is not d], rule, args.c)
            for row in d["rows"]:
                if row["rule"] == rule:
                    row["p"] = predict(fitted, row["x"])
    for rule in rules:
        rows = sorted((r for d in data for r in d["rows"] if r["rule"] == rule), key=lambda r: -r["p"])
        hits = np.cumsum([r["y"] for r in rows])
        print(rule, len(rows), int(hits[-1]), {n: (round(rows[n - 1]["p"], 2), int(hits[n - 1])) for n in (10, 20, 40, 80, 160) if n <= len(rows)})
    for threshold in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7):
        limits = defaultdict(lambda t=threshold: t)
        total = scorer.total([d["gold"].score(reported(d, limits)) for d in data])
        print(f"{threshold:.3f}", {k: total[k] for k in ("recall", "precision", "f1", "trap_rate", "pairs", "by")})
    final = {rule: fit(data, rule, args.c) | {"threshold": args.threshold} for rule in rules}
    args.out.write_text(json.dumps(final, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
