"""Compare the candidate pairs: signals of the rules, each claim's best partners, and a verdict on each."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.conflicts.candidates import Candidates, candidates
from checks.conflicts.events import same_event
from checks.conflicts.pairs import Pair, Signal
from checks.conflicts.rules import signals
from checks.conflicts.score import Logistic, features, fitted, gate_features
from checks.conflicts.sides import Side

PARTNERS = 5  # a claim is judged against its most promising partners only: who repeats a topic drowns nobody
_LOOKALIKE = 0.55  # strength from which a pair that only looks like a conflict is kept with its reason


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate pair with the rules' signals and its promise (0..1) by the gate."""

    pair: Pair
    signals: tuple[Signal, ...]
    promise: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with the signal that decides its kind and relation, and its probability of being a conflict."""

    pair: Pair
    signal: Signal
    score: float


def compare(sides: Sequence[Side]) -> tuple[list[Judged], Candidates]:
    """All pairs worth keeping, and the candidates they came from."""
    drawn = candidates(sides, same_event(sides))
    short = shortlist(weigh(sides, drawn.pairs, fitted().gate))
    return [j for w in short for j in _verdict(w)], drawn


def weigh(sides: Sequence[Side], pairs: Sequence[tuple[int, int]], gate: Logistic) -> Iterator[Weighed]:
    """Measure every candidate pair and let the rules speak."""
    for i, j in pairs:
        pair = Pair.of(sides[i], sides[j])
        seen = tuple(signals(pair))
        yield Weighed(pair, seen, gate.probability(gate_features(pair, seen)))


def shortlist(weighed: Iterator[Weighed]) -> list[Weighed]:
    """Each claim's `PARTNERS` most promising pairs and those a rule is sure of alone, in the order of the claims."""
    best: dict[int, list[tuple[float, int, int, Weighed]]] = defaultdict(list)
    sure: dict[tuple[int, int], Weighed] = {}
    for one in weighed:
        i, j = one.pair.a.order, one.pair.b.order
        if any(_sure_alone(one.pair, s) for s in one.signals):
            sure[i, j] = one
        for claim in (i, j):
            ranked = (one.promise, -i, -j, one)
            if len(best[claim]) < PARTNERS:
                heapq.heappush(best[claim], ranked)
            else:
                heapq.heappushpop(best[claim], ranked)
    kept = {(-i, -j): one for heap in best.values() for _, i, j, one in heap} | sure
    return [kept[key] for key in sorted(kept)]


def _sure_alone(pair: Pair, signal: Signal) -> bool:
    rule = fitted().rules[signal.rule]
    return rule.alone and signal.relation == "conflict" and score(pair, signal) >= rule.threshold


def _verdict(weighed: Weighed) -> Iterator[Judged]:
    """The best signal of a pair, when it is a finding or a look-alike worth telling."""
    scored = [Judged(weighed.pair, s, score(weighed.pair, s)) for s in weighed.signals]
    best = max(scored, key=lambda j: (j.score, j.signal.strength, j.signal.rule), default=None)
    if best is None:
        return
    if best.signal.relation != "conflict":
        if best.signal.strength >= _LOOKALIKE:
            yield best
    elif best.score >= fitted().rules[best.signal.rule].threshold:
        yield best


def score(pair: Pair, signal: Signal) -> float:
    """The probability that the signal is right, by its rule's fitted model."""
    return fitted().rules[signal.rule].probability(features(pair, signal))
