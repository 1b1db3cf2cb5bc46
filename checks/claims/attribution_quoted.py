"""Quotations right beside a cue, and sentences that a cue interrupts: “…,” she said, “…”; X, she said, Y."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span, Token

from checks.claims.attribution_model import BREAKS, LEFT_ENDS, QUOTE_MARKS, Page, Pieces, Place
from checks.claims.attribution_names import is_body_noun, is_person_noun
from checks.claims.attribution_objects import opens_clause
from checks.claims.quotes import Quote
from checks.claims.speech import cue_of

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_ADJUNCTS = frozenset(
    {"and", "but", "as", "while", "when", "before", "after", "in", "on", "at", "to", "during", "with", "about", "of"}
)
_GOES_ON_ELSEWHERE = frozenset(
    {"who", "which", "as", "while", "when", "whose", "where", "in", "according", "during", "after", "before", "citing"}
)


def quoted(place: Place) -> Pieces:
    """Quotations right before and right after the cue's clause, and what else of the sentence belongs to them."""
    page, verb = place.page, place.verb
    if page.inside[verb.i] >= 0:
        return parenthesis(place)
    left = _quote_before(place)
    if left is not None and _is_title(place, left):
        left = None
    right = _quote_after(page, place.end)
    pieces: Pieces = []
    if left is not None:
        pieces.append(_with_lead(page, place.sentence, left))
    if right is not None and (left is not None or _introduces(place, right)):
        pieces.append(_with_tail(place, right))
    if not pieces:
        return parenthesis(place) or _block(place)
    if left is None and any(child.dep_ == "ccomp" and child.right_edge.i < place.start for child in verb.lefts):
        return [*parenthesis(place)[:1], *pieces]
    if left is not None and right is None and not _complete(page, left):
        pieces.extend(_continuation(place))
    return pieces


def quoted_phrase(place: Place) -> Pieces:
    """A phrase in marks after a cue that has no other content: «they found 73 per cent “kept subsidiaries there”»."""
    quote = _quote_after(place.page, place.end)
    if quote is None or quote.outer_end > place.sentence.end_char or place.page.inside[place.verb.i] >= 0:
        return []
    return [_with_tail(place, quote)]


def _complete(page: Page, quote: Quote) -> bool:
    """Whether the quotation is an utterance of its own, so that what follows unquoted is the reporter's."""
    words = page.text[quote.start : quote.end].strip()
    return len(words.split()) > 3 and words[:1].isupper()


def _quote_before(place: Place) -> Quote | None:
    page, start = place.page, place.start
    if start == 0:
        return None
    edge = page.doc[start].idx
    quote = page.quote_before(edge)
    between = page.text[quote.outer_end : edge] if quote is not None else ""
    if quote is None or between.strip(" ,—–-\u00a0") or "\n" in between:
        return None
    ended = page.text[quote.start : quote.end].rstrip()[-1:]
    if ended in ".…" and quote.outer_end <= place.sentence.start_char and _has_content(place):
        return None  # “…” The network said it would …
    return quote if ended in ",?!—–.…-;" or between.strip() else None


def _block(place: Place) -> Pieces:
    """The governor added: and then a paragraph without marks."""
    text, at = place.page.text, place.doc[place.end - 1].idx + len(place.doc[place.end - 1])
    opened = re.match(r":[ \u00a0]*\n+", text[at : at + 9])
    if opened is None or place.source is None:
        return []
    begin = at + opened.end()
    stop = text.find("\n", begin)
    return [(begin, stop if stop >= 0 else len(text))]


def _is_title(place: Place, quote: Quote) -> bool:
    """Whether the quotation only names where it was said: On “The Morning Show,” she said the plan was dead."""
    lead = place.page.text[place.sentence.start_char : quote.outer_start]
    span = place.doc.char_span(quote.start, quote.end, alignment_mode="expand")
    verbless = span is not None and not any(token.tag_ in _FINITE for token in span)
    return verbless and bool(lead.strip()) and place.doc[place.sentence.start].pos_ == "ADP" and _has_content(place)


def _has_content(place: Place) -> bool:
    return any(c.dep_ in ("ccomp", "xcomp", "dobj") and c.i >= place.end - 1 for c in place.verb.rights)


def _quote_after(page: Page, end: int) -> Quote | None:
    if end >= len(page.doc):
        return None
    edge = page.doc[end - 1].idx + len(page.doc[end - 1])
    quote = page.quote_after(edge)
    if quote is None:
        return None
    gap = page.text[edge : quote.outer_start]
    announced = not gap.strip(" ,:—–-.\u00a0") or gap.strip(" ,") == "that" or gap.strip() == ":"
    return quote if announced else None


def _introduces(place: Place, quote: Quote) -> bool:
    """A quotation after the cue is its content when punctuation announces it or it follows at once.

    A phrase in marks is part of what stands around it: «criticized the act as a “crazy system”».
    """
    page = place.page
    edge = page.doc[place.end - 1].idx + len(page.doc[place.end - 1])
    gap = page.text[edge : quote.outer_start]
    if "\n" in gap:
        return ":" in gap or "," in gap
    return "." not in gap and not (not gap.strip() and _is_phrase(place, quote))


def _is_phrase(place: Place, quote: Quote) -> bool:
    """Whether the quoted words lie within a clause or object of the cue that begins before them or goes on behind."""
    span = place.doc.char_span(quote.start, quote.end, alignment_mode="expand")
    words = place.page.text[quote.start : quote.end].strip()
    if span is None or (words[:1].isupper() and words[-1:] in ".?!,…"):
        return False
    for child in place.verb.rights:
        if child.dep_ in ("dobj", "ccomp", "xcomp", "oprd", "prep"):
            first, last = child.left_edge.i, child.right_edge.i
            if first < span.start - 1 <= last or (first <= span.start and last > span.end + 1):
                return True
    return False


def _with_lead(page: Page, sentence: Span, quote: Quote) -> tuple[int, int]:
    """The quotation before the cue; with the words before it where it only ends an indirect statement."""
    begin = sentence.start_char
    lead = page.text[begin : quote.outer_start].strip() if begin < quote.outer_start else ""
    if not lead or lead[-1] in '.:;,?!”»"—–' or lead.lower() in ("but", "and", "so", "yet", "or", "then"):
        return quote.start, quote.end
    return begin, quote.outer_end


def _with_tail(place: Place, quote: Quote) -> tuple[int, int]:
    """The quotation after the cue; with the rest of the sentence where the quotation only begins the statement."""
    page = place.page
    ended = page.text[quote.start : quote.end].rstrip()[-1:] in ".?!,…—"
    rest = page.text[quote.outer_end : place.sentence.end_char].strip()
    if ended or not rest[:1].isalnum() or rest.split(" ")[0].lower() in _ADJUNCTS:
        return quote.start, quote.end
    stop = max(
        (
            child.right_edge.i
            for child in place.verb.children
            if child.i > place.verb.i and child.dep_ in ("ccomp", "xcomp", "dobj", "oprd")
        ),
        default=0,
    )
    stop_char = page.doc[stop].idx + len(page.doc[stop])
    return (quote.outer_start, stop_char) if stop_char > quote.outer_end else (quote.start, quote.end)


def parenthesis(place: Place) -> Pieces:
    """X, she said; X, she said, Y: the sentence around a cue set off by commas."""
    doc, verb, sentence, start = place.doc, place.verb, place.sentence, place.start
    if start <= sentence.start or doc[start - 1].text not in LEFT_ENDS:
        return []
    if verb.dep_ in ("relcl", "acl", "advcl") or _follows_at_once(doc, verb, place.end) or _acts_on(verb):
        return []
    left = doc[_statement_start(sentence, start) : start - 1]
    if any(child.dep_ in ("nsubj", "nsubjpass") and left.start <= child.i < left.end for child in verb.children):
        return []  # Mr Ruiz, who was there, spoke of it
    tail = _continuation(place)
    finite = any(token.tag_ in _FINITE for token in left)
    if not finite and not tail and not (place.end >= sentence.end - 1 and len(left) > 1 and left[0].pos_ != "ADP"):
        return []
    if not tail and (_subordinate(left, verb) or (not finite and left and left[0].tag_ in ("VBG", "VBN", "IN", "TO"))):
        return []
    return [(left.start_char, left.end_char), *tail] if len(left) else tail


def _acts_on(verb: Token) -> bool:
    """Whether the verb has an object that is nobody told: "the government could deny them permits"."""
    for child in verb.rights:
        if (
            child.dep_ == "dobj"
            and child.pos_ in ("NOUN", "PROPN")
            and not (child.pos_ == "PROPN" or is_person_noun(child) or is_body_noun(child))
        ):
            return True
    return False


def _subordinate(left: Span, verb: Token) -> bool:
    """Whether all that stands before the cue hangs on it: "When Congress cut the funds, Mexico said enough"."""
    return any(
        child.dep_ == "advcl" and child.i < verb.i and child.left_edge.i <= left.start + 1 for child in verb.lefts
    )


def _statement_start(sentence: Span, start: int) -> int:
    """Where the statement before the cue begins: after the last semicolon of the sentence, if there is one."""
    return next((t.i + 1 for t in reversed(sentence.doc[sentence.start : start - 1]) if t.text == ";"), sentence.start)


def _follows_at_once(doc: Doc, verb: Token, end: int) -> bool:
    """A clause right after the cue, with no comma between: the cue introduces, it does not interrupt."""
    if end >= len(doc) or doc[end].text in BREAKS or doc[end].text in ".?!" or doc[end].text in QUOTE_MARKS:
        return False
    return any(child.i >= end and child.dep_ in ("ccomp", "xcomp", "parataxis") for child in verb.children) or (
        doc[end].lower_ in ("that", "whether") and opens_clause(doc[end])
    )


def _continuation(place: Place) -> Pieces:
    """What goes on after the interrupting cue: `…, she said, and the bus came`."""
    doc, sentence, verb, end = place.doc, place.sentence, place.verb, place.end
    if end + 1 >= sentence.end or doc[end].text not in (",", ";", "—", "–", "--"):
        return []
    following = doc[end + 1]
    if following.text in QUOTE_MARKS or following.lower_ in _GOES_ON_ELSEWHERE:
        return []
    if following.tag_ == "VBG" and (following.dep_ == "advcl" or following.head == verb):
        return []
    rest = doc[end + 1 : sentence.end]
    if not any(token.tag_ in _FINITE for token in rest):
        return []
    if any(child.dep_ == "conj" and child.i > end for child in verb.children) and following.lower_ in ("but", "and"):
        conjunct = next(child for child in verb.children if child.dep_ == "conj" and child.i > end)
        if cue_of(conjunct) is not None:
            return []
    return [(rest.start_char, max([rest.end_char, *_cut_quotes(place.page, rest)]))]


def _cut_quotes(page: Page, rest: Span) -> list[int]:
    """The ends of quotations that the end of this stretch cuts through."""
    cut = page.touching(rest.start_char, rest.end_char)
    return [q.end for q in cut if rest.start_char <= q.outer_start < rest.end_char < q.outer_end]
