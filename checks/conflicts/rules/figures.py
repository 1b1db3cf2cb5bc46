"""How alike two figures are, whatever they count, and how the words before and after a figure limit it."""

from __future__ import annotations

import re

from checks.claims.reading import Amount
from checks.conflicts.sides import Side
from checks.conflicts.words import word_likeness

_BEFORE, _AFTER = 28, 40  # characters of a clause that tell how a figure is meant
# «against 377 million in the year before», «up from 12»: the figure compared with, not the one told
_COMPARED = re.compile(
    r"\b(?:against|compared (?:with|to)|(?:up|down) from|from|than|versus|instead of|rather than)\s+(?:about |some |just |around |only )?\W*$",
    re.IGNORECASE,
)
_AFTER_COMPARED = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:a|the|one) (?:\w+ )?(?:year|month|week|quarter|decade) (?:before|earlier|ago)\b", re.I
)
_BY = re.compile(r"\bby\s+(?:about |some |just |around |only |another |a further |nearly |almost )?\W*$", re.IGNORECASE)
_TO = re.compile(r"\b(?:to|at)\s+(?:about |some |just |around |only |nearly |almost )?\W*$", re.IGNORECASE)
_BASE = re.compile(
    r"^\W*(?:per ?cent|percent|%)?\s*of (?:the |those |all |its |their )*([a-z]+)(?: ([a-z]+))?", re.IGNORECASE
)


def is_comparison(amount: Amount, side: Side) -> bool:
    """Whether a figure is only what another is compared with: of another time or thing than the claim's."""
    before, after = _around(amount, side)
    return bool(_COMPARED.search(before) or _AFTER_COMPARED.match(after))


def change_and_level(x: Amount, a: Side, y: Amount, b: Side) -> bool:
    """Whether one figure is how much something moved (by) and the other where it stands (to, at)."""
    (one, _), (other, _) = _around(x, a), _around(y, b)
    return bool((_BY.search(one) and _TO.search(other)) or (_TO.search(one) and _BY.search(other)))


def other_base(x: Amount, a: Side, y: Amount, b: Side) -> tuple[str, str] | None:
    """What two shares are shares of, when these are told and differ ("of those voting", "of those entitled")."""
    if x.kind not in {"percent", "fraction"} or y.kind not in {"percent", "fraction"}:
        return None
    one, other = (_BASE.match(_around(*t)[1]) for t in ((x, a), (y, b)))
    if one is None or other is None:
        return None
    near = word_likeness(one.group(1).lower(), other.group(1).lower())
    return None if near >= 0.5 else (one.group(1).lower(), other.group(1).lower())


def _around(amount: Amount, side: Side) -> tuple[str, str]:
    quote = side.claim.quote
    at = quote.find(amount.text)
    if at < 0:
        return "", ""
    end = at + len(amount.text)
    return quote[max(0, at - _BEFORE) : at], quote[end : end + _AFTER]


def ratio(x: Amount, y: Amount) -> float:
    """The smaller magnitude over the larger, 0 when the signs differ or one is zero."""
    one, other = (x.low + min(x.high, 10 * abs(x.low) + 1)) / 2, (y.low + min(y.high, 10 * abs(y.low) + 1)) / 2
    return min(abs(one), abs(other)) / max(abs(one), abs(other)) if one * other > 0 else 0.0


def like_figures(x: Amount, y: Amount) -> float:
    """1 when the digits of two figures are permuted or differ in one place: how one figure is miscopied as another."""
    one, other = (re.sub(r"\D", "", a.text) for a in (x, y))
    if len(one) < 2 or len(one) != len(other) or one == other:
        return 0.0
    return float(sorted(one) == sorted(other) or sum(p != q for p, q in zip(one, other, strict=True)) == 1)


def swapped_figures(x: Amount, y: Amount) -> bool:
    """Whether two figures have the same digits in another order."""
    one, other = (re.sub(r"\D", "", a.text) for a in (x, y))
    return len(one) > 1 and one != other and sorted(one) == sorted(other)
