"""How probable it is that a pair is a conflict: a logistic model over what the rules and the word vectors saw."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from checks.conflicts.pairs import Pair, Signal

KINDS = ("number", "date", "negation", "outcome", "silence", "assessment", "cause", "attribution")
LOOKALIKES = ("update", "rounding", "scope", "estimate", "reported_denial", "forecast")


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature name, the intercept, and the probability from which a pair is reported."""

    weights: Mapping[str, float]
    intercept: float
    threshold: float


@cache
def model() -> Model:
    """The fitted weights shipped with the package (training/fit_score.py writes them)."""
    raw = json.loads((files("checks.conflicts") / "model" / "score.json").read_text(encoding="utf-8"))
    return Model(raw["weights"], raw["intercept"], raw["threshold"])


def features(pair: Pair, signals: Sequence[Signal]) -> dict[str, float]:
    """Named evidence in about 0..1; absent features are 0."""
    a, b = pair.a.claim, pair.b.claim
    found: dict[str, float] = {
        "alike": pair.alike,
        "covered_most": max(pair.covered_a, pair.covered_b),
        "covered_least": min(pair.covered_a, pair.covered_b),
        "context": pair.alike_in_context,
        "names": min(1.0, len(pair.shared_names) / 3),
        "same_article": float(pair.same_article),
        "same_speaker": float(pair.same_speaker),
        "both_speakers": float(a.speaker is not None and b.speaker is not None),
        "mixed_certainty": float(a.certainty != b.certainty),
        "both_long": min(1.0, min(len(pair.a.bag.words), len(pair.b.bag.words)) / 12),
        "one_negation": float(_denies(pair.a) != _denies(pair.b)),
        "both_cause": float("cause" in pair.a.reading.flags and "cause" in pair.b.reading.flags),
    }
    for signal in signals:
        name = signal.kind if signal.relation == "conflict" else f"like_{signal.relation}"
        found[name] = max(found.get(name, 0.0), signal.strength)
        if signal.relation == "conflict":
            found[f"{name}_alike"] = max(found.get(f"{name}_alike", 0.0), signal.strength * pair.alike)
    conflicts = sorted((s.strength for s in signals if s.relation == "conflict"), reverse=True)
    found["strongest"] = conflicts[0] if conflicts else 0.0
    found["second"] = conflicts[1] if len(conflicts) > 1 else 0.0
    return found


def _denies(side: object) -> bool:
    reading = side.reading  # type: ignore[attr-defined]
    return any(f.negated for f in reading.frames) or "denying_phrase" in reading.flags


def probability(found: Mapping[str, float], fitted: Model) -> float:
    """The probability of a conflict, rounded to six places so that equal input gives equal output everywhere."""
    z = fitted.intercept + sum(fitted.weights.get(name, 0.0) * value for name, value in sorted(found.items()))
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z)))), 6)
