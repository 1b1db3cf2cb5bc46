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


def bound_before(text: str, start: int, kind: str, value: float, words: bool) -> tuple[str | None, int]:
    """The bound that stands before `start` (a key of `[bounds]`), with the offset where it starts; (None, start) if
    none.

    A preposition that also tells a place or a matter is only a bound where it can be: «talked about three people»,
    «over three days», «under two agreements» are not.
    """
    left = text[max(0, start - 48) : start]
    match = BOUND_BEFORE.search(left)
    if not match or _is_no_bound(match.group("bound").lower(), left[: match.start()], kind, value, words):
        return None, start
    return bound_of(match), start - len(left) + match.start()


def _is_no_bound(word: str, before: str, kind: str, value: float, words: bool) -> bool:
    if word == "over" and kind == "duration":
        return not _FOR_LONGER.search(before)
    if word in {"over", "under", "above", "below"}:
        return words and value <= 10 and kind == "count"
    if word == "about":
        return bool(_SPOKEN_OF.search(before))
    return (word == "near" and kind == "count") or (word == "some" and value == 1)


def interval(low: float, high: float, bound: str | None, step: float) -> tuple[float, float, Form]:
    """The interval and form of a number (or range) `low`..`high` under a bound."""
    spread = tolerance(max(abs(low), abs(high)), step) if high <= 1.5 * low else 0.0  # wider is loose: «some hundreds»
    bounds: dict[str | None, tuple[float, float, Form]] = {
        "at_least": (low, INFINITY, "at_least"),
        "more_than": (low, INFINITY, "more_than"),
        "at_most": (min(0.0, high), high, "at_most"),
        "less_than": (min(0.0, high), high, "less_than"),
        "near_above": (low, high + NEAR * abs(high), "more_than"),
        "near_below": (low - NEAR * abs(low), high, "less_than"),
        "about": (low - spread, high + spread, "about" if low == high else "range"),
    }
    if bound not in bounds:
        return low, high, "exact" if low == high else "range"
    below, above, form = bounds[bound]
    return round(below, 6), round(above, 6), form


def tolerance(value: float, step: float) -> float:
    """How far from `value` "about `value`" may lie, given the place value of its last written figure."""
    spread = min(max(step / 2, 0.05 * value), 0.2 * value)
    return max(spread, 1.0) if 4 <= value <= 20 and step >= 1 else spread
