"""How probable it is that a pair is a conflict: one logistic model per rule over what the rule and the words show."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from checks.conflicts.pairs import Pair, Signal
from checks.conflicts.sides import Side


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature name, the intercept, and the probability from which a signal of this rule is reported."""

    weights: Mapping[str, float]
    intercept: float
    threshold: float


@cache
def models() -> Mapping[str, Model]:
    """The fitted models by rule name, shipped with the package (training/fit_score.py writes them)."""
    raw = json.loads((files("checks.conflicts") / "model" / "score.json").read_text(encoding="utf-8"))
    return {rule: Model(m["weights"], m["intercept"], m["threshold"]) for rule, m in raw.items()}


def features(pair: Pair, signal: Signal) -> dict[str, float]:
    """Named evidence in about 0..1: of the pair, then of the rule (prefixed `its_`)."""
    a, b = pair.a.claim, pair.b.claim
    found = {
        "alike": pair.alike,
        "covered_most": max(pair.covered_a, pair.covered_b),
        "covered_least": min(pair.covered_a, pair.covered_b),
        "context": pair.alike_in_context,
        "names": min(1.0, len(pair.shared_names) / 3),
        "same_article": float(pair.same_article),
        "same_speaker": float(pair.same_speaker),
        "both_speakers": float(a.speaker is not None and b.speaker is not None),
        "mixed_certainty": float(a.certainty != b.certainty),
        "longest": min(1.0, max(len(pair.a.bag.words), len(pair.b.bag.words)) / 16),
        "shortest": min(1.0, min(len(pair.a.bag.words), len(pair.b.bag.words)) / 12),
        "one_negation": float(_denies(pair.a) != _denies(pair.b)),
        "strength": signal.strength,
        "strength_alike": signal.strength * pair.alike,
        "lookalike": float(signal.relation != "conflict"),
    }
    return found | {f"its_{name}": value for name, value in signal.evidence}


def _denies(side: Side) -> bool:
    return any(f.negated for f in side.reading.frames) or "denying_phrase" in side.reading.flags


def probability(found: Mapping[str, float], fitted: Model) -> float:
    """The probability of a conflict, rounded to six places so that equal input gives equal output everywhere."""
    z = fitted.intercept + sum(fitted.weights.get(name, 0.0) * value for name, value in sorted(found.items()))
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z)))), 6)
