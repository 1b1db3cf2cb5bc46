"""Calendar arithmetic: the first and last day of a month, a decade, a season, and which year a bare date means."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

Span = tuple[date, date]

MONTHS = {
    name: i
    for i, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"),
        1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: i for i, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
_SEASON_MONTHS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
# How many times its distance a day counts that lies on the side where the sentence does not look; and
# how many a day to come counts where it does not say: news tells of what was.
_WRONG_SIDE = 6.0
_PAST_PREFERENCE = 3.0


def add_days(day: date, days: int) -> date:
    """`day` moved by `days`, held within the calendar's range."""
    ordinal = min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)


def add_months(day: date, months: int) -> date:
    """`day` moved by whole months, to the month's last day where the day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(max(year, 1), 9999)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def valid(year: int, month: int, day: int) -> date | None:
    """That day, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_span(year: int, month: int) -> Span:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def year_span(first: int, last: int | None = None) -> Span:
    """1 January of `first` to 31 December of `last` (the same year when not given)."""
    return date(first, 1, 1), date(min(last or first, 9999), 12, 31)


def week_span(day: date) -> Span:
    """Monday to Sunday around `day`."""
    monday = add_days(day, -day.weekday())
    return monday, add_days(monday, 6)


def quarter_span(year: int, quarter: int) -> Span:
    """The three months of quarter 1..4."""
    return month_span(year, 3 * quarter - 2)[0], month_span(year, 3 * quarter)[1]


def half_span(year: int, half: int) -> Span:
    """January–June or July–December."""
    return month_span(year, 6 * half - 5)[0], month_span(year, 6 * half)[1]


def season_span(year: int, season: str) -> Span:
    """Whole months of the northern season that begins in `year`: "winter" of 2023 runs from December 2023 to February
    2024.
    """
    first, last = _SEASON_MONTHS[season]
    return month_span(year, first)[0], month_span(min(year + (last < first), 9999), last)[1]


def part_of_span(span: Span, part: str) -> Span:
    """The early, middle or late third of a span.

    Of a month: days 1–10, 11–20, 21–end. Of a year or longer: its first, middle and last third by months, "early
    2024" being January to April. "start" and "end" are a quarter: the end of 2025 is October to December, the end of
    March its last ten days.
    """
    first, last = span
    days = (last - first).days + 1
    if days <= 31:
        third = 10 if days >= 28 else max(1, days // 3)
        cuts = {
            "early": (0, third - 1), "mid": (third, 2 * third - 1), "late": (2 * third, days - 1),
            "start": (0, third - 1), "end": (2 * third, days - 1),
        }  # fmt: skip
        low, high = cuts[part]
        return add_days(first, low), add_days(first, high)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    third, quarter = months // 3, max(1, months // 4)
    offsets = {
        "early": (0, third), "mid": (third, 2 * third), "late": (2 * third, months),
        "start": (0, quarter), "end": (months - quarter, months),
    }  # fmt: skip
    low, high = offsets[part]
    return add_months(first, low), add_days(add_months(first, high), -1) if high < months else last


def nearest_year(month: int, day: int, published: date, direction: str) -> int:
    """The year that a date without one means: the nearest to publication, weighed by where the sentence looks.

    `direction` is "ahead", "past" or "open". 29 February skips years without it.
    """
    ahead_weight = {"ahead": 1.0, "past": _WRONG_SIDE, "open": _PAST_PREFERENCE}[direction]
    past_weight = _WRONG_SIDE if direction == "ahead" else 1.0

    def distance(year: int) -> float:
        there = valid(year, month, day)
        gap = (there - published).days if there else 0
        return float("inf") if there is None else gap * ahead_weight if gap > 0 else -gap * past_weight

    years = [y for y in range(published.year - 4, published.year + 5) if 1 <= y <= 9999]
    return min(years, key=lambda y: (distance(y), y))


def weekday_near(weekday: int, published: date, direction: str) -> date:
    """The day of that weekday: "past" (on or before), "before", "after" (strictly), "on_or_after", or "nearest"."""
    back = (published.weekday() - weekday) % 7
    if direction == "past":
        return add_days(published, -back)
    if direction == "before":
        return add_days(published, -(back or 7))
    if direction == "after":
        return add_days(published, 7 - back)
    if direction == "on_or_after":
        return add_days(published, -back % 7)
    return add_days(published, -back if back <= 3 else 7 - back)


def around(day: date, days: int) -> Span:
    """`day` give or take `days`."""
    return add_days(day, -days), add_days(day, days)
