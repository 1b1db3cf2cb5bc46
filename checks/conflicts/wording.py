"""Neutral words for a matter: its question, and what each side of it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from checks.claims.lexicon import lexicon
from checks.conflicts.acts import withheld_acts
from checks.conflicts.asking import counted_things, how_many, when, whether, who_did, why
from checks.conflicts.clauses import parsed, phrase, spell
from checks.conflicts.grouping import Matter
from checks.conflicts.pairs import Pair, Signal, short
from checks.conflicts.sides import Side
from checks.conflicts.words import nearness

_EDGES = " ,;:–—-.…“”\"'‘’"
_WORDS = re.compile(r"[\w’'-]+")
_LABEL = 70  # characters of a position
_ACTS = ("condemned", "apologised for", "praised or endorsed", "defended or backed")


def question_of(matter: Matter) -> str:
    """A question both sides answer, without taking either's part: of a clause of one, else of what both speak of."""
    asked: dict[str, Callable[[Matter], str | None]] = {
        "number": _number,
        "date": _date,
        "silence": _silence,
        "cause": _cause,
        "assessment": _worth,
        "attribution": _doer,
        "identity": _doer,
        "wording": lambda m: None,
    }
    ask = asked.get(matter.kind, _whether)
    return ask(matter) or _PLAIN[matter.kind].format(topic=topic(matter.best.pair))


# Asked when no clause makes a question; each is answered by both sides of any matter of the kind.
_PLAIN = {
    "number": "Which figure is right for {topic}?",
    "date": "When was it in the matter of {topic}?",
    "negation": "What is true of {topic}?",
    "outcome": "What became of {topic}?",
    "attribution": "Who was behind {topic}?",
    "identity": "Who or what was it in the matter of {topic}?",
    "cause": "What was behind {topic}?",
    "assessment": "How is {topic} to be judged?",
    "silence": "Who has spoken about {topic}?",
    "wording": "What exactly was said about {topic}?",
}


def _best(matter: Matter, made: Iterable[tuple[Side, str | None]]) -> str | None:
    """The question most of whose words the other camps use too, then the shortest."""
    pair = matter.best.pair
    known = {pair.a.order: _vocabulary(pair.b), pair.b.order: _vocabulary(pair.a)}
    ranked = []
    for side, question in made:
        if question:
            words = [w.lower() for w in _WORDS.findall(question)[1:] if len(w) > 3]
            unshared = sum(1 for w in words if w[:5] not in known[side.order])
            thin = 1.5 if len(words) < 3 else 0.0  # "When is a vote due?": which vote
            ranked.append((unshared + thin + len(question) / 40, question))
    return min(ranked)[1] if ranked else None


def _vocabulary(side: Side) -> set[str]:
    told = f"{side.claim.quote} {' '.join(side.reading.words)} {' '.join(side.reading.around)} {side.claim.speaker or ''}"
    return {w.lower()[:5] for w in _WORDS.findall(told)}


def _sides(matter: Matter) -> tuple[Side, Side]:
    return matter.best.pair.a, matter.best.pair.b


def named(side: Side) -> str | None:
    """Who "I", "we", "he" or "she" is in a claim: its speaker, or the person whose name its reading adds."""
    first = side.claim.quote.lower().lstrip(_EDGES).split(" ", 1)[0]
    if first in {"i", "we"} or re.search(r"\b(?:I|we|We)\b", side.claim.quote):
        return side.claim.speaker
    quote = side.claim.quote.lower()
    added = [n for n in side.reading.names if n not in quote]
    return " ".join(n.capitalize() for n in added[:2]) or None


def _figure(signal: Signal, pair: Pair, side: Side) -> str | None:
    if signal.held is None:
        return None
    held = signal.held[0] if side is pair.a else signal.held[1]
    quote = " ".join(side.claim.quote.split()).lower()
    words = held.split()
    return next((h for n in range(len(words), 0, -1) if (h := " ".join(words[:n])).lower() in quote), None)


def _number(matter: Matter) -> str | None:
    best = matter.best
    figures = [(s, _figure(best.signal, best.pair, s)) for s in _sides(matter)]
    asked = _best(matter, ((s, how_many(s.claim.quote, f, named(s)) if f else None) for s, f in figures))
    counted = next((c for s, f in figures if f and (c := counted_things(s.claim.quote, f))), None)
    return asked or (f"What is the number of {counted}?" if counted else None)


def _date(matter: Matter) -> str | None:
    best = matter.best
    moments = [(s, _figure(best.signal, best.pair, s)) for s in _sides(matter)]
    return _best(matter, ((s, when(s.claim.quote, m, named(s)) if m else None) for s, m in moments))


def _whether(matter: Matter) -> str | None:
    return _best(matter, ((s, whether(s.claim.quote, named=named(s))) for s in _affirming(matter)))


def _affirming(matter: Matter) -> Iterator[Side]:
    """The sides to ask from: those who affirm, when only some do, else all."""
    sides = _sides(matter)
    affirmed = [s for s in sides if s.claim.polarity == "affirmed"]
    yield from affirmed or sides


def _cause(matter: Matter) -> str | None:
    return _best(matter, ((s, why(s.claim.quote, named(s))) for s in _sides(matter)))


def _doer(matter: Matter) -> str | None:
    return _best(matter, ((s, who_did(s.claim.quote)) for s in _sides(matter)))


def _worth(matter: Matter) -> str | None:
    """Asks for the worth of the thing both judge: the first telling word in common that is no judgement itself."""
    pair = matter.best.pair
    judging = lexicon().positive | lexicon().negative
    near = nearness(pair.a.bag, pair.b.wide)
    shared = [
        (weight, word)
        for word, weight, row in zip(pair.a.bag.words, pair.a.bag.weights, near, strict=True)
        if row.size and row.max() >= 0.7 and word not in judging
    ]
    things = [(w, t) for w, t in shared if t not in pair.shared_names] or shared
    thing = max(things, default=(0.0, ""))[1]
    chunk = _chunk_with(thing, pair) if thing else None
    return f"What is {chunk} worth, and what does it do?" if chunk else None


def _silence(matter: Matter) -> str | None:
    pair = matter.best.pair
    silent = pair.a if "silence" in pair.a.reading.flags else pair.b
    actor = _actor(silent)
    if actor is None:
        return None
    acts = [a for a in withheld_acts(set(silent.reading.words)) if a < len(_ACTS)]
    return f"Has {actor} {_ACTS[acts[0]]} it in public?" if acts else f"Has {actor} spoken in public about it?"


def _actor(silent: Side) -> str | None:
    """The one reported silent, as written: the longest noun phrase of the claim with the actor's words."""
    acting = set(silent.reading.actors)
    doc = parsed(silent.claim.quote)
    found = [c for c in doc.noun_chunks if acting & {t.lower_ for t in c} or acting & {t.lemma_.lower() for t in c}]
    if found:
        words = [t for t in phrase(found[0].root) if t.i <= found[0].end]
        return _without_article(spell(words)) if words else None
    names = [w for w in silent.reading.actors if w in silent.names]
    return " ".join(w.capitalize() for w in names[:3]) or None


def _without_article(text: str) -> str:
    first, _, rest = text.partition(" ")
    if first.lower() in {"neither", "no", "not", "nobody"}:
        return rest or text
    return f"{first.lower()} {rest}" if first.lower() in {"the", "a", "an", "her", "his", "its", "their"} else text


def topic(pair: Pair) -> str:
    """What both sides speak of, as a noun phrase of one of them; the telling names or words when there is none."""
    ranked = []
    for side, other in ((pair.a, pair.b), (pair.b, pair.a)):
        heard = set(other.bag.words) | set(other.wide.words)
        weights = dict(zip(side.bag.words, side.bag.weights, strict=True))
        for chunk in parsed(side.claim.quote).noun_chunks:
            words = [t for t in chunk if t.pos_ in {"NOUN", "PROPN"}]
            if not words or chunk.root.pos_ == "PRON":
                continue
            value = sum(float(weights.get(t.lemma_.lower(), weights.get(t.lower_, 0.0))) * (1.0 if {t.lemma_.lower(), t.lower_} & heard else 0.3) for t in words)
            if len(chunk) <= 7:
                ranked.append((-value, len(chunk), _as_topic([t for t in chunk])))
    return min(ranked)[2] if ranked else short(pair.a.claim.quote, 60)


def _as_topic(words: list) -> str:  # type: ignore[type-arg]
    first = words[0]
    if first.lower_ in {"a", "an", "his", "her", "its", "their", "our", "my", "this", "that", "these", "those", "no", "any", "some", "every"}:
        return f"the {spell(words[1:])}"
    if first.lower_ == "the" or first.pos_ not in {"PROPN", "NUM"}:
        text = spell(words)
        return text[:1].lower() + text[1:] if not text.isupper() else text
    return spell(words)


def _chunk_with(word: str, pair: Pair) -> str | None:
    for side in (pair.a, pair.b):
        for chunk in parsed(side.claim.quote).noun_chunks:
            if any(word in {t.lower_, t.lemma_.lower()} for t in chunk) and len(chunk) <= 7:
                return _as_topic([t for t in chunk])
    return None


def stance_of(matter: Matter, side: Side) -> str:
    """What a side holds, in few words: its figure, its date, or its own words."""
    mine = side.claim.claim_id
    for item in matter.judged:
        if item.signal.held is not None and item.pair.a.claim.claim_id == mine:
            return item.signal.held[0]
        if item.signal.held is not None and item.pair.b.claim.claim_id == mine:
            return item.signal.held[1]
    return label(side)


def label(side: Side) -> str:
    """The telling part of a quote in at most `_LABEL` characters, without the asides around it."""
    text = " ".join(side.claim.quote.split()).strip(_EDGES)
    if len(text) <= _LABEL:
        return text
    parts = re.split(r"(?<=[,;:–—])\s+", text)
    best = max(parts, key=lambda p: min(len(p), _LABEL))
    return short(best.strip(_EDGES), _LABEL)
