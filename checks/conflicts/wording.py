"""Neutral words for a matter: its question, and what each side of it holds."""

from __future__ import annotations

import re
from collections.abc import Callable

from checks.claims.lexicon import lexicon
from checks.conflicts.grouping import Matter
from checks.conflicts.pairs import Pair, Signal, short
from checks.conflicts.sides import Side
from checks.conflicts.words import nearness

_JOINERS = ("and", "of", "for", "on")
_EDGES = " ,;:–—-.…“”\"'‘’"


def question_of(matter: Matter) -> str:
    """A question both sides answer, without taking either's part."""
    pair, signal = matter.best.pair, matter.best.signal
    if matter.kind == "number":
        return _number_question(signal, pair)
    if matter.kind == "date":
        return _date_question(signal, pair)
    asked: dict[str, Callable[[Pair], str]] = {
        "silence": _silence_question,
        "cause": lambda p: f"What was the cause ({topic(p)})?",
        "assessment": _worth_question,
        "attribution": lambda p: f"Who did it ({topic(p)})?",
        "identity": lambda p: f"Who or what was it ({topic(p)})?",
        "wording": lambda p: f"What were the words ({topic(p)})?",
    }
    if matter.kind in asked:
        return asked[matter.kind](pair)
    return f"Is it so that {_clause(_affirming(pair))}?"


def topic(pair: Pair, held: str = "", limit: int = 5) -> str:
    """The words both sides share (or nearly share), in the order of the first side, without those of what is `held`."""
    near = nearness(pair.a.bag, pair.b.bag)
    told = {w.strip(_EDGES) for w in held.lower().split()}
    shared = [w for w, row in zip(pair.a.bag.words, near, strict=True) if row.size and row.max() >= 0.6]
    telling = [w for w in shared if w not in told and f"{w}s" not in told]
    if len(telling) < 2:
        telling = [*telling, *[w for w in pair.a.bag.words if w not in telling]]
    return ", ".join(_as_written(w, pair) for w in telling[:limit])


def _as_written(word: str, pair: Pair) -> str:
    for side in (pair.a, pair.b):
        found = re.search(rf"\b{re.escape(word)}\w*", side.claim.quote, re.IGNORECASE)
        if found:
            return found.group()
    return word


def _number_question(signal: Signal, pair: Pair) -> str:
    if signal.held is None:
        return f"Which figure is right ({topic(pair)})?"
    return f"Which figure: {signal.held[0]} or {signal.held[1]} ({topic(pair, ' '.join(signal.held))})?"


def _date_question(signal: Signal, pair: Pair) -> str:
    if signal.held is None:
        return f"When was it ({topic(pair)})?"
    return f"When: {signal.held[0]} or {signal.held[1]} ({topic(pair, ' '.join(signal.held))})?"


def _worth_question(pair: Pair) -> str:
    """Asks for the worth of the thing both judge: the first telling word in common that is no judgement itself."""
    judging = lexicon().positive | lexicon().negative
    near = nearness(pair.a.bag, pair.b.wide)
    shared = [
        (weight, word)
        for word, weight, row in zip(pair.a.bag.words, pair.a.bag.weights, near, strict=True)
        if row.size and row.max() >= 0.7 and word not in judging
    ]
    things = [(w, t) for w, t in shared if t not in pair.shared_names] or shared
    thing = max(things, default=(0.0, ""))[1]
    return f"What is the worth or effect of {_name_of(thing, pair)}?" if thing else f"What is it worth ({topic(pair)})?"


def _name_of(word: str, pair: Pair) -> str:
    """A thing as the first side that names it does: the capitalised name around the word, or "the" and the word."""
    for side in (pair.a, pair.b):
        tokens = side.claim.quote.split()
        at = next((i for i, t in enumerate(tokens) if t.lower().strip(_EDGES) == word), None)
        if at is None:
            continue
        first = at
        while first > 0 and (tokens[first - 1][:1].isupper() or (tokens[first - 1] in _JOINERS and first > 1)):
            first -= 1
        while first < at and tokens[first] in {*_JOINERS, "The", "At", "In", "On"}:
            first += 1
        return "the " + " ".join(tokens[first : at + 1]).strip(_EDGES)
    return f"the {word}"


def _silence_question(pair: Pair) -> str:
    silent = pair.a if "silence" in pair.a.reading.flags else pair.b
    acting = [w for w in silent.reading.actors if w in silent.names] or list(silent.reading.actors)
    actor = " ".join(_as_written(w, pair) for w in acting[:3]) or "the one concerned"
    return f"Has {actor} spoken on the matter, or kept silent?"


def _affirming(pair: Pair) -> Side:
    return pair.b if pair.a.claim.polarity == "denied" and pair.b.claim.polarity == "affirmed" else pair.a


def _clause(side: Side) -> str:
    text = short(side.claim.quote, 140).strip(_EDGES)
    first = text.split(" ", 1)[0]
    return text if first.lower().strip("'’s") in side.names or first == "I" else text[:1].lower() + text[1:]


def stance_of(matter: Matter, side: Side) -> str:
    """What a side holds, in few words: its figure, its date, or its own words."""
    mine = side.claim.claim_id
    for item in matter.judged:
        if item.signal.held is not None and item.pair.a.claim.claim_id == mine:
            return item.signal.held[0]
        if item.signal.held is not None and item.pair.b.claim.claim_id == mine:
            return item.signal.held[1]
    return short(side.claim.quote, 90)
