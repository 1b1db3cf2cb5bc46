"""Cut a parsed article into statements: the spans of text that each say one thing, with whoever says it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from checks.claims.attribution import Attribution
from checks.claims.lexicon import lexicon

_MIN_WORDS = 4
_FRAGMENT_WORDS = 4
_DOUBLE = 0.8
_ASKING = frozenset({"ask", "asks", "asked", "asking", "wonder", "wonders", "wondered", "wondering"})
_ASKED = ("who ", "whom ", "whose ", "what ", "when ", "where ", "why ", "which ", "how ", "whether ", "if ")
_VAGUE = frozenset(
    {
        "i",
        "we",
        "he",
        "she",
        "they",
        "it",
        "him",
        "her",
        "them",
        "who",
        "this",
        "that",
        "nobody",
        "everybody",
        "everyone",
        "somebody",
        "someone",
        "anybody",
        "anyone",
        "nothing",
        "people",
        "you",
    }
)
_WIDTH = 1000  # characters looked through for doubles at a time
_EDGE = " \t\n\r ,;:–—-"
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@dataclass(frozen=True, slots=True)
class Statement:
    """Characters `start`..`end` of the article, inside `sentence`, said by `attribution` (None: by the article)."""

    start: int
    end: int
    sentence: tuple[int, int]
    attribution: Attribution | None


def statements(doc: Doc, attributions: Sequence[Attribution]) -> list[Statement]:
    """All statements of an article in text order; questions, furniture and verbless scraps are none.

    That somebody is for or against something is told by the article: such an attitude takes no words from its voice.
    """
    attributions = [a for a in attributions if a.telling]
    text = str(doc.text)
    paragraphs = list(_paragraphs(text))
    furniture = [is_furniture(text[start:end]) for start, end in paragraphs]
    found = [s for a in attributions for s in _attributed(doc, text, a)]
    found += [s for sent, said in _sentences(doc, attributions) for s in _own(doc, text, sent, said)]
    starts = [start for start, _ in paragraphs]
    told = (s for s in found if not furniture[bisect_right(starts, s.start) - 1] and not _is_question(text, s))
    return sorted(_without_doubles(sorted(told, key=_rank)), key=lambda s: (s.start, s.end))


def _sentences(doc: Doc, said: Sequence[Attribution]) -> Iterator[tuple[Span, list[Attribution]]]:
    """Each sentence with the attributions that touch it."""
    by_sentence: dict[int, list[Attribution]] = {}
    sentences = list(doc.sents)
    starts = [sentence.start_char for sentence in sentences]
    for one in said:
        spans = [*one.spans, *(span for span in (one.cue_span, one.source_span) if span)]
        touched = {n for a, b in spans for n in range(bisect_right(starts, a) - 1, bisect_right(starts, b))}
        for number in touched:
            by_sentence.setdefault(number, []).append(one)
    return ((sentence, by_sentence.get(number, [])) for number, sentence in enumerate(sentences))


def _rank(statement: Statement) -> tuple[bool, bool, int, int]:
    """Better readings first: a named speaker before "I" inside a quotation, then the longer stretch."""
    said = statement.attribution
    vague = said is not None and (said.speaker or "i").lower() in _VAGUE
    return vague, said is None, statement.start - statement.end, statement.start


def _without_doubles(ranked: Sequence[Statement]) -> list[Statement]:
    """Drop statements nearly all of which a better one says already."""
    kept: list[Statement] = []
    near: dict[int, list[Statement]] = {}
    for one in ranked:
        places = range(one.start // _WIDTH, one.end // _WIDTH + 1)
        others = (other for place in places for other in near.get(place, ()))
        if not any(_shared(one, other) >= _DOUBLE or _scrap_of(one, other) for other in others):
            kept.append(one)
            for place in places:
                near.setdefault(place, []).append(one)
    return kept


def _scrap_of(one: Statement, other: Statement) -> bool:
    """Whether a statement is part of another and adds no speaker of its own."""
    inside = other.start <= one.start and one.end <= other.end and other.attribution is not None
    return inside and (one.attribution is None or (one.attribution.speaker or "i").lower() in _VAGUE)


def _shared(one: Statement, other: Statement) -> float:
    """The share of the longer of two statements that both cover."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / max(one.end - one.start, other.end - other.start, 1)


def is_furniture(paragraph: str) -> bool:
    """Whether a paragraph is page furniture: navigation, forms, captions, short labels without a sentence."""
    text = paragraph.strip()
    return bool(lexicon().boilerplate.match(text)) or (len(text.split()) < _MIN_WORDS and text[-1:] not in ".!?”\"'’")


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)


def _is_question(text: str, statement: Statement) -> bool:
    """Whether it asks: by its mark, or as what somebody asked (why it was late; but not "asked that it be late")."""
    asked = statement.attribution is not None and bool(_ASKING & set((statement.attribution.cue or "").lower().split()))
    if asked and text[statement.start : statement.end].lower().startswith(_ASKED):
        return True
    tail = text[statement.start : statement.end + 2].rstrip(" \n”\"'’")
    return tail.endswith("?") or text[statement.start : statement.end].rstrip("”\"'’ ").endswith("?")


def _attributed(doc: Doc, text: str, attribution: Attribution) -> Iterator[Statement]:
    """One statement per sentence of the content; one with a mere scrap of quotation stands as its whole sentence."""
    scraps = [doc.char_span(*span, alignment_mode="expand") for span in attribution.spans]
    sentences = {span[0].sent.start for span in scraps if span is not None}
    if len(sentences) == 1 and any(span is not None and _cannot_stand(span) for span in scraps):
        yield from _clause_around(doc, text, next(span for span in scraps if span is not None), attribution)
        return
    for start, end in attribution.spans:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None:
            continue
        if _word_count(span) < _FRAGMENT_WORDS or (attribution.speech != "direct" and not _has_verb(span)):
            yield from _clause_around(doc, text, span, attribution)
            continue
        for sent in span.sents:  # type: ignore[attr-defined]  # not in spaCy's stub
            left, right = trim(text, max(start, sent.start_char), min(end, sent.end_char))
            if right - left > 0 and len(text[left:right].split()) >= 2:
                yield Statement(left, right, _sentence_of(doc, text, left, right), attribution)


def _cannot_stand(span: Span) -> bool:
    """Whether a content is too short to stand alone, or an infinitive without its subject ("declined *to sign*")."""
    return _word_count(span) < _FRAGMENT_WORDS or span[0].lower_ == "to"


def _clause_around(doc: Doc, text: str, span: Span, attribution: Attribution) -> Iterator[Statement]:
    sent = doc[span.start].sent
    left, right = trim(text, sent.start_char, sent.end_char)
    if right - left > 0:
        yield Statement(left, right, (left, right), attribution)


def _own(doc: Doc, text: str, sent: Span, said: Sequence[Attribution]) -> Iterator[Statement]:
    """What the article says in its own voice in this sentence: the stretches beside the contents of others.

    A reporting clause ("the minister said") is none; it is one when it tells more than that somebody spoke.
    """
    bounds = (sent.start_char, sent.end_char)
    contents = [span for a in said for span in a.spans if span[0] < bounds[1] and span[1] > bounds[0]]
    cues = [span for a in said for span in (a.cue_span, a.source_span) if span]
    for start, end in _gaps(bounds, contents):
        left, right = trim(text, start, end)
        span = doc.char_span(left, right, alignment_mode="contract") if right > left else None
        if span is None or not _says_something(span, cues, bool(contents)):
            continue
        for part in clauses(span) if not contents else [span]:
            a, b = trim(text, part.start_char, part.end_char)
            yield Statement(a, b, trim(text, *bounds), None)


def _gaps(bounds: tuple[int, int], inside: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    at = bounds[0]
    for start, end in sorted(inside):
        if start > at:
            yield at, start
        at = max(at, end)
    if at < bounds[1]:
        yield at, bounds[1]


def _says_something(span: Span, cues: Sequence[tuple[int, int]], is_rest: bool) -> bool:
    if not is_rest:
        return _word_count(span) >= 3 and (_has_verb(span) or _word_count(span) >= 6)
    own = [t for t in span if not any(a <= t.idx < b for a, b in cues)]
    return sum(1 for t in own if t.is_alpha or t.like_num) >= 5 and any(t.tag_ in _FINITE for t in own)


def clauses(span: Span) -> list[Span]:
    """Split at coordinated main clauses that have a subject of their own ("A did x, and B did y")."""
    cuts: list[int] = []
    for verb in span.root.children:
        if verb.dep_ == "conj" and verb.pos_ in {"VERB", "AUX"} and _own_subject(verb):
            first = min(t.i for t in verb.subtree)
            if first - (cuts[-1] if cuts else span.start) >= _MIN_WORDS and span.end - first >= _MIN_WORDS:
                cuts.append(first)
    edges = [span.start, *cuts, span.end]
    return [span.doc[a:b] for a, b in pairwise(edges)]


def _own_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass", "expl"} and c.pos_ != "PRON" for c in verb.children)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Move both ends inwards over blanks, dashes and commas."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _sentence_of(doc: Doc, text: str, start: int, end: int) -> tuple[int, int]:
    span = doc.char_span(start, end, alignment_mode="expand")
    sent = doc[span.start].sent if span is not None else None
    return trim(text, min(sent.start_char, start), max(sent.end_char, end)) if sent is not None else (start, end)


def _word_count(span: Span) -> int:
    return sum(1 for t in span if t.is_alpha or t.like_num)


def _has_verb(span: Span) -> bool:
    return any(t.pos_ in {"VERB", "AUX"} for t in span)
