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
from warehouse.records import Opinion


@dataclass(frozen=True, slots=True)
class Near:
    """Nearness of a pair in matter (about 0..1), and as a share of either side's nearest neighbour."""

    value: float = 0.0
    least: float = 0.0
    most: float = 0.0


@dataclass(frozen=True, slots=True)
class Logistic:
    """Weights by feature name, the intercept, and the probability from which a pair is reported."""

    weights: Mapping[str, float]
    intercept: float
    threshold: float = 0.5

    def probability(self, found: Mapping[str, float]) -> float:
        """The probability, rounded to six places so that equal input gives equal output everywhere."""
        z = self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in sorted(found.items()))
        return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z)))), 6)


@dataclass(frozen=True, slots=True)
class Fitted:
    """The gate, which ranks each claim's partners; the models of the final score with and without the embedded model.

    `sure` are strengths by rule from which its pairs are judged whatever the gate thinks of them.
    """

    gate: Logistic
    with_model: Logistic
    rules_alone: Logistic
    sure: Mapping[str, float]

    def final(self, asked: bool) -> Logistic:
        """The model of the score for a pair that the embedded model was asked about, or not."""
        return self.with_model if asked else self.rules_alone


@cache
def fitted() -> Fitted:
    """The weights shipped with the package (training/fit_score.py writes them)."""
    raw = json.loads((files("checks.conflicts") / "model" / "score.json").read_text(encoding="utf-8"))
    parts = {name: _logistic(raw[name]) for name in ("gate", "with_model", "rules_alone")}
    return Fitted(**parts, sure=raw["sure"])


def _logistic(raw: Mapping[str, Any]) -> Logistic:
    return Logistic(raw["weights"], raw["intercept"], raw["threshold"])


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


def gate_features(pair: Pair, near: Near, signals: Sequence[Signal]) -> dict[str, float]:
    """What the gate weighs: the pair, its nearness in matter, and the strength of each rule's signal."""
    return pair_features(pair) | _near(near) | _strengths(signals)


def features(pair: Pair, near: Near, signals: Sequence[Signal], opinion: Opinion | None) -> dict[str, float]:
    """All evidence for the final score."""
    found = gate_features(pair, near, signals)
    if opinion is not None:
        found |= {
            "model_conflict": _logit(opinion.contradiction),
            "model_agreement": _logit(opinion.agreement),
            "model_share": opinion.contradiction,
            "model_near": opinion.contradiction * near.value,
        }
        speaking = [s.strength for s in signals if s.relation == "conflict"]
        found["model_rule"] = opinion.contradiction * max(speaking, default=0.0)
    return found


def _near(near: Near) -> dict[str, float]:
    return {"near": near.value, "near_least": near.least, "near_most": near.most}


def _strengths(signals: Sequence[Signal]) -> dict[str, float]:
    """The strongest signal of each rule; those for a non-conflict under the name of the relation."""
    found: dict[str, float] = {}
    for signal in signals:
        name = signal.rule if signal.relation == "conflict" else f"is_{signal.relation}"
        found[name] = max(found.get(name, 0.0), signal.strength)
    return found


def _logit(p: float) -> float:
    """A probability as log-odds, cut at 6 and scaled to about -1..1."""
    held = min(max(p, 0.0025), 0.9975)
    return math.log(held / (1 - held)) / 6


def _denies(side: Side) -> bool:
    return any(f.negated for f in side.reading.frames) or "denying_phrase" in side.reading.flags
