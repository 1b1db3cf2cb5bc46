"""What a number counts: the noun after it, the whole after "of", or what those counted are said to be."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checks.claims.drafts import Draft
from checks.claims.nouns import STATES, Found, counted_noun, is_plural, single_noun, singular
from checks.claims.units import WORDS


@dataclass(frozen=True, slots=True)
class Counted:
    """The noun after a number, whether the number counts a part of a whole, and where the words end."""

    noun: str | None
    part_of: bool
    end: int


_OWNERS = "the|its|those|these|his|her|their|our|my|your|all"
OF = re.compile(
    rf"\s+of\s+(?P<part>(?:{_OWNERS}|them|us|you|whom|which)\b|(?=\d))?\s*(?:(?:{_OWNERS})\s+)?"
    r"(?P<whose>(?:[A-Z][\w.-]+\s+){0,2}[\w-]+['’]s\s+|[\w-]+s['’]\s+)?(?:\d[\d,]*\s+)?"
)
_PART_LEFT = re.compile(
    rf"(?:\bof\s+(?:(?:the|those|these|all)\s+){{1,2}}|\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|half|some|most|each|any|all|"
    rf"none|both|many|few|several|thirds?|quarters?|cent|percent|%)\s+of\s+(?:(?:{_OWNERS})\s+){{1,2}})\Z",
    re.IGNORECASE,
)
_DETERMINER = re.compile(rf"\s+(?:{_OWNERS})(?:\s+the)?\b")
_BE = re.compile(
    r"\s+(?:of\s+(?:them|whom|these|those)\s+)?(?:were|are|was|is)\s+(?:already\s+|also\s+)?(?P<what>[a-z]+)\b"
)
HYPHENATED = re.compile(r"-(?P<noun>[a-z]+)\b")


def counted(text: str, made: Draft, aged: bool) -> Counted:
    """What is counted: the noun that follows, the whole after "of", or what those counted are said to be."""
    end, numeral = made.end, made.numeral
    part = bool(_PART_LEFT.search(text, max(0, made.start - 26), made.start))
    of = OF.match(text, end)
    determiner = _DETERMINER.match(text, end) if numeral.kind == "fraction" or numeral.loose else None
    if aged:
        found = single_noun(text, end) if "-" in text[made.start : end] else None
    elif of:
        part = part or bool(of.group("part") or of.group("whose"))
        loose = numeral.loose or numeral.kind == "fraction" or (made.unit is not None and made.unit.kind == "percent")
        them = (of.group("part") or "") in ("them", "us", "you", "whom", "which")
        found = counted_noun(text, of.end(), strict=made.measured and not loose) if not them else None
        if not found and not them and (made.measured or loose):
            found = single_noun(text, of.end())
    elif made.measured:
        found = single_noun(text, end) if "-" in text[numeral.end : end] else None
    elif determiner:
        part, found = True, counted_noun(text, determiner.end(), strict=True)
    elif made.high == 1 and numeral.kind == "cardinal":
        found = single_noun(text, end)
    else:
        found = counted_noun(text, end) or _said_to_be(text, end)
    return Counted(found[0], part, found[1]) if found else Counted(None, part, end)


def _said_to_be(text: str, end: int) -> Found | None:
    """«16 were nurses», «26 of whom are missing»."""
    be = _BE.match(text, end)
    what = be.group("what") if be else ""
    return (singular(what), be.end()) if be and (is_plural(what) or what in STATES) else None


def hyphen_noun(word: str) -> str | None:
    """The counted noun of a compound («40-page report»), None where the compound counts nothing («three-way»)."""
    return None if word in WORDS["not_counted"] or word.endswith(("ed", "ing")) else singular(word)
