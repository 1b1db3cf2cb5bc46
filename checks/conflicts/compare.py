"""Compare the candidate pairs: signals of the rules, probability, and the verdict on each pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.conflicts.candidates import Candidates, candidates
from checks.conflicts.events import same_event
from checks.conflicts.pairs import Pair, Signal
from checks.conflicts.rules import signals
from checks.conflicts.score import features, model, probability
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
    fitted = model()
    for i, j in pairs:
        pair = Pair.of(sides[i], sides[j])
        seen = signals(pair)
        if not seen:
            continue
        score = probability(features(pair, seen), fitted)
        conflict = next((s for s in seen if s.relation == "conflict"), None)
        if is_lookalike(seen):
            yield Judged(pair, next(s for s in seen if s.relation != "conflict"), score)
        elif conflict is not None and score >= fitted.threshold:
            yield Judged(pair, conflict, score)


def is_lookalike(seen: Sequence[Signal]) -> bool:
    """Whether the strongest word on a pair is that it only looks like a conflict."""
    conflict = max((s.strength for s in seen if s.relation == "conflict"), default=0.0)
    other = max((s.strength for s in seen if s.relation != "conflict"), default=0.0)
    return other >= max(_LOOKALIKE, conflict)
