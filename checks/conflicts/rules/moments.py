"""Rule `different_moment`: two disjoint times for the same happening."""

from __future__ import annotations

from collections.abc import Iterator

from checks.claims.reading import Moment
from checks.conflicts.pairs import Pair, Signal, who
from checks.conflicts.words import Weights, likeness, word_likeness

_PLAIN = Weights()
_SAME_EVENT = 0.42
_DATED = frozenset({"minute", "hour", "part_of_day", "day", "week", "month", "season", "quarter", "year"})


def different_moment(pair: Pair) -> Iterator[Signal]:
    """The closest pair of moments decides; an agreeing pair in the same clauses speaks against a conflict."""
    ranked = sorted(
        (
            (event, x, y)
            for x in pair.a.reading.moments
            for y in pair.b.reading.moments
            if _comparable(x, y) and (event := _same_event(x, y, pair)) >= _SAME_EVENT
        ),
        key=lambda t: (-t[0], t[1].text, t[2].text),
    )
    apart = [t for t in ranked if _disjoint(t[1], t[2])]
    together = [t for t in ranked if not _disjoint(t[1], t[2]) and t[1].precision == t[2].precision]
    if not apart:
        return
    event, x, y = apart[0]
    if together and together[0][0] >= event - 0.05 and not _clocks_differ(x, y):
        return
    why = f"{_phrase(x)} ({who(pair.a)}) against {_phrase(y)} ({who(pair.b)}), for the same happening."
    relation = "forecast" if _planned(pair) else "conflict"
    yield Signal("date", relation, round(min(1.0, event), 4), why, "different_moment")  # type: ignore[arg-type]


def _planned(pair: Pair) -> bool:
    ahead = {"predicted", "conditional", "desired"}
    return (pair.a.claim.certainty in ahead) != (pair.b.claim.certainty in ahead)


def _same_event(x: Moment, y: Moment, pair: Pair) -> float:
    clause = likeness(_PLAIN.bag(x.about), _PLAIN.bag(y.about))
    verb = word_likeness(x.verb, y.verb)
    return 0.55 * clause + 0.15 * verb + 0.30 * max(pair.alike, 0.8 * pair.alike_in_context)


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
    return x.minute_to < y.minute_from or y.minute_to < x.minute_from


def _phrase(moment: Moment) -> str:
    text = " ".join(moment.text.split())
    if moment.minute_from is None and moment.day_from and moment.day_from == moment.day_to and moment.day_from not in text:
        return f"{text} ({moment.day_from})"
    return text
