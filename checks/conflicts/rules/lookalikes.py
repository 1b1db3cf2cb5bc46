"""What only looks like a conflict, and why: the first explanation that fits gives a signal its relation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from checks.conflicts.pairs import Pair, Signal
from checks.conflicts.rules.origins import one_origin
from checks.conflicts.rules.reported import foretold, only_reported
from checks.conflicts.rules.updates import later_event
from warehouse.records import Relation

Explanation = Callable[[Pair, Signal], str | None]

EXPLANATIONS: tuple[tuple[Relation, Explanation], ...] = (
    ("same_origin", one_origin),
    ("reported_denial", only_reported),
    ("update", later_event),
    ("forecast", foretold),
)


def typed(pair: Pair, signal: Signal) -> Signal:
    """The signal as it is, or as the look-alike that explains it; its `why` then tells the reason."""
    if signal.relation != "conflict":
        return signal
    for relation, explanation in EXPLANATIONS:
        reason = explanation(pair, signal)
        if reason:
            why = f"{signal.why.rstrip('.')}; {reason}."
            return replace(signal, relation=relation, why=why, because=explanation.__name__)
    return signal
