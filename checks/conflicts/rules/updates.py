"""Update over time: `later_figure` (a count that moves, told of two moments) and `later_event` (not yet, then done)."""

from __future__ import annotations

import re

from checks.claims.reading import Amount
from checks.conflicts.pairs import Pair, Signal
from checks.conflicts.rules.figures import swapped_figures
from checks.conflicts.rules.times import happened_after, later, told_moment
from checks.conflicts.sides import Side, terms

# «rose to 26», «had climbed to 41», «raised its figure to», «revised», «corrected», «now stands at»
_MOVED = re.compile(
    r"\b(?:ris(?:e|es|en|ing)|rose|climb(?:s|ed|ing)?|grow[ns]?|grew|increas(?:es|ed)|jump(?:s|ed)|rais(?:es|ed)|"
    r"lower(?:s|ed)|cut|fell|dropp?(?:s|ed)|went up|gone up|widened|extended|pushed)\b[^.;]{0,40}?\b(?:to|at|from)\b"
    r"|\b(?:revis(?:ed|es|ing)|correct(?:ed|s|ing|ion)|updat(?:ed|es)|amended|restated)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"\b(?:initial(?:ly)?|at first|first (?:put|said|reported|set|given|announced)|earlier (?:figure|count|toll|report|number|estimate)s?|"
    r"preliminary|provisional(?:ly)?|so far|originally|previously|until then|early (?:count|figure|report)s?)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:yet|so far|at first|initially|until|still|immediate(?:ly)?|before (?:publication|press|print|going to press)|"
    r"at the time of (?:writing|publication|publishing)|could not (?:immediately )?be reached|no immediate|remains? to be)\b",
    re.IGNORECASE,
)


def later_figure(pair: Pair, x: Amount, y: Amount) -> str | None:
    """Why the later of two figures overtakes the earlier, or None.

    Either the words tell that a figure moved (one side only: two that both moved differ), or a count that only grows
    is higher at the later moment (digits put in another order are a slip, not growth).
    """
    after = later(pair)
    moved = [bool(_MOVED.search(s.claim.quote)) for s in (pair.a, pair.b)]
    first = [bool(_FIRST.search(s.claim.quote)) for s in (pair.a, pair.b)]
    if first[0] != first[1] and after is not (pair.a if first[0] else pair.b):
        return "but one of them is told as an early figure"
    grows = {w for amount in (x, y) for w in (*amount.about, amount.verb or "", amount.noun or "")} & terms().growing
    if pair.same_article and moved[0] != moved[1]:
        return "but the text tells that the figure moved"
    if after is None:
        return None
    if _dated_counts(pair) and not swapped_figures(x, y):
        return "but each is a figure as of its own moment"
    early, late = (x, y) if after is pair.b else (y, x)
    if grows and late.high >= early.low > 0 and not swapped_figures(x, y):
        return "but the later figure overtakes the earlier one"
    if moved[0] != moved[1] and moved[0 if after is pair.a else 1]:
        return "but the later text tells that the figure moved"
    return None


def _dated_counts(pair: Pair) -> bool:
    """Whether each side tells its own moment, and one of them as that by which the figure stood ("by 16:00")."""
    told = [told_moment(s) for s in (pair.a, pair.b)]
    return None not in told and any(m is not None and m.relation in {"by", "as_of"} for m in told)


def later_event(pair: Pair, signal: Signal) -> str | None:
    """Why what was not so at first and is so later is no contradiction, or None: the times told must be in order."""
    if signal.kind not in {"negation", "outcome", "silence"}:
        return None
    for early, late in ((pair.a, pair.b), (pair.b, pair.a)):
        if _open(early) and not _open(late) and happened_after(late, early):
            return "the first speaks of an earlier moment, before it had happened"
    return None


def _open(side: Side) -> bool:
    """Whether a side tells that something had not happened by its own time."""
    denies = side.claim.polarity == "denied" or any(f.negated for f in side.reading.frames)
    return (denies or "silence" in side.reading.flags) and bool(
        _NOT_YET.search(side.claim.quote) or any(m.relation in {"by", "as_of", "before"} for m in side.reading.moments)
    )
