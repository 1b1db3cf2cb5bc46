"""How probable it is that a pair is a conflict: logistic models over what the rules and the words show."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from checks.conflicts.pairs import Near, Pair, Signal
from checks.conflicts.rules.lookalikes import typed
from checks.conflicts.sides import Side
from warehouse.records import Opinion


@dataclass(frozen=True, slots=True)
class Standing:
    """How an opinion stands among those on other pairs of the same two claims, each in 0..1.

    `least` and `most` are its contradiction as a share of the greatest on a pair of either claim; `last` and `first`
    the inverse of its rank there.
    """

    least: float = 0.0
    most: float = 0.0
    last: float = 0.0
    first: float = 0.0


NOWHERE = Standing()


@dataclass(frozen=True, slots=True)
class Logistic:
    """Weights in the order of the feature names, the intercept, and the probability from which a pair is reported."""

    weights: Mapping[str, float]
    intercept: float
    threshold: float = 0.5

    def probability(self, found: Mapping[str, float]) -> float:
        """The probability, rounded to six places so that equal input gives equal output everywhere."""
        z = self.intercept + sum(weight * found[name] for name, weight in self.weights.items() if name in found)
        return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z)))), 6)


@dataclass(frozen=True, slots=True)
class Fitted:
    """The gate, which ranks each claim's partners; one model per rule; and those of the final score.

    `read` is the score where the embedded model has read both statements, `final` where a judge has an opinion, too.
    `rare` names rules that were right too seldom to fit the score on: what they are sure of is reported.
    `sure` are probabilities by rule from which its pairs are judged whatever the gate thinks of them. Where no rule
    gives at least `support`, a judge has nobody to agree with, and must be surer: `alone` is its threshold. What a rare
    rule is sure of must have a score of at least `rare_least`.
    """

    gate: Logistic
    rules: Mapping[str, Logistic]
    final: Logistic
    read: Logistic
    sure: Mapping[str, float]
    rare: frozenset[str] = frozenset()
    support: float = 0.0
    alone: float = 1.0
    rare_least: float = 0.0

    def of_rule(self, pair: Pair, signal: Signal) -> float:
        """How probable it is that a rule's signal is right."""
        rule = self.rules.get(signal.rule)
        return rule.probability(rule_features(pair, signal)) if rule else 0.0

    def best_rule(self, pair: Pair, signals: Sequence[Signal]) -> float:
        """The probability of the best signal for a conflict; 0 when no rule sees one."""
        return max((self.of_rule(pair, s) for s in signals if s.relation == "conflict"), default=0.0)


@cache
def fitted() -> Fitted:
    """The weights shipped with the package (training/fit_score.py writes them)."""
    raw = json.loads((files("checks.conflicts") / "model" / "score.json").read_text(encoding="utf-8"))
    rules = {rule: _logistic(m) for rule, m in raw["rules"].items()}
    gate, final, read = (_logistic(raw[name]) for name in ("gate", "final", "read"))
    levels = {name: raw[name] for name in ("support", "alone", "rare_least")}
    return Fitted(gate, rules, final, read, raw["sure"], frozenset(raw["rare"]), **levels)


def _logistic(raw: Mapping[str, Any]) -> Logistic:
    return Logistic(dict(sorted(raw["weights"].items())), raw["intercept"], raw["threshold"])


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


def rule_features(pair: Pair, signal: Signal) -> dict[str, float]:
    """All evidence for one signal: of the pair, and of the rule (prefixed `its_`)."""
    found = pair_features(pair) | {"strength": signal.strength, "strength_alike": signal.strength * pair.alike}
    if pair.near is not None:
        found |= {"read": 1.0} | _near(pair.near)
    return found | {f"its_{name}": value for name, value in signal.evidence}


def features(
    pair: Pair, near: Near, signals: Sequence[Signal], rule: float, said: tuple[Opinion | None, Standing]
) -> dict[str, float]:
    """All evidence for the final score: `rule` is the probability of the best rule, `said` what a judge says."""
    looks = {name: value for name, value in _strengths(signals).items() if name.startswith("is_")}
    found = pair_features(pair) | _near(near) | looks | {"rule": rule, "rule_odds": _logit(rule)}
    opinion, standing = said
    return found if opinion is None else found | _opinion(pair, near, rule, opinion) | _standing(standing, opinion)


def _opinion(pair: Pair, near: Near, rule: float, opinion: Opinion) -> dict[str, float]:
    """What a judge says, alone and beside the other evidence."""
    explained = typed(pair, Signal(opinion.kind, "conflict", opinion.contradiction, "", "contradiction_model"))
    looks = {f"explained_{explained.relation}": 1.0} if explained.relation != "conflict" else {}
    return looks | {
        "model_conflict": _logit(opinion.contradiction),
        "model_agreement": _logit(opinion.agreement),
        "model_share": opinion.contradiction,
        "model_near": opinion.contradiction * near.value,
        "model_rule": opinion.contradiction * rule,
    }


def _standing(standing: Standing, opinion: Opinion) -> dict[str, float]:
    """Where the opinion stands, and how much that is worth where it is a strong one."""
    told = {name: getattr(standing, name) for name in ("least", "most", "last", "first")}
    strong = {f"model_{name}_strong": value * opinion.contradiction for name, value in told.items()}
    return {f"model_{name}": value for name, value in told.items()} | strong


def standings(judged: Sequence[tuple[int, int, float]]) -> list[Standing]:
    """The standing of each judged pair (number of one claim, of the other, probability of a contradiction)."""
    of_claim: dict[int, list[float]] = {}
    for one, other, value in judged:
        of_claim.setdefault(one, []).append(value)
        of_claim.setdefault(other, []).append(value)
    ranked = {claim: sorted(values, reverse=True) for claim, values in of_claim.items()}
    return [_standing_in(ranked[one], ranked[other], value) for one, other, value in judged]


def _standing_in(one: Sequence[float], other: Sequence[float], value: float) -> Standing:
    shares = sorted(value / max(values[0], 1e-9) for values in (one, other))
    ranks = sorted(1 / (1 + values.index(value)) for values in (one, other))
    return Standing(*(round(x, 6) for x in (*shares, *ranks)))


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
