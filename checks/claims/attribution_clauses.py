"""Cue verbs and their contents: each verb of the lexicon tries its frames in turn, quotations first."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from checks.claims.attribution_acts import kind_of, unreal
from checks.claims.attribution_model import BREAKS, LEFT_ENDS, QUOTE_MARKS, Found, Page, Pieces, Place
from checks.claims.attribution_names import can_speak
from checks.claims.attribution_objects import (
    clausal,
    gerund,
    infinitive,
    object_of,
    opens_clause,
    pair,
    paper,
    predicate,
    prepositional,
)
from checks.claims.attribution_quoted import quoted, quoted_phrase
from checks.claims.attribution_source import noun_phrase, own_subject, subject
from checks.claims.speech import ATTITUDES, DENYING, Cue, cue_of

_STRONG = frozenset({"said", "replied", "claimed", "denied", "refuted", "admitted", "confirmed", "warned", "found"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_FIRST = frozenset({"i", "we", "you", "us", "me", "it", "that", "which", "people"})


def clause_attributions(page: Page) -> list[Found]:
    """Every cue verb of the article that has a content, in order."""
    found: list[Found] = []
    for sentence in page.doc.sents:
        for token in sentence:
            if token.pos_ not in ("VERB", "AUX", "NOUN", "ADJ", "PROPN") or token.tag_ == "MD":
                continue
            hit = cue_of(token)
            if hit is not None:
                one = _attribution(page, sentence, token, *hit)
                if one is not None and not _told_within(page, token, one):
                    found.append(one)
    return found


def _told_within(page: Page, verb: Token, one: Found) -> bool:
    """A cue inside somebody's quotation counts only where it reports what a third person said."""
    if page.inside[verb.i] < 0:
        return one.source is not None and one.source.root.lower_ in ("i", "me")
    return one.via_quote or one.source is None or one.stance not in _STRONG or one.source.root.lower_ in _FIRST


def _attribution(page: Page, sentence: Span, verb: Token, cue: Cue, parts: tuple[Token, ...]) -> Found | None:
    if unreal(verb, cue.stances[0][1]):
        return None
    head = subject(verb)
    if head is None and own_subject(verb) is None:
        head = _inverted(page, verb) or _apposed(sentence, verb)
    if head is None and verb.pos_ in ("NOUN", "PROPN", "ADJ"):
        return None  # a noun, not a verb that the tagger took for one: «with caution»
    if head is not None and head.lower_ == "it" and own_subject(verb) is None and verb.dep_ != "conj":
        return None  # it goes without saying, it is worth noting
    head = _outer(verb, head) or head
    source = noun_phrase(head) if head is not None else None
    if source is not None and source.start < verb.i:
        source = _without_clause(source)
        head = head if source is not None else None
    place = Place(page, sentence, verb, parts, source, *_clause(sentence, verb, parts, source))
    act: Found | None = None
    for frame, stance, pieces in _readings(place, cue):
        kind = kind_of(place, head, stance, frame, pieces)
        if kind == "words":
            return _found(place, stance, pieces, frame)
        if kind == "act" and act is None:
            act = _found(place, stance, pieces, frame, telling=False)
    return act


def _outer(verb: Token, head: Token | None) -> Token | None:
    """Who speaks about a clause that a thing seems to speak in: "analysts say the deal is dead, citing the cost"."""
    if head is None or can_speak(head) or verb.dep_ != "advcl" or verb.tag_ != "VBG":
        return None
    above = verb.head
    while above.dep_ in ("xcomp", "conj"):
        above = above.head
    found = subject(above.head) if above.dep_ == "ccomp" else None
    return found if found is not None and can_speak(found) else None


def _without_clause(source: Span) -> Span | None:
    """The phrase behind a clause that the parser put into it; None where all of it is a clause taken for a name."""
    finite = [token.i for token in source if token.tag_ in _FINITE and token.is_lower]
    if not finite:
        return source
    start = next((t.i + 1 for t in source if t.text == "," and finite[-1] < t.i < source.root.i), None)
    return source.doc[start : source.end] if start is not None else None


def _readings(place: Place, cue: Cue) -> Iterator[tuple[str, str, Pieces]]:
    """Each frame in which the cue has a content here, with its stance, the likeliest first."""
    for frame, finder in _FINDERS:
        loose = frame == "clause" and cue.has("quote", "inf", "object", "gerund")
        stance = cue.stance(frame) or (cue.stances[0][1] if loose else None)
        if stance is not None and (cue.stance(frame) or stance not in ATTITUDES) and (pieces := finder(place)):
            yield frame, stance, pieces
    if cue.has("quote") and place.source is not None and _is_as_clause(place.verb) and (pieces := _as_said(place)):
        yield "as said", cue.stances[0][1], pieces
    for prep, stance in cue.preps:
        if pieces := prepositional(place, prep):
            yield "prep", stance, pieces
    for frame, finder in _OBJECTS:
        stance = cue.stance(frame)
        if stance is not None and (pieces := finder(place)):
            yield frame, stance, pieces
    if cue.has("quote") and cue.stances[0][1] != "believed" and (pieces := quoted_phrase(place)):
        yield "quote", cue.stances[0][1], pieces


def _is_as_clause(verb: Token) -> bool:
    return any(mark.lower_ == "as" and mark.dep_ in ("mark", "advmod", "prep") for mark in verb.lefts)


def _found(place: Place, stance: str, pieces: Pieces, frame: str, *, telling: bool = True) -> Found:
    doc, verb = place.doc, place.verb
    refused = any(child.dep_ == "neg" for child in verb.children)
    negated = stance in DENYING and not refused
    if refused and stance not in DENYING:
        stance = "withheld"
    last = max(part.i for part in place.parts)
    cue = doc[verb.i : last + 1] if last - verb.i <= 3 and last >= verb.i else doc[verb.i : verb.i + 1]
    return Found(pieces, stance, cue, place.source, negated, via_quote=frame == "quote", telling=telling)


def _as_said(place: Place) -> Pieces:
    """As she remarked, Y; X, as she remarked: the sentence around the clause."""
    sentence, end = place.sentence, place.end
    begin = place.verb.left_edge.idx
    after = place.doc[end].idx if end < sentence.end else sentence.end_char
    pieces = [(sentence.start_char, begin), (after, sentence.end_char)]
    return [(a, b) for a, b in pieces if len(place.page.text[a:b].split()) > 3]


def _inverted(page: Page, verb: Token) -> Token | None:
    """The subject after the verb where the parser missed it: “…,” said Ann Archer."""
    doc = page.doc
    if verb.i + 1 >= len(doc) or verb.i == 0:
        return None
    before = doc[verb.i - 1]
    if verb.tag_ == "VBG":
        return None  # "…, accusing him of it"
    if before.text not in LEFT_ENDS and not (verb.is_sent_start and verb.tag_ == "VBD"):
        return None
    following = doc[verb.i + 1]
    head = following
    while (
        head.i + 1 < len(doc)
        and head.pos_ in ("DET", "ADJ", "PROPN", "NOUN")
        and doc[head.i + 1].pos_ in ("PROPN", "NOUN", "ADJ")
    ):
        head = doc[head.i + 1]
    return head if head.pos_ in ("PROPN", "NOUN", "PRON") else None


def _apposed(sentence: Span, verb: Token) -> Token | None:
    """The subject that the parser took for an apposition of what is said: It shut, a guard who works there said."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    for token in sentence:
        if token.i < verb.i and token.dep_ in ("appos", "conj") and verb.i - 2 <= token.right_edge.i < verb.i:
            first = token.left_edge
            if first.i > sentence.start and first.nbor(-1).text == ",":
                return token
    return None


def _clause(sentence: Span, verb: Token, parts: tuple[Token, ...], source: Span | None) -> tuple[int, int]:
    """The token range of the cue with its subject, auxiliaries, addressee and adverbials, up to the next break."""
    doc = verb.doc
    start = verb.i
    while (
        start > sentence.start
        and doc[start - 1].dep_ in ("aux", "neg", "advmod", "auxpass", "prt")
        and doc[start - 1].head in (verb, doc[start])
    ):
        start -= 1
    end = max(verb.i, *(part.i for part in parts)) + 1
    if _stands_before(sentence, verb, source, start):
        start = source.start if source is not None else start
    elif source is not None and source.start >= verb.i and source.start - verb.i <= 3:
        end = max(end, source.end)
    while end < sentence.end and not _stops(doc[end], verb):
        end += 1
    return start, end


def _stands_before(sentence: Span, verb: Token, source: Span | None, start: int) -> bool:
    """Whether the cue's own subject stands before it; one that it shares ("he said, adding …") is another clause's."""
    shared = own_subject(verb) is None and verb.dep_ in ("advcl", "conj", "xcomp", "acl")
    return source is not None and not shared and sentence.start <= source.start < source.end <= start < source.end + 12


def _stops(token: Token, verb: Token) -> bool:
    if token.text in BREAKS or token.text in QUOTE_MARKS or token.is_space or token.text in ".?!":
        return True
    if token.dep_ == "mark" or (token.lower_ == "that" and opens_clause(token)):
        return True
    above = token
    while above.head not in {verb, above} and above.dep_ not in ("ccomp", "xcomp", "parataxis", "advcl", "conj", "acl"):
        above = above.head
    return above.dep_ in ("ccomp", "xcomp", "parataxis", "advcl", "conj", "acl", "ROOT") and above != verb


_FINDERS = (
    ("quote", quoted),
    ("clause", clausal),
    ("as", predicate),
    ("inf", infinitive),
    ("gerund", gerund),
)
_OBJECTS = (
    ("pair", pair),
    ("paper", paper),
    ("object", object_of),
)
