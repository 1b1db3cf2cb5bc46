"""The named rules, one per kind of conflict; each takes a pair and returns the signals it sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from checks.conflicts.pairs import Pair, Signal
from checks.conflicts.rules.agents import different_agent
from checks.conflicts.rules.amounts import different_amount
from checks.conflicts.rules.causes import different_cause
from checks.conflicts.rules.lookalikes import typed
from checks.conflicts.rules.moments import different_moment
from checks.conflicts.rules.polarity import opposite_polarity, opposite_words
from checks.conflicts.rules.silences import silent_against_spoke
from checks.conflicts.rules.worth import opposite_worth

Rule = Callable[[Pair], Iterable[Signal]]

RULES: tuple[Rule, ...] = (
    different_amount,
    different_moment,
    opposite_polarity,
    opposite_words,
    silent_against_spoke,
    opposite_worth,
    different_cause,
    different_agent,
)


def signals(pair: Pair) -> list[Signal]:
    """All signals of all rules, strongest first; what only looks like a conflict is typed with its reason."""
    found = [typed(pair, signal) for rule in RULES for signal in rule(pair)]
    return sorted(found, key=lambda s: (-s.strength, s.kind, s.why))
