"""Rule `different_agent`: the same deed, done or ordered by somebody else."""

from __future__ import annotations

from collections.abc import Iterator

from checks.claims.reading import Frame
from checks.conflicts.pairs import Pair, Signal, short, who
from checks.conflicts.sides import Side, terms
from checks.conflicts.words import Weights, coverage, word_likeness

_PLAIN = Weights()
_ENOUGH = 0.3


def different_agent(pair: Pair) -> Iterator[Signal]:
    """The best aligned deeds whose doers share no word."""
    best: tuple[float, str, str] | None = None
    for x in pair.a.reading.frames:
        for y in pair.b.reading.frames:
            fit = _same_deed(x, y, pair)
            one, other = _doer(x, pair.a), _doer(y, pair.b)
            if fit >= _ENOUGH and one and other and not x.negated and not y.negated and _apart(one, other):
                found = (fit, " ".join(one), " ".join(other))
                best = max(best, found) if best else found
    if best is None:
        return
    fit, one_name, other_name = best
    why = f"{who(pair.a)} names {short(one_name, 60)}, {who(pair.b)} names {short(other_name, 60)} for the same deed."
    yield Signal("attribution", "conflict", round(min(1.0, fit), 4), why, "different_agent")


def _same_deed(x: Frame, y: Frame, pair: Pair) -> float:
    verb = word_likeness(x.verb, y.verb)
    if verb < 0.5:
        return 0.0
    deed = 1.0 if {x.verb, y.verb} & terms().authorship else 0.8
    objects = min(coverage(_PLAIN.bag(x.object), _PLAIN.bag(y.object))) if x.object and y.object else 0.0
    return deed * (0.35 * verb + 0.4 * objects + 0.25 * max(pair.alike, pair.alike_in_context))


def _doer(frame: Frame, side: Side) -> tuple[str, ...]:
    if frame.passive:
        return ()
    names = tuple(w for w in frame.subject if w in side.names)
    return names or frame.subject or (side.reading.actors if frame.root else ())


def _apart(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return max(coverage(_PLAIN.bag(one), _PLAIN.bag(other))) < 0.5
