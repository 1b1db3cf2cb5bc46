"""Rule `contradiction`: the embedded model holds that two statements cannot both be true."""

from __future__ import annotations

from collections.abc import Iterator

from checks.conflicts.nli import Opinion
from checks.conflicts.pairs import Pair, Signal, short, who
from checks.conflicts.rules.worth import valence
from warehouse.records import Kind

_ENOUGH = 0.3


def contradiction(pair: Pair, opinion: Opinion) -> Iterator[Signal]:
    """One signal when the model leans to contradiction; the kind is read off the two statements."""
    if opinion.contradiction < _ENOUGH:
        return
    why = (
        f"«{short(pair.a.claim.quote, 80)}» ({who(pair.a)}) and «{short(pair.b.claim.quote, 80)}» ({who(pair.b)}) "
        "can hardly both be true."
    )
    yield Signal(kind_of(pair), "conflict", opinion.contradiction, why, "contradiction")


def kind_of(pair: Pair) -> Kind:
    """What two statements differ about, by the first mark that fits: silence, cause, worth, polarity, or outcome."""
    a, b = pair.a.reading, pair.b.reading
    if ("silence" in a.flags) != ("silence" in b.flags):
        return "silence"
    if "cause" in a.flags and "cause" in b.flags:
        return "cause"
    if valence(pair.a) * valence(pair.b) < 0:
        return "assessment"
    if pair.a.claim.polarity != pair.b.claim.polarity:
        return "negation"
    return "outcome"
