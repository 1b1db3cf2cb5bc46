"""Clock times and parts of the day, as minutes after midnight: «shortly after 7 p.m.», «half past nine», «overnight».

A part of day may pass 24:00: Saturday night is 18:00 to 29:00 (1080–1740) of Saturday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from checks.claims.number_words import SMALL
from checks.claims.windows import matches_near

DAY = 1440
PARTS = {
    "morning": (300, 719), "afternoon": (720, 1079), "evening": (1020, 1439), "night": (1080, 1740),
    "tonight": (1080, 1740), "midday": (690, 780), "lunchtime": (690, 840), "dawn": (240, 450),
    "daybreak": (240, 450), "sunrise": (240, 480), "dusk": (960, 1320), "sunset": (960, 1320),
    "nightfall": (1020, 1320), "early morning": (180, 539), "early hours": (0, 359), "small hours": (0, 359),
    "wee hours": (0, 359), "late morning": (600, 719), "early afternoon": (720, 899), "late afternoon": (900, 1079),
    "early evening": (1020, 1199), "late evening": (1200, 1439), "late night": (1260, 1740),
    "overnight": (1200, 1800), "mid-morning": (540, 660), "mid-afternoon": (840, 990), "early": (0, 539),
    "late": (1140, 1740),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day from `low` to `high`; `part` when it is a part of day; `half_day` when 12-hour and unsaid (8 or
    20?).
    """

    start: int
    end: int
    low: int | None
    high: int | None
    precision: Literal["minute", "hour", "part_of_day"]
    half_day: bool = False
    part: str | None = None


_HOUR_WORDS = "|".join(w for w, n in SMALL.items() if n <= 12)
_ONES = "|".join(w for w, n in SMALL.items() if n < 10)
_MINUTE_WORDS = rf"(?:(?:twenty|thirty|forty|fifty)[-\s](?:{_ONES})|{'|'.join(w for w, n in SMALL.items() if n <= 50)})"
_ZONE = (
    r"(?:\s(?:local\stime|GMT|UTC|BST|CET|CEST|EST|EDT|ET|PST|PDT|PT|MSK|Moscow\stime|Kyiv\stime|Eastern(?:\s[Tt]ime)?"
    r"|hrs|hours)\b)?"
)
_AMPM = r"(?:[aApP]\.\s?[mM]\.|[aApP][mM]\b)"

_CLOCK_HINT = re.compile(
    r"\d|['’]clock|\bhalf\s|[Nn]oon|[Mm]id(?:night|day)|\bpast\b|\bto\s(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
)
_PART_HINT = re.compile(r"morning|noon|evening|night|dawn|[Dd]aybreak|sunrise|[Dd]usk|sunset|lunchtime|hours")
_CLOCK = re.compile(
    rf"""(?<![\w.:,£$€/-])(?:
      (?P<h12>1[0-2]|0?[1-9])(?:[:.](?P<m12>[0-5]\d)(?:[:.][0-5]\d)?)?\s?(?P<ampm>{_AMPM})
    | (?P<h24>[01]?\d|2[0-4]):(?P<m24>[0-5]\d)(?![\d:])(?!\s?(?:per\s?cent|%))
    | (?P<h24b>[01]?\d|2[0-3])[.h](?P<m24b>[0-5]\d)(?=\s(?:GMT|UTC|BST|CET|local|hrs|hours|o'clock)\b)
    | (?P<mil>[01]\d[0-5]\d|2[0-3][0-5]\d)(?=\s?(?:GMT|UTC|hrs\b|hours\b|local))
    | (?P<oclock>1[0-2]|[1-9]|{_HOUR_WORDS})\s+o['’]clock
    | (?P<amount>half|(?:a\s+)?quarter|(?:{_MINUTE_WORDS}|\d{{1,2}})\s+minutes?
        |(?:(?<=at\s)|(?<=since\s)|(?<=until\s)|(?<=about\s)|(?<=around\s)){_MINUTE_WORDS})
      \s+(?P<dir>past|to)\s+(?P<hw>1[0-2]|[1-9]|{_HOUR_WORDS}|midnight|noon)\b
      (?!\s*(?:%|per|million|billion|people|[a-z]+s\b))
    | (?:(?<=at\s)|(?<=by\s)|(?<=since\s)|(?<=until\s)|(?<=about\s)|(?<=around\s)|(?<=before\s)|(?<=after\s)|(?<=as\s))
      half\s(?P<half>{_HOUR_WORDS})\b(?!\s+(?:per|million|billion|people|of|a|[a-z]+s)\b)
    | (?P<named>noon|midnight|midday)\b(?!-)
    ){_ZONE}""",
    re.VERBOSE | re.IGNORECASE,
)
_SINCE_HOUR = re.compile(rf"\b[Ss]ince\s+(?P<hour>{_HOUR_WORDS}),(?!\s+(?:and|but|he|she|they|when|the)\b)")
_WORD_HOUR = re.compile(
    rf"""\b(?P<lead>at|by|until|before|after|since|past|around|about|till|from)\s+(?P<hour>{_HOUR_WORDS}|1[0-2]|[1-9])
    (?=\s+(?:at\s+night|(?:in\s+the|this|that)\s+(?:morning|afternoon|evening)|that\s+night|tonight|last\s+night|yesterday
        |(?:till|until)\s+(?:{_HOUR_WORDS})(?=\s*[.,;]))\b
      |,\s+(?:and|but|he|she|they|when|the)\b|\s*[.;!?](?:\s|\Z)|,?\s+on\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)""",
    re.VERBOSE,
)
_PART = re.compile(
    r"\b(?:(?P<the>in|during|on|by|until|before|after|since|throughout|from|through)\s+the\s+|(?P<bare>at|by|before|until|since|after|around|towards?)\s+|\bthe\s+(?=[\w-]+(?:\s\w+)?\s+of\b))?"
    r"(?P<part>(?:early|late|mid)[\s-](?:morning|afternoon|evening|night)|(?:early|small|wee)\s+(?:morning\s+)?hours(?:\s+of\s+the\s+morning)?|"
    r"morning|afternoon|evening|night|overnight|dawn|daybreak|sunrise|dusk|sunset|nightfall|lunchtime)\b(?![-'’])",
    re.IGNORECASE,
)
_NEAR_BEFORE = re.compile(
    r"(?:(?P<after>(?:shortly|just|soon|immediately|moments|minutes|a\s+little)\s+(?:after|past))|(?P<before>(?:shortly|just|moments|minutes|a\s+little)\s+"
    r"before)|(?P<about>around|about|approximately|roughly|nearly|almost|close\s+to|towards?|sometime\s+around|circa))\s+(?:at\s+)?\Z",
    re.IGNORECASE,
)


def clocks(text: str) -> Iterator[Clock]:
    """The clock times of `text`, with the words that blur them ("shortly after") included."""
    for match in matches_near(_CLOCK, _CLOCK_HINT, text, 60, 40):
        if (minute := _minute(match)) is not None:
            yield _blurred(text, match.span(), minute, *_exactness(match))
    for match in (*_WORD_HOUR.finditer(text), *_SINCE_HOUR.finditer(text)):
        hour = _hour(match.group("hour"))
        yield _blurred(text, match.span("hour"), hour % 24 * 60, "hour", True)


def parts(text: str) -> Iterator[Clock]:
    """The parts of day of `text` that are named as a time ("in the morning", "overnight", "by dawn"; also bare, to be
    joined).
    """
    for match in matches_near(_PART, _PART_HINT, text, 40, 30):
        name = re.sub(r"\s+", " ", match.group("part").lower()).replace("-", " ")
        name = (
            "early hours"
            if "hours" in name
            else {"mid morning": "mid-morning", "mid afternoon": "mid-afternoon"}.get(name, name)
        )
        if name not in PARTS:
            name = name.split()[-1]
        low, high = PARTS[name]
        lead = match.group("the") or match.group("bare")
        kind = name if lead or name == "overnight" else f"bare {name}"
        yield Clock(match.start("part"), match.end(), low, high, "part_of_day", part=kind)


def _hour(word: str) -> int:
    return int(word) if word.isdigit() else SMALL[word.lower()]


def _exactness(match: re.Match[str]) -> tuple[Literal["minute", "hour"], bool]:
    exact = (
        match.group("m12")
        or match.group("h24")
        or match.group("h24b")
        or match.group("mil")
        or match.group("amount")
        or match.group("half")
    )
    open_half = bool(
        match.group("oclock")
        or match.group("half")
        or (match.group("amount") and match.group("hw").lower() not in ("midnight", "noon"))
    )
    return ("minute" if exact else "hour"), open_half


def _minute(match: re.Match[str]) -> int | None:
    if match.group("h12"):
        hour = int(match.group("h12")) % 12 + (12 if match.group("ampm").lower().startswith("p") else 0)
        return hour * 60 + int(match.group("m12") or 0)
    for h, m in (("h24", "m24"), ("h24b", "m24b")):
        if match.group(h):
            return (int(match.group(h)) * 60 + int(match.group(m))) % DAY
    if mil := match.group("mil"):
        return int(mil[:2]) * 60 + int(mil[2:])
    if whole := match.group("oclock") or match.group("half"):
        return _hour(whole) * 60 + (30 if match.group("half") else 0)
    if match.group("amount"):
        return _spoken(match)
    return {"noon": 720, "midday": 720, "midnight": 0}[match.group("named").lower()]


def _spoken(match: re.Match[str]) -> int | None:
    amount = re.sub(r"^a\s+|\s+minutes?$", "", match.group("amount").lower())
    minutes = {"half": 30, "quarter": 15}.get(amount)
    if minutes is None:
        minutes = int(amount) if amount.isdigit() else sum(SMALL[w] for w in re.split(r"[-\s]", amount))
    word = match.group("hw").lower()
    hour = {"midnight": 0, "noon": 12}.get(word) if not word.isdigit() else int(word)
    hour = SMALL[word] if hour is None else hour
    if minutes >= 60 or (amount == "half" and match.group("dir").lower() == "to"):
        return None
    return (hour * 60 + (minutes if match.group("dir").lower() == "past" else -minutes)) % DAY


def _blurred(text: str, span: tuple[int, int], minute: int, precision: Literal["minute", "hour"], half: bool) -> Clock:
    start, end = span
    low = high = minute
    left = text[max(0, start - 28) : start]
    if near := _NEAR_BEFORE.search(left):
        start -= len(left) - near.start()
        low, high = {
            "after": (minute, minute + 30),
            "before": (minute - 30, minute),
            "about": (minute - 20, minute + 20),
        }[str(near.lastgroup)]
        precision = "hour"
    return Clock(start, end, low, high, precision, half_day=half)
