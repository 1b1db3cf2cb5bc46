"""Days told from the day of publication, or from a day of the story: «on Saturday», «last night», «five years ago»."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Literal

from checks.claims.calendars import (
    WEEKDAYS,
    Span,
    add_days,
    add_months,
    around,
    month_span,
    quarter_span,
    week_span,
    weekday_near,
    year_span,
)
from checks.claims.day_words import (
    COUNT,
    PART_LEFT,
    UNITS,
    Context,
    Day,
    Reader,
    count_of,
    looks_ahead,
    precision_of,
)

_HOLIDAY = re.compile(
    r"\b(?:[Aa]|[Ee]very|[Ee]ach|[Aa]ny|Black|Good|Bloody|Ash|Easter|Palm|Super|Cyber|Shrove|Maundy|Holy|Whit|Giving|Orange|Bandit)\s\Z"
)


_WEEKDAY_LEFT = re.compile(
    r"(?<!\w)(?:(?P<when>early|late)\s+(?:on\s+)?)?(?:(?P<which>last|next|this(?:\s+(?:past|coming))?|previous|coming|past)\s+)?\Z",
    re.IGNORECASE,
)


def _weekday(match: re.Match[str], context: Context) -> Day | None:
    """«on Saturday»: the last one up to publication, or the next when the sentence looks ahead; «next», «last»,
    «this».
    """
    if _HOLIDAY.search(context.text, max(0, match.start() - 10), match.start()):
        return None  # nor «on a Friday», which is any
    weekday = WEEKDAYS[match.group("weekday").lower()]
    left = _WEEKDAY_LEFT.search(context.text, max(0, match.start() - 32), match.start())
    when = (left.group("when") or "").lower() if left else ""
    which = re.sub(r"\s+", " ", (left.group("which") or "").lower()) if left else ""
    hours = {"early": (0, 539), "late": (1140, 1740)}.get(when)
    found = Day(left.start() if left else match.start(), match.end(), None, "day", True, weekday=weekday, hours=hours)
    if context.published is None:
        return found
    week = (match.group("week") or "").lower()
    if week.endswith(" week"):
        day = add_days(week_span(context.published)[0], weekday + (-7 if week.startswith("last") else 7))
    elif week == "week":
        day = add_days(weekday_near(weekday, context.published, "after"), 7)
    else:
        which = which or week
        day = weekday_near(weekday, context.published, _direction(which, found.start, context))
    return replace(found, span=(day, day))


def _direction(which: str, start: int, context: Context) -> str:
    if which in ("last", "this past", "previous", "past"):
        return "before"
    if which in ("next", "this coming", "coming"):
        return "after"
    ahead = looks_ahead(context.text, start)
    if which == "this":
        left = re.split(r"[.;!?\n“”\"]", context.left(start, 60))[-1]
        past = re.search(r"\b(?:[a-z]{3,}ed|was|were|said|took|told|had|did|came|went|held|won|lost|struck)\b", left)
        return "on_or_after" if ahead else "past" if past else "nearest"
    return "after" if ahead else "past"


_NEAR_DAYS = {
    "today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "day before yesterday": -2, "day after tomorrow": 2,
    "overmorrow": 2,
}  # fmt: skip
_DAY_PARTS = {
    "morning": (300, 719),
    "afternoon": (720, 1079),
    "evening": (1020, 1439),
    "night": (1080, 1740),
    "lunchtime": (690, 840),
}


# «USA TODAY», «a brighter tomorrow»
_NAMED_TODAY = re.compile(
    r"(?:[A-Z][\w'’]*\s(?:Today|TODAY|Tonight|Tomorrow)|\b(?:a|the|our|better|brighter|new)\s(?:today|tomorrow))\Z"
)


def _near_day(match: re.Match[str], context: Context) -> Day | None:
    """today, yesterday, tonight, last night, this morning, tomorrow afternoon."""
    if _NAMED_TODAY.search(context.text, max(0, match.start() - 24), match.end()):
        return None
    word = re.sub(r"\s+", " ", match.group("near").lower())
    hours: tuple[int, int] | None = _DAY_PARTS["night"] if word in ("tonight", "last night", "overnight") else None
    shift = _NEAR_DAYS.get(word)
    if shift is None:
        last = word.split()[-1]
        hours, shift = (
            _DAY_PARTS.get(last),
            -1 if word.startswith(("last", "yesterday")) else 1 if word.startswith("tomorrow") else 0,
        )
    span = None
    if context.published is not None:
        day = add_days(context.published, shift)
        span = (day, day)
    return Day(match.start(), match.end(), span, "day", True, hours=hours)


_UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_UNIT_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


_WEEKEND_LEFT = re.compile(r"\b(?:(?:at|over|during|on|by|since|until|before|after)\s+the|['’]s)\s+\Z", re.IGNORECASE)


def _named_period(match: re.Match[str], context: Context) -> Day | None:
    """last week, this month, next year, early this year, the end of the year."""
    unit = match.group("unit").lower()
    precision = precision_of(unit)
    bare = not match.groupdict().get("which")
    left = PART_LEFT.search(context.text, max(0, match.start() - 26), match.start())
    if bare and unit == "weekend":
        if not _WEEKEND_LEFT.search(context.text, max(0, match.start() - 16), match.start()):
            return None
    elif bare and not (left and left.group().rstrip().endswith("the")):
        return None
    if context.published is None:
        return Day(match.start(), match.end(), None, precision, relative=True)
    which = re.sub(r"\s+", " ", (match.groupdict().get("which") or "this").lower())
    shift = -1 if which in ("last", "previous", "past") else 1 if which in ("next", "coming", "following") else 0
    span = _period(context.published, unit, shift)
    return Day(match.start(), match.end(), span, precision, True)


def _period(day: date, unit: str, shift: int) -> Span:
    if unit == "week":
        return week_span(add_days(day, 7 * shift))
    if unit == "weekend":
        saturday = add_days(week_span(day)[0], 5 + 7 * shift)
        if shift == 0 and day.weekday() < 2:
            saturday = add_days(saturday, -7)
        return saturday, add_days(saturday, 1)
    if unit == "month":
        moved = add_months(day.replace(day=1), shift)
        return month_span(moved.year, moved.month)
    if unit == "quarter":
        moved = add_months(day.replace(day=1), 3 * shift)
        return quarter_span(moved.year, (moved.month + 2) // 3)
    years = {"year": 1, "decade": 10, "century": 100}[unit]
    first = min(max((day.year // years + shift) * years, 1), 9999)
    return year_span(first, min(first + years - 1, 9999))


_HALVES: dict[str, tuple[int | None, str]] = {"century": (50, "year"), "decade": (5, "year"), "year": (6, "month")}


def _ago(match: re.Match[str], context: Context) -> Day | None:
    """«five years ago», «almost five years ago», «in two weeks' time»: from publication; half a unit either way
    unless days.
    """
    way = match.group("way").lower()
    left = (_IN_TIME if way == "time" else _AGO).search(context.text, max(0, match.start() - 60), match.start())
    if not left or (way == "time" and not re.search(r"\b[Ii]n\s+\Z", context.left(left.start(), 6))):
        return None
    unit = _unit(left.group("unit"))
    found = Day(left.start(), match.end(), None, precision_of(unit), True)
    amount, back = count_of(left.group("amount")), way in ("ago", "back")
    if left.group("amount").lower().startswith("half"):
        amount, unit = _HALVES.get(unit, (None, unit))
    if context.published is None:
        return found
    if unit in ("hour", "minute", "second"):
        span = (add_days(context.published, -1), context.published) if back else None
        return replace(found, span=span, precision="hour")
    if amount is None:
        return found
    about = re.sub(r"\s+", " ", (left.group("about") or "").lower())
    return replace(found, span=_shifted(context.published, -amount if back else amount, unit, about))


def _unit(word: str) -> str:
    word = word.lower()
    return "century" if word.startswith("centur") else word.rstrip("s")


def _shifted(day: date, amount: int, unit: str, about: str) -> Span:
    def moved(count: int, days: int = 0) -> date:
        there = (
            add_days(day, count * _UNIT_DAYS[unit])
            if unit in _UNIT_DAYS
            else add_months(day, count * _UNIT_MONTHS[unit])
        )
        return add_days(there, days)

    sign = -1 if amount < 0 else 1
    slack = {
        "day": 0,
        "week": 3,
        "fortnight": 4,
        "month": 15,
        "quarter": 45,
        "year": 183,
        "decade": 1826,
        "century": 18262,
    }[unit]
    exact = moved(amount)
    if about.startswith(("almost", "nearly", "less", "just under", "under", "not quite")):
        return tuple(sorted((exact, add_days(exact, -sign * max(slack, 1)))))  # type: ignore[return-value]
    if about.startswith(("more", "over", "just over", "well over", "at least")):
        return tuple(sorted((exact, moved(amount + sign))))  # type: ignore[return-value]
    return around(exact, max(slack, 1) if about and unit == "day" else slack)


_UNIT_NAME = re.compile(UNITS)


def _leaning(match: re.Match[str], context: Context) -> Day | None:
    """«three days earlier», «the next day», «that night»: told from a day in the story, which is not resolved here."""
    start, text = match.start(), match.group().lower()
    if "way" in match.groupdict():
        left = _LEANING.search(context.text, max(0, start - 48), start)
        if not left:
            return None
        start, text = left.start(), context.text[left.start() : match.end()].lower()
    elif not text.startswith(("that", "later", "earlier")) and not re.search(
        r"\b[Tt]he\s+(?:very\s+)?\Z", context.left(start, 10)
    ):
        return None
    hours = next((h for w, h in _DAY_PARTS.items() if text.endswith(w)), None)
    relation: Literal["before", "after"] | None = None
    if text.endswith(("before", "after")):
        relation = "before" if text.endswith("before") else "after"
    unit = _UNIT_NAME.search(text)
    return Day(
        start,
        match.end(),
        None,
        precision_of(_unit(unit.group()) if unit else "day"),
        True,
        hours=hours,
        relation=relation,
        counted=True,
    )


_WINDOW_LEFT = re.compile(r"\b(?:the|its|his|her|their|these|in|over)\s+\Z", re.IGNORECASE)


def _window(match: re.Match[str], context: Context) -> Day | None:
    """«in the past three years», «the next 24 hours»: from or to the day of publication."""
    if not _WINDOW_LEFT.search(context.text, max(0, match.start() - 10), match.start()):
        return None
    unit = _unit(match.group("unit"))
    amount = count_of(match.group("amount") or "a") if match.group("amount") else 3
    back = match.group("dir").lower() in ("last", "past", "recent", "previous")
    precision = precision_of(unit)
    if context.published is None or amount is None or amount > 2000:
        return Day(match.start(), match.end(), None, precision, relative=True, counted=True)
    if unit in ("hour", "minute", "second"):
        edge = add_days(context.published, (-1 if back else 1) * max(1, amount // 24 if unit == "hour" else 1))
    elif unit in _UNIT_DAYS:
        edge = add_days(context.published, (-1 if back else 1) * amount * _UNIT_DAYS[unit])
    else:
        edge = add_months(context.published, (-1 if back else 1) * amount * _UNIT_MONTHS[unit])
    span = (edge, context.published) if back else (context.published, edge)
    return Day(match.start(), match.end(), span, precision, True, ranged=True, counted=True)


_AGO = re.compile(
    rf"(?<!\w)(?i:(?:(?P<about>almost|nearly|about|around|some|roughly|more\s+than|less\s+than|over|just\s+over|well\s+over|just\s+under|under|at\s+least|"
    rf"not\s+quite|only|just)\s+)?(?P<amount>{COUNT}|half\s+an?|a\s+couple\s+of|an?|several|a\s+few|many|some)\s+(?P<unit>{UNITS})\s+)\Z"
)
_IN_TIME = re.compile(
    rf"(?i:(?P<about>about\s+|around\s+|just\s+)?(?P<amount>{COUNT}|an?|a\s+couple\s+of|several|a\s+few)\s+(?P<unit>{UNITS})['’]?s?\s+)\Z"
)
_LEANING = re.compile(
    rf"(?<!\w)(?i:(?:(?:{COUNT}|an?|a\s+couple\s+of|several|a\s+few|many)\s+(?:{UNITS}|nights?)|the\s+(?:day|night|week|month|year|decade))\s+)\Z"
)

READERS: dict[str, Reader] = {
    "weekday": _weekday,
    "near_day": _near_day,
    "named_period": _named_period,
    "ago": _ago,
    "leaning": _leaning,
    "window": _window,
}
