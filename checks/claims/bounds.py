"""From a number and the words that bound it to an interval: «about 200» is 160 to 240, «nearly two dozen» 21 to 24.

How wide "about" is follows how round the number is: half its last written place, but no less than 5 and no more than
20 per cent of it. "almost" and "just over" reach a tenth below or above. These widths are a convention, not a finding.
"""

from __future__ import annotations

import re
from typing import Literal

from checks.claims.units import BOUND_BEFORE, bound_of

Form = Literal["exact", "about", "at_least", "at_most", "more_than", "less_than", "range"]
INFINITY = float("inf")
NEAR = 0.1

AFTER = re.compile(
    r"(?P<about>[\s-]+or[\s-]so\b|\s+or thereabouts\b|[\s-]odd\b)"
    r"|(?P<at_least>\s+or\s+(?:more|over|above|older|higher)\b|\s+at\s+(?:the\s+very\s+)?least\b|\+|[\s-]plus\b|\s+and\s+counting\b)"
    r"|(?P<at_most>\s+or\s+(?:fewer|less|under|below|younger|lower)\b|\s+at\s+(?:the\s+)?most\b)"
)
_SPOKEN_OF = re.compile(
    r"\b(?:talk|know|knew|told|tell|ask|worr|concern|compla|think|thought|hear|read|car|question|warn|wr[io]te|sp[oe]ke?)\w*\s+$|"
    r"\b(?:bring|brought|brings|turn(?:ed|ing)?|doubts?|story|stories)\s+\Z",
    re.IGNORECASE,
)
_FOR_LONGER = re.compile(
    r"\b(?:for|last(?:ed|ing|s)?|t[oa]ok|takes?|taken|after|in|now|just|well|is|was|were|be|been|than|of|within|by|spent|a)\s+\Z",
    re.IGNORECASE,
)
_PLACES = frozenset({"under", "over", "above", "below", "near", "around", "about"})


def bound_before(text: str, start: int, kind: str, value: float, words: bool) -> tuple[str | None, int]:
    """The bound that stands before `start` (a key of `[bounds]`), with the offset where it starts; (None, start) if none.

    A preposition that also tells a place or a matter is only a bound where it can be: «talked about three people»,
    «over three days», «under two agreements» are not.
    """
    left = text[max(0, start - 48) : start]
    match = BOUND_BEFORE.search(left)
    if not match:
        return None, start
    word, before = match.group("bound").lower(), left[: match.start()]
    small = words and value <= 10 and kind == "count"
    if word in _PLACES and (small and word != "about" and word != "around"):
        return None, start
    if word == "about" and _SPOKEN_OF.search(before):
        return None, start
    if word == "over" and kind == "duration" and not _FOR_LONGER.search(before):
        return None, start
    if word == "near" and kind == "count":
        return None, start
    if word == "some" and value == 1:
        return None, start
    return bound_of(match), start - len(left) + match.start()


def interval(low: float, high: float, bound: str | None, step: float) -> tuple[float, float, Form]:
    """The interval and form of a number (or range) `low`..`high` under a bound."""
    if bound in ("at_least", "more_than"):
        return low, INFINITY, "at_least" if bound == "at_least" else "more_than"
    if bound in ("at_most", "less_than"):
        return (0.0 if high >= 0 else -INFINITY), high, "at_most" if bound == "at_most" else "less_than"
    if bound == "near_above":
        return low, round(high + NEAR * abs(high), 6), "more_than"
    if bound == "near_below":
        return round(low - NEAR * abs(low), 6), high, "less_than"
    if bound == "about" and high > 1.5 * low > 0:  # loose already: «some hundreds»
        return low, high, "range"
    if bound == "about":
        spread = tolerance(max(abs(low), abs(high)), step)
        return round(low - spread, 6), round(high + spread, 6), "about" if low == high else "range"
    return low, high, "exact" if low == high else "range"


def tolerance(value: float, step: float) -> float:
    """How far from `value` "about `value`" may lie, given the place value of its last written figure."""
    spread = min(max(step / 2, 0.05 * value), 0.2 * value)
    return max(spread, 1.0) if 4 <= value <= 20 and step >= 1 else spread
