"""What the readers of days share: the phrase found, its context, and whether its sentence looks ahead."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from checks.claims.calendars import Span, add_days, part_of_span, year_span
from checks.claims.number_words import SMALL

DayPrecision = Literal["hour", "day", "week", "month", "season", "quarter", "year", "decade", "century"]


@dataclass(frozen=True, slots=True)
class Day:
    """A phrase that names a day or a longer period; `span` is None when it leans on a day that is not known here.

    `precision` is the unit the phrase names; `hours` the minutes of a part of day it also names; `ranged` marks an
    interval said as such («6 to 8 March»), `counted` one whose number is a length of time too («the past three years»).
    """

    start: int
    end: int
    span: Span | None
    precision: DayPrecision
    relative: bool = False
    weekday: int | None = None
    hours: tuple[int, int] | None = None
    ranged: bool = False
    relation: Literal["before", "after"] | None = None
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """The text and the day it was published on."""

    text: str
    published: date | None

    def left(self, start: int, width: int) -> str:
        """Up to `width` characters before `start`."""
        return self.text[max(0, start - width) : start]


Reader = Callable[[re.Match[str], Context], "Day | None"]


ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
]
_ONES = "|".join(w for w, n in SMALL.items() if n < 10)
COUNT = (
    rf"(?:\d{{1,4}}|(?:{'|'.join(w for w, n in SMALL.items() if n >= 20)})(?:[-\s](?:{_ONES}))?"
    rf"|{'|'.join(sorted(SMALL, key=len, reverse=True))})"
)
UNITS = r"(?:seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|years?|decades?|century|centuries)"
PART_LEFT = re.compile(
    r"(?<!\w)(?P<part>early|mid|late|(?:the\s+)?(?:start|beginning|end|middle|close|turn)\s+of|midway\s+through)"
    r"(?:[\s-]+(?:in\s+)?)(?:the\s+)?\Z",
    re.IGNORECASE,
)
_PART_KEYS = {
    "early": "early", "start": "start", "beginning": "start", "turn": "start", "mid": "mid", "middle": "mid",
    "midway": "mid", "late": "late", "end": "end", "close": "end",
}  # fmt: skip
_AHEAD = (
    r"will|['’]ll|shall|won['’]t|would(?!\s+have)|going\s+to|due|scheduled|expect(?:s|ed|ing)?|plan(?:s|ned|ning)?\s+(?:to|for)|"
    r"set\s+(?:to|for)|to\s+be|ahead\s+of|hop(?:es|ed|ing)\s+to|aims?\s+to|intends?\s+to|upcoming|coming|must|should|(?:is|are|has|have|had)\s+to|deadline|"
    r"until|till|expires|begins|opens|starts|takes\s+place"
)
_PAST = (
    r"[a-z]{3,}ed|said|told|wrote|saw|came|went|began|took|met|gave|made|fell|rose|held|left|spoke|was|were|had|did|won|lost|sank|broke|"
    r"struck|hit|flew|ran|sent|shot|sought|thought|found|became|brought|stood|grew|has|(?<!\bwill\s)(?<!\bshall\s)have"
)
_AHEAD_LEFT = re.compile(rf"\b(?:{_AHEAD})\b", re.IGNORECASE)
_FIRST_RIGHT = re.compile(
    rf"\b(?:(?P<ahead>{_AHEAD})|(?P<open>is|are|am|does|do|says?|means?|[a-z]{{3,}}ing)|{_PAST})\b", re.IGNORECASE
)
_LAST_PAST = re.compile(rf"(?<!\bbe\s)\b(?:{_PAST})\b(?!.*(?<!\bbe\s)\b(?:{_PAST})\b)", re.IGNORECASE | re.DOTALL)
_UNTENSED = re.compile(r"\b(?:to\s+[a-z]+|if|when|once|may|might|could)\b", re.IGNORECASE)
_JUST_PAST = re.compile(
    rf"(?<!\bbe\s)\b(?:{_PAST})(?:\s+(?:on|early|late|earlier|in|here|there|reporters|journalists|that|out|off|down|up|at))*\s+\Z"
)
_FUTURE_NAMED = re.compile(
    r"(?:\b(?:is|are|comes|come|falls|fall)\s+(?:on|in)\s+(?:early\s+|late\s+)?"
    r"|(?:due|scheduled|planned|expected|set)\s+(?:(?:on|for|in|by|before|at|until)\s+)?"
    r"|(?<!\bfrom)\s+for\s+(?:the\s+)?(?:early\s+|late\s+|next\s+)?)\Z",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:until|till)\s+(?:the\s+)?\Z", re.IGNORECASE)
# «who until May led»: the verb right after the month
_DID_NEXT = re.compile(r"\S+\s+(?:[a-z]{3,}ed|was|were|had|led|ran|held|kept)\b")
_REPORTED = re.compile(
    r"\b(?:said|says|told|wrote|announced|added|warned|confirmed|posted|tweeted|declared|admitted|denied|claimed|reported)\b"
    r"(?!\s+(?:that\s+)?(?:it|he|she|they|the|there|a|an)\b)(?!.*\b(?:will|would|to)\b)",
    re.IGNORECASE | re.DOTALL,
)
# not the point of an initial or a title («Ann B. Lee», «Gov. Lee»)
_SENTENCE_END = re.compile(
    r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\bMrs)(?<!\bSen)(?<!\bGov)(?<!\bRep)(?<!\bGen)[.;!?]\s|[\n“”\"]"
)


Direction = Literal["ahead", "past", "open"]


def direction(text: str, start: int) -> Direction:
    """Where a sentence looks: «will … on Monday» and «On Monday the court is to …» ahead, «fell in May» back.

    The words before decide («would resign, she said by radio on Monday» is past all the same); where they have no
    verb, the first verb after does.
    """
    left = _SENTENCE_END.split(text[max(0, start - 100) : start])[-1]
    if _FUTURE_NAMED.search(left):
        return "ahead"
    if _JUST_PAST.search(left) or _REPORTED.search(left) or (_UNTIL.search(left) and _DID_NEXT.match(text, start)):
        return "past"
    past, ahead = _LAST_PAST.search(left), max((m.end() for m in _AHEAD_LEFT.finditer(left)), default=-1)
    if past and past.start() > ahead:
        return "open" if _UNTENSED.search(left, past.end()) else "past"
    if ahead >= 0:
        return "ahead"
    return _by_first_verb(_SENTENCE_END.split(text[start : start + 100])[0])


def _by_first_verb(right: str) -> Direction:
    first = _FIRST_RIGHT.search(right)
    if not first or first.group("open"):
        return "open"
    return "ahead" if first.group("ahead") else "past"


def looks_ahead(text: str, start: int) -> bool:
    """Whether the sentence around `start` speaks of what is to come."""
    return direction(text, start) == "ahead"


_WEEK_LEFT = re.compile(
    r"(?<!\w)(?:the\s+)?(?:very\s+)?(?P<nth>first|second|third|fourth|last|final)\s+(?:few\s+)?"
    r"(?P<what>week|days|half|fortnight)\s+(?:of|in)\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_WEEKS = {"first": (0, 6), "second": (7, 13), "third": (14, 20), "fourth": (21, 27)}


def cut_by_left(found: Day, text: str) -> Day:
    """The part of a period that the words before it name: «early August», «the end of 2023», «the first week of
    April».
    """
    if found.precision == "day" or found.ranged or found.relation:
        return found
    span = found.span
    if match := PART_LEFT.search(text, max(0, found.start - 30), found.start):
        key = _PART_KEYS[re.sub(r"^the\s+", "", match.group("part").lower()).split()[0]]
        if span and found.precision == "decade":
            first = span[0].year
            low, high = {"early": (0, 3), "start": (0, 2), "mid": (4, 6), "late": (7, 9), "end": (8, 9)}[key]
            span = year_span(first + low, first + high)
        elif span:
            span = part_of_span(span, key)
        return replace(found, start=match.start(), span=span)
    week = _WEEK_LEFT.search(text, max(0, found.start - 34), found.start) if found.precision == "month" else None
    return replace(found, start=week.start(), span=_week_of(span, week) if span else None) if week else found


def _week_of(month: Span, match: re.Match[str]) -> Span:
    nth, what = match.group("nth").lower(), match.group("what").lower()
    if what == "half":
        middle = add_days(month[0], 14)
        return (month[0], middle) if nth == "first" else (add_days(middle, 1), month[1])
    length = {"week": 6, "days": 6, "fortnight": 13}[what]
    if nth in ("last", "final"):
        return add_days(month[1], -length), month[1]
    low, high = _WEEKS[nth]
    return add_days(month[0], low), add_days(month[0], max(high, length))


def count_of(word: str) -> int | None:
    """The number that a count word says: "24", "twenty-four", "a couple of"; None for a loose one ("several")."""
    word = re.sub(r"\s+", " ", word.lower())
    if word.isdigit():
        return int(word) if len(word) < 5 else None
    words = re.split(r"[\s-]+", word)
    loose = {"a": 1, "an": 1, "a couple of": 2, "couple of": 2, "the": 1}
    return loose.get(word) or (sum(SMALL[w] for w in words) if all(w in SMALL for w in words) else None)


_PRECISIONS: dict[str, DayPrecision] = {
    "second": "hour", "minute": "hour", "hour": "hour", "day": "day", "weekend": "day", "week": "week",
    "fortnight": "week", "month": "month", "quarter": "quarter", "year": "year", "decade": "decade",
    "century": "century",
}  # fmt: skip


def precision_of(unit: str) -> DayPrecision:
    """The precision of a phrase that counts in `unit`; a fortnight is as precise as a week."""
    return _PRECISIONS[unit]
