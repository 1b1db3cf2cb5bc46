"""How many of what: the quantities of an English text as intervals, with unit, counted noun and bound.

Pure and without a tagger: numerals are found by pattern, and what stands left and right of each decides. Years,
dates, clock times, ids, phone and version numbers, addresses and numbers in names are covered over first and are no
quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, cast

from checks.claims.ages import age
from checks.claims.bounds import AFTER, Form, bound_before, interval
from checks.claims.counted import HYPHENATED, OF, Counted, hyphen_noun
from checks.claims.counted import counted as counted_by
from checks.claims.dates import taken
from checks.claims.drafts import Draft, draft, join, total
from checks.claims.masks import DESIGNATED, cover
from checks.claims.nouns import STATES, counted_noun, single_noun
from checks.claims.numerals import Numeral, numerals
from checks.claims.units import WORDS

Kind = Literal["count", "money", "percent", "measure", "duration", "age", "ordinal", "fraction", "score", "temperature"]
_YEAR_SECONDS = 31_557_600


@dataclass(frozen=True, slots=True)
class Quantity:
    """«`low`..`high` `noun`s (or `unit`s)», written as `text` = the text from `start` to `end` (bound and unit
    included).

    `low` and `high` are inclusive and in `unit`; an open bound is infinite. `base_low`, `base_high` are in
    `base_unit` (second, metre, kg, square_metre, cubic_metre, byte, watt, watt_hour, metre_per_second, celsius,
    "share" for percent and fractions, "year" for an age, else the unit or currency itself), None for a bare count.
    `step` is the place value of the last figure written (100,000 for "1.2 million"). `part_of` marks a part or its
    whole («one of the …», «of the 24»); `per` what a rate is by («a day»). A score keeps its figures in the order
    written.
    """

    start: int
    end: int
    text: str
    low: float
    high: float
    form: Form
    unit: str | None
    noun: str | None
    ordinal: bool
    kind: Kind
    part_of: bool = False
    step: float = 1.0
    per: str | None = None
    base_low: float | None = None
    base_high: float | None = None
    base_unit: str | None = None


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of `text` in order; no two overlap."""
    return tuple(_quantities(text, cover(text, taken(text))))


def _quantities(text: str, covered: str) -> Iterator[Quantity]:
    found = list(numerals(covered))
    index, position = 0, 0
    while index < len(found):
        made, used = _quantities_at(text, covered, found, index)
        for quantity in made:
            if quantity.start >= position:
                yield quantity
                position = quantity.end
        index += used
        while index < len(found) and found[index].start < position:
            index += 1


def _quantities_at(text: str, covered: str, found: list[Numeral], index: int) -> tuple[list[Quantity], int]:
    numeral = found[index]
    if numeral.kind in ("ordinal", "zero"):
        read = _ordinal if numeral.kind == "ordinal" else _zero
        made = read(text, covered, numeral)
        return ([made] if made else []), 1
    drafts, used = [draft(covered, numeral)], 1
    if index + 1 < len(found) and found[index + 1].kind in ("cardinal", "fraction") and not drafts[0].rejected:
        joined = join(covered, drafts[0], draft(covered, found[index + 1], drafts[0].currency))
        drafts, used = (joined, 2) if joined else (drafts, 1)
    while len(drafts) == 1 and index + used < len(found):
        sum_of_both = total(covered, drafts[0], draft(covered, found[index + used]))
        if sum_of_both is None:
            break
        drafts, used = [sum_of_both], used + 1
    return [q for d in drafts if (q := _finish(text, covered, d))], used


_DOTTED = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # a count of people has no decimals: «1.140 people» is 1,140


def _finish(text: str, covered: str, made: Draft) -> Quantity | None:
    """The quantity that the draft turns out to be, or None when the number is a name, an idiom or a pronoun."""
    if made.rejected:
        return None
    aged = age(covered, made)
    if aged:
        made = replace(made, low=aged[0], high=aged[1], end=aged[2])
    elif covered[made.end : made.end + 1] == "s" and not made.numeral.words and not made.measured:
        return None
    hyphen = HYPHENATED.match(covered, made.end) if not (aged or made.measured) else None
    if hyphen:
        counted = Counted(hyphen_noun(hyphen.group("noun")), False, hyphen.end())
    else:
        counted = counted_by(covered, made, aged is not None)
    kind = _kind(made, aged is not None)
    if kind == "count" and counted.noun and _DOTTED.fullmatch(covered, made.numeral.start, made.numeral.end):
        made = replace(made, low=made.low * 1000, high=made.high * 1000, step=made.step * 1000)
    if _is_no_quantity(covered, made, kind, counted, bool(hyphen)):
        return None
    return _build(text, covered, made, kind, counted)


def _kind(made: Draft, aged: bool) -> Kind:
    if aged:
        return "age"
    if made.is_score:
        return "score"
    if made.currency:
        return "money"
    if made.unit:
        return cast(Kind, made.unit.kind)
    return "fraction" if made.numeral.kind == "fraction" and made.numeral.low < 1 else "count"


def _build(text: str, covered: str, made: Draft, kind: Kind, counted: Counted) -> Quantity:
    bound, start = bound_before(covered, made.start, kind, made.low, made.numeral.words)
    end, noun, noun_end = made.end, counted.noun, counted.end
    if after := AFTER.match(covered, end):
        end, bound = after.end(), bound or after.lastgroup
        found = counted_noun(covered, end) if noun is None else None
        noun, noun_end = found or (noun, max(end, noun_end))
    low, high, form = _interval(made, kind, bound)
    per = _PER.match(covered, noun_end) or _PER.match(covered, end)
    unit = made.currency or (made.unit.name if made.unit else "year" if kind == "age" else None)
    quantity = Quantity(
        start, end, text[start:end], low, high, form, unit, noun, False, kind, counted.part_of, made.step
    )
    return _based(quantity, made, per.group("per") if per and kind not in ("age", "score", "ordinal") else None)


def _interval(made: Draft, kind: Kind, bound: str | None) -> tuple[float, float, Form]:
    if kind == "score":
        return made.low, made.high, "exact"
    if made.numeral.scale == 12 and not bound and made.low == made.high:
        return round(made.low * 0.9, 6), round(made.high * 1.1, 6), "about"
    return interval(made.low, made.high, bound, made.step)


def _based(found: Quantity, made: Draft, per: str | None) -> Quantity:
    factor, offset, base = 1.0, 0.0, made.currency
    if found.kind == "fraction":
        base = "share"
    elif found.kind == "age":
        factor, base = (made.unit.factor / _YEAR_SECONDS if made.unit else 1.0), "year"
    elif made.unit is not None:
        factor, offset, base = made.unit.factor, made.unit.offset, made.unit.base
        if base == "metre" and per in _SPEED:
            factor, base, per = factor / _SPEED[per], "metre_per_second", None
    if base is None:
        return replace(found, per=per)
    return replace(
        found,
        per=per,
        base_low=round(found.low * factor + offset, 9),
        base_high=round(found.high * factor + offset, 9),
        base_unit=base,
    )


_SPEED = {"second": 1, "minute": 60, "hour": 3600}
_PER = re.compile(
    r"(?:\s+(?:per|an?|each|every)\s+|-an?-|/)(?P<per>second|minute|hour|day|night|week|month|year|person|head|capita|barrel|"
    r"tonne|ton|gallon|litre|liter|kilo|share|student|pupil|patient|household|\d[\d,]*)\b"
)
_NAME_BEFORE = re.compile(r"[^.!?\n:;\s\"“'‘(]\s+[A-Z][\w'’]*[a-z][\w'’]*\s\Z")
_ONE_PRONOUN = re.compile(
    r"\b(?:the|this|that|each|every|another|any|which|no|other|only|big|new|old|good|bad|right|wrong|last|next|first|a)\s+\Z",
    re.IGNORECASE,
)


def _is_no_quantity(text: str, made: Draft, kind: Kind, counted: Counted, hyphen: bool) -> bool:
    """«this one», «one day», «at one point», «one-sided»; «Apollo 13 landed»: a pronoun, an idiom, a name."""
    left, numeral = text[max(0, made.start - 40) : made.start], made.numeral
    if kind in ("count", "fraction") and hyphen and counted.noun is None and numeral.words:
        return numeral.low <= 10
    if kind in ("count", "fraction") and _in_a_name(text, made, counted.noun):
        return True
    if numeral.words and made.high == 1 and kind in ("count", "duration") and not made.is_range:
        if bound_before(text, made.start, kind, 1, True)[0]:
            return False
        if kind == "duration":
            return bool(re.match(r"\sday\b", text[numeral.end : numeral.end + 5]))
        idiom = hyphen or ((counted.noun is None or counted.noun in WORDS["one_idioms"]) and not counted.part_of)
        return idiom or bool(_ONE_PRONOUN.search(left))
    return False


_CAPITAL_AFTER = re.compile(r"\s+[A-Z][a-z]+")
_SENTENCE_START = re.compile(r"(?:\A|[.!?:;\n–—…]|[.!?]?[\"”“'’‘)(])\s*\Z")


def _in_a_name(text: str, made: Draft, noun: str | None) -> bool:
    """«the Seven Oaks», «Apollo 13 landed», «pylon 12»: the number belongs to a name."""
    left, numeral = text[max(0, made.start - 40) : made.start], made.numeral
    if numeral.words and text[numeral.start].isupper() and numeral.scale == 1 and not numeral.loose:
        return bool(_CAPITAL_AFTER.match(text, made.end)) and not _SENTENCE_START.search(left)
    bare = (
        noun is None and numeral.scale == 1 and not numeral.loose and numeral.kind == "cardinal" and not made.is_range
    )
    if not bare or bound_before(text, made.start, "count", made.low, numeral.words)[0]:
        return False
    return bool(DESIGNATED.search(left)) or (not numeral.words and bool(_NAME_BEFORE.search(left)))


_BEFORE_ORDINAL = re.compile(
    r"(?:\b(?:the|an?|his|her|its|their|our|my|your|this|that|every|each|for)|['’]s)\s+(?:very\s+)?\Z", re.IGNORECASE
)


def _ordinal(text: str, covered: str, numeral: Numeral) -> Quantity | None:
    start, end = numeral.start, numeral.end
    if numeral.words and not _BEFORE_ORDINAL.search(covered, max(0, start - 12), start):
        return None
    found = single_noun(covered, end)
    noun = found[0] if found else None
    if covered[end : end + 1] == "-" or (
        noun is None and numeral.low == 2 and covered[max(0, start - 3) : start].lower().endswith("a ")
    ):
        return None  # «a second-year», «in a second»
    return Quantity(start, end, text[start:end], numeral.low, numeral.low, "exact", None, noun, True, "ordinal")


_MODAL = re.compile(r"\s+(?:should|would|could|can|will|shall|may|might|must|knows|expects|wants|likes|else)\b|['’]s\b")


def _zero(text: str, covered: str, numeral: Numeral) -> Quantity | None:
    """«nobody», «none of the …», «no survivors», «not a single vote», «zero casualties»: nought."""
    word, end = covered[numeral.start : numeral.end].lower(), numeral.end
    of = OF.match(covered, end) if word in ("none", "not one") else None
    if word == "nobody" and _MODAL.match(covered, end):
        return None
    if word == "nobody" or (word.startswith("no") and word.endswith("one") and word not in ("none", "not one")):
        found: tuple[str, int] | None = ("people", end)
    elif of or word == "none":
        found = counted_noun(covered, of.end()) if of else None
    else:
        found = counted_noun(covered, end, strict=True) or (single_noun(covered, end) if word != "no" else None)
        idiom = found and (found[0] in WORDS["no_idioms"] or found[0] in STATES or found[1] - end > 36)
        if not found or (idiom and word == "no") or covered[end : end + 1] == "-":
            return None
    noun = found[0] if found else None
    return Quantity(
        numeral.start, end, text[numeral.start : end], 0.0, 0.0, "exact", None, noun, False, "count", of is not None
    )
