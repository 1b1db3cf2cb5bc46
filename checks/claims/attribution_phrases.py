"""Contents that no verb brings: according to X, in X's view, the claim that, Speaker: “…”."""

from __future__ import annotations

import re

from spacy.tokens import Span, Token

from checks.claims.attribution_minds import mind_acts
from checks.claims.attribution_model import Found, Page
from checks.claims.attribution_names import is_person_noun
from checks.claims.attribution_nouns import noun_acts
from checks.claims.attribution_source import agent, noun_phrase, subject
from checks.claims.speech import DENYING, cue_of, lexicon

_NEED_HOLDER = frozenset({"wanted", "demanded", "promised"})


def phrase_attributions(page: Page) -> list[Found]:
    """The attributions of prepositional phrases and of nouns that hold a content."""
    found: list[Found] = []
    for sentence in page.doc.sents:
        for token in sentence:
            one = None
            if token.lower_ == "according":
                one = _according(page, sentence, token)
            elif token.pos_ in ("ADP", "SCONJ") and token.lower_ in ("in", "by"):
                one = _view(page, sentence, token)
            elif token.pos_ == "NOUN" and token.lemma_.lower() in lexicon().nouns:
                one = _noun(page, sentence, token)
            if one is not None:
                found.append(one)
        found.extend(noun_acts(page, sentence))
        found.extend(mind_acts(page, sentence))
    return found


def _according(page: Page, sentence: Span, token: Token) -> Found | None:
    to = next((child for child in token.rights if child.lower_ == "to"), None)
    if to is None and token.i + 1 < sentence.end and page.doc[token.i + 1].lower_ == "to":
        to = page.doc[token.i + 1]
    noun = next((child for child in to.rights if child.dep_ == "pobj"), None) if to is not None else None
    if to is None or noun is None:
        return None
    source = noun_phrase(noun)
    pieces = _around(page, sentence, token.i, _phrase_end(page, sentence, source))
    return Found(pieces, "said", page.doc[token.i : to.i + 1], source) if pieces else None


def _phrase_end(page: Page, sentence: Span, source: Span) -> int:
    end = source.end
    doc = page.doc
    while (
        end < sentence.end
        and doc[end].text not in (",", ".", ";", ":", "—", "–", "?", "!", "”", '"')
        and not doc[end].is_space
    ):
        end += 1
    return end


def _around(page: Page, sentence: Span, start: int, end: int) -> list[tuple[int, int]]:
    """The rest of the sentence before and after the phrase."""
    pieces = []
    for begin, stop in ((sentence.start_char, page.doc[start].idx), (_after(page, end, sentence), sentence.end_char)):
        text = page.text[begin:stop]
        if len(text.strip(' .,;:—–-”"\n')) > 8:
            pieces.append((begin, stop))
    return pieces


def _after(page: Page, end: int, sentence: Span) -> int:
    return page.doc[end].idx if end < sentence.end else sentence.end_char


def _view(page: Page, sentence: Span, token: Token) -> Found | None:
    """In X's view, by X's own account, in the words of X."""
    noun = next((child for child in token.rights if child.dep_ in ("pobj", "pcomp")), None)
    if (
        noun is None
        or noun.lower_ not in lexicon().views
        or (token.i > sentence.start + 1 and page.doc[token.i - 1].text not in (",", "—", "–"))
    ):
        return None
    holder = next((child for child in noun.lefts if child.dep_ == "poss" or child.tag_ == "PRP$"), None)
    if holder is None:
        of = next((child for child in noun.rights if child.dep_ == "prep" and child.lower_ == "of"), None)
        holder = next((child for child in of.rights if child.dep_ == "pobj"), None) if of is not None else None
    if holder is None:
        return None
    pieces = _around(page, sentence, token.i, noun.i + 1 if noun.pos_ == "VERB" else noun.right_edge.i + 1)
    return Found(pieces, "believed", page.doc[token.i : noun.i + 1], noun_phrase(holder)) if pieces else None


def _noun(page: Page, sentence: Span, noun: Token) -> Found | None:
    """The claim that…, his warning that…, her refusal to…"""
    clause = next(
        (
            c
            for c in noun.rights
            if c.dep_ in ("acl", "ccomp", "relcl")
            and any(m.lower_ in ("that", "to") and m.dep_ in ("mark", "aux") for m in c.lefts)
        ),
        None,
    )
    if clause is None and noun.dep_ == "nsubj" and noun.head.lemma_ == "be":  # her view is that…
        clause = next((c for c in noun.head.rights if c.dep_ == "ccomp"), None)
    if clause is None:
        return None
    stance = lexicon().nouns[noun.lemma_.lower()]
    if stance in _NEED_HOLDER and noun.dep_ == "dobj" and cue_of(noun.head) is not None:
        return None  # "laid out her plans to leave": the verb's own object
    source = _holder(noun)
    cue = page.doc[noun.i : noun.i + 1]
    negated = stance in DENYING
    span = page.doc[clause.left_edge.i : clause.right_edge.i + 1]
    if source is None and noun.dep_ == "dobj" and noun.head.pos_ == "VERB":
        verb = cue_of(noun.head)
        if verb is not None:
            return None
        head = subject(noun.head)
        source = noun_phrase(head) if head is not None else None
    if source is None and (stance in _NEED_HOLDER or any(mark.tag_ == "TO" for mark in clause.lefts)):
        return None  # "a plan to end the war", nobody's in particular
    return Found([(span.start_char, span.end_char)], stance, cue, source, negated)


def _holder(noun: Token) -> Span | None:
    for child in noun.children:
        if child.dep_ == "poss":
            return noun_phrase(child)
    holder = agent(noun)
    return noun_phrase(holder) if holder is not None else None


def colon_attributions(page: Page) -> list[Found]:
    """Speaker: … at the beginning of a paragraph, after a time of day perhaps: interviews, transcripts, live pages."""
    found = []
    elsewhere = _elsewhere(page)
    for sentence in page.doc.sents:
        start = sentence.start
        while start < sentence.end and (page.doc[start].is_space or _is_clock(page.doc[start])):
            start += 1
        colon = next((t for t in page.doc[start : min(start + 12, len(page.doc))] if t.text == ":"), None)
        if colon is None or colon.i <= start:
            continue
        source = page.doc[start : colon.i]
        if not _can_head(source, elsewhere) or not (_paragraph_start(page, start) or colon.i - start <= 2):
            continue
        if "\n" in source.text:
            continue
        begin = page.doc[colon.i].idx + 1
        quote = page.quote_after(begin)
        if quote is not None and page.text[begin : quote.outer_start].strip():
            quote = None
        stop = page.text.find("\n", begin)
        end = quote.end if quote is not None else stop if stop >= 0 else len(page.text)
        found.append(
            Found([(begin, end)], "said", page.doc[colon.i : colon.i + 1], source, via_quote=quote is not None)
        )
    return found


_SIGNED = re.compile(r"[\s\u00a0]*[―—–-]{1,2}[\s\u00a0]*(?P<name>[A-Z][^\n:;!?“”\"]{2,60}?)[\s.]*(?=\n|\Z|[ \u00a0]*“)")


def signed_attributions(page: Page) -> list[Found]:
    """“…” — Ann Archer, at the end of a line: quotations that a name signs."""
    found = []
    for quote in page.quotes:
        signed = _SIGNED.match(page.text, quote.outer_end)
        source = page.doc.char_span(*signed.span("name"), alignment_mode="contract") if signed else None
        if source is None or not any(token.pos_ == "PROPN" for token in source) or len(source) > 12:
            continue
        if any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in source):
            continue
        dash = page.doc.char_span(quote.outer_end, source.start_char, alignment_mode="contract")
        found.append(Found([(quote.start, quote.end)], "said", dash or None, source, via_quote=True))
    return found


def _can_head(source: Span, heads: dict[str, int]) -> bool:
    """A name or somebody by role, with no verb: not "Breaking:", "Photo:" or "Three things to know:"."""
    if any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in source) or source.root.pos_ not in ("PROPN", "NOUN"):
        return False
    if is_person_noun(source.root) or any(token.ent_type_ == "PERSON" for token in source):
        return True
    if not all(t.pos_ in ("PROPN", "ADP", "DET") or t.is_punct for t in source) or source[-1].pos_ != "PROPN":
        return False
    return heads.get(source[-1].lower_, 0) > 0 or any(token.ent_type_ in ("ORG", "GPE", "NORP") for token in source)


def _elsewhere(page: Page) -> dict[str, int]:
    """How often each capitalized word stands anywhere but before a colon: a speaker's name does, a label does not."""
    found: dict[str, int] = {}
    for token in page.doc[:-1]:
        if token.pos_ == "PROPN" and page.doc[token.i + 1].text != ":":
            found[token.lower_] = found.get(token.lower_, 0) + 1
    return found


def _is_clock(token: Token) -> bool:
    return bool(re.fullmatch(r"\d{1,2}[.:]\d\d(?:[ap]m)?|[ap]\.?m\.?|\d{4}", token.text)) or token.text in (
        "—",
        "–",
        "-",
        "|",
    )


def _paragraph_start(page: Page, start: int) -> bool:
    before = page.text[page.text.rfind("\n", 0, page.doc[start].idx) + 1 : page.doc[start].idx]
    return not re.sub(r"[\d.:apm |—–-]", "", before)
