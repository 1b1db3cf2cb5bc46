"""Numerals joined with what touches them: scale letters, sign, currency or unit, and two of them as a range or a
score.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from checks.claims.nouns import counted_noun
from checks.claims.numerals import Numeral
from checks.claims.units import MONEY_AFTER, MONEY_BEFORE, UNIT_AFTER, Unit, currency_of, unit_after, unit_named


@dataclass(frozen=True, slots=True)
class Draft:
    """A number (or two, as a range or score) with its unit, before bound, noun and kind are known.

    `rejected` when letters cling to the digits that are neither unit nor scale: part of a name.
    """

    start: int
    end: int
    low: float
    high: float
    step: float
    numeral: Numeral
    unit: Unit | None = None
    currency: str | None = None
    is_range: bool = False
    is_score: bool = False
    rejected: bool = False

    @property
    def measured(self) -> bool:
        """Whether a unit or a currency is named."""
        return self.unit is not None or self.currency is not None


_LETTER_BEFORE = re.compile(r"[A-Za-z]-\Z")
_GLUED_SCALES = {
    "m": 1e6,
    "mn": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "tn": 1e12,
    "trn": 1e12,
    "k": 1e3,
    "M": 1e6,
    "B": 1e9,
    "K": 1e3,
}
_SPACED_SCALE = re.compile(r"\s(m|mn|bn|tn|k)\b")
_LENGTH_AFTER = re.compile(
    r"\s+(?:tall|long|high|wide|deep|from|away|above|below|across|thick|race|sprint|hurdles|freestyle|final|off|up|down|in)\b"
    r"|\s*[.,;)]"
)
_SIGN = re.compile(r"(?:\bminus\s|(?<![\w.)])[-−–])\Z", re.IGNORECASE)


def draft(text: str, numeral: Numeral, currency: str | None = None) -> Draft:
    """The numeral with the currency or unit that touches it; `currency` is one that a range's first number named."""
    start, end, factor = numeral.start, numeral.end, 1.0
    money = MONEY_BEFORE.search(text, max(0, start - 6), start)
    if money:
        start = money.start()
    elif _LETTER_BEFORE.search(text, max(0, start - 2), start):
        return Draft(start, end, numeral.low, numeral.high, numeral.step, numeral, rejected=True)
    if scale := _scale_letters(text, numeral, money is not None or currency is not None):
        factor, end = scale
        numeral = replace(numeral, scale=factor)
    made = Draft(start, end, numeral.low * factor, numeral.high * factor, numeral.step * factor, numeral)
    if money:
        return replace(made, currency=currency_of(money))
    return _signed(text, _with_unit(text, made, clings=bool(numeral.glued) and factor == 1.0))


def _scale_letters(text: str, numeral: Numeral, money: bool) -> tuple[float, int] | None:
    glued = numeral.glued
    if glued in _GLUED_SCALES:
        end = numeral.end + len(glued)
        if not money and glued.isupper() and glued != "K":
            return None
        if glued == "m" and not money and (_LENGTH_AFTER.match(text, end) or not counted_noun(text, end)):
            return None
        return _GLUED_SCALES[glued], end
    spaced = _SPACED_SCALE.match(text, numeral.end) if money and not glued else None
    return (_GLUED_SCALES[spaced.group(1)], spaced.end()) if spaced else None


_MASS_POUND = re.compile(r"\s+of\s+(?!aid|debt|damage|investment)[a-z]|(?<=pound)\s+(?!note|coin|fine|deal|bill)[a-z]")
_MAGNITUDE_LEFT = re.compile(r"\bmagnitude(?:\s+of)?[\s-]\Z", re.IGNORECASE)
# «six full minutes», «30 statute miles»; «a quarter of an hour»
_STRESSED = re.compile(
    r"\s(?:full|whole|long|more|further|extra|additional|short|solid|straight|consecutive|statute|calendar|working)(?=\s[a-z])"
)
_OF_A = re.compile(r"\s+of(?:\s+an?)?(?=\s)|(?=\s)")
_ANGLE = re.compile(
    r"\s+(?:north|south|east|west|latitude|longitude|angle|of\s+(?:freedom|separation|arc)|turn|to\s+the|in\s+[a-z]+\b(?!\s+the))",
    re.IGNORECASE,
)


def _with_unit(text: str, made: Draft, clings: bool) -> Draft:
    of = _OF_A.match(text, made.end) if made.numeral.loose else None
    if match := MONEY_AFTER.match(text, of.end() if of else made.end):
        currency, word = currency_of(match), (match.group("word") or "").lower()
        if currency == "GBP" and word and made.high < 1e6 and _MASS_POUND.match(text, match.end()):
            return replace(made, end=match.end(), unit=unit_named("lb"))
        if word not in ("won", "mark") or made.high >= 400:
            return replace(made, end=match.end(), currency=currency)
    loose = made.numeral.loose or made.numeral.kind == "fraction"
    skipped = (_OF_A if loose else _STRESSED).match(text, made.end)
    if match := UNIT_AFTER.match(text, made.end) or (skipped and UNIT_AFTER.match(text, skipped.end())):
        unit = unit_after(match)
        if not (text[made.end] in " \u00a0" and match.group("symbol") in ("C", "F")):
            if unit.name == "degree" and _ANGLE.match(text, match.end()):
                unit = unit_named("arc_degree")
            return replace(made, end=match.end(), unit=unit)
    if _MAGNITUDE_LEFT.search(text, max(0, made.start - 14), made.start):
        return replace(made, unit=unit_named("magnitude"))
    if text[made.end : made.end + 10].lower() in ("-magnitude", " magnitude"):
        return replace(made, end=made.end + 10, unit=unit_named("magnitude"))
    return replace(made, rejected=clings and text[made.end : made.end + 1] != "s")


def _signed(text: str, made: Draft) -> Draft:
    if made.unit is None or made.unit.kind not in ("temperature", "percent") or made.low == -made.high:
        return made
    sign = _SIGN.search(text, max(0, made.start - 7), made.start)
    return replace(made, start=sign.start(), low=-made.high, high=-made.low) if sign else made


_AND_THEN = re.compile(r"(?:\s+and|,)?\s+")


def total(text: str, first: Draft, second: Draft) -> Draft | None:
    """«three hours and five minutes», «five feet ten inches»: one measure said in two units, in the smaller."""
    big, small = first.unit, second.unit
    if (
        not big
        or not small
        or big.base != small.base
        or big.factor <= small.factor
        or big.base not in ("second", "metre")
    ):
        return None
    if second.is_range or first.is_range or not _AND_THEN.fullmatch(text, first.end, second.start):
        return None
    ratio = big.factor / small.factor
    if second.high >= ratio or ratio > 1000:
        return None
    return replace(second, start=first.start, low=first.low * ratio + second.low, high=first.high * ratio + second.high)


_BETWEEN = re.compile(
    r"\b(?P<word>between(?:\s+the)?(?:\s+ages)?(?:\s+of)?|from|anywhere\s+from|rang(?:ing|ed|es?)\s+(?:from|between))\s+(?:an?\s+|about\s+|around\s+|some\s+)?\Z",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:r[oi]se|rising|risen|f[ae]ll|fallen|falling|cut|rais|increas|decreas|drop|climb|gr[eo]w|jump|went|lower|reduc|"
    r"expand|shr[iau]nk|slash|mov|chang|upgrad|downgrad|revis|extend|widen|narrow|up|down|tripl|doubl|swell|swollen|surg|"
    r"plung|slump|declin|soar|boost|trim|lift|slip|eas)\w*\b[^.;]{0,40}\Z",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?P<dash>\s?[-–—]\s?)|\s+(?P<word>to|and|or)\s+(?:about\s+|around\s+|some\s+|even\s+)?")
_VOTE = re.compile(
    r"\b(?:w[io]n|beat|beats|lost|lose|dr[ae]w|lead|led|victory|defeat(?:ed)?|scored?|voted?|votes|ruling|ruled|decision|passed|"
    r"approved|adopted|carried|upheld|rejected|refused|split|divided|thrash(?:ed)?|scoreline)\b[^.;\n]{0,40}\Z",
    re.IGNORECASE,
)
# «nine votes to two»; «31 votes for and 12 against», «30 members voted in favour and 12 against»
_VOTES_TO = re.compile(r"\s+votes?\s+(?:to|against)\s+", re.IGNORECASE)
_VOTES_FOR = re.compile(
    r"(?:\s+[a-z]+){0,3}?\s+(?:for|in\s+favou?r|in\s+support)(?:\s+(?:and|with)|,(?:\s+(?:and|with))?)?\s+",
    re.IGNORECASE,
)
_VOTES_AGAINST = re.compile(
    r"(?:\s+[a-z]+){0,2}\s+(?:against|opposed)\b(?!\s+(?:the|a|an|it|him|her|them)\b)", re.IGNORECASE
)
_VOTE_AFTER = re.compile(
    r"\s+(?:win|victory|defeat|loss|draw|lead|vote|ruling|decision|majority|margin|split|scoreline|aggregate|thrashing)\b"
)


def join(text: str, first: Draft, second: Draft) -> list[Draft] | None:
    """Two neighbouring numbers as one range or score, or as two that share a unit («rose from 6 to 9 million»); else
    None.
    """
    if second.start <= first.end or second.rejected:
        return None
    if _is_tally(text, first, second):
        return [replace(first, end=second.end, high=second.low, is_score=True)]
    link = _LINK.fullmatch(text, first.end, second.start)
    return _linked(text, first, second, link) if link else None


def _linked(text: str, first: Draft, second: Draft, link: re.Match[str]) -> list[Draft] | None:
    left = text[max(0, first.start - 60) : first.start]
    first = _share(first, second)
    if first.currency and not second.measured and (second.numeral.scale > 1 or link.group("dash")):
        second = replace(second, currency=first.currency)
    if _is_score(text, first, second, link, left):
        return [replace(first, end=second.end, high=second.low, is_score=True)]
    if first.unit != second.unit or first.currency != second.currency or first.low >= second.high:
        return None
    opened = _BETWEEN.search(left)
    opener, word = opened.group("word").lower().split()[0] if opened else "", (link.group("word") or "").lower()
    if (word == "and" and opener not in ("between", "ranging", "range")) or (
        word == "or" and second.low > 2.5 * first.low + 1
    ):
        return None
    if opener == "from" and word == "to" and _CHANGE.search(left):
        return [first, second]
    start = first.start - (len(left) - opened.start()) if opened else first.start
    return [replace(second, start=start, low=first.low, step=min(first.step, second.step), is_range=True)]


def _is_tally(text: str, first: Draft, second: Draft) -> bool:
    """Whether the numbers are the votes for and against."""
    if first.measured or second.measured or first.numeral.loose or second.numeral.loose:
        return False
    if _VOTES_TO.fullmatch(text, first.end, second.start):
        found = counted_noun(text, second.end)
        return found is None or found[0] == "vote"
    return bool(_VOTES_FOR.fullmatch(text, first.end, second.start) and _VOTES_AGAINST.match(text, second.end))


def _is_score(text: str, first: Draft, second: Draft, link: re.Match[str], left: str) -> bool:
    plain = not (second.measured or first.measured or second.numeral.scale > 1 or first.numeral.loose)
    if not plain or max(first.high, second.high) > 500 or link.group("word") in ("and", "or"):
        return False
    if first.numeral.words != second.numeral.words or first.numeral.kind == "fraction":
        return False
    if _VOTE_AFTER.match(text, second.end) or (link.group("dash") and first.low > second.low):
        return True
    return bool(_VOTE.search(left)) and counted_noun(text, second.end) is None


def _share(first: Draft, second: Draft) -> Draft:
    """«6 to 9 million», «3-5 per cent», «$40–50m»: what only the second number states holds for the first too."""
    if not first.measured:
        first = replace(first, unit=second.unit, currency=second.currency)
    scale = second.numeral.scale
    if scale > 1 and scale != 12 and first.numeral.scale == 1 and first.low * scale <= second.low:
        first = replace(first, low=first.low * scale, high=first.high * scale, step=first.step * scale)
    return first
