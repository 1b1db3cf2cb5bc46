"""Who says what in an article: contents with their cue, stance and speaker, resolved within the article."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from spacy.tokens import Doc

from checks.claims.attribution_chain import name_reporters
from checks.claims.attribution_clauses import clause_attributions
from checks.claims.attribution_free import free_quotes
from checks.claims.attribution_model import Attribution, Found, Page, Shelf
from checks.claims.attribution_phrases import colon_attributions, phrase_attributions, signed_attributions
from checks.claims.quotes import quotes
from checks.claims.speakers import People
from checks.claims.speech import Speech

__all__ = ["Attribution", "attributions"]

_EDGE = " \t\n\r\u00a0,;:—–-"
_PLAIN = frozenset({"said", "replied", "claimed", "denied", "refuted", "admitted", "confirmed", "warned", "accused"})
_MARKS = '“”"«»‘’„'


def attributions(doc: Doc) -> tuple[Attribution, ...]:
    """Every attributed content of the article, in order of its first piece; pieces of one never overlap."""
    page = _page(doc)
    clauses, phrases = clause_attributions(page), phrase_attributions(page)
    told = [one for one in (*clauses, *phrases) if one.telling]
    found = _clean(page, [*signed_attributions(page), *told, *colon_attributions(page)])
    found = _without_asides(_clean(page, free_quotes(page, found)))
    name_reporters(page, found)
    people = People(page.doc, [one.source.root.i for one in found if one.source is not None], page.inside)
    found += _beside(_clean(page, [one for one in (*clauses, *phrases) if not one.telling]), found)
    return tuple(_finish(page, people, one) for one in sorted(found, key=lambda one: one.pieces))


def _page(doc: Doc) -> Page:
    text = str(doc.text)
    found = quotes(text)
    starts = [quote.outer_start for quote in found]
    inside = []
    for token in doc:
        at = bisect_right(starts, token.idx) - 1
        inside.append(at if at >= 0 and found[at].start <= token.idx < found[at].end else -1)
    return Page(doc, text, found, tuple(inside))


def _clean(page: Page, found: list[Found]) -> list[Found]:
    """Trim the pieces, drop empty ones, and keep one attribution of equal content and source."""
    kept: dict[tuple[int, int], Found] = {}
    for one in found:
        one.pieces = sorted({piece for piece in (_trim(page, *piece) for piece in one.pieces) if piece is not None})
        one.pieces = [b for a, b in pairwise([(0, 0), *one.pieces]) if b[0] >= a[1]]
        if one.pieces:
            kept.setdefault(max(one.pieces, key=lambda piece: piece[1] - piece[0]), one)
    return list(kept.values())


def _without_asides(found: list[Found]) -> list[Found]:
    """Drop what somebody is said to say or want within another's words, unless it is plain speech of a third person.

    «She said the ministry had denied it» tells of a denial; «she said she wanted to leave» only what she said.
    """
    kept, shelf = [], Shelf(found)
    for one in found:
        start, end = one.pieces[0][0], one.pieces[-1][1]
        holders = [other for other in shelf.near(start, end) if other is not one and _holds(other, one)]
        own = one.source is not None and one.source.root.pos_ != "PRON"
        if not holders or (own and one.stance in _PLAIN):
            kept.append(one)
    return kept


def _beside(acts: list[Found], told: list[Found]) -> list[Found]:
    """The acts and attitudes that no statement of somebody else tells of, and whose words are not one themselves.

    Of two with one cue the fuller counts: "raised | questions about the plan" is "raised questions about | the plan".
    """
    shelf = Shelf(told)
    kept: list[Found] = []
    seen = {at for one in told if one.cue is not None for at in range(one.cue.start, one.cue.end)}
    for one in sorted(acts, key=lambda one: len(one.cue) if one.cue is not None else 0, reverse=True):
        near = shelf.near(one.pieces[0][0], one.pieces[-1][1])
        words = range(one.cue.start, one.cue.end) if one.cue is not None else range(0)
        if seen.isdisjoint(words) and not any(_holds(other, one) or other.pieces == one.pieces for other in near):
            kept.append(one)
            seen.update(words)
    return kept


def _holds(outer: Found, inner: Found) -> bool:
    """Whether the cue and the content of one attribution stand within a piece of another."""
    start, end = inner.pieces[0][0], inner.pieces[-1][1]
    if inner.cue is not None:
        start, end = min(start, inner.cue.start_char), max(end, inner.cue.end_char)
    return any(a <= start and end <= b for a, b in outer.pieces)


def _trim(page: Page, start: int, end: int) -> tuple[int, int] | None:
    text = page.text
    changed = True
    while changed and start < end:
        changed = False
        while start < end and text[start] in _EDGE:
            start, changed = start + 1, True
        while start < end and text[end - 1] in _EDGE:
            end, changed = end - 1, True
        if end - start > 12 and _introduces(page, start):
            start, changed = start + 5, True
        for quote in page.touching(start, end):
            if quote.outer_start <= start and end <= quote.outer_end and start < quote.start:
                start, changed = quote.start, True
            if quote.outer_start <= start and quote.end < end <= quote.outer_end:
                end, changed = quote.end, True
        if end - start > 1 and text[end - 1] == "." and not _quoted_to(page, end) and not text[end - 2].isupper():
            end, changed = end - 1, True
    return (start, end) if end - start > 1 and any(char.isalnum() for char in text[start:end]) else None


def _introduces(page: Page, start: int) -> bool:
    """Whether the word here is the conjunction "that", not the pronoun of “That was the moment”."""
    if page.text[start : start + 5].lower() != "that " or any(
        quote.start == start for quote in page.touching(start, start)
    ):
        return False
    word = page.doc.char_span(start, start + 4)
    return word is not None and (word[0].tag_ == "IN" or word[0].dep_ in ("mark", "advmod"))


def _quoted_to(page: Page, end: int) -> bool:
    return any(quote.start < end <= quote.end for quote in page.touching(end, end))


def _speech(page: Page, pieces: list[tuple[int, int]]) -> Speech:
    quoted = [any(q.start <= start and end <= q.end for q in page.touching(start, end)) for start, end in pieces]
    if all(quoted):
        return "direct"
    touched = any(q.start < end and start < q.end for start, end in pieces for q in page.touching(start, end))
    return "mixed" if any(quoted) or touched else "indirect"


def _finish(page: Page, people: People, one: Found) -> Attribution:
    source = one.source
    return Attribution(
        spans=tuple(one.pieces),
        speech=_speech(page, one.pieces),
        cue=one.cue.text if one.cue is not None else None,
        cue_span=(one.cue.start_char, one.cue.end_char) if one.cue is not None else None,
        cue_stance=one.stance,
        source_span=(source.start_char, source.end_char) if source is not None else None,
        speaker_as_written=source.text if source is not None else None,
        speaker=people.resolve(source) if source is not None else None,
        reporting_source=people.resolve(one.reporter) if one.reporter is not None else None,
        negated=one.negated,
        speaks_for=people.speaks_for(source) if source is not None else None,
        telling=one.telling,
    )
