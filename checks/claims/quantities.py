"""How many of what: the quantities of an English text as intervals, with unit, counted noun and bound.

Pure and without a tagger: numerals are found by pattern, and what stands left and right of each decides. Years, dates,
clock times, ids, phone and version numbers, addresses and numbers in names are covered over first and are no quantities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from checks.claims.bounds import AFTER, Form, bound_before, interval
from checks.claims.dates import taken
from checks.claims.masks import cover
from checks.claims.nouns import counted_noun, is_plural, singular
from checks.claims.numerals import Numeral, numerals
from checks.claims.units import MONEY_AFTER, MONEY_BEFORE, UNIT_AFTER, Unit, currency_of, unit_after, unit_named

Kind = Literal["count", "money", "percent", "measure", "duration", "age", "ordinal", "fraction", "score", "temperature"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """«`low`..`high` `noun`s (or `unit`s)», written as `text` = the text from `start` to `end` (bound and unit included).

    `low` and `high` are inclusive and in `unit`; an open bound is ±infinity. `base_low`, `base_high` are in `base_unit`
    (second, metre, kg, square_metre, cubic_metre, byte, celsius, "share" for percent and fractions, the currency, "year" for
    an age), None for a bare count. `step` is the place value of the last figure written (100,000 for "1.2 million"). `part_of`
    marks a part or its whole («one of the …», «of the 24»); `per` the time or thing a rate is by («a day»). A score
    keeps its figures in the order written.
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


@dataclass(frozen=True, slots=True)
class _Draft:
    """A number (or two, as a range) with its unit, before bounds and noun are known."""

    start: int
    end: int
    low: float
    high: float
    step: float
    numeral: Numeral
    unit: Unit | None = None
    currency: str | None = None
    is_range: bool = False
    rejected: bool = False


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of `text` in order; a span belongs to at most one."""
    covered = cover(text, taken(text))
    found = list(numerals(covered))
    result: list[Quantity] = []
    index, position = 0, 0
    while index < len(found):
        numeral = found[index]
        if numeral.start < position:
            index += 1
            continue
        made, used = _quantities_at(text, covered, found, index)
        result += made
        position = max([position, *(q.end for q in made)])
        index += used
    return tuple(result)


def _quantities_at(text: str, covered: str, found: list[Numeral], index: int) -> tuple[list[Quantity], int]:
    numeral = found[index]
    if numeral.kind == "ordinal":
        return _as_list(_ordinal(text, covered, numeral)), 1
    if numeral.kind == "zero":
        return _as_list(_zero(text, covered, numeral)), 1
    first = _draft(covered, numeral)
    if index + 1 < len(found) and found[index + 1].kind in ("cardinal", "fraction") and not first.rejected:
        second = _draft(covered, found[index + 1])
        joined = _join(text, covered, first, second)
        if joined:
            return [q for d in joined if (q := _finish(text, covered, d))], 2
        first = _borrow(covered, first, second)
    return _as_list(_finish(text, covered, first)), 1


def _as_list(found: Quantity | None) -> list[Quantity]:
    return [found] if found else []


_LETTER_BEFORE = re.compile(r"[A-Za-z]-$")
_GLUED_SCALES = {"m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12, "k": 1e3}
_SPACED_SCALE = re.compile(r"\s(m|mn|bn|tn|k)\b")
_LENGTH_AFTER = re.compile(
    r"\s+(?:tall|long|high|wide|deep|from|away|above|below|across|thick|race|sprint|hurdles|freestyle|final|below|off|off|up|down|in)\b|\s*[.,;)]"
)


def _draft(text: str, numeral: Numeral) -> _Draft:
    """The numeral with the currency or unit that touches it; rejected when letters cling to it that mean neither."""
    start, end, factor = numeral.start, numeral.end, 1.0
    money = MONEY_BEFORE.search(text, max(0, start - 6), start)
    if money:
        start = money.start()
    elif not numeral.words and _LETTER_BEFORE.search(text, max(0, start - 2), start):
        return _Draft(start, end, numeral.low, numeral.high, numeral.step, numeral, rejected=True)
    scale = _glued_scale(text, numeral, money is not None)
    if scale:
        factor, end = scale
    draft = _Draft(start, end, numeral.low * factor, numeral.high * factor, numeral.step * factor, numeral)
    if factor > 1:
        draft = replace(draft, numeral=replace(numeral, scale=factor))
    if money:
        return replace(draft, currency=currency_of(money))
    return _with_unit(text, draft, clings=bool(numeral.glued) and factor == 1.0)


def _glued_scale(text: str, numeral: Numeral, money: bool) -> tuple[float, int] | None:
    glued = numeral.glued
    if glued in _GLUED_SCALES:
        end = numeral.end + len(glued)
        if glued == "m" and not money and (_LENGTH_AFTER.match(text, end) or not counted_noun(text, end)):
            return None
        return _GLUED_SCALES[glued], end
    spaced = _SPACED_SCALE.match(text, numeral.end) if money and not glued else None
    return (_GLUED_SCALES[spaced.group(1)], spaced.end()) if spaced else None


_MASS_POUND = re.compile(
    r"\s+(?:of\s+(?!aid|debt|damage|investment)[a-z]|heav)|(?<=pound)\s+(?!note|coin|fine|deal|bill)[a-z]"
)
_ANGLE = re.compile(
    r"\s+(?:north|south|east|west|latitude|longitude|angle|of\s+(?:freedom|separation|arc)|turn|to\s+the)",
    re.IGNORECASE,
)


def _with_unit(text: str, draft: _Draft, clings: bool) -> _Draft:
    if match := MONEY_AFTER.match(text, draft.end):
        currency, word = currency_of(match), (match.group("word") or "").lower()
        if currency == "GBP" and word and draft.high < 1e6 and _MASS_POUND.match(text, match.end()):
            return replace(draft, end=match.end(), unit=unit_named("lb"))
        if word != "won" or draft.high >= 1000:
            return replace(draft, end=match.end(), currency=currency)
    if match := UNIT_AFTER.match(text, draft.end):
        unit = unit_after(match)
        spaced = text[draft.end] in " \u00a0"
        if not (spaced and (match.group("symbol") or "") in ("C", "F", "g", "m") and unit.kind == "temperature"):
            if unit.name == "degree" and _ANGLE.match(text, match.end()):
                unit = replace(unit, kind="measure")
            return replace(draft, end=match.end(), unit=unit)
    left = text[max(0, draft.start - 12) : draft.start].lower()
    if left.endswith(("magnitude ", "magnitude-")):
        return replace(draft, unit=unit_named("magnitude"))
    if text[draft.end : draft.end + 10].lower() in ("-magnitude", " magnitude"):
        return replace(draft, end=draft.end + 10, unit=unit_named("magnitude"))
    return replace(draft, rejected=clings and not _aged_plural(text, draft))


def _aged_plural(text: str, draft: _Draft) -> bool:
    return text[draft.end : draft.end + 1] == "s" and bool(
        re.search(r"\b(?:over|under)[- ]$", text[: draft.start][-6:], re.I)
    )


_BETWEEN = re.compile(
    r"\b(?:between|from|anywhere\s+from|ranging\s+from|ranged\s+from)\s+(?:an?\s+|about\s+|around\s+|some\s+)?$", re.I
)
_CHANGE = re.compile(
    r"\b(?:r[oi]se|rising|risen|f[ae]ll|fallen|falling|cut|rais|increas|decreas|drop|climb|gr[eo]w|jump|went|lower|reduc|"
    r"expand|shr[iau]nk|slash|mov|chang|upgrad|downgrad|revis|extend|widen|narrow|up|down|tripl|doubl|swell|swollen|surg|"
    r"plung|slump|declin|soar|boost|trim|lift|slip|eas)\w*\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?P<dash>\s?[-–—]\s?)|\s+(?P<word>to|and|or)\s+(?:about\s+|around\s+|some\s+|even\s+)?")
_VOTE = re.compile(
    r"\b(?:w[io]n|beat|beats|lost|lose|dr[ae]w|lead|led|victory|defeat(?:ed)?|scored?|voted?|votes|ruling|decision|passed|"
    r"approved|rejected|thrash(?:ed)?|scoreline)\b[^.;\n]{0,40}$",
    re.IGNORECASE,
)
_VOTE_AFTER = re.compile(
    r"\s+(?:win|victory|defeat|loss|draw|lead|vote|ruling|decision|majority|margin|split|scoreline|aggregate|thrashing)\b"
)


def _join(text: str, covered: str, first: _Draft, second: _Draft) -> list[_Draft] | None:
    """Two numbers read as one range, as a score, or (with "from … to …" after a word of change) as two with one unit."""
    if second.rejected:
        return None
    gap_end = second.start
    link = _LINK.fullmatch(covered, first.end, gap_end) if gap_end > first.end else None
    if not link:
        return None
    left = covered[max(0, first.start - 60) : first.start]
    opened = _BETWEEN.search(left)
    word = (link.group("word") or "").lower()
    first = _borrow_units(first, second)
    if _is_score(covered, first, second, link, left):
        return [replace(first, end=second.end, high=second.low, is_range=True, unit=Unit("score", "score", "", 1))]
    if not _same_unit(first, second) or first.low >= second.high:
        return None
    opener = opened.group().split()[0].lower() if opened else ""
    if word == "and" and opener != "between":
        return None
    if word == "or" and not second.low <= 2.5 * first.low + 1:
        return None
    if opener == "from" and word == "to" and _CHANGE.search(left):
        return [first, second]
    start = first.start - len(opened.group()) if opened else first.start
    return [replace(second, start=start, low=first.low, step=min(first.step, second.step), is_range=True)]


def _is_score(text: str, first: _Draft, second: _Draft, link: re.Match[str], left: str) -> bool:
    plain = not (second.unit or second.currency or first.currency or second.numeral.scale > 1 or first.numeral.loose)
    if not plain or max(first.high, second.high) > 500 or link.group("word") in ("and", "or"):
        return False
    if first.numeral.words != second.numeral.words or first.numeral.kind == "fraction":
        return False
    tight = bool(link.group("dash")) and not link.group().strip(" ") == link.group() + "x"
    if _VOTE_AFTER.match(text, second.end):
        return True
    if link.group("dash") and first.low > second.low:
        return tight
    followed = counted_noun(text, second.end)
    return bool(_VOTE.search(left)) and followed is None


def _same_unit(first: _Draft, second: _Draft) -> bool:
    return first.unit == second.unit and first.currency == second.currency


def _borrow_units(first: _Draft, second: _Draft) -> _Draft:
    """«6 to 9 million», «3-5 per cent», «$40–50m»: what only one side states holds for both."""
    if first.unit is None and first.currency is None:
        first = replace(first, unit=second.unit, currency=second.currency)
    scale = second.numeral.scale
    if scale > 1 and first.numeral.scale == 1 and first.low < second.low / scale * 1.0001 and scale != 12:
        first = replace(first, low=first.low * scale, high=first.high * scale, step=first.step * scale)
    return first


def _borrow(text: str, first: _Draft, second: _Draft) -> _Draft:
    return first


_YEARS_OLD = re.compile(r"[\s-]+(?P<old>olds?)\b")
_AGED = re.compile(
    r"\b(?:aged?|ages|turn(?:s|ed|ing)?|(?:under|over)(?=[ -]\d+s))\s+(?:between|from|of|just|only|about|around)?\s*$|\bage\s+of\s+(?:just\s+|only\s+)?$|"
    r"\b(?:under|over)[ -]$",
    re.IGNORECASE,
)
_NAMED_PERSON = re.compile(
    r"(?:[A-Z][\w'’.-]+\s+(?:[a-z]{2,3}\s+)?[A-Z][\w'’-]+|\b(?:son|daughter|man|woman|boy|girl|mother|father|brother|sister|husband|wife|"
    r"[Hh]e|[Ss]he))(?:,\s*(?:now\s+|then\s+)?|\s\()$"
)
_APPOSED = re.compile(r"\s*(?:[,);]|\.(?:\s|$))|\s+and\b|\s*$")
_PERSON_OF = re.compile(
    r"\b(?!order|number|matter|quarter|paper|power|water|layer|tower|figure|corner|river|letter|chapter|player)"
    r"[a-z]*(?:man|woman|boy|girl|father|mother|teacher|worker|student|widow|widower|farmer|soldier|pensioner|child|baby|infant|er|ist)\s+of\s+$"
)


def _is_age(text: str, draft: _Draft) -> tuple[bool, int]:
    """Whether the number is an age, and where its words end."""
    if draft.unit and draft.unit.kind == "duration":
        old = _YEARS_OLD.match(text, draft.end)
        return (
            (True, old.end()) if old else (bool(_AGED.search(text[max(0, draft.start - 24) : draft.start])), draft.end)
        )
    if draft.unit or draft.currency or not 0 < draft.high <= 120 or draft.numeral.scale > 1:
        return False, draft.end
    left = text[max(0, draft.start - 60) : draft.start]
    if (aged := _AGED.search(left)) and not re.search(r"\b(?:under|over)[ -]$", aged.group(), re.I):
        return counted_noun(text, draft.end) is None or "turn" not in aged.group().lower(), draft.end
    if aged and text[draft.end : draft.end + 1] == "s":
        return True, draft.end + 1
    digits = not draft.numeral.words and draft.numeral.step >= 1 and not draft.is_range
    if (
        digits
        and _APPOSED.match(text, draft.end)
        and (_NAMED_PERSON.search(left) or (_PERSON_OF.search(left) and draft.low >= 4))
    ):
        return True, draft.end
    return False, draft.end


_OF = re.compile(
    r"\s+of\s+(?P<part>(?:the|its|those|these|them|us|you|his|her|their|our|my|all|whom|which|your)\b|(?=\d))?\s*(?:(?:the|its|those|"
    r"these|his|her|their|our|my|all)\s+)?",
)
_PART_LEFT = re.compile(r"\bof\s+(?:the|its|those|these|his|her|their|our|all|all\s+the)\s+$", re.IGNORECASE)
_DETERMINER = re.compile(r"\s+(?:the|its|his|her|their|our|my|those|these|all)(?:\s+the)?\b")
_BE = re.compile(
    r"\s+(?:(?:of\s+(?:them|whom|these|those)\s+)?(?:were|are|was|is)\s+)(?:already\s+|also\s+)?(?P<what>[a-z]+)\b"
)
_PER = re.compile(
    r"(?:\s+(?:per|an?|each|every)\s+|-an?-|/)(?P<per>second|minute|hour|day|night|week|month|year|person|head|capita|barrel|tonne|ton|"
    r"gallon|litre|liter|kilo|share|student|pupil|patient|household|\d[\d,]*)\b"
)


def _noun(text: str, draft: _Draft) -> tuple[str | None, bool, int]:
    """The counted noun, whether a part is counted, and where the noun ends."""
    one = draft.high == 1 and draft.numeral.kind == "cardinal" and not draft.unit and not draft.currency
    part = bool(_PART_LEFT.search(text[max(0, draft.start - 16) : draft.start]))
    measured = bool(draft.unit or draft.currency) or draft.numeral.kind == "fraction" or draft.numeral.loose
    if of := _OF.match(text, draft.end):
        part = part or bool(of.group("part"))
        found = counted_noun(text, of.end()) or (counted_noun(text, of.end(), one=True) if measured else None)
        return (found[0], part, found[1]) if found else (None, part, draft.end)
    position = draft.end
    if draft.numeral.kind == "fraction" and (determiner := _DETERMINER.match(text, position)):
        position = determiner.end()
    if measured and not draft.numeral.loose and draft.numeral.kind != "fraction":
        if text[draft.end - 1 : draft.end].isalpha() and "-" in text[draft.start : draft.end] and not draft.is_range:
            found = counted_noun(text, position, one=True)
            return (found[0], part, found[1]) if found else (None, part, draft.end)
        return None, part, draft.end
    found = counted_noun(text, position, one=one)
    if not found and (be := _BE.match(text, position)) and (is_plural(be.group("what")) or be.group("what") in _STATES):
        found = (singular(be.group("what")), be.end())
    return (found[0], part, found[1]) if found else (None, part, draft.end)


_STATES = frozenset({"dead", "killed", "injured", "wounded", "missing", "hurt", "arrested"})
_HYPHENATED = re.compile(r"-(?P<noun>[a-z]+)\b(?!-)")
_NOT_COUNTED = frozenset(
    [
        "way",
        "fold",
        "sided",
        "time",
        "times",
        "strong",
        "odd",
        "plus",
        "term",
        "off",
        "handed",
        "tier",
        "piece",
        "faced",
        "third",
        "thirds",
    ]
)
_NAME_BEFORE = re.compile(r"(?:^|[^.!?\n:;\s\"“'‘(])[ \t]+[A-Z][\w'’]*[a-z][\w'’]*[ ]$")
_ONE_PRONOUN = re.compile(
    r"(?:\b(?:the|this|that|each|every|another|any|which|no|other|only|big|new|old|good|bad|right|wrong|last|next|first|a)\s+)$",
    re.IGNORECASE,
)
_ONE_IDIOMS = frozenset(
    [
        "point",
        "thing",
        "way",
        "hand",
        "day",
        "night",
        "side",
        "end",
        "time",
        "morning",
        "evening",
        "another",
        "reason",
        "level",
        "sense",
        "eye",
        "thirds",
        "more",
    ]
)


def _finish(text: str, covered: str, draft: _Draft) -> Quantity | None:
    """The quantity that the draft turns out to be, or None when the number is a name, an idiom or a pronoun."""
    if draft.rejected:
        return None
    aged, end = _is_age(covered, draft)
    hyphen = _HYPHENATED.match(covered, draft.end) if not (aged or draft.unit or draft.currency) else None
    noun, part_of, noun_end = (None, False, end) if hyphen else _noun(covered, replace(draft, end=end))
    if hyphen and hyphen.group("noun") not in _NOT_COUNTED and not hyphen.group("noun").endswith("ed"):
        noun = singular(hyphen.group("noun"))
    if aged and (not text[end - 1].isalpha() or text[end - 1] == "s"):
        noun = None
    kind = _kind(draft, aged)
    if _is_no_quantity(covered, draft, kind, noun, part_of, bool(hyphen)):
        return None
    return _build(text, covered, draft, kind, end, noun, noun_end, part_of)


def _kind(draft: _Draft, aged: bool) -> Kind:
    if aged:
        return "age"
    if draft.currency:
        return "money"
    if draft.unit:
        return draft.unit.kind  # type: ignore[return-value]
    return "fraction" if draft.numeral.kind == "fraction" and draft.numeral.low < 1 else "count"


def _is_no_quantity(text: str, draft: _Draft, kind: Kind, noun: str | None, part_of: bool, hyphen: bool) -> bool:
    left = text[max(0, draft.start - 40) : draft.start]
    numeral = draft.numeral
    if numeral.words and draft.high == 1 and kind in ("count", "duration") and not draft.is_range:
        bound, _ = bound_before(text, draft.start, kind, 1, True)
        if bound:
            return False
        if (
            hyphen
            or _ONE_PRONOUN.search(left)
            or (noun in _ONE_IDIOMS)
            or (noun is None and not part_of and kind == "count")
        ):
            return True
        return kind == "duration" and bool(re.match(r"\sday\b", text[numeral.end : numeral.end + 5]))
    if kind == "count" and noun is None and not part_of and not numeral.words and numeral.scale == 1:
        return bool(_NAME_BEFORE.search(left))
    return False


def _build(
    text: str, covered: str, draft: _Draft, kind: Kind, end: int, noun: str | None, noun_end: int, part_of: bool
) -> Quantity:
    bound, start = bound_before(covered, draft.start, kind, draft.low, draft.numeral.words)
    after = AFTER.match(covered, end)
    if after:
        end = after.end()
        bound = bound or after.lastgroup
        if noun is None and (found := counted_noun(covered, end)):
            noun, noun_end = found
    if noun_end == draft.end and not after:
        noun_end = end
    dozens = "dozen" in draft.numeral_text(text) if hasattr(draft, "numeral_text") else False
    low, high, form = _interval(draft, kind, bound, dozens)
    per = _PER.match(covered, max(noun_end, end)) or _PER.match(covered, end)
    unit = draft.currency or (draft.unit.name if draft.unit and kind != "score" else None)
    made = Quantity(
        start,
        end,
        text[start:end],
        low,
        high,
        form,
        unit,
        noun,
        False,
        kind,
        part_of,
        draft.step,
        per.group("per") if per else None,
    )
    return _based(made, draft)


def _interval(draft: _Draft, kind: Kind, bound: str | None, dozens: bool) -> tuple[float, float, Form]:
    if kind == "score":
        return draft.low, draft.high, "exact"
    if draft.numeral.scale == 12 and not bound and draft.low == draft.high:
        return draft.low * 0.9, draft.high * 1.1, "about"
    if draft.numeral.loose and bound is None:
        return draft.low, draft.high, "range"
    return interval(draft.low, draft.high, bound, draft.step)


def _based(made: Quantity, draft: _Draft) -> Quantity:
    unit = draft.unit
    if made.kind == "fraction":
        return replace(made, base_low=made.low, base_high=made.high, base_unit="share")
    if made.kind == "money":
        return replace(made, base_low=made.low, base_high=made.high, base_unit=made.unit)
    if made.kind == "age":
        factor = unit.factor / 31557600 if unit else 1.0
        return replace(
            made,
            unit=unit.name if unit else "year",
            base_low=made.low * factor,
            base_high=made.high * factor,
            base_unit="year",
        )
    if unit is None or made.kind == "score":
        return made
    scale = unit.factor
    return replace(
        made, base_low=made.low * scale + unit.offset, base_high=made.high * scale + unit.offset, base_unit=unit.base
    )


_BEFORE_ORDINAL = re.compile(
    r"(?:\b(?:the|an?|his|her|its|their|our|my|your|this|that|every|each|for)|['’]s)\s+(?:very\s+)?$", re.IGNORECASE
)


def _ordinal(text: str, covered: str, numeral: Numeral) -> Quantity | None:
    left = covered[max(0, numeral.start - 12) : numeral.start]
    if numeral.words and not _BEFORE_ORDINAL.search(left):
        return None
    found = counted_noun(covered, numeral.end, one=True)
    start, end = numeral.start, numeral.end
    return Quantity(
        start,
        end,
        text[start:end],
        numeral.low,
        numeral.low,
        "exact",
        None,
        found[0] if found else None,
        True,
        "ordinal",
    )


_NO_IDIOMS = frozenset(["means", "terms", "bounds", "odds", "doubt", "grounds", "uncertain", "circumstances"])


def _zero(text: str, covered: str, numeral: Numeral) -> Quantity | None:
    word, end = covered[numeral.start : numeral.end].lower(), numeral.end
    noun: str | None = None
    part_of = False
    if word in ("nobody", "no one", "no-one") or (word.startswith("no") and word.endswith("one") and word != "none"):
        noun = "people"
    elif word == "none":
        of = _OF.match(covered, end)
        part_of = bool(of)
        found = counted_noun(covered, of.end()) if of else None
        noun = found[0] if found else None
    elif word == "no":
        found = counted_noun(covered, end)
        if not found or found[1] - end > 36 or found[0] in _NO_IDIOMS or found[0] in _STATES:
            return None
        noun = found[0]
    else:
        found = counted_noun(covered, end) or counted_noun(covered, end, one=True)
        noun = found[0] if found else None
        if noun is None or covered[end : end + 1] == "-":
            return None
    return Quantity(
        numeral.start, end, text[numeral.start : end], 0.0, 0.0, "exact", None, noun, False, "count", part_of
    )
