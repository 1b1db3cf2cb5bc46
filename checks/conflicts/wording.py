"""Neutral words for a matter: its question, and what each side of it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from spacy.tokens import Token

from checks.claims.lexicon import lexicon
from checks.conflicts.acts import withheld_acts
from checks.conflicts.asking import when, whether, who_did, why
from checks.conflicts.clauses import parsed, phrase, spell
from checks.conflicts.counting import counted_things, how_many
from checks.conflicts.grouping import Matter
from checks.conflicts.pairs import Pair, short
from checks.conflicts.sides import Side
from checks.conflicts.words import nearness

_EDGES = " ,;:–—-.…“”\"'‘’"
_WORDS = re.compile(r"[\w’'-]+")
_JOINED = re.compile(r"^(?:and|but|that|which|who|while|so|or)\s+", re.IGNORECASE)
_LABEL = 80  # characters of a position
_TOPIC_WORDS = 6
_SHORT_ENOUGH = 45  # characters under which a question is not better for being shorter
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
    asked_for = ask(matter)
    if asked_for:
        return asked_for
    spoken_of = topic(matter.best.pair)
    if spoken_of:
        return _PLAIN[matter.kind].format(topic=spoken_of)
    first, second = (label(s, 55) for s in _sides(matter))
    return f"Which is right: “{first}” or “{second}”?"


# Asked when no clause makes a question, of what both sides speak of.
_PLAIN = {
    "number": "What is the right figure for {topic}?",
    "date": "What is the right date or time for {topic}?",
    "negation": "What is true of {topic}?",
    "outcome": "What became of {topic}?",
    "attribution": "Who was behind {topic}?",
    "identity": "Who or what was it in the matter of {topic}?",
    "cause": "What was behind {topic}?",
    "assessment": "How is {topic} to be judged?",
    "silence": "Who has said anything about {topic}?",
    "wording": "What exactly was said about {topic}?",
}
_STRANGE = 2  # words of a question that the other side does not use, from which it is no common question


def _best(matter: Matter, made: Iterable[tuple[Side, str | None]], strange: int = 99) -> str | None:
    """The question most of whose words the other side uses too, then the shortest; None when all are too strange."""
    pair = matter.best.pair
    known = {pair.a.order: _vocabulary(pair.b), pair.b.order: _vocabulary(pair.a)}
    ranked = []
    for side, question in made:
        if question:
            words = [w.lower() for w in _WORDS.findall(question)[1:] if len(w) > 3]
            unshared = sum(1 for w in words if w[:5] not in known[side.order])
            thin = 1.5 if len(words) < 3 else 0.0  # "When is a vote due?": which vote
            if unshared <= strange:
                ranked.append((unshared + thin + max(len(question), _SHORT_ENOUGH) / 40, question))
    return min(ranked)[1] if ranked else None


def _vocabulary(side: Side) -> set[str]:
    told = (
        f"{side.claim.quote} {' '.join(side.reading.words)} {' '.join(side.reading.around)} {side.claim.speaker or ''}"
    )
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


def _told(matter: Matter, side: Side) -> list[str]:
    """The figures or moments of a side that are in question, as written: the one that a rule compared, else all."""
    best = matter.best
    if best.signal.held is not None:
        held = best.signal.held[0] if side is best.pair.a else best.signal.held[1]
        quote = " ".join(side.claim.quote.split()).lower()
        words = held.split()
        found = next((h for n in range(len(words), 0, -1) if (h := " ".join(words[:n])).lower() in quote), None)
        return [found] if found else []
    return [x.text for x in (side.reading.amounts if matter.kind == "number" else side.reading.moments)]


def _number(matter: Matter) -> str | None:
    told = [(s, figure) for s in _sides(matter) for figure in _told(matter, s)]
    asked = _best(matter, ((s, how_many(s.claim.quote, figure, named(s))) for s, figure in told))
    counted = next((c for s, figure in told if (c := counted_things(s.claim.quote, figure))), None)
    return asked or (f"What is the number of {counted}?" if counted and len(counted) < _LABEL else None)


def _date(matter: Matter) -> str | None:
    told = [(s, moment) for s in _sides(matter) for moment in _told(matter, s)]
    return _best(matter, ((s, when(s.claim.quote, moment, named(s))) for s, moment in told))


def _whether(matter: Matter) -> str | None:
    return _best(matter, _asked_whether(matter))


def _cause(matter: Matter) -> str | None:
    return _best(matter, ((s, why(s.claim.quote, named(s))) for s in _sides(matter)))


def _doer(matter: Matter) -> str | None:
    held = matter.best.signal.held
    kind = _common_end(*held) if held and matter.kind == "identity" else ""
    if kind:
        return f"Which {kind} was it?"
    return _best(matter, ((s, q) for s in _sides(matter) for q in who_did(s.claim.quote)), _STRANGE)


def _common_end(one: str, other: str) -> str:
    """The last words that two names share ("Mountain Battalion"), empty when there are none."""
    first, second = one.split(), other.split()
    same = 0
    while same < min(len(first), len(second)) and first[-1 - same] == second[-1 - same]:
        same += 1
    return " ".join(first[len(first) - same :]) if same else ""


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
    return f"What is {chunk} worth?" if chunk else _best(matter, _asked_whether(matter), _STRANGE)


def _asked_whether(matter: Matter) -> Iterator[tuple[Side, str]]:
    return ((s, q) for s in _sides(matter) for q in whether(s.claim.quote, named(s)))


def _silence(matter: Matter) -> str | None:
    pair = matter.best.pair
    silent = pair.a if "silence" in pair.a.reading.flags else pair.b
    actor = _actor(silent)
    if actor is None:
        return None
    has = "Have" if _plural(actor, silent) else "Has"
    acts = [a for a in withheld_acts(set(silent.reading.words)) if a < len(_ACTS)]
    spoken_of = _withheld_on(silent) or topic(pair, besides=actor)
    if acts:
        return f"{has} {actor} {_ACTS[acts[0]]} {spoken_of or 'it'}?"
    return (
        f"{has} {actor} said anything about {spoken_of}?" if spoken_of else f"{has} {actor} spoken in public about it?"
    )


def _withheld_on(silent: Side) -> str | None:
    """What the act withheld is about: of "avoided a condemnation of the raid", the raid."""
    for token in parsed(silent.claim.quote):
        if not withheld_acts({token.lemma_.lower()}):
            continue
        linked = [c for c in token.children if c.dep_ == "prep" and c.lower_ in {"of", "for", "on", "about", "over"}]
        objects = [c for c in token.children if c.dep_ == "dobj"] + [o for p in linked for o in p.children]
        thing = next((o for o in objects if o.pos_ in {"NOUN", "PROPN"}), None)
        if thing is not None and len(words := phrase(thing)) <= 2 * _TOPIC_WORDS:
            return _as_topic(words)
    return None


def _actor(silent: Side) -> str | None:
    """The one reported silent, as written: the first noun phrase of the claim with the actor's words, or the name."""
    acting = set(silent.reading.actors)
    for chunk in parsed(silent.claim.quote).noun_chunks:
        if chunk.root.pos_ in {"NOUN", "PROPN"} and acting & {w for t in chunk for w in (t.lower_, t.lemma_.lower())}:
            words = [t for t in chunk if t.lower_ not in {"neither", "nor", "not", "single", "even"}]
            if words and words[0].lower_ in {"no", "one"}:
                return f"any {spell(words[1:])}" if words[1:] else None
            return _as_topic(words)
    names = [w for w in silent.reading.actors if w in silent.names] or list(silent.reading.actors)
    return " ".join(w.capitalize() for w in names[:2]) or None


def _plural(actor: str, silent: Side) -> bool:
    last = actor.rsplit(" ", 1)[-1].lower()
    return any(t.lower_ == last and t.tag_ in {"NNS", "NNPS"} for t in parsed(silent.claim.quote))


def topic(pair: Pair, besides: str = "") -> str | None:
    """What both sides speak of, as a short noun phrase of one of them; None when they share no telling noun."""
    ranked = []
    told = {w.lower() for w in _WORDS.findall(besides)}
    for side, other in ((pair.a, pair.b), (pair.b, pair.a)):
        heard = set(other.bag.words) | set(other.reading.around)
        weights = dict(zip(side.bag.words, side.bag.weights, strict=True))
        for chunk in parsed(side.claim.quote).noun_chunks:
            words = [t for t in chunk if t.pos_ in {"NOUN", "PROPN"} and t.lower_ not in told]
            shared = [t for t in words if {t.lemma_.lower(), t.lower_} & heard]
            if shared and chunk.root in words and chunk[0].pos_ != "CCONJ" and len(chunk) <= _TOPIC_WORDS:
                value = sum(float(weights.get(t.lemma_.lower(), weights.get(t.lower_, 0.0))) for t in shared)
                ranked.append((-value - (0.5 if chunk.root in shared else 0.0), len(chunk), _as_topic(list(chunk))))
    return min(ranked)[2] if ranked else None


_INDEFINITE = frozenset({"a", "an", "this", "that", "these", "those", "no", "any", "some", "every", "each", "such"})


def _as_topic(words: Sequence[Token]) -> str:
    """A noun phrase to ask about: definite, without a number before it, lower-case unless it is a name."""
    kept = [t for t in words if not (t.pos_ == "NUM" or t.dep_ in {"predet", "quantmod", "preconj"})]
    if kept and (kept[0].lower_ in _INDEFINITE or kept[0].tag_ == "PRP$"):
        kept = kept[1:]
        return f"the {spell(kept)}"
    if len(kept) < len(words) and kept and kept[0].pos_ != "DET":
        return f"the {spell(kept)}"
    text = spell(kept or words)
    first = (kept or words)[0]
    return text if first.pos_ == "PROPN" and first.lower_ != "the" else text[:1].lower() + text[1:]


def _chunk_with(word: str, pair: Pair) -> str | None:
    for side in (pair.a, pair.b):
        for chunk in parsed(side.claim.quote).noun_chunks:
            if any(word in {t.lower_, t.lemma_.lower()} for t in chunk) and len(chunk) <= _TOPIC_WORDS:
                return _as_topic(list(chunk))
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


def label(side: Side, limit: int = _LABEL) -> str:
    """The telling part of a quote in at most `limit` characters: the part with its main verb, without asides."""
    text = _JOINED.sub("", " ".join(side.claim.quote.split()).strip(_EDGES))
    if len(text) <= limit:
        return text
    root = next((t.text for t in parsed(text) if t.dep_ == "ROOT"), "")
    parts = [p.strip(_EDGES) for p in re.split(r"(?<=[,;:–—])\s+", text)]
    best = next((p for p in parts if re.search(rf"\b{re.escape(root)}\b", p)), text)
    return short(_JOINED.sub("", best) if len(best.split()) > 3 else text, limit)
