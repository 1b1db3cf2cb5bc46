"""Compare the candidate pairs: signals of the rules, probability, and the verdict on each pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.conflicts.candidates import Candidates, candidates
from checks.conflicts.events import same_event
from checks.conflicts.pairs import Pair, Signal
from checks.conflicts.rules import signals
from checks.conflicts.score import features, models, probability
from checks.conflicts.sides import Side

_LOOKALIKE = 0.55  # strength from which a pair that only looks like a conflict is kept with its reason


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with the signal that decides its kind and relation, and its probability of being a conflict."""

    pair: Pair
    signal: Signal
    score: float


def compare(sides: Sequence[Side]) -> tuple[list[Judged], Candidates]:
    """All pairs worth keeping, and the candidates they came from."""
    drawn = candidates(sides, same_event(sides))
    return list(_judge(sides, drawn.pairs)), drawn


def _judge(sides: Sequence[Side], pairs: Sequence[tuple[int, int]]) -> Iterator[Judged]:
    for i, j in pairs:
        pair = Pair.of(sides[i], sides[j])
        seen = signals(pair)
        best = max((scored(pair, s) for s in seen), key=lambda j: (j.score, j.signal.strength), default=None)
        if best is None:
            continue
        if best.signal.relation != "conflict":
            if best.signal.strength >= _LOOKALIKE:
                yield best
        elif best.score >= models()[best.signal.rule].threshold:
            yield best


def scored(pair: Pair, signal: Signal) -> Judged:
    """A signal with the probability its rule's model gives it."""
    return Judged(pair, signal, probability(features(pair, signal), models()[signal.rule]))
