"""Contents of cue verbs within their sentence: clauses after the cue, before it, around it, and its objects."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from checks.claims.attribution_model import Found, Page
from checks.claims.attribution_source import noun_phrase, own_subject, subject
from checks.claims.quotes import Quote
from checks.claims.speech import DENYING, Cue, cue_of

Pieces = list[tuple[int, int]]
_BREAKS = frozenset(",;:—–") | {"--", "-"}
_QUOTE_MARKS = frozenset("“”\"«»‘’'„") | {"``", "''"}
_LEFT_ENDS = frozenset(",—–?!…") | _QUOTE_MARKS | {"--", "-", "..."}
_STRONG = frozenset({"said", "replied", "claimed", "denied", "refuted", "admitted", "confirmed", "warned", "found"})
_FIRST = frozenset({"i", "we", "you", "us", "me", "it", "that", "which", "people"})
_SPEECH_DEPS = frozenset({"ccomp", "parataxis"})


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
    head = subject(verb)
    if head is None and own_subject(verb) is None:
        head = _inverted(page, verb) or _apposed(sentence, verb)
    source = noun_phrase(head) if head is not None else None
    start, end = _clause(sentence, verb, parts, source)
    for frame, finder in _FINDERS:
        stance = cue.stance(frame)
        if stance is None and not (frame == "clause" and cue.has("quote", "inf", "object", "gerund")):
            continue
        pieces = finder(page, sentence, verb, start, end)
        if pieces and not _slight(page, stance, frame, pieces):
            stance = stance or cue.stances[0][1]
            return _found(page, verb, parts, source, stance, pieces, frame)
    if cue.has("quote") and any(mark.lower_ == "as" and mark.dep_ in ("mark", "advmod", "prep") for mark in verb.lefts):
        pieces = _as_said(page, sentence, verb, end)
        if pieces:
            return _found(page, verb, parts, source, cue.stances[0][1], pieces, "as said")
    for prep, stance in cue.preps:
        pieces = _prepositional(page, verb, prep)
        if pieces:
            return _found(page, verb, parts, source, stance, pieces, "prep")
    return None


def _found(  # noqa: PLR0917  (one construction of many parts)
    page: Page, verb: Token, parts: tuple[Token, ...], source: Span | None, stance: str, pieces: Pieces, frame: str
) -> Found:
    doc: Doc = page.doc
    refused = any(child.dep_ == "neg" for child in verb.children)
    negated = stance in DENYING and not refused
    if refused and stance not in DENYING:
        stance = "withheld"
    last = max(part.i for part in parts)
    cue = doc[verb.i : last + 1] if last - verb.i <= 3 and last >= verb.i else doc[verb.i : verb.i + 1]
    return Found(pieces, stance, cue, source, negated, via_quote=frame == "quote")


def _as_said(page: Page, sentence: Span, verb: Token, end: int) -> Pieces:
    """As she remarked, Y; X, as she remarked: the sentence around the clause."""
    begin = verb.left_edge.idx
    after = page.doc[end].idx if end < sentence.end else sentence.end_char
    pieces = [(sentence.start_char, begin), (after, sentence.end_char)]
    return [(a, b) for a, b in pieces if len(page.text[a:b].split()) > 3]


def _slight(page: Page, stance: str | None, frame: str, pieces: Pieces) -> bool:
    """An object of a word or two ("raised money") is no content, unless it is what is denied, blamed or praised."""
    if frame not in ("object", "inf") or stance in ("denied", "refuted", "accused", "praised", "called"):
        return False
    return sum(len(page.text[start:end].split()) for start, end in pieces) < 3


def _inverted(page: Page, verb: Token) -> Token | None:
    """The subject after the verb where the parser missed it: “…,” said Ann Archer."""
    doc = page.doc
    if verb.i + 1 >= len(doc) or verb.i == 0:
        return None
    before = doc[verb.i - 1]
    if before.text not in _LEFT_ENDS:
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
    if source is not None and source.end <= start and source.start >= sentence.start and start - source.end < 12:
        start = source.start
    elif source is not None and source.start >= verb.i and source.start - verb.i <= 3:
        end = max(end, source.end)
    while end < sentence.end and not _stops(doc[end], verb):
        end += 1
    return start, end


def _stops(token: Token, verb: Token) -> bool:
    if token.text in _BREAKS or token.text in _QUOTE_MARKS or token.is_space or token.text in ".?!":
        return True
    if token.dep_ == "mark" or token.lower_ == "that":
        return True
    above = token
    while above.head not in {verb, above} and above.dep_ not in ("ccomp", "xcomp", "parataxis", "advcl", "conj", "acl"):
        above = above.head
    return above.dep_ in ("ccomp", "xcomp", "parataxis", "advcl", "conj", "acl", "ROOT") and above != verb


# --- quotations beside the cue ---------------------------------------------------------------------------------------


def _quoted(page: Page, sentence: Span, verb: Token, start: int, end: int) -> Pieces:
    """Quotations right before and right after the cue's clause, and what else of the sentence belongs to them."""
    if page.inside[verb.i] >= 0 and not _own_level(page, verb, start, end):
        return _parenthesis(page, sentence, verb, start, end)
    left = _quote_before(page, start)
    right = _quote_after(page, end)
    pieces: Pieces = []
    if left is not None:
        pieces.append(_with_lead(page, sentence, left))
    if right is not None and (left is not None or _introduces(page, verb, end, right)):
        pieces.append(_with_tail(page, sentence, verb, right))
    if not pieces:
        return _parenthesis(page, sentence, verb, start, end)
    if left is None and any(child.dep_ == "ccomp" and child.right_edge.i < start for child in verb.lefts):
        return [*_parenthesis(page, sentence, verb, start, end)[:1], *pieces]
    if left is not None and right is None:
        pieces.extend(_continuation(page, sentence, verb, end))
    return pieces


def _own_level(page: Page, verb: Token, start: int, end: int) -> bool:
    return False


def _quote_before(page: Page, start: int) -> Quote | None:
    if start == 0:
        return None
    edge = page.doc[start].idx
    for quote in page.quotes:
        if (
            quote.outer_end <= edge
            and not page.text[quote.outer_end : edge].strip(" ,—–-\u00a0")
            and "\n" not in page.text[quote.outer_end : edge]
        ):
            ended = page.text[quote.start : quote.end].rstrip()[-1:]
            between = page.text[quote.outer_end : edge].strip()
            return quote if ended in ",?!—–.…-;" or between else None
    return None


def _quote_after(page: Page, end: int) -> Quote | None:
    if end >= len(page.doc):
        return None
    edge = page.doc[end - 1].idx + len(page.doc[end - 1])
    for quote in page.quotes:
        if quote.outer_start >= edge:
            gap = page.text[edge : quote.outer_start]
            return (
                quote
                if not gap.strip(" ,:—–-.\u00a0") or (gap.strip(" ,") in ("that",)) or gap.strip() in (":",)
                else None
            )
    return None


def _introduces(page: Page, verb: Token, end: int, quote: Quote) -> bool:
    """A quotation after the cue is its content when punctuation announces it or it follows at once."""
    edge = page.doc[end - 1].idx + len(page.doc[end - 1])
    gap = page.text[edge : quote.outer_start]
    if "\n" in gap:
        return ":" in gap or "," in gap
    return "." not in gap


def _with_lead(page: Page, sentence: Span, quote: Quote) -> tuple[int, int]:
    """The quotation before the cue; with the words before it where it only ends an indirect statement."""
    begin = sentence.start_char
    lead = page.text[begin : quote.outer_start].strip() if begin < quote.outer_start else ""
    if not lead or lead[-1] in '.:;,?!”»"—–' or lead.lower() in ("but", "and", "so", "yet", "or", "then"):
        return quote.start, quote.end
    return begin, quote.outer_end


def _with_tail(page: Page, sentence: Span, verb: Token, quote: Quote) -> tuple[int, int]:
    """The quotation after the cue; with the rest of the sentence where the quotation only begins the statement."""
    ended = page.text[quote.start : quote.end].rstrip()[-1:] in ".?!,…—"
    rest = page.text[quote.outer_end : sentence.end_char].strip()
    if (
        ended
        or not rest[:1].isalnum()
        or rest.split(" ")[0].lower()
        in ("and", "but", "as", "while", "when", "before", "after", "in", "on", "at", "to", "during")
    ):
        return quote.start, quote.end
    stop = max(
        (
            child.right_edge.i
            for child in verb.children
            if child.i > verb.i and child.dep_ in ("ccomp", "xcomp", "dobj", "oprd")
        ),
        default=0,
    )
    stop_char = page.doc[stop].idx + len(page.doc[stop])
    return (quote.outer_start, stop_char) if stop_char > quote.outer_end else (quote.start, quote.end)


def _parenthesis(page: Page, sentence: Span, verb: Token, start: int, end: int) -> Pieces:
    """X, she said; X, she said, Y: the sentence around a cue set off by commas."""
    doc = page.doc
    if start <= sentence.start or doc[start - 1].text not in _LEFT_ENDS:
        return []
    if verb.dep_ in ("relcl", "acl", "advcl") or _follows_at_once(doc, verb, end):
        return []
    left = doc[_statement_start(sentence, start) : start - 1]
    tail = _continuation(page, sentence, verb, end)
    finite = any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in left)
    if not finite and not tail and not (end >= sentence.end - 1 and len(left) > 1 and left[0].pos_ != "ADP"):
        return []
    if not finite and left and left[0].tag_ in ("VBG", "VBN", "IN") and not tail:
        return []
    return [(left.start_char, left.end_char), *tail] if len(left) else tail


def _statement_start(sentence: Span, start: int) -> int:
    """Where the statement before the cue begins: after the last semicolon of the sentence, if there is one."""
    return next((t.i + 1 for t in reversed(sentence.doc[sentence.start : start - 1]) if t.text == ";"), sentence.start)


def _follows_at_once(doc: Doc, verb: Token, end: int) -> bool:
    """A clause right after the cue, with no comma between: the cue introduces, it does not interrupt."""
    if end >= len(doc) or doc[end].text in _BREAKS or doc[end].text in ".?!" or doc[end].text in _QUOTE_MARKS:
        return False
    return any(child.i >= end and child.dep_ in ("ccomp", "xcomp", "parataxis") for child in verb.children) or doc[
        end
    ].lower_ in ("that", "whether")


def _continuation(page: Page, sentence: Span, verb: Token, end: int) -> Pieces:
    """What goes on after the interrupting cue: `…, she said, and the bus came`."""
    doc = page.doc
    if end + 1 >= sentence.end or doc[end].text not in (",", ";", "—", "–", "--"):
        return []
    following = doc[end + 1]
    if (
        following.text in _QUOTE_MARKS
        or following.tag_ == "VBG"
        or following.lower_
        in (
            "who",
            "which",
            "as",
            "while",
            "when",
            "whose",
            "where",
            "in",
            "according",
            "during",
            "after",
            "before",
            "citing",
        )
    ):
        return []
    rest = doc[end + 1 : sentence.end]
    if not any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in rest):
        return []
    if any(child.dep_ == "conj" and child.i > end for child in verb.children) and following.lower_ in ("but", "and"):
        conjunct = next(child for child in verb.children if child.dep_ == "conj" and child.i > end)
        if cue_of(conjunct) is not None:
            return []
    return [(rest.start_char, rest.end_char)]


# --- clauses and objects after the cue -------------------------------------------------------------------------------


def _clausal(page: Page, sentence: Span, verb: Token, start: int, end: int) -> Pieces:
    """She said (that) it was over; also whether, how and why."""
    for child in verb.rights:
        if child.dep_ in _SPEECH_DEPS and child.right_edge.i >= end and not _preposed(child, verb):
            return [_span(page, sentence, verb, max(child.left_edge.i, verb.i + 1), child.right_edge.i + 1)]
    doc = page.doc
    if end < sentence.end and doc[end].lower_ in ("that", "whether") and doc[end].i - verb.i < 12:
        stop = sentence.end
        return [_span(page, sentence, verb, end, stop)]
    return []


def _preposed(child: Token, verb: Token) -> bool:
    return bool(child.right_edge.i < verb.i)


def _infinitive(page: Page, sentence: Span, verb: Token, start: int, end: int) -> Pieces:
    for child in verb.rights:
        if child.dep_ in ("xcomp", "ccomp") and any(mark.tag_ == "TO" for mark in child.lefts):
            first = child.left_edge.i
            for other in verb.rights:
                if other.dep_ == "dobj" and other.i < child.i:
                    first = other.left_edge.i
            return [_span(page, sentence, verb, first, child.right_edge.i + 1)]
    return []


def _gerund(page: Page, sentence: Span, verb: Token, start: int, end: int) -> Pieces:
    for child in verb.rights:
        if child.tag_ == "VBG" and child.dep_ in ("xcomp", "ccomp", "pcomp", "dobj") and child.i - verb.i < 8:
            return [_span(page, sentence, verb, child.left_edge.i, child.right_edge.i + 1)]
    return []


def _object(page: Page, sentence: Span, verb: Token, start: int, end: int) -> Pieces:
    for child in verb.rights:
        if child.dep_ == "dobj" and child.lower_ not in ("himself", "herself", "itself", "themselves"):
            for clause in child.rights:
                if clause.dep_ in ("acl", "ccomp") and any(mark.lower_ == "that" for mark in clause.lefts):
                    return [_span(page, sentence, verb, clause.left_edge.i, clause.right_edge.i + 1)]
            return [_span(page, sentence, verb, child.left_edge.i, child.right_edge.i + 1)]
    return []


def _predicate(page: Page, sentence: Span, verb: Token, start: int, end: int) -> Pieces:
    """She called it a farce; described the plan as dead."""
    rights = [
        child for child in verb.rights if child.dep_ in ("dobj", "oprd", "ccomp", "xcomp", "prep", "acomp", "attr")
    ]
    predicate = [c for c in rights if c.dep_ in ("oprd", "ccomp", "xcomp", "acomp", "attr") or c.lower_ == "as"]
    if not predicate:
        return []
    kept = [child for child in rights if child.dep_ != "prep" or child.lower_ == "as"]
    return [_span(page, sentence, verb, min(c.left_edge.i for c in kept), max(c.right_edge.i for c in kept) + 1)]


def _prepositional(page: Page, verb: Token, prep: str) -> Pieces:
    for child in verb.rights:
        if child.dep_ in ("prep", "agent") and child.lower_ == prep and any(True for _ in child.children):
            goal = next((c for c in verb.rights if c.dep_ == "dobj" and c.i < child.i), None)
            first = goal.left_edge.i if goal is not None else child.i + 1
            return [_span(page, verb.sent, verb, first, child.right_edge.i + 1)]
    return []


def _span(page: Page, sentence: Span, verb: Token, first: int, stop: int) -> tuple[int, int]:
    """Characters of a token range, widened to the end of a quotation that it cuts through."""
    doc = page.doc
    first = max(first, verb.i + 1)
    span = doc[first : max(stop, first + 1)]
    begin, end = span.start_char, span.end_char
    for quote in page.quotes:
        if begin < quote.outer_end and quote.outer_start < end < quote.outer_end and quote.outer_start >= verb.idx:
            end = quote.outer_end
    return begin, end


_FINDERS = (
    ("quote", _quoted),
    ("clause", _clausal),
    ("as", _predicate),
    ("inf", _infinitive),
    ("gerund", _gerund),
    ("object", _object),
)
