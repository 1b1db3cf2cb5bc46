"""When: the days, periods and clock times of an English text, as intervals resolved against the day of publication.

Rules for what is left unsaid. A day without a year is the nearest such day to publication, the past counting half the
distance (news tells of what was), or the future when the sentence looks ahead ("will", "due", "by"). A weekday is the
last one up to the day of publication, the next one where the sentence looks ahead; "last Friday" is strictly before,
"next Friday" strictly after. "the end of 2023" is its last quarter, "early 2023" its first four months, "early
August" its first ten days. "five years ago" is half a year either way. What leans on a day of the story ("three days
earlier") has no dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from checks.claims.calendars import add_days, valid
from checks.claims.day_finder import days
from checks.claims.day_words import Day
from checks.claims.times import DAY, Clock, clocks, parts

Precision = Literal[
    "minute", "hour", "part_of_day", "day", "week", "month", "season", "quarter", "year", "decade", "century"
]
Relation = Literal["on", "before", "after", "since", "until", "by", "as_of", "between"]


@dataclass(frozen=True, slots=True)
class Moment:
    """«It happened `relation` the time from `date_from` to `date_to`», written as `text` = the text from `start` to
    `end`.

    Dates are inclusive; both are None when the phrase names no day (a bare clock time) or leans on one that is not
    known, and `anchored` tells whether they are there. `time_from`/`time_to` are minutes after midnight and may pass
    1440 (a night runs into the next day). `precision` is the unit the phrase names: "early August" is a "month". The
    interval is that of the words; "before", "after", "since", "until", "by" and "as_of" say how the event lies to it.
    `relative` marks a phrase that needed the day of publication; `half_day_open` a clock time that may also be twelve
    hours later ("half past nine").
    """

    start: int
    end: int
    text: str
    date_from: date | None
    date_to: date | None
    time_from: int | None
    time_to: int | None
    precision: Precision
    relation: Relation
    anchored: bool
    relative: bool = False
    half_day_open: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """A day, a clock time, a part of day, or what several of them say together."""

    start: int
    end: int
    day: Day | None = None
    clock: Clock | None = None
    part: Clock | None = None


def _pieces(text: str, published: date | None) -> list[_Piece]:
    occupied = bytearray(len(text))
    pieces = []
    for day in days(text, published):
        occupied[day.start : day.end] = b"\x01" * (day.end - day.start)
        pieces.append(_Piece(day.start, day.end, day=day))
    for clock in (*clocks(text), *parts(text)):
        if not any(occupied[clock.start : clock.end]):
            occupied[clock.start : clock.end] = b"\x01" * (clock.end - clock.start)
            piece = _Piece(clock.start, clock.end)
            pieces.append(replace(piece, part=clock) if clock.part else replace(piece, clock=clock))
    return sorted(pieces, key=lambda p: p.start)


_GAP = re.compile(
    r"(?:,?\s+|\s*\(|,?\s+(?:at|on|of|in|around|about|from|during|to|into|by)\s+)(?:(?:around|about|exactly|the|on|of|in|at|local\s+time)\s+){0,2}"
)


def _joined(text: str, pieces: list[_Piece]) -> list[_Piece]:
    """Neighbours that name one time together: «Saturday night», «21:37 on Monday, 5 October», «eleven at night»."""
    result: list[_Piece] = []
    for piece in pieces:
        last = result[-1] if result else None
        if (
            last
            and piece.start - last.end < 24
            and _GAP.fullmatch(text, last.end, piece.start)
            and (both := _merge(last, piece))
        ):
            result[-1] = both
        else:
            result.append(piece)
    return [p for p in result if p.day or p.clock or (p.part and not (p.part.part or "").startswith("bare"))]


def _merge(first: _Piece, second: _Piece) -> _Piece | None:
    if (first.clock and second.clock) or (first.part and second.part):
        return None
    day = first.day or second.day
    if first.day and second.day:
        day = _one_day(first.day, second.day)
        if day is None:
            return None
    if day and day.precision not in ("day", "hour") and not day.hours:
        return None
    return _Piece(first.start, second.end, day, first.clock or second.clock, first.part or second.part)


def _one_day(first: Day, second: Day) -> Day | None:
    """A weekday beside a date: the date, in the year where it falls on that weekday when no year is said."""
    if (first.weekday is None) == (second.weekday is None) or first.counted or second.counted:
        return None
    named, dated = (first, second) if first.weekday is not None else (second, first)
    if dated.precision != "day" or dated.ranged or not dated.span:
        return dated if dated.precision == "day" and not dated.ranged else None
    day = dated.span[0]
    if dated.relative and day.weekday() != named.weekday:
        years = sorted(range(max(1, day.year - 3), min(9999, day.year + 3) + 1), key=lambda y: (abs(y - day.year), y))
        fits = [d for y in years if (d := valid(y, day.month, day.day)) and d.weekday() == named.weekday]
        day = fits[0] if fits and abs(fits[0].year - day.year) <= 1 else day
    return replace(dated, span=(day, day), hours=named.hours)


_LEFT = re.compile(
    r"(?<!\w)(?P<word>since|until|till|by|before|after|as\s+of|from|prior\s+to|ahead\s+of|no\s+later\s+than|up\s+to|between|following|later\s+than)\s+"
    r"(?:about\s+|around\s+)?(?:the\s+)?\Z",
    re.IGNORECASE,
)
_BASELINE = re.compile(r"\s+(?:levels?|figures?|prices?|baseline|numbers?)\b")  # «from 2005 levels» is since nothing
_RELATIONS: dict[str, Relation] = {
    "since": "since", "from": "since", "until": "until", "till": "until", "up to": "until", "by": "by",
    "no later than": "by", "before": "before", "prior to": "before", "ahead of": "before", "after": "after",
    "following": "after", "later than": "after", "as of": "as_of",
}  # fmt: skip


def moments(text: str, published_on: date | None) -> tuple[Moment, ...]:
    """The times named in `text`, in order and not overlapping."""
    found = [_moment(text, piece) for piece in _joined(text, _pieces(text, published_on))]
    return tuple(_ranges(text, found))


def taken(text: str) -> tuple[tuple[int, int], ...]:
    """The spans whose figures are dates or clock times, no quantities («the past three years» stays a quantity too)."""
    return tuple((p.start, p.end) for p in _pieces(text, None) if not (p.part or (p.day and p.day.counted)))


def _moment(text: str, piece: _Piece) -> Moment:
    day, part = piece.day, piece.part
    clock = _told_half(piece.clock, part, day) if piece.clock else None
    low, high, precision = _hours(day, clock, part)
    span = day.span if day else None
    start = piece.start
    relation: Relation = day.relation if day and day.relation else "on"
    left = _LEFT.search(text, max(0, start - 24), start)
    word = re.sub(r"\s+", " ", left.group("word").lower()) if left else ""
    if day and day.ranged:
        relation = "between"
        start = left.start() if left and word in ("from", "between") else start
    elif left and word in _RELATIONS and relation == "on" and not _BASELINE.match(text, piece.end):
        relation, start = _RELATIONS[word], left.start() if word != "from" else start
    if low == high == 0 and relation in ("by", "until", "before"):
        low = high = DAY
    return Moment(
        start, piece.end, text[start : piece.end], span[0] if span else None, span[1] if span else None, low, high,
        precision, relation, span is not None, bool(day and day.relative), bool(clock and clock.half_day),
    )  # fmt: skip


def _hours(day: Day | None, clock: Clock | None, part: Clock | None) -> tuple[int | None, int | None, Precision]:
    if clock:
        return clock.low, clock.high, clock.precision
    if part:
        return part.low, part.high, "part_of_day"
    if day and day.hours:
        return day.hours[0], day.hours[1], "part_of_day"
    return None, None, day.precision if day else "day"


def _told_half(clock: Clock, part: Clock | None, day: Day | None) -> Clock:
    """«eleven at night» is 23:00: a part of day beside a 12-hour time tells which half is meant."""
    hours = (part.low, part.high) if part else day.hours if day else None
    if (
        not clock.half_day
        or clock.low is None
        or clock.high is None
        or not hours
        or hours[0] is None
        or hours[1] is None
    ):
        return clock
    first = 0 if hours[0] <= 300 else hours[0]
    for shift in (0, 720):
        if first <= clock.low + shift <= hours[1] or first <= clock.low + shift + DAY <= hours[1]:
            return replace(clock, low=clock.low + shift, high=clock.high + shift, half_day=False)
    return clock


_TO = re.compile(
    r"\s*(?P<dash>[-–—])\s*|,?\s+(?P<word>to|and|until|till|through)\s+(?:the\s+)?(?:about\s+|around\s+|on\s+)?"
)
_OPENED = re.compile(r"(?<!\w)(?P<word>between|from)\s+(?:about\s+|around\s+)?(?:the\s+)?\Z", re.IGNORECASE)
_BARE_HOUR = re.compile(
    r"(?<!\w)(?P<word>between|from)\s+(?P<hour>1[0-2]|[1-9])(?:[:.](?P<minute>[0-5]\d))?\s*(?:to|and|until|till|[-–—])\s*\Z",
    re.IGNORECASE,
)


def _ranges(text: str, found: list[Moment]) -> Iterator[Moment]:
    """«between 1996 and 2011», «from Monday to Wednesday», «9 a.m. to 5 p.m.» as one interval each."""
    index = 0
    while index < len(found):
        moment = found[index]
        if index + 1 < len(found) and (both := _range(text, moment, found[index + 1])):
            yield both
            index += 2
            continue
        yield _from_bare_hour(text, moment)
        index += 1


def _range(text: str, first: Moment, second: Moment) -> Moment | None:
    link = _TO.fullmatch(text, first.end, second.start)
    if not link or (
        (first.time_from is None) != (second.time_from is None) and not (first.date_from and second.date_from)
    ):
        return None
    opened = _OPENED.search(text, max(0, first.start - 24), first.start)
    opener = opened.group("word").lower() if opened else ("from" if first.relation == "since" else "")
    word = (link.group("word") or "dash").lower()
    if (
        (word == "and" and opener != "between")
        or second.relation not in ("on", "until")
        or first.relation not in ("on", "since")
    ):
        return None
    if word == "dash" and first.precision != second.precision:
        return None
    if (
        word in ("to", "through", "until", "till")
        and not opener
        and not (first.time_from is not None or first.precision == "day")
    ):
        return None
    low, high = first.date_from or second.date_from, second.date_to or first.date_to
    if low and high and low > high:
        low = (
            add_days(low, -7)
            if first.precision == "day" and (low - high).days < 7
            else valid(high.year - 1, low.month, low.day)
        )
    start = opened.start() if opened else first.start
    return replace(
        second, start=start, text=text[start : second.end], date_from=low, date_to=high, time_from=first.time_from,
        relation="between",        anchored=low is not None, relative=first.relative or second.relative,
    )  # fmt: skip


def _from_bare_hour(text: str, moment: Moment) -> Moment:
    """«between 8 and 9 p.m.»: the first hour stands without its half of the day."""
    match = _BARE_HOUR.search(text, max(0, moment.start - 24), moment.start)
    if not match or moment.time_from is None or moment.precision not in ("hour", "minute") or moment.relation != "on":
        return moment
    first = int(match.group("hour")) % 12 * 60 + int(match.group("minute") or 0)
    first += 720 if first + 720 <= moment.time_from else 0
    return replace(
        moment, start=match.start(), text=text[match.start() : moment.end], time_from=first, relation="between"
    )
