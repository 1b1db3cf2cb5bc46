"""When a side speaks of, as far as its own words or its day of publication tell."""

from __future__ import annotations

from checks.claims.reading import Moment
from checks.conflicts.pairs import Pair
from checks.conflicts.sides import Side

_DATED = frozenset({"minute", "hour", "part_of_day", "day"})
END_OF_DAY = 24 * 60


def told_moment(side: Side) -> Moment | None:
    """The first moment of a day or finer that the claim itself names."""
    return next((m for m in side.reading.moments if m.day_to and m.precision in _DATED), None)


def as_of(side: Side) -> tuple[str, int] | None:
    """Day and minute that a side speaks of: its first moment, else the end of its day of publication."""
    told = [m for m in side.reading.moments if m.day_to]
    if told:
        return told[0].day_to or "", told[0].minute_to or END_OF_DAY
    return (side.day.isoformat(), END_OF_DAY) if side.day else None


def later(pair: Pair) -> Side | None:
    """The side that speaks of a later time; None when either time is unknown or both are the same."""
    first, second = as_of(pair.a), as_of(pair.b)
    if first is None or second is None or first == second:
        return None
    return pair.a if first > second else pair.b


def happened_after(late: Side, early: Side) -> bool:
    """Whether `late` dates itself, in its own words, after the time that `early` speaks of."""
    moment, before = told_moment(late), as_of(early)
    if moment is None or moment.day_from is None or before is None:
        return False
    return (moment.day_from, moment.minute_from or 0) > before or moment.day_from > before[0]


def years(side: Side) -> tuple[int, int] | None:
    """First and last year that the claim's moments name, when they are told by the year (or month of a year)."""
    told = [m for m in side.reading.moments if m.precision == "year" and m.day_from and m.day_to]
    if not told:
        return None
    return min(int(m.day_from[:4]) for m in told if m.day_from), max(int(m.day_to[:4]) for m in told if m.day_to)
