"""Rule `different_moment`: two disjoint times for the same happening."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from checks.claims.reading import Moment, day_of
from checks.conflicts.pairs import Pair, Signal, who
from checks.conflicts.rules.reported import AHEAD, FORETOLD
from checks.conflicts.sides import Side, terms
from checks.conflicts.words import coverage, word_likeness
from warehouse.records import Relation

_SAME_EVENT = 0.2
_SAME_MATTER = 0.55  # nearness from which two moments may date one thing whatever the words
_EQUAL = 1.4  # how much surer than an agreeing pair a differing one must be, where they share a moment
_NOT_FAR = 0.4  # some seven weeks
_NOON = 720
_TWELVE_HOURS = re.compile(r"\b(?:past|to|o['’]clock)\b|^\D+$", re.IGNORECASE)
_WHICH_HALF = re.compile(r"morning|noon|evening|night|dawn|tonight|midnight|\b[ap]\.?m\b", re.IGNORECASE)
_DATED = frozenset({"minute", "hour", "part_of_day", "day", "week", "month", "season", "quarter", "year"})


@dataclass(frozen=True, slots=True)
class Fit:
    """How surely two moments date one happening: `strength` in 0..1, and the parts it is made of."""

    strength: float
    clause_most: float
    clause_least: float
    verb: float


Ranked = tuple[float, Moment, Moment, Fit]


def different_moment(pair: Pair) -> Iterator[Signal]:
    """The closest pair of moments decides; an agreeing pair in the same clauses speaks against a conflict."""
    if not pair.a.reading.moments or not pair.b.reading.moments:
        return
    ranked = sorted(
        (
            (fit.strength, x, y, fit)
            for x in pair.a.reading.moments
            for y in pair.b.reading.moments
            if _comparable(x, y) and (fit := _same_event(x, y, pair)).strength >= _least(x, y, pair)
        ),
        key=lambda t: (-t[0], t[1].text, t[2].text),
    )
    apart = _unmatched(ranked)
    if not apart:
        return
    rival = max((t for t, x, y, _ in ranked if not _disjoint(x, y) and x.precision == y.precision), default=0.0)
    _, x, y, fit = apart[0]
    planned = _planned(x, y, pair)
    relation: Relation = "forecast" if planned else "conflict"
    reason = f"but {FORETOLD}" if planned else "for the same happening"
    why = f"{_phrase(x)} ({who(pair.a)}) against {_phrase(y)} ({who(pair.b)}), {reason}."
    evidence = (
        ("clause_most", fit.clause_most),
        ("clause_least", fit.clause_least),
        ("verb", fit.verb),
        ("rival", rival),
        ("clocks", float(_clocks_differ(x, y))),
        ("same_precision", float(x.precision == y.precision)),
        ("days", float(x.precision == y.precision == "day")),
        ("written_dates", float(bool(re.search(r"\d", x.text) and re.search(r"\d", y.text)))),
        ("near", _near(x, y)),
        ("plain", float(x.relation == y.relation == "on")),
    )
    yield Signal(
        "date",
        relation,
        round(min(1.0, fit.strength), 4),
        why,
        "different_moment",
        evidence,
        (_flat(x), _flat(y)),
        "foretold" if planned else "",
    )


def _unmatched(ranked: list[Ranked]) -> list[Ranked]:
    """The disjoint pairs, without those one of whose moments has its equal in the other claim as surely."""
    met = [t for t in ranked if not _disjoint(t[1], t[2]) and t[1].precision == t[2].precision]
    first, second = ({id(t[n]): t[0] for t in reversed(met)} for n in (1, 2))
    return [
        t
        for t in ranked
        if _disjoint(t[1], t[2]) and t[0] > _EQUAL * max(first.get(id(t[1]), 0.0), second.get(id(t[2]), 0.0))
    ]


def _least(x: Moment, y: Moment, pair: Pair) -> float:
    """The strength two moments need; what is years apart needs like words, however near the matter."""
    return 0.05 if pair.matter >= _SAME_MATTER and _near(x, y) >= _NOT_FAR else _SAME_EVENT


def _near(x: Moment, y: Moment) -> float:
    """1 for moments a day apart or less, falling to 0 at two years."""
    one, other = day_of(x.day_from), day_of(y.day_from)
    if one is None or other is None:
        return 1.0
    return max(0.0, 1.0 - math.log1p(abs((one - other).days)) / math.log1p(730))


def _planned(x: Moment, y: Moment, pair: Pair) -> bool:
    """Whether one moment still lay ahead when it was told and the other was past, so that a plan meets a fact."""
    first, second = _ahead(x, pair.a), _ahead(y, pair.b)
    if first is None or second is None:
        return (pair.a.claim.certainty in AHEAD) != (pair.b.claim.certainty in AHEAD)
    return first != second


def _ahead(moment: Moment, side: Side) -> bool | None:
    if moment.day_from is None or side.day is None:
        return None
    return moment.day_from > side.day.isoformat()


def _same_event(x: Moment, y: Moment, pair: Pair) -> Fit:
    if y.verb and x.verb and y.verb in terms().opposites.get(x.verb, frozenset()):
        return Fit(0.0, 0.0, 0.0, 0.0)  # opened and closed: two happenings
    weigh = pair.a.weights
    first, second = (weigh.bag(w for w in m.about if w not in pair.shared_names) for m in (x, y))
    least, most = sorted(coverage(first, second))
    verb = word_likeness(x.verb, y.verb)
    strength = 0.35 * most + 0.20 * least + 0.15 * verb + 0.30 * max(pair.alike, 0.8 * pair.alike_in_context)
    if pair.matter >= _SAME_MATTER:
        strength += 0.12 * pair.matter
    return Fit(strength, most, least, verb)


def _comparable(x: Moment, y: Moment) -> bool:
    if x.relation not in {"on", "by", "as_of", "between"} and x.relation != y.relation:
        return False
    if x.minute_from is not None and y.minute_from is not None:
        return True
    return bool(x.day_from and y.day_from and x.precision in _DATED and y.precision in _DATED)


def _disjoint(x: Moment, y: Moment) -> bool:
    return _days_differ(x, y) or _clocks_differ(x, y)


def _days_differ(x: Moment, y: Moment) -> bool:
    if not (x.day_from and x.day_to and y.day_from and y.day_to):
        return False
    return x.day_to < y.day_from or y.day_to < x.day_from


def _clocks_differ(x: Moment, y: Moment) -> bool:
    if x.minute_from is None or y.minute_from is None or x.minute_to is None or y.minute_to is None:
        return False
    if _days_differ(x, y):
        return False
    return _never_meet(x, y)


def _never_meet(x: Moment, y: Moment) -> bool:
    """Whether no reading of the two clock times has them meet: "half past eight" may be of the morning or evening."""
    return not any(
        one + (x.minute_from or 0) <= other + (y.minute_to or 0)
        and other + (y.minute_from or 0) <= one + (x.minute_to or 0)
        for one in _halves(x)
        for other in _halves(y)
    )


def _halves(moment: Moment) -> tuple[int, ...]:
    unsaid = _TWELVE_HOURS.search(moment.text) and not _WHICH_HALF.search(moment.text)
    return (0, _NOON) if unsaid and (moment.minute_from or 0) < _NOON else (0,)


def _flat(moment: Moment) -> str:
    return " ".join(moment.text.split())


def _phrase(moment: Moment) -> str:
    text = _flat(moment)
    if (
        moment.minute_from is None
        and moment.day_from
        and moment.day_from == moment.day_to
        and moment.day_from not in text
    ):
        return f"{text} ({moment.day_from})"
    return text
