"""Fit the logistic model over the rules' evidence; measure it by leaving events out, then write score.json.

    python training/fit_score.py FOLDER [FOLDER ...] [--out checks/conflicts/model/score.json] [--precision 0.5]

Needs scikit-learn. FOLDERs hold events with gold.json; the scorer lies in ../eval beside them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from checks.conflicts.candidates import candidates
from checks.conflicts.compare import is_lookalike
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


def pairs_of(folder: Path, scorer: Any) -> dict[str, Any]:
    """The candidate pairs of one event that some rule speaks of, with features, label and quotes."""
    articles, names, claims = claims_of(folder)
    gold = scorer.Gold(folder / "gold.json")
    sides = sides_of(articles, claims)
    rows, labels, quotes, kinds = [], [], [], []
    for i, j in candidates(sides, same_event(sides)).pairs:
        pair = Pair.of(sides[i], sides[j])
        seen = signals(pair)
        if not seen or is_lookalike(seen) or not any(s.relation == "conflict" for s in seen):
            continue
        one, other = pair.a.claim, pair.b.claim
        quoted = ((names[one.article_id], one.quote), (names[other.article_id], other.quote))
        rows.append(features(pair, seen))
        labels.append(gold.score([quoted])["tp"])
        quotes.append(quoted)
        kinds.append(next(s.kind for s in seen if s.relation == "conflict"))
    return {"name": folder.name, "rows": rows, "labels": labels, "quotes": quotes, "gold": gold, "kinds": kinds}


def fit(data: list[dict[str, Any]], names: list[str], strength: float) -> LogisticRegression:
    """A balanced logistic regression on all pairs of the events given."""
    x = np.array([[r.get(n, 0.0) for n in names] for d in data for r in d["rows"]])
    y = np.array([v for d in data for v in d["labels"]])
    return LogisticRegression(C=strength, max_iter=4000).fit(x, y)


def main() -> None:
    """Leave each event out in turn, print the curve, fit on all, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=Path("checks/conflicts/model/score.json"))
    parser.add_argument("--precision", type=float, default=0.5)
    parser.add_argument("--c", type=float, default=0.5)
    args = parser.parse_args()
    scorer = load_scorer(args.folders[0], "score_conflicts")
    data = [pairs_of(e, scorer) for folder in args.folders for e in events(folder)]
    names = sorted({n for d in data for r in d["rows"] for n in r})
    for d in data:
        model = fit([e for e in data if e is not d], names, args.c)
        x = np.array([[r.get(n, 0.0) for n in names] for r in d["rows"]])
        d["p"] = model.predict_proba(x)[:, 1] if len(x) else np.zeros(0)
    print(f"pairs {sum(len(d['rows']) for d in data)}  positive {sum(sum(d['labels']) for d in data)}")
    chosen = 0.5
    best = -1.0
    for threshold in np.arange(0.05, 0.9, 0.025):
        total = scorer.total(
            [d["gold"].score([q for q, p in zip(d["quotes"], d["p"], strict=True) if p >= threshold]) for d in data]
        )
        line = {k: total[k] for k in ("recall", "precision", "f1", "trap_rate", "pairs", "by")}
        print(f"{threshold:.3f} {line}")
        if total["precision"] >= args.precision and total["recall"] > best:
            best, chosen = total["recall"], float(threshold)
    final = fit(data, names, args.c)
    weights = {n: round(float(w), 4) for n, w in zip(names, final.coef_[0], strict=True) if abs(w) > 1e-4}
    fitted = {"intercept": round(float(final.intercept_[0]), 4), "threshold": round(chosen, 3), "weights": weights}
    args.out.write_text(json.dumps(fitted, indent=1, sort_keys=True) + "\n")
    print(json.dumps(fitted))


if __name__ == "__main__":
    main()
