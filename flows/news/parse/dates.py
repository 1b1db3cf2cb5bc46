"""Dates: publication moments as machines write them, and days as newspapers print them in the head of an article."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

EARLIEST, LATEST = 1900, 2100

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero gennaio janeiro января січня",
            "february feb februar février febrero febbraio fevereiro февраля лютого",
            "march mar märz mars marzo março марта березня",
            "april apr avril abril aprile апреля квітня",
            "may mai mayo maggio maio мая травня",
            "june jun juni juin junio giugno junho июня червня",
            "july jul juli juillet julio luglio julho июля липня",
            "august aug août agosto августа серпня",
            "september sep sept septembre septiembre settembre setembro сентября вересня",
            "october oct oktober okt octobre octubre ottobre outubro октября жовтня",
            "november nov novembre noviembre novembro ноября листопада",
            "december dec dezember dez décembre diciembre dicembre dezembro декабря грудня",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º|\.)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
PRINTED = (
    re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<number>[01]\d)-(?P<day>[0-3]\d)", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}", re.IGNORECASE),
    re.compile(rf"(?<!\d){_DAY}\s*(?:de\s+)?{_MONTH},?\s*(?:de\s+)?{_YEAR}", re.IGNORECASE),
    re.compile(rf"(?<![\d.]){_DAY}(?<=\.)(?P<number>[01]?\d)\.{_YEAR}"),
)
SLASHED = re.compile(rf"(?<!\d)(?P<first>[0-3]?\d)/(?P<second>[0-3]?\d)/{_YEAR}")
ZONES: dict[str, str] = {
    name: offset
    for offset, names in (
        ("+0000", "Z UTC GMT WET"),
        ("+0100", "BST CET WEST MEZ"),
        ("+0200", "CEST EET SAST MESZ CAT"),
        ("+0300", "EEST MSK EAT"),
        ("+0530", "IST"),
        ("+0700", "WIB"),
        ("+0800", "SGT HKT AWST PHT"),
        ("+0900", "JST KST"),
        ("+1000", "AEST"),
        ("+1100", "AEDT"),
        ("+1200", "NZST"),
        ("+1300", "NZDT"),
        ("-0300", "BRT ADT"),
        ("-0400", "EDT AST"),
        ("-0500", "EST CDT"),
        ("-0600", "CST MDT"),
        ("-0700", "MST PDT"),
        ("-0800", "PST AKDT"),
        ("-0900", "AKST"),
        ("-1000", "HST"),
    )
    for name in names.split()
}
"""Zones that are written by their name, as newspapers mean them: IST is India's, CST that of Chicago."""
_ZONE = r"(?P<zone>" + "|".join(sorted(ZONES, key=len, reverse=True)) + r"|[+-]\d\d:?\d\d|[+-]\d\d)?"
MACHINE = re.compile(
    rf"(?P<year>\d{{4}})-?(?P<month>[01]\d)-?(?P<day>[0-3]\d)"
    rf"(?:[T\s]+(?P<hour>[0-2]?\d):?(?P<minute>[0-5]\d)(?::?(?P<second>[0-5]\d)(?:[.,]\d+)?)?\s*{_ZONE})?",
    re.IGNORECASE,
)
_WORDED = tuple(
    re.compile(
        rf"(?:[^\W\d_]+\.?,?\s+)?{day},?\s+(?:at\s+|[-–|]\s*)?(?P<hour>[0-2]?\d)[:.](?P<minute>[0-5]\d)"
        rf"(?::(?P<second>[0-5]\d))?\s*(?P<half>[ap]\.?m\b\.?)?\s*\(?{_ZONE}\)?$",
        re.IGNORECASE,
    )
    for day in (rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}", rf"{_DAY}\s+{_MONTH},?\s+{_YEAR}")
)
"""A day and a clock time in words: "Mar. 4, 2025 10:00 PM EST", "Tuesday, 4 March 2025 at 22:00 CET"."""


def machine_moment(value: str) -> tuple[datetime, date] | None:
    """The moment in naive UTC and the day as written, of an ISO 8601, RFC 5322 or epoch value; None if it is neither.

    A value without a zone counts as UTC, one without a time as midnight.
    """
    text = value.strip()
    if re.fullmatch(r"1\d{9}(\d{3})?", text):
        moment = datetime(1970, 1, 1) + timedelta(seconds=int(text[:10]))
        return moment, moment.date()
    match = MACHINE.match(text) or _worded(text)
    try:
        local = _iso(match) if match else parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if not EARLIEST <= local.year <= LATEST:
        return None
    if local.replace(tzinfo=None) == datetime(1970, 1, 1):  # The beginning of computers' time: an empty field.
        return None
    offset = local.utcoffset() or timedelta()
    plain = local.replace(tzinfo=None, microsecond=0)
    return plain - offset, plain.date()


def precision_of(value: str) -> tuple[str, str | None]:
    """How exact a machine-written value is ("second", "minute", "day") and its zone as written; None if not told."""
    text = value.strip()
    match = MACHINE.match(text) or _worded(text)
    if match is None:
        zone = re.search(r"\s([+-]\d{4}|[A-Z]{2,4})$", text)
        return ("second" if re.search(r"\d:\d\d:\d\d", text) else "minute"), zone and zone[1]
    parts = match.groupdict()
    if parts["hour"] is None:
        return ("second", "Z") if re.fullmatch(r"1\d{9}(\d{3})?", text) else ("day", None)
    return ("minute" if parts["second"] is None else "second"), parts["zone"]


def _worded(text: str) -> re.Match[str] | None:
    return next((found for pattern in _WORDED if (found := pattern.match(text))), None)


def _iso(match: re.Match[str]) -> datetime:
    parts = match.groupdict()
    month = (parts["month"] or "").lower()
    numbers = [int(parts[name] or 0) for name in ("year", "day", "hour", "minute", "second")]
    numbers.insert(1, MONTHS[month] if month in MONTHS else int(month))
    if half := parts.get("half"):
        numbers[3] = numbers[3] % 12 + (12 if half[0] in "pP" else 0)
    zone = (parts["zone"] or "Z").upper()
    zone = ZONES.get(zone, zone)
    digits = zone[1:].replace(":", "").ljust(4, "0")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return datetime(*numbers, tzinfo=timezone(-shift if zone[0] == "-" else shift))  # type: ignore[misc, arg-type]


def printed_date(text: str) -> date | None:
    """The first full date (with its year) printed in a line, such as "8 March 2025", "Mar. 8, 2025" or "2025-03-08".

    Of slashed dates only those are read that can be read one way. None if there is none.
    """
    found: list[tuple[int, date]] = []
    for pattern in PRINTED:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = MONTHS[parts["month"].lower()] if parts.get("month") else int(parts["number"])
            day = _day(int(parts["year"]), month, int(parts["day"]))
            if day is not None:
                found.append((match.start(), day))
                break
    slashed = SLASHED.search(text)
    if slashed:
        first, second, year = int(slashed["first"]), int(slashed["second"]), int(slashed["year"])
        readings = {_day(year, second, first), _day(year, first, second)} - {None}
        if len(readings) == 1:
            found.append((slashed.start(), readings.pop()))  # type: ignore[arg-type]
    return min(found)[1] if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
