"""Who does what in a frame, whichever voice it is told in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checks.claims.reading import Frame
from checks.conflicts.sides import Side
from checks.conflicts.words import Weights, coverage

_PLAIN = Weights()


@dataclass(frozen=True, slots=True)
class Deed:
    """«`doer` did `verb` to `thing`»; `named` when the doer is told by name and not by role."""

    verb: str
    doer: tuple[str, ...]
    thing: tuple[str, ...]
    named: bool


def deed_of(frame: Frame, side: Side) -> Deed:
    """The deed of a frame: a passive one is done to its subject, by the names after it."""
    if frame.passive:
        names = tuple(w for w in frame.object if w in side.names)
        return Deed(frame.verb, names, frame.subject, bool(names))
    names = tuple(w for w in frame.subject if w in side.names)
    doer = names or frame.subject or (side.reading.actors if frame.root else ())
    return Deed(frame.verb, doer, frame.object, bool(names))


def negated(x: Frame, y: Frame) -> bool:
    """Whether either deed is denied."""
    return x.negated or y.negated


def apart(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two doers share no name and no like word."""
    return max(coverage(_PLAIN.bag(one), _PLAIN.bag(other))) < 0.5


def as_written(words: tuple[str, ...], side: Side) -> str:
    """Lemmas as the claim writes them, from the first to the last where they stand together."""
    quote = " ".join(side.claim.quote.split())
    places = [m.span() for w in words if (m := re.search(rf"\b{re.escape(w)}\w*", quote, re.IGNORECASE))]
    if not places:
        return " ".join(words)
    start, end = min(p[0] for p in places), max(p[1] for p in places)
    return quote[start:end] if end - start <= 60 else " ".join(quote[i:j] for i, j in sorted(places))
