"""Rules `different_tally` (votes for and against) and `different_record` ("the first since …")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.claims.reading import Amount, Moment
from checks.conflicts.pairs import Pair, Signal, who
from checks.conflicts.sides import Side

_SAME_MATTER, _ALIKE = 0.5, 0.3  # nearness, or likeness of words, from which both may speak of one vote or record
_VOTED = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)|ballots?|board|bench|court|judges?|panel|council|committee|parliament|assembly|chamber|senate|"
    r"deputies|lawmakers|members|adopt(?:ed|s)?|approved?|pass(?:ed|es)|reject(?:ed|s)|refused|decision|decided|ruling|ruled|"
    r"motion|bill|budget|resolution|majority|split|divided)\b",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"\b(?:first|last|worst|best|biggest|largest|highest|lowest|deadliest|steepest|sharpest|longest|heaviest|strongest|"
    r"weakest|fastest|slowest|most|fewest|costliest|latest)\b[^.;]{0,60}\Z",
    re.IGNORECASE,
)


def different_tally(pair: Pair) -> Iterator[Signal]:
    """Two tallies of one vote: as many votes in all, or one of the figures the same, make it the same voters."""
    for x in _tallies(pair.a):
        for y in _tallies(pair.b):
            if sorted((x.low, x.high)) == sorted((y.low, y.high)) or not _one_matter(pair):
                continue
            sure = x.low + x.high == y.low + y.high or bool({x.low, x.high} & {y.low, y.high})
            why = f"{_flat(x.text)} ({who(pair.a)}) against {_flat(y.text)} ({who(pair.b)}), for and against."
            evidence = (("sure", float(sure)),)
            held = (_flat(x.text), _flat(y.text))
            yield Signal("number", "conflict", _strength(pair), why, "different_tally", evidence, held)
            return


def different_record(pair: Pair) -> Iterator[Signal]:
    """Two moments since which something is said to be the first, last or most of its kind."""
    for x in _records(pair.a):
        for y in _records(pair.b):
            if not (x.day_from and x.day_to and y.day_from and y.day_to) or not _one_matter(pair):
                continue
            if x.day_to < y.day_from or y.day_to < x.day_from:
                why = f"{_flat(x.text)} ({who(pair.a)}) against {_flat(y.text)} ({who(pair.b)}), as the last time."
                held = (_flat(x.text), _flat(y.text))
                yield Signal("date", "conflict", _strength(pair), why, "different_record", (("sure", 1.0),), held)
                return


def _one_matter(pair: Pair) -> bool:
    return pair.matter >= _SAME_MATTER or pair.alike >= _ALIKE


def _strength(pair: Pair) -> float:
    return round(min(1.0, max(pair.alike, pair.matter)), 4)


def _tallies(side: Side) -> list[Amount]:
    return [a for a in side.reading.amounts if a.kind == "score"] if _VOTED.search(side.claim.quote) else []


def _records(side: Side) -> list[Moment]:
    quote = side.claim.quote
    return [m for m in side.reading.moments if m.relation == "since" and _RECORD.search(quote[: quote.find(m.text)])]


def _flat(text: str) -> str:
    return " ".join(text.split())
