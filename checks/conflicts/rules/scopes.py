"""Different scope: `part_of_whole`, `other_scope` (place, period, group), `exclusion` (one leaves a part out)."""

from __future__ import annotations

import re

from checks.claims.reading import Amount
from checks.conflicts.pairs import Pair
from checks.conflicts.rules.figures import like_figures
from checks.conflicts.rules.times import years
from checks.conflicts.sides import Side, terms

_PART = re.compile(
    r"\b(?:alone|in (?:one|this) (?:\w+ )?(?:alone|only)|"
    r"(?:the )?(?:\w+ )?(?:half|part|share|portion|third|quarter) of (?:it|that|them|this))\b",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"^\W*(?:\w+ )?of (?:them|those|these|whom|which)\b", re.IGNORECASE)  # right after the figure
# «among them two drivers»: what follows is a part, what stands before it the whole.
_THEN_PARTS = re.compile(
    r"\b(?:among (?:them|those|these|whom)|including|of (?:whom|which))\b[^.;]{0,40}$", re.IGNORECASE
)
_WHOLE = re.compile(
    r"\b(?:in total|in all|altogether|overall|combined|as a whole|between them|all told|in the whole of|"
    r"worldwide|nationwide|"
    r"across the (?:country|world|region|nation)|of all (?:kinds|makes|types|sorts)|both together|taken together)\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"\b(?:exclud(?:ing|es|ed)|excluding|not (?:counting|including)|without|apart from|leaving out|net of|"
    r"before tax|after tax|"
    r"stripp(?:ing|ed) out|except(?:ing)?|other than|on top of|in addition to|besides|a further|another)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:in|at|across|near|around|outside|off|throughout|within|(?:village|town|city|district|province|region|"
    r"county|island|state|port) of)"
    r"\s+(?:the\s+)?((?:[A-Z][\w'’-]+)(?:\s+[A-Z][\w'’-]+)*)"
)
_NAMED_PLACE = re.compile(
    r"\b(?!The\b)([A-Z][\w'’-]+) (?:district|province|region|county|village|valley|island|quarter|suburb|"
    r"municipality)\b"
)
_CALENDAR = re.compile(
    r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|^(?:January|February|March|April|May|June|July|August|"
    r"September|October|November|"
    r"December|Spring|Summer|Autumn|Winter|Easter|Christmas)\b"
)


def figure_scope(pair: Pair, x: Amount, y: Amount) -> str | None:
    """Why two figures measure different things although their words are alike, or None.

    Figures that differ as a slip of the pen does are one thing's, wherever each side places it.
    """
    found = part_of_whole(pair, x, y) or exclusion(pair, x, y)
    return found or (None if like_figures(x, y) else other_scope(pair))


def part_of_whole(pair: Pair, x: Amount, y: Amount) -> str | None:
    """One side's figure is told as a part ("alone", "of them", "five of the seven") and is the smaller one."""
    parts = [amount.part_of or _told_as_part(side, amount) for side, amount in ((pair.a, x), (pair.b, y))]
    if parts[0] == parts[1]:
        return None
    part, whole = (x, y) if parts[0] else (y, x)
    other = pair.b if parts[0] else pair.a
    if part.high >= whole.low:
        return None
    strong = whole.low > 2 * part.high or bool(_WHOLE.search(other.claim.quote))
    return "but one of them counts a part of the whole" if strong else None


def exclusion(pair: Pair, x: Amount, y: Amount) -> str | None:
    """One side's figure leaves something out or adds to something ("excluding gold", "a further 30")."""
    cut = [bool(_WITHOUT.search(_beside(s, amount))) for s, amount in ((pair.a, x), (pair.b, y))]
    return "but one of them leaves a part out or comes on top" if cut[0] != cut[1] else None


def other_scope(pair: Pair) -> str | None:
    """Each side names its own group, place or period, and they have none in common."""
    for family in terms().scopes:
        mine, other = _members(family, pair.a), _members(family, pair.b)
        if mine and other and not mine & other:
            return f"but one is of {min(mine)}, the other of {min(other)}"
    one, two = years(pair.a), years(pair.b)
    if one and two and (one[1] < two[0] or two[1] < one[0]):
        return "but they are of different years"
    here, there = _places(pair.a), _places(pair.b)
    if here and there and not _meet(here, there) and not _known(here, pair.b) and not _known(there, pair.a):
        return f"but one is of {min(here)}, the other of {min(there)}"
    return None


def _members(family: frozenset[str], side: Side) -> set[str]:
    return set(side.reading.words) & family


def _places(side: Side) -> set[str]:
    quote = side.claim.quote
    return {p for p in (*_PLACE.findall(quote), *_NAMED_PLACE.findall(quote)) if not _CALENDAR.match(p)}


def _meet(here: set[str], there: set[str]) -> bool:
    return bool({w for p in here for w in p.lower().split()} & {w for p in there for w in p.lower().split()})


def _known(places: set[str], other: Side) -> bool:
    """Whether the other side names the place after all, in its claim or around it."""
    told = {*other.reading.words, *other.reading.around, *other.names}
    return any(w in told for p in places for w in p.lower().split())


def _beside(side: Side, amount: Amount) -> str:
    """What stands beside an amount in its sentence, up to a relative clause."""
    quote = side.claim.quote
    at = quote.find(amount.text)
    if at < 0:
        return quote
    start = max(quote.rfind(m, 0, at) for m in (". ", "; ", "— ")) + 1
    after = re.split(r"[.;—]\s|,?\s(?:which|who|whose|that)\s", quote[at:])[0]
    return quote[max(0, start) : at] + after


def _told_as_part(side: Side, amount: Amount) -> bool:
    """Whether the words around an amount, in its sentence, tell it as a part of a larger one."""
    quote = side.claim.quote
    at = quote.find(amount.text)
    if at < 0:
        return bool(_PART.search(quote))
    start = max(quote.rfind(m, 0, at) for m in (". ", "; ", "— ")) + 1
    around = quote[max(0, start) : at + len(amount.text) + 50]
    before, after = quote[max(0, start) : at], quote[at + len(amount.text) :]
    return bool(_PART.search(around) or _OF_THEM.match(after) or _THEN_PARTS.search(before))
