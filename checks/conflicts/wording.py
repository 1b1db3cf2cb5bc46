"""Neutral words for a matter: its question, and what each side of it holds."""

from __future__ import annotations

import re
from collections.abc import Callable

from checks.claims.reading import Amount, Frame, Moment
from checks.conflicts.grouping import Matter
from checks.conflicts.pairs import Pair, short
from checks.conflicts.rules.amounts import overlaps, same_thing
from checks.conflicts.sides import Side
from checks.conflicts.words import nearness

_EDGES = " ,;:–—-.…“”\"'‘’"


def question_of(matter: Matter) -> str:
    """A question both sides answer, without taking either's part."""
    pair = matter.best.pair
    asked: dict[str, Callable[[Pair], str]] = {
        "number": _number_question,
        "date": _date_question,
        "silence": _silence_question,
        "cause": lambda p: f"What was the cause ({topic(p)})?",
        "assessment": lambda p: f"What is it worth ({topic(p)})?",
        "attribution": lambda p: f"Who did it ({topic(p)})?",
        "identity": lambda p: f"Who or what was it ({topic(p)})?",
        "wording": lambda p: f"What were the words ({topic(p)})?",
    }
    if matter.kind in asked:
        return asked[matter.kind](pair)
    return f"Is it so that {_clause(_affirming(pair))}?"


def topic(pair: Pair, limit: int = 5, skip: str | None = None) -> str:
    """The words both sides share (or nearly share), in the order of the first side, without the one skipped."""
    near = nearness(pair.a.bag, pair.b.bag)
    telling = [w for w, row in zip(pair.a.bag.words, near, strict=True) if row.size and row.max() >= 0.6 and w != skip]
    if len(telling) < 2:
        telling = [*telling, *[w for w in pair.a.bag.words if w not in telling]]
    return ", ".join(_as_written(w, pair) for w in telling[:limit] if w != skip)


def _plural(noun: str, pair: Pair) -> str:
    """The counted noun as one of the sides writes it."""
    for side in (pair.a, pair.b):
        found = re.search(rf"\b{re.escape(noun[:-1] if len(noun) > 4 else noun)}\w*", side.claim.quote, re.IGNORECASE)
        if found:
            return found.group().lower()
    return noun


def _as_written(word: str, pair: Pair) -> str:
    for side in (pair.a, pair.b):
        found = re.search(rf"\b{re.escape(word)}\b", side.claim.quote, re.IGNORECASE)
        if found:
            return found.group()
    return word


def _number_question(pair: Pair) -> str:
    x, y = deciding_amounts(pair)
    if x is None or y is None:
        return f"Which figure is right: {topic(pair)}?"
    asked = "How many" if x.kind == "count" else "How long" if x.kind == "duration" else "How much"
    noun = f" {_plural(x.noun, pair)}" if x.kind == "count" and x.noun else ""
    return f"{asked}{noun}: {_flat(x.text)} or {_flat(y.text)} ({topic(pair, skip=x.noun)})?"


def _date_question(pair: Pair) -> str:
    x, y = deciding_moments(pair)
    if x is None or y is None:
        return f"When was it: {topic(pair)}?"
    return f"When: {_flat(x.text)} or {_flat(y.text)} ({topic(pair)})?"


def _silence_question(pair: Pair) -> str:
    silent = pair.a if "silence" in pair.a.reading.flags else pair.b
    words = [w for w in (*silent.reading.names, *silent.reading.actors) if len(w) > 2]
    actor = " ".join(_as_written(w, pair) for w in dict.fromkeys(words[:3])) or "the one concerned"
    return f"Has {actor} spoken on the matter, or kept silent?"


def _affirming(pair: Pair) -> Side:
    return pair.b if pair.a.claim.polarity == "denied" and pair.b.claim.polarity == "affirmed" else pair.a


def _clause(side: Side) -> str:
    text = short(side.claim.quote, 140).strip(_EDGES)
    first = text.split(" ", 1)[0]
    return text if first.lower().strip("'’s") in side.names or first == "I" else text[:1].lower() + text[1:]


def _flat(text: str) -> str:
    return " ".join(text.split())


def deciding_amounts(pair: Pair) -> tuple[Amount | None, Amount | None]:
    """The two disjoint amounts that most surely measure one thing."""
    ranked = [
        (same_thing(x, y, pair).strength, x, y)
        for x in pair.a.reading.amounts
        for y in pair.b.reading.amounts
        if not overlaps(x, y)
    ]
    best = max(ranked, key=lambda t: (t[0], t[1].text, t[2].text), default=None)
    return (best[1], best[2]) if best and best[0] > 0 else (None, None)


def deciding_moments(pair: Pair) -> tuple[Moment | None, Moment | None]:
    """The first two moments that differ."""
    for x in pair.a.reading.moments:
        for y in pair.b.reading.moments:
            if (x.day_from, x.minute_from) != (y.day_from, y.minute_from):
                return x, y
    return None, None


def stance_of(matter: Matter, side: Side) -> str:
    """What a side holds, in few words: its figure, its date, or its own words."""
    for item in matter.judged:
        for one, mine in ((item.pair.a, 0), (item.pair.b, 1)):
            if one.claim.claim_id == side.claim.claim_id:
                found: tuple[Amount | Moment | Frame | None, ...] = ()
                if matter.kind == "number":
                    found = deciding_amounts(item.pair)
                elif matter.kind == "date":
                    found = deciding_moments(item.pair)
                if found and found[mine] is not None:
                    return _flat(found[mine].text)  # type: ignore[union-attr]
                return short(side.claim.quote, 90)
    return short(side.claim.quote, 90)
