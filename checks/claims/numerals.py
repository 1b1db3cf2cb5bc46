"""Numbers as English writes them, in digits and in words, with the place value of their last figure.

A numeral says only how much; what it is a number of, and how it is bounded, is told in `quantities`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from checks.claims.number_words import (
    LOOSE,
    ONES,
    ORDINALS,
    PARTS,
    SCALES,
    SMALL,
    TEENS,
    TENS,
    VULGAR,
    WORD,
    plain_number,
    step_of,
    words_value,
)

NumeralKind = Literal["cardinal", "fraction", "ordinal", "zero"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at `start`..`end`: `low` and `high` differ only for loose words ("several", "dozens").

    `step` is the place value of the last figure that says something: 10 for 1,140, 100,000 for "1.2 million". `scale`
    is the power that a last scale word gave ("9 million": 1e6); `glued` are letters that follow the digits unspaced.
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


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_SMALL = rf"(?:(?:{_any(TENS)})(?:[-\s](?:{_any(ONES)}))?|{_any(TEENS)}|{_any(ONES)})"
_BIG = "hundred|thousand|million|billion|trillion|dozen"
_BIGS = "thousands|millions|billions|trillions"
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f\u2009 ]\d{3})+(?![\d,.]\d|\d)|\d{1,3}(?:\.\d{3}){2,}"
    r"|\d+(?:\.\d+)?)(?!\d|[,.:/]\d)"
)
_WHOLE = "of|the|its|his|her|their|our|my|those|these|all|them"
_SINGLE_PARTS = "third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|hundredth"
# «a third» is a part before "of", a comma or a function word, and the third of a row before a noun («a third man»)
_AFTER_PART = (
    r"(?=\s+(?:of|or|and|in|on|at|to|from|by|than|less|more|fewer|higher|lower|were|was|are|is|had|have|said|did|do|would|could|since|"
    r"over|during|between|after|before|this|last|that|compared)\b|[.,;:)]|\Z)"
)
_RATIO_TAIL = r"(?=\s*[.,;:)]|\s+(?:ha[sd]|have|was|were|is|are|went|will|would|of\s+them)\b|\Z)"
_PATTERN = rf"""(?<![\w#@])(?<!\d[.,:/])(?:
    (?P<ratio>(?:{_SMALL}|\d{{1,2}})\s+(?:(?:in|out\s+of)\s+(?:every\s+)?|of\s+every\s+|of\s+(?=(?:10|100|ten)\s+[a-z]))(?:{_SMALL}|\d{{1,5}})\b(?![-,.:]\d))
  | (?P<ratio_of>(?:{_SMALL}|\d{{1,2}})\s+[a-z]+\s+(?:in|out\s+of)\s+(?:every\s+)?(?:{_SMALL}|100|10|\d)\b{_RATIO_TAIL})
  | (?P<piece>(?:half|(?:a|one|three)[\s-]+quarters?\s+of)\s+an?\s+(?P<piecescale>{_BIG}))\b
  | (?P<part>(?:{_SMALL}|an?)[\s-]+(?:(?:half|quarter|{_SINGLE_PARTS}){_AFTER_PART}|(?:{_SINGLE_PARTS}|quarter)s)\b(?!-)
       |half(?:\s+an?\b(?!\s+(?:of|lot|chance))|(?=\s+(?:{_WHOLE})\b)))
  | (?P<loose>(?:tens|hundreds)\s+of\s+(?:{_BIGS})|dozens|scores(?=\s+of\b)|hundreds|{_BIGS}
       |(?:several|a\s+few|a\s+handful(?=\s+of\b)|a\s+couple(?=\s+(?:of|more|{_BIG})\b))(?:\s+of\b)?(?:\s+(?:{_BIG}))?)\b
  | (?P<ordinal>(?:(?:{_any(TENS)})-)?(?:{_any(ORDINALS)})\b|\d{{1,3}}(?:st|nd|rd|th)\b)
  | (?P<digits>{_DIGITS})(?P<vulgar>\s?[½¼¾⅓⅔⅕⅛])?
       (?:[\s\u00a0-]?(?P<scale>{_BIG}|mn|mln|bn|bln|tn|trn)\b|(?P<glued>[A-Za-z°º²³/%]+)?)
  | (?P<bare>[½¼¾⅓⅔])
  | (?P<words>(?:{_any(SMALL)}|an?(?=[\s-]+(?:{_BIG})\b))(?:(?:[\s-]+and[\s-]+|[\s-]+)(?:{_any(SMALL)}|{_BIG}))*)\b
       (?:\s+and\s+(?:a|one|two|three)[\s-]+(?P<tail>half|quarters?|thirds?)\b(?:\s+(?P<tailscale>{_BIG})\b)?)?
  | (?P<zero>none|nobody|no[\s-]one|zero|not\s+(?:a\s+single|one)|no(?=\s+[a-z-]+))\b
    )"""
_SCAN = re.compile(_PATTERN, re.VERBOSE | re.IGNORECASE)
# Where a ratio or a part turns out to be none («five in 2024»), its first word is still a number.
_PLAIN = re.compile(re.sub(r"\(\?P<(ratio|ratio_of|part)>", r"(?P<\1>(?!)", _PATTERN), re.VERBOSE | re.IGNORECASE)
# A cheap first look: where a numeral can begin at all. `_SCAN` then reads it from there.
_TRIGGER = re.compile(
    r"(?<![\w#@])(?:[\d½¼¾⅓⅔]|[Oo]ne|[Tt](?:wo|hree|en|hir|wel|wen|hous|rill)|[Ff](?:our|i[fv]|ort|irs)|[Ss](?:ix|eve|cor|eco)"
    r"|[Ee](?:igh|lev)|[Nn](?:ine|int|one|o[\s-]|obod|ot [ao])|[Hh](?:alf|undre)|[Dd]ozens|[MmBb]illions|[Zz]ero"
    r"|[Aa]n?[\s-]+(?:hund|thou|mill|bill|tril|doze|few|hand|coup|half|thir|quar|fif|four|six|seve|eigh|nin|tent))"
)


def numerals(text: str) -> Iterator[Numeral]:
    """Every numeral of `text` from left to right, never overlapping; a malformed one is passed over."""
    position = 0
    for trigger in _TRIGGER.finditer(text):
        start = trigger.start()
        if start < position:
            continue
        for pattern in (_SCAN, _PLAIN):
            match = pattern.match(text, start)
            found = _read(match) if match else None
            if found:
                position = found.end
                yield found
                break


def _read(match: re.Match[str]) -> Numeral | None:
    return next((read(match) for name, read in _READERS if match.group(name)), None)


def _share(match: re.Match[str], share: float, words: bool = True) -> Numeral:
    return Numeral(match.start(), match.end(), share, share, 0.01, "fraction", words)


def _ratio(match: re.Match[str]) -> Numeral | None:
    """«one in three», «nine out of ten», «nine shops in ten»."""
    left, right = re.split(r"\s+(?:in|(?:out\s+)?of)\s+(?:every\s+)?", match.group(), flags=re.IGNORECASE)[:2]
    part, whole = _small_number(left), _small_number(right)
    if not 0 < part < whole or (part > 1 and whole not in (3, 4, 5, 6, 7, 8, 9, 10, 20, 50, 100, 1000)):
        return None
    return _share(match, part / whole, not left[:1].isdigit())


def _small_number(text: str) -> float:
    digits = re.match(r"\s*(\d+)", text)
    return float(digits.group(1)) if digits else words_value(text.strip())[0]


def _piece(match: re.Match[str]) -> Numeral:
    """«half a million», «a quarter of a million»."""
    first = re.split(r"[\s-]", match.group().lower())[0]
    scale = SCALES[match.group("piecescale").lower()]
    value = {"half": 0.5, "a": 0.25, "one": 0.25, "three": 0.75}[first] * scale
    return Numeral(match.start(), match.end(), value, value, step_of(value), "cardinal", True, scale=scale)


def _part(match: re.Match[str]) -> Numeral | None:
    """«a third», «two fifths», «half the …»; None for more than a whole, and for "A third, …" at a start."""
    words = WORD.findall(match.group().lower())
    if words[0] == "half":
        ordered = re.search(
            r"\b(?:first|second|other|latter|top|bottom|better|final|last)\s\Z",
            match.string[max(0, match.start() - 8) : match.start()],
        )
        return None if ordered else _share(match, 0.5)
    name = next(w for w in words if w in PARTS)
    count = 1.0 if words[0] in ("a", "an") else words_value(match.group()[: match.group().lower().index(name)])[0]
    listed = match.group()[0] == "A" and match.string[match.end() : match.end() + 1] == ","
    rare = (
        PARTS[name] > 5 and name in ORDINALS and not re.match(r"\s+of\b", match.string[match.end() : match.end() + 4])
    )
    share = count / PARTS[name]
    if (count > 1) != name.endswith("s") or not 0 < share < 1 or listed or rare:
        return None
    return _share(match, share)


def _loose(match: re.Match[str]) -> Numeral:
    """«dozens», «tens of thousands», «several hundred»."""
    words = re.sub(r"\s+", " ", match.group("loose").lower())
    head = next(k for k in LOOSE if words.startswith(k))
    last = words.split()[-1].rstrip("s")
    scale = SCALES[last] if last in SCALES and words != head else 1.0
    low, high = (200, 999) if head == "hundreds" and scale > 1 else LOOSE[head]
    return Numeral(
        match.start(), match.end(), low * scale, high * scale, step_of(low * scale), "cardinal", True, loose=True
    )


def _ordinal(match: re.Match[str]) -> Numeral:
    word = match.group("ordinal").lower()
    tens, _, ones = word.rpartition("-")
    value = float(word[:-2]) if word[0].isdigit() else float(TENS.get(tens, 0) + ORDINALS[ones])
    return Numeral(match.start(), match.end(), value, value, 1, "ordinal", not word[0].isdigit())


def _digits(match: re.Match[str]) -> Numeral:
    mantissa = plain_number(match.group("digits")) + VULGAR.get((match.group("vulgar") or "").strip(), 0)
    glued, scale = match.group("glued") or "", SCALES.get((match.group("scale") or "").lower(), 1.0)
    value, end = round(mantissa * scale, 6), match.end() - len(glued)
    step = step_of(mantissa) * scale
    return Numeral(match.start(), end, value, value, step, "cardinal", False, scale=scale, glued=glued)


def _words(match: re.Match[str]) -> Numeral | None:
    value, length, scale = words_value(match.group("words"))
    if length == 0:
        return None
    step, end, dozen = step_of(value), match.start() + length, scale == SCALES["dozen"]
    if match.group("tail") and length == len(match.group("words")):
        count = {"two": 2, "three": 3}.get(WORD.findall(match.group()[length:])[1].lower(), 1)
        share, tail = (
            count / PARTS[match.group("tail").lower()],
            SCALES.get((match.group("tailscale") or "").lower(), 1.0),
        )
        value, step, end = (value + share * (value if scale > 1 else 1)) * tail, 0.5 * max(scale, tail), match.end()
    return Numeral(match.start(), end, value, value, 12 if dozen else step, "cardinal", True, scale=scale)


_READERS: tuple[tuple[str, Callable[[re.Match[str]], Numeral | None]], ...] = (
    ("ratio", _ratio),
    ("ratio_of", _ratio),
    ("piece", _piece),
    ("part", _part),
    ("loose", _loose),
    ("ordinal", _ordinal),
    ("digits", _digits),
    ("bare", lambda match: _share(match, VULGAR[match.group("bare")], False)),
    ("words", _words),
    ("zero", lambda match: Numeral(match.start(), match.end(), 0, 0, 1, "zero", True)),
)
