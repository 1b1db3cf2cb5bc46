"""How probable it is that a pair is a conflict: logistic models over what the rules and the words show."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from checks.conflicts.pairs import Pair, Signal
from checks.conflicts.sides import Side


@dataclass(frozen=True, slots=True)
class Logistic:
    """Weights by feature name, the intercept, and the probability from which a signal is reported.

    `alone` tells that the rule's pairs are judged whatever the gate thinks of them.
    """

    weights: Mapping[str, float]
    intercept: float
    threshold: float
    alone: bool = False

    def probability(self, found: Mapping[str, float]) -> float:
        """The probability, rounded to six places so that equal input gives equal output everywhere."""
        z = self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in sorted(found.items()))
        return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z)))), 6)


@dataclass(frozen=True, slots=True)
class Fitted:
    """The gate, which ranks each claim's candidate partners, and one logistic model per rule."""

    gate: Logistic
    rules: Mapping[str, Logistic]


@cache
def fitted() -> Fitted:
    """The weights shipped with the package (training/fit_score.py writes them)."""
    raw = json.loads((files("checks.conflicts") / "model" / "score.json").read_text(encoding="utf-8"))
    return Fitted(_logistic(raw["gate"]), {rule: _logistic(m) for rule, m in raw["rules"].items()})


def _logistic(raw: Mapping[str, Any]) -> Logistic:
    return Logistic(raw["weights"], raw["intercept"], raw["threshold"], raw.get("alone", False))


def pair_features(pair: Pair) -> dict[str, float]:
    """Evidence of the pair itself, each in about 0..1."""
    a, b = pair.a, pair.b
    lengths = sorted((len(a.bag.words), len(b.bag.words)))
    return {
        "alike": pair.alike,
        "covered_most": max(pair.covered_a, pair.covered_b),
        "covered_least": min(pair.covered_a, pair.covered_b),
        "context": pair.alike_in_context,
        "direction": float(a.bag.mean @ b.bag.mean),
        "wide_direction": float(a.wide.mean @ b.wide.mean),
        "names": min(1.0, len(pair.shared_names) / 3),
        "same_article": float(pair.same_article),
        "same_speaker": float(pair.same_speaker),
        "both_speakers": float(a.claim.speaker is not None and b.claim.speaker is not None),
        "mixed_certainty": float(a.claim.certainty != b.claim.certainty),
        "longest": min(1.0, lengths[1] / 16),
        "shortest": min(1.0, lengths[0] / 8),
        "one_negation": float(_denies(a) != _denies(b)),
        "one_silence": float(("silence" in a.reading.flags) != ("silence" in b.reading.flags)),
    }


def gate_features(pair: Pair, signals: Sequence[Signal]) -> dict[str, float]:
    """What the gate weighs: the pair and the strength of each rule's signal."""
    found = pair_features(pair)
    for signal in signals:
        found[signal.rule] = max(found.get(signal.rule, 0.0), signal.strength)
    return found


def features(pair: Pair, signal: Signal) -> dict[str, float]:
    """All evidence for one signal: of the pair, and of the rule (prefixed `its_`)."""
    found = pair_features(pair) | {
        "strength": signal.strength,
        "strength_alike": signal.strength * pair.alike,
        "lookalike": float(signal.relation != "conflict"),
    }
    return found | {f"its_{name}": value for name, value in signal.evidence}


def _denies(side: Side) -> bool:
    return any(f.negated for f in side.reading.frames) or "denying_phrase" in side.reading.flags
