"""The named rules, one per kind of conflict; each takes a pair and returns the signals it sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from checks.conflicts.pairs import Pair, Signal
from checks.conflicts.rules.agents import different_agent, same_words_other_speaker
from checks.conflicts.rules.amounts import different_amount
from checks.conflicts.rules.causes import different_cause
from checks.conflicts.rules.identities import different_filler, different_name
from checks.conflicts.rules.lookalikes import typed
from checks.conflicts.rules.moments import different_moment
from checks.conflicts.rules.polarity import opposite_polarity, opposite_words
from checks.conflicts.rules.quotations import other_words
from checks.conflicts.rules.silences import silent_against_spoke
from checks.conflicts.rules.tallies import different_record, different_tally
from checks.conflicts.rules.worth import opposite_worth

Rule = Callable[[Pair], Iterable[Signal]]

RULES: tuple[Rule, ...] = (
    different_amount,
    different_moment,
    different_tally,
    different_record,
    opposite_polarity,
    opposite_words,
    silent_against_spoke,
    opposite_worth,
    different_cause,
    different_agent,
    same_words_other_speaker,
    different_filler,
    different_name,
    other_words,
)

# Rules too rare to fit: weights set by hand, so that clear evidence alone passes 0.5. training/fit_score.py keeps them.
_SURE: dict[str, Any] = {"intercept": -4.0, "weights": {"its_sure": 4.6, "strength": 0.5}}
BY_HAND: dict[str, dict[str, Any]] = {
    "silent_against_spoke": {"intercept": -3.8, "weights": {"its_actor": 1.6, "its_act": 2.2, "its_topic": 3.0}},
    "opposite_worth": {"intercept": -4.0, "weights": {"strength": 7.0}, "threshold": 0.6},
    "different_tally": _SURE,
    "different_record": _SURE,
    "different_agent": _SURE,
    "same_words_other_speaker": _SURE,
    "different_filler": _SURE,
    "different_name": _SURE,
    "other_words": _SURE,
    "opposite_words": _SURE,
}


def signals(pair: Pair) -> list[Signal]:
    """All signals of all rules, strongest first; what only looks like a conflict is typed with its reason."""
    found = [typed(pair, signal) for rule in RULES for signal in rule(pair)]
    return sorted(found, key=lambda s: (-s.strength, s.kind, s.why))
