"""Figures that are no quantities, covered over before numbers are read: ids, addresses, phone and version numbers."""

from __future__ import annotations

import re

from checks.claims.windows import matches_near

COVER = "\ue000"
_DIGIT = re.compile(r"\d")

_COVERED = re.compile(
    r"""(?:https?://|www\.)\S+ | \S+@\S+\.\w+
    | (?<!\w)(?:\+|00)\d[\d\s()./-]{6,}\d                             # international phone numbers
    | (?<![\w,.])\(?\d{3,5}\)?[\s-]\d{3,4}[\s-]\d{3,6}(?![\w,])(?!\s(?:people|million|billion))
    | (?<![\w-])\d{3}-\d{4}(?![\w-])
    | (?<!\w)[vV]?\d+(?:\.\d+){2,}(?![\w.]*\d,)                         # versions, dotted addresses
    | (?<!\w)(?:24/7|24/24|9/11|7/7|7/10|24x7)(?!\w)
    | (?<![\w/])\d+/\d+(?:/\d+)*(?![\w/])                               # 447/2023, 3/4
    | (?<![\w-])[A-Za-z]+-?\d[\w-]*                                     # F-16, MH370, Covid-19, G20
    | (?<![\w.,])\d+(?:[A-Z]{1,2}\d\w*|[A-Z]{2,}-?\d\w*)                 # 6XE9
    | (?<![\w.,])\d{10,}(?![\w.,]\d) | \#\d+ | (?<![\w.,])0\d+(?![\d.,])
    | (?<!\w)\d{1,4}[A-Za-z]?\s+(?:(?:[A-Z][\w'’.-]+|\d+(?:st|nd|rd|th))\s+){1,3}
        (?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Square|Boulevard|Blvd|Way|Place|Court|Crescent|Terrace|Row|Quay|Gardens)\b
    | (?<!\w)\d+(?:st|nd|rd|th)\s+(?:Street|Avenue|Road|Floor)\b
    | (?:ISBN|ISSN|DOI|VIN|ID|PIN|PO\sBox|P\.O\.\sBox)\W{1,3}[\w-]+
    """,
    re.VERBOSE,
)
# «Flight 447», «Article 5», «page 12»: a name, not a number of flights, articles or pages.
_NAMED_ANY_CASE = (
    "chapter|page|pages|pp|paragraph|paragraphs|clause|line|section|sections|article|articles|annex|appendix|schedule|"
    "room|gate|platform|pier|berth|hangar|flight|route|highway|motorway|interstate|exit|junction|terminal|runway|track|lane|"
    "volume|vol|issue|figure|table|item|items|exhibit|case|file|docket|resolution|directive|regulation|protocol|rule|"
    "amendment|bill|law|act|proposition|measure|order|phase|stage|step|level|category|class|grade|tier|type|mark|model|"
    "version|series|season|episode|part|book|verse|psalm|canto|act|scene|round|game|match|race|lap|heat|group|pool|leg|"
    "week|day|matchday|number|numbers|no|nos|unit|block|building|house|flat|apartment|apt|suite|box|ward|district|zone|area|"
    "sector|precinct|channel|radio|reactor|engine|pump|turbine|shaft|well|hole|lock|spillway|camp|tunnel|bus|train|tram|line|"
    "car|convoy|brigade|battalion|regiment|division|squadron|unit|object|question|point|lot|plot|hall|studio|bay|dock"
)
_NAMED = re.compile(
    rf"(?<![\w])(?:(?i:chapter|pages?|pp|paragraphs?|section|annex|appendix|no|nos)\.?|(?:{_NAMED_ANY_CASE.title()}|Boeing|Airbus|Fortune|Year|Grade|"
    r"Apollo|Windows|Covid|Psalm|Formula|Python|Android|World War|Super Bowl|Catch|Area|Studio|Channel|Big|Top|Euro))"
    r"[\s\u00a0]"
    r"(?:[A-Z][\s-])?(?P<number>\d[\d.]*(?:\s?(?:,|and|to|or|[-–/])\s?\d+)*|(?:one|two|three|four|five|six|seven|eight|nine|ten)\b)(?![\d,]*\d)"
)
# «pylon 12», «gate four»: the same in lower case, where no counted noun follows
DESIGNATED = re.compile(
    r"\b(?:marker|engine|station|kilometre|kilometer|mile|gate|clause|paragraph|article|section|chapter|page|line|room|platform|"
    r"pier|berth|block|building|unit|valve|pump|reactor|turbine|pylon|checkpoint|point|post|sector|zone|district|ward|lot|plot|"
    r"phase|stage|level|grade|category|class|type|model|version|option|plan|group|team|channel|frequency|row|seat|table|figure|"
    r"item|exhibit|number|no\.|bus|tram|train|flight|route|exit|junction|lane|runway|bay|dock|locker|cell|force|factor|minute|"
    r"hole|round|lap|stop|pool|episode|season|verse|vol\.|volume|issue|protocol|resolution|motion|amendment|rule|step)[\s-]+\Z"
)
_WORD_NAMED_ALLOWED = re.compile(r"\s+(?:million|billion|thousand|hundred|per\s?cent|%)")


def cover(text: str, spans: tuple[tuple[int, int], ...] = ()) -> str:
    """`text` with every such figure, and the given spans, replaced by as many filler characters."""
    pieces = list(spans)
    pieces += [m.span() for m in matches_near(_COVERED, _DIGIT, text, 40, 70) if not _safe_fraction(m.group())]
    pieces += [m.span("number") for m in _NAMED.finditer(text) if not _WORD_NAMED_ALLOWED.match(text, m.end())]
    out, position = [], 0
    for start, end in sorted(pieces):
        first = max(start, position)
        if end > first:
            out += [text[position:first], COVER * (end - first)]
            position = end
    return "".join([*out, text[position:]])


def _safe_fraction(word: str) -> bool:
    return bool(re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", word))
