"""Quotations that no cue of their own introduces: they go on with the last speaker, or with whom the text shows."""

from __future__ import annotations

from spacy.tokens import Span, Token

from checks.claims.attribution_model import Found, Page, Shelf
from checks.claims.attribution_names import is_person_noun
from checks.claims.attribution_source import noun_phrase
from checks.claims.quotes import Quote


def free_quotes(page: Page, found: list[Found]) -> list[Found]:
    """The attributions with those of the quotations still free, in the order of the text."""
    result, shelf = list(found), Shelf(found)
    last: Found | None = None
    for number, quote in enumerate(page.quotes):
        owner = _owner(shelf.near(quote.outer_start, quote.outer_end), quote)
        if owner is not None:
            last = owner
            continue
        if not speechlike(page, quote):
            continue
        previous = page.quotes[number - 1] if number else None
        made = _place(page, quote, previous, last, shelf)
        if made is not None:
            if made is not last:
                result.append(made)
            shelf.put(made)
            last = made
    return result


def _owner(found: list[Found], quote: Quote) -> Found | None:
    best = None
    for one in found:
        for start, end in one.pieces:
            covered = min(end, quote.outer_end) - max(start, quote.outer_start)
            if covered >= (quote.end - quote.start) * 0.5 and not (
                start >= quote.start and end <= quote.end and covered < (quote.end - quote.start) * 0.9
            ):
                best = one
    return best


def speechlike(page: Page, quote: Quote) -> bool:
    """Whether the quoted words are an utterance, not a phrase or a title set in marks."""
    inner = page.text[quote.start : quote.end].strip()
    words = inner.split()
    if not words:
        return False
    ended = inner[-1] in ".?!…,—" or quote.continues
    begins = inner[0].isupper() or inner[0] in "…[$£€" or inner[0].isdigit()
    return begins and ended and (len(words) > 1 or inner[-1] in ".?!")


def _place(page: Page, quote: Quote, previous: Quote | None, last: Found | None, shelf: Shelf) -> Found | None:
    between = (
        page.text[previous.outer_end : quote.outer_start] if previous is not None else page.text[: quote.outer_start]
    )
    if previous is not None and previous.continues and last is not None and not between.strip():
        last.pieces.append((quote.start, quote.end))
        return last
    if last is not None and _directly_after(page, quote, last):
        last.pieces.append((quote.start, quote.end))
        return last
    source = _speaking_nearby(page, quote, shelf)
    if source is None and last is not None:
        far = between.count("\n\n") if "\n\n" in between else between.count("\n")
        source = last.source if far <= 1 and (far == 0 or len(between.strip()) < 200) else None
    if source is None:
        return None
    return Found([(quote.start, quote.end)], "said", None, source, via_quote=True)


def _speaking_nearby(page: Page, quote: Quote, shelf: Shelf) -> Span | None:
    """Whoever speaks in the sentence before, or is shown there, or spoke last in the same paragraph."""
    begin = page.text.rfind("\n", 0, quote.outer_start) + 1
    spoken = [
        one
        for one in shelf.near(begin, quote.outer_start)
        if one.cue is not None
        and one.source is not None
        and begin <= one.cue.start_char < quote.outer_start
        and page.inside[one.cue.start] < 0
        and one.source.root.lower_ not in ("they", "i", "we", "it", "one", "who", "this", "that")
    ]
    latest = max(spoken, key=lambda one: one.cue.start_char if one.cue is not None else 0, default=None)
    if latest is not None and latest.cue is not None and latest.cue.root.sent.end_char + 2 >= quote.outer_start:
        return latest.source
    return _shown(page, quote) or (latest.source if latest is not None else None)


def _directly_after(page: Page, quote: Quote, last: Found) -> bool:
    """“…,” she said. “…”: only the cue's own sentence stands between."""
    edges = [end for _, end in last.pieces] + ([last.cue.end_char] if last.cue is not None else [])
    edges += [last.source.end_char] if last.source is not None else []
    gap = page.text[min(max(edges), quote.outer_start) : quote.outer_start]
    return "\n" not in gap and len([c for c in gap.strip(' ”"’.,!?') if c in ".!?"]) == 0 and len(gap) < 120


def _shown(page: Page, quote: Quote) -> Span | None:
    """Whom the sentence before the quotation shows: He shook his head. “…”; Union leader Ann Archer, on a tram: “…”"""
    begin = page.text.rfind("\n", 0, quote.outer_start) + 1
    before = page.doc.char_span(begin, quote.outer_start, alignment_mode="contract")
    if before is None or not len(before):
        return None
    sentences = [s for s in before.sents if s.text.strip(' ”"’')]  # type: ignore[attr-defined]
    if not sentences:
        return None
    last = sentences[-1]
    announced = page.text[begin : quote.outer_start].rstrip().endswith(":")
    for token in last:
        subject = token.dep_ in ("nsubj", "nsubjpass") and token.head.dep_ in ("ROOT", "conj")
        if subject and page.inside[token.i] < 0 and personal(token):
            return noun_phrase(token)
    if announced:
        return next(
            (noun_phrase(t) for t in last if personal(t) and page.inside[t.i] < 0 and t.dep_ != "compound"), None
        )
    return None


def personal(token: Token) -> bool:
    """Whether the noun can speak: a personal pronoun, a person's name, somebody by role, a user's handle."""
    if token.lower_ in ("he", "she"):
        return True
    if token.pos_ == "PROPN":
        return token.ent_type_ not in ("GPE", "LOC", "FAC", "NORP", "DATE", "EVENT", "PRODUCT", "ORG")
    return (token.pos_ == "NOUN" and is_person_noun(token)) or (token.text.startswith("@") and len(token.text) > 1)
