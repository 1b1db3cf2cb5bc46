"""Numbers as English writes them, in digits and in words, with the place value of their last figure.

A numeral says only how much; what it is a number of, and how it is bounded, is told in `quantities`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

NumeralKind = Literal["cardinal", "fraction", "ordinal", "zero"]

_ONES = {w: i for i, w in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1)}
_TEENS = {
    w: i
    for i, w in enumerate(
        ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
        10,
    )
}
_TENS = {
    w: 10 * i for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
SMALL = {**_ONES, **_TEENS, **_TENS}
_SCALES: dict[str, float] = {
    "hundred": 1e2, "dozen": 12, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "mn": 1e6, "mln": 1e6, "m": 1e6, "bn": 1e9, "bln": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12, "k": 1e3,
}  # fmt: skip
_ORDINALS = {
    w: i
    for i, w in enumerate(
        [
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
        ],
        1,
    )
} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8,
    "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10, "hundredth": 100, "hundredths": 100,
}  # fmt: skip
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2, "⅛": 0.125}
# What a loose plural can stand for; generous above, so that "thousands" and "30,000" do not exclude each other.
_LOOSE: dict[str, tuple[float, float]] = {
    "dozens": (24, 199), "scores": (40, 199), "tens": (20, 99), "hundreds": (200, 1999), "thousands": (2e3, 99_999),
    "millions": (2e6, 99e6), "billions": (2e9, 99e9), "trillions": (2e12, 99e12), "several": (3, 9), "a few": (2, 7),
    "a handful": (2, 9), "a couple": (2, 3),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at `start`..`end`: `low` and `high` differ only for loose words ("several", "dozens").

    `scale` is the power a last scale word gave ("9 million": 1e6); `glued` are letters that follow the digits unspaced. `step` is the place value of the last figure that says something: 10 for 1,140, 100,000 for "1.2 million".
    """

    start: int
    end: int
    low: float
    high: float
    step: float
    kind: NumeralKind
    words: bool
    loose: bool = False
    scale: float = 1.0
    glued: str = ""


def _any(words: object) -> str:
    return "|".join(sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


_SMALL_RE = rf"(?:(?:{_any(_TENS)})(?:[-\s](?:{_any(_ONES)}))?|{_any(_TEENS)}|{_any(_ONES)})"
_BIG = "hundred|thousand|million|billion|trillion|dozen"
_PLURAL_SCALE = "thousands|millions|billions|trillions"
_WORD = rf"(?:{_any(SMALL)}|{_BIG})"
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f\u2009 ]\d{3})+(?![\d,.]\d|\d)|\d{1,3}(?:\.\d{3}){2,}"
    r"|\d+(?:\.\d+)?)(?!\d|[,.:/]\d)"
)
_HALF_LEFT = r"of|the|its|his|her|their|our|my|those|these|all|them"

_SCAN = re.compile(
    rf"""(?<![\w#@])(?<!\d[.,:/])(?:
    (?P<ratio>(?:{_SMALL_RE}|\d{{1,2}})\s+(?:in|out\s+of)\s+(?:every\s+)?(?:{_SMALL_RE}|\d{{1,5}})\b(?![-,.:]\d))
  | (?P<piece>(?:half|(?:a|one|three)[\s-]+quarters?\s+of)\s+an?\s+(?P<piecescale>{_BIG}))\b
  | (?P<part>(?:(?:{_SMALL_RE}|an?)[\s-]+(?:{_any(_PARTS)})\b)
       |half(?:\s+an?\b(?!\s+(?:of|lot|chance))|(?=\s+(?:{_HALF_LEFT})\b)))
  | (?P<loose>(?:tens|hundreds)\s+of\s+(?:{_PLURAL_SCALE})|dozens|scores(?=\s+of\b)|hundreds|{_PLURAL_SCALE}
       |(?:several|a\s+few|a\s+handful|a\s+couple)(?:\s+of\b)?(?:\s+(?:{_BIG}))?)\b
  | (?P<ordinal>(?:(?:{_any(_TENS)})-)?(?:{_any(_ORDINALS)})\b|\d{{1,3}}(?:st|nd|rd|th)\b)
  | (?P<digits>{_DIGITS})(?P<vulgar>\s?[½¼¾⅓⅔⅕⅛])?(?:[\s\u00a0-]?(?P<scale>{_BIG}|mn|mln|bn|bln|tn|trn)\b|(?P<glued>[A-Za-z°º²³/%]+)?)
  | (?P<bare>[½¼¾⅓⅔])
  | (?P<words>(?:{_any(SMALL)}|an?(?=[\s-]+(?:{_BIG})\b))(?:(?:[\s-]+and[\s-]+|[\s-]+){_WORD})*)\b
       (?:\s+and\s+(?:a|one|two|three)[\s-]+(?P<tail>half|quarters?|thirds?)\b(?:\s+(?P<tailscale>{_BIG})\b)?)?
  | (?P<zero>none|nobody|no[\s-]one|zero|not\s+a\s+single|no(?=\s+[a-z-]+))\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# A cheap first look: where a numeral can begin at all. `_SCAN` then reads it from there.
_TRIGGER = re.compile(
    r"(?<![\w#@])(?:[\d½¼¾⅓⅔]|[Oo]ne|[Tt](?:wo|hree|en|hir|wel|wen|hous|rill)|[Ff](?:our|i[fv]|ort|irs)|[Ss](?:ix|eve|cor|eco)"
    r"|[Ee](?:igh|lev)|[Nn](?:ine|int|one|o[\s-]|obod|ot a )|[Hh](?:alf|undre)|[Dd]ozens|[Mm]illions|[Bb]illions|[Zz]ero"
    r"|[Aa]n?[\s-]+(?:hund|thou|mill|bill|tril|doze|few|hand|coup|half|thir|quar|fif|four|six|seve|eigh|nin|tent))"
)
_TOKEN = re.compile(r"[a-z]+", re.IGNORECASE)


def _words_value(text: str) -> tuple[float, int, float]:
    """Value of the longest well-formed number at the start of `text`, the characters it takes, and its last scale."""
    total, group, last, end, joined, scaled = 0.0, None, float("inf"), 0, False, 1.0
    for token in _TOKEN.finditer(text):
        word = token.group().lower()
        if word in ("a", "an"):
            group = 1.0
            continue
        if word == "and":
            if not (scaled > 1 or (group and group % 100 == 0)):
                break
            joined = True
            continue
        value = SMALL.get(word)
        if value is not None:
            scaled = 1.0 if total == 0 else scaled
            if group is None:
                group = float(value)
            elif group % 100 == 0 or (value < 10 and group % 100 >= 20 and group % 10 == 0 and not joined):
                group += value
            else:
                break
        elif word == "hundred":
            if group is None or not 1 <= group < 100:
                break
            group, scaled = group * 100, 100.0
        else:
            scale = _SCALES[word]
            if group is None or scale >= last:
                break
            total, group, last, scaled = total + group * scale, None, scale, scale
        joined, end = False, token.end()
    return total + (group or 0), end, scaled


def step_of(value: float) -> float:
    """The place value of the last non-zero figure of `value`: 100 for 1,200, 0.5 for 2.5, 1 for 24 (1 for nought)."""
    if value == 0 or value != value or abs(value) == float("inf"):
        return 1.0
    digits = f"{abs(value):.6f}".rstrip("0")
    whole, _, decimals = digits.partition(".")
    if decimals:
        return float(10.0 ** -len(decimals))
    return float(10 ** (len(whole) - len(whole.rstrip("0"))))


def plain_number(text: str) -> float:
    """The value of digits with separators: "1,140", "1 140", "1.140.000", "2.5"."""
    bare = re.sub(r"[\s,\u00a0\u202f\u2009]", "", text)
    return float(bare.replace(".", "") if bare.count(".") > 1 else bare)


def _piece(match: re.Match[str]) -> Numeral:
    first = match.group().split()[0].split("-")[0].lower()
    scale = _SCALES[match.group("piecescale").lower()]
    value = {"half": 0.5, "a": 0.25, "one": 0.25, "three": 0.75}[first] * scale
    return Numeral(match.start(), match.end(), value, value, step_of(value), "cardinal", True, scale=scale)


def _small_number(text: str) -> float:
    text = text.strip().lower()
    return plain_number(text) if text[:1].isdigit() else _words_value(text)[0]


def _ratio(match: re.Match[str]) -> Numeral | None:
    left, right = re.split(r"\s+(?:in|out\s+of)\s+(?:every\s+)?", match.group(), flags=re.IGNORECASE)[:2]
    part, whole = _small_number(left), _small_number(right)
    if not 0 < part < whole or (part > 1 and whole not in (3, 4, 5, 6, 7, 8, 9, 10, 20, 50, 100, 1000)):
        return None
    share = part / whole
    return Numeral(match.start(), match.end(), share, share, 0.01, "fraction", not left[:1].isdigit())


def _part(match: re.Match[str]) -> Numeral | None:
    words = _TOKEN.findall(match.group().lower())
    if words[0] == "half":
        return Numeral(match.start(), match.end(), 0.5, 0.5, 0.05, "fraction", True)
    name = next(w for w in words if w in _PARTS)
    head = match.group()[: match.group().lower().index(name)]
    count = 1.0 if words[0] in ("a", "an") else _words_value(head)[0]
    if count > 1 and not name.endswith("s"):
        return None
    share = count / _PARTS[name]
    return Numeral(match.start(), match.end(), share, share, 0.01, "fraction", True) if 0 < share < 1 else None


def _loose(match: re.Match[str]) -> Numeral:
    words = re.sub(r"\s+", " ", match.group("loose").lower())
    head, _, tail = words.partition(" of ")
    low, high = _LOOSE.get(head, (0.0, 0.0))
    if tail in _SCALES or tail.rstrip("s") in _SCALES:
        scale = _SCALES[tail.rstrip("s")]
        low, high = ((2e2, 999) if head == "hundreds" else (low, high)) if head in _LOOSE else (low, high)
        low, high = low * scale, high * scale
    elif head not in _LOOSE:
        name = next(k for k in _LOOSE if head.startswith(k))
        scale = _SCALES[head.split()[-1]] if head.split()[-1] in _SCALES else 1.0
        low, high = _LOOSE[name][0] * scale, _LOOSE[name][1] * scale
    return Numeral(match.start(), match.end(), low, high, step_of(low), "cardinal", True, loose=True)


def _ordinal(match: re.Match[str]) -> Numeral:
    word = match.group("ordinal").lower()
    if word[0].isdigit():
        value = float(re.match(r"\d+", word).group())  # type: ignore[union-attr]
    else:
        tens, _, ones = word.rpartition("-")
        value = float(_TENS.get(tens, 0) + _ORDINALS[ones])
    return Numeral(match.start(), match.end(), value, value, 1, "ordinal", not word[0].isdigit())


def _digits(match: re.Match[str]) -> Numeral:
    mantissa = plain_number(match.group("digits")) + _VULGAR.get((match.group("vulgar") or "").strip(), 0)
    glued, scale_word = match.group("glued") or "", (match.group("scale") or "").lower()
    scale = _SCALES.get(scale_word, 1.0)
    step = step_of(mantissa) * scale
    end = match.end() - len(glued)
    value = mantissa * scale
    return Numeral(match.start(), end, value, value, step, "cardinal", False, scale=scale, glued=glued)


def _words(match: re.Match[str]) -> Numeral | None:
    value, length, scaled = _words_value(match.group("words"))
    if length == 0:
        return None
    step, end = step_of(value), match.start() + length
    if match.group("tail") and " and " in match.group()[length:]:
        count = {"two": 2, "three": 3}.get(match.group()[length:].split()[1].split("-")[0], 1)
        share = count / _PARTS[match.group("tail").lower()]
        scale = _SCALES.get((match.group("tailscale") or "").lower(), 1.0)
        value, end = (value + share * (value if scaled > 1 else 1)) * scale, match.end()
        step = 0.5 * scale
    if re.search(r"\bdozen\b", match.group()[:length], re.IGNORECASE):
        return Numeral(match.start(), end, value, value, 12, "cardinal", True, scale=12)
    return Numeral(match.start(), end, value, value, step, "cardinal", True, scale=scaled)


def numerals(text: str) -> Iterator[Numeral]:
    """Every numeral of `text` from left to right, never overlapping; a malformed one is passed over."""
    position = 0
    for trigger in _TRIGGER.finditer(text):
        start = trigger.start()
        if start < position or not (match := _SCAN.match(text, start)):
            continue
        found = _read(match)
        if found is None and (again := _PLAIN.match(text, start)):
            found = _read(again)
        if found:
            position = found.end
            yield found


# Where a ratio or a fraction turns out to be none ("five in 2024", "two third"), its first word is still a number.
_PLAIN = re.compile(
    _SCAN.pattern.replace("(?P<ratio>", "(?P<ratio>(?!)").replace("(?P<part>", "(?P<part>(?!)"),
    re.VERBOSE | re.IGNORECASE,
)


def _read(match: re.Match[str]) -> Numeral | None:
    if match.group("ratio"):
        return _ratio(match)
    if match.group("piece"):
        return _piece(match)
    if match.group("part"):
        return _part(match)
    if match.group("loose"):
        return _loose(match)
    if match.group("ordinal"):
        return _ordinal(match)
    if match.group("digits"):
        return _digits(match)
    if match.group("bare"):
        share = _VULGAR[match.group("bare")]
        return Numeral(match.start(), match.end(), share, share, 0.01, "fraction", False)
    if match.group("words"):
        return _words(match)
    return Numeral(match.start(), match.end(), 0, 0, 1, "zero", True)
