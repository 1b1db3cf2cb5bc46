"""Days, months, years and longer periods named by the calendar: «6 May 2019», «March 8», «late 2024», «the 1990s»,
«Q3».
"""

from __future__ import annotations

import re
from datetime import date

from checks.claims.calendars import (
    MONTHS,
    Span,
    add_months,
    half_span,
    month_span,
    nearest_year,
    quarter_span,
    season_span,
    valid,
    year_span,
)
from checks.claims.day_words import ORDINALS, Context, Day, Reader, direction, looks_ahead


def _day_number(word: str) -> int:
    lower = word.lower()
    if lower in ORDINALS:
        return ORDINALS.index(lower) + 1
    return int(re.sub(r"\D", "", word))


def _month_number(word: str) -> int:
    return MONTHS[word.lower().rstrip(".")]


def _year_of(match: re.Match[str], context: Context, month: int, day: int) -> int | None:
    if match.groupdict().get("year"):
        return int(match.group("year"))
    if context.published is None:
        return None
    return nearest_year(month, day, context.published, direction(context.text, match.start()))


_ATTACKS = re.compile(r"(?:['’]s)?\s+(?:terror\w*\s+)?(?:attack|hijack|atrocit)")
_IN = re.compile(r"\b[Ii]n\s\Z")


def _dated(match: re.Match[str], context: Context) -> Day | None:
    """«6 May 2019», «May 4», «6–8 March»: a day or a run of days of one month."""
    named_first = match.start("month") == match.start()
    if named_first and not match.group("year") and _IN.search(context.text, max(0, match.start() - 4), match.start()):
        return None  # «In May 24 workers died»
    month, first = _month_number(match.group("month")), _day_number(match.group("day"))
    last = _day_number(match.group("day2")) if match.groupdict().get("day2") else first
    if valid(2024, month, first) is None or valid(2024, month, last) is None or last < first:
        return None
    year = _year_of(match, context, month, first)
    relative = not match.groupdict().get("year")
    if relative and (month, first) == (9, 11) and _ATTACKS.match(context.text, match.end()):
        year, relative = 2001, False
    if year is None:
        return Day(match.start(), match.end(), None, "day", relative=True)
    low, high = valid(year, month, first), valid(year, month, last)
    if low is None or high is None:
        return None
    return Day(match.start(), match.end(), (low, high), "day", relative, ranged=last > first)


def _numeric(match: re.Match[str], context: Context) -> Day | None:
    """«08.03.2025» day first unless impossible; «2025-03-08»."""
    groups = match.groupdict()
    if groups.get("iso_year"):
        day = valid(int(groups["iso_year"]), int(groups["iso_month"]), int(groups["iso_day"]))
    else:
        year = int(groups["year"]) + (0 if len(groups["year"]) == 4 else 2000)
        one, two = int(groups["one"]), int(groups["two"])
        day = valid(year, two, one) or valid(year, one, two)
    return Day(match.start(), match.end(), (day, day), "day") if day else None


_MONTH_LEFT = re.compile(
    r"(?<!\w)(?:(?:in|since|until|till|by|during|throughout|through|from|before|after|to|between|and|or|early|mid|late|(?P<of>of))"
    r"(?:\s+(?:early|mid|late))?[\s-]+|(?P<which>last|next|this(?:\s+(?:past|coming))?)\s+"
    r"|(?P<of_what>(?:the|an?|its|his|her|their)\s+|['’]s\s+))\Z",
    re.IGNORECASE,
)


def _month(match: re.Match[str], context: Context) -> Day | None:
    """A month, with or without its year, or its early, middle or late part."""
    month = _month_number(match.group("month"))
    which = ""
    if not match.groupdict().get("year"):
        left = _MONTH_LEFT.search(context.text, max(0, match.start() - 24), match.start())
        if not left or (left.group("of") and match.group("month") in ("May", "March")):
            return None
        if left.group("of_what") and not re.match(
            r"\s+(?!(?:of|on|in|to|for|and|by|with|from|at)\b)[a-z]{4}", context.text[match.end() : match.end() + 8]
        ):
            return None
        which = re.sub(r"\s+", " ", (left.group("which") or "").lower())
    if match.groupdict().get("year"):
        year: int | None = int(match.group("year"))
    elif context.published is None:
        return Day(match.start(), match.end(), None, "month", relative=True)
    elif which in ("last", "next", "this", "this past", "this coming"):
        year = _which_year(context.published, month, which)
    else:
        looking = direction(context.text, match.start())
        same = month == context.published.month
        year = context.published.year if same else nearest_year(month, 15, context.published, looking)
    return Day(match.start(), match.end(), month_span(year or 1, month), "month", not match.groupdict().get("year"))


def _which_year(published: date, month: int, which: str) -> int:
    if which in ("last", "this past"):
        return published.year - (month >= published.month)
    if which in ("next", "this coming"):
        return published.year + (month <= published.month)
    return published.year


def _year(match: re.Match[str], context: Context) -> Day | None:
    first = int(match.group("year"))
    if second := match.groupdict().get("year2"):
        last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
        return Day(match.start(), match.end(), year_span(first, last), "year", ranged=True) if last > first else None
    return Day(match.start(), match.end(), year_span(first), "year")


_DECADES = {
    f"{w[:-1]}ies": 10 * i
    for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}


_THE_DECADE = re.compile(r"\bthe\s+(?:(?:early|mid|late|nineteen)[\s-]+)?\Z", re.IGNORECASE)


def _decade(match: re.Match[str], context: Context) -> Day | None:
    word = match.group("decade").lower().lstrip("'’‘")
    digits = re.match(r"\d+", word)
    if not digits and not _THE_DECADE.search(context.text, max(0, match.start() - 16), match.start()):
        return None
    first = int(digits.group()) if digits else 1900 + _DECADES[word]
    if first < 100:
        first += 2000 if first < 30 else 1900
    span = year_span(first, first + (99 if first % 100 == 0 and first < 2000 else 9))
    return Day(match.start(), match.end(), span, "decade")


def _century(match: re.Match[str], context: Context) -> Day | None:
    word = match.group("century").lower()
    number = ORDINALS.index(word) + 1 if word in ORDINALS else int(re.sub(r"\D", "", word))
    if not 1 <= number <= 99:
        return None
    first = (number - 1) * 100
    return Day(match.start(), match.end(), year_span(max(first, 1), first + 99), "century")


def _quarter(match: re.Match[str], context: Context) -> Day | None:
    """«the first quarter of 2025», «Q3», «the second half of last year»."""
    groups = match.groupdict()
    name = (groups.get("nth") or groups.get("q") or groups.get("h") or "").lower()
    number = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}.get(name) or int(
        re.sub(r"\D", "", name)
    )
    half = (groups.get("what") or "").lower() == "half" or bool(groups.get("h"))
    if half:
        number = min(number, 2)
    year: int | None = int(groups["year"]) if groups.get("year") else None
    if year is None and context.published is not None:
        of = (groups.get("of") or "").lower()
        year = context.published.year + (-1 if "last" in of else 1 if "next" in of else 0)
        if (
            not of
            and (half_span if half else quarter_span)(year, number)[0] > context.published
            and not looks_ahead(context.text, match.start())
        ):
            year -= 1
    if half and not (groups.get("year") or groups.get("of") or groups.get("h")):
        return None
    if year is None or not 1 <= year <= 9999:
        return Day(match.start(), match.end(), None, "quarter", True)
    span = (half_span if half else quarter_span)(year, number)
    return Day(match.start(), match.end(), span, "quarter", not groups.get("year"))


_SEASON_LEFT = re.compile(
    r"\b(?:(?P<which>last|this|next|this\s+past|this\s+coming|coming|previous)|(?:in|since|until|by|during|through|throughout|early|late|mid)"
    r"(?:\s+the)?(?:\s+(?:early|late|mid))?)[\s-]+\Z",
    re.IGNORECASE,
)


def _season(match: re.Match[str], context: Context) -> Day | None:
    """«last summer», «the winter of 2023», «in the fall»."""
    season = match.group("season").lower()
    if match.group("year"):
        span = season_span(int(match.group("year")), season)
        return Day(match.start(), match.end(), span, "season")
    left = _SEASON_LEFT.search(context.text, max(0, match.start() - 24), match.start())
    if not left:
        return None
    if context.published is None:
        return Day(match.start(), match.end(), None, "season", relative=True)
    which = re.sub(r"\s+", " ", (left.group("which") or "").lower())
    span = _season_near(context, match.start(), season, which)
    return Day(left.start() if which else match.start(), match.end(), span, "season", True)


def _season_near(context: Context, start: int, season: str, which: str) -> Span:
    published = context.published or date.min
    spans = [season_span(y, season) for y in range(max(1, published.year - 2), min(9998, published.year + 2) + 1)]
    begun = [s for s in spans if s[0] <= published]
    over = [s for s in spans if s[1] < published]
    coming = [s for s in spans if s[0] > published]
    if which in ("next", "coming", "this coming"):
        return coming[0] if coming else spans[-1]
    if which in ("last", "previous", "past", "this past"):
        return over[-1] if over else spans[0]
    if which == "this":
        return begun[-1] if begun and begun[-1][1] >= published else season_span(min(published.year, 9998), season)
    if looks_ahead(context.text, start) and not (begun and begun[-1][1] >= published):
        return coming[0] if coming else spans[-1]
    return begun[-1] if begun else spans[0]


_DAY_LEFT = re.compile(r"\b(?:on|by|until|since|before|after|from)\s+the\s+\Z", re.IGNORECASE)


def _month_day_only(match: re.Match[str], context: Context) -> Day | None:
    """«on the 14th»: the nearest such day, the past preferred."""
    if not _DAY_LEFT.search(context.text, max(0, match.start() - 12), match.start()):
        return None
    number = _day_number(match.group("day"))
    if context.published is None or not 1 <= number <= 31:
        return Day(match.start("day"), match.end("day"), None, "day", True) if 1 <= number <= 31 else None
    ahead = looks_ahead(context.text, match.start())
    days = [
        d
        for shift in range(-2, 3)
        if (m := add_months(context.published.replace(day=1), shift)) and (d := valid(m.year, m.month, number))
    ]
    there = [d for d in days if (d >= context.published if ahead else d <= context.published)]
    day = (min(there) if ahead else max(there)) if there else None
    return Day(match.start("day"), match.end("day"), (day, day) if day else None, "day", True)


READERS: dict[str, Reader] = {
    "dated": _dated,
    "numeric": _numeric,
    "month": _month,
    "year": _year,
    "decade": _decade,
    "century": _century,
    "quarter": _quarter,
    "season": _season,
    "month_day_only": _month_day_only,
}
