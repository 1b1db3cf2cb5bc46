"""Clauses and objects after a cue within its sentence: she said it was over, called it a farce, promised to leave."""

from __future__ import annotations

from spacy.tokens import Token

from checks.claims.attribution_model import QUOTE_MARKS, Pieces, Place
from checks.claims.speech import lexicon

_SPEECH_DEPS = frozenset({"ccomp", "parataxis"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SECOND = frozenset({"to", "with", "from", "for", "over", "on", "about"})
_ASIDES = frozenset({"though", "although", "whereas", "despite", "notwithstanding"})


def clausal(place: Place) -> Pieces:
    """She said (that) it was over; also whether, how and why."""
    verb, end, doc = place.verb, place.end, place.doc
    for child in _complements(place):
        if child.dep_ in _SPEECH_DEPS and child.right_edge.i >= end and _finite(child):
            return [_span(place, max(child.left_edge.i, verb.i + 1), _with_second(place, _without_aside(child)))]
        unsaid = child.dep_ == "advcl" and any(c.dep_ == "neg" for c in verb.lefts)
        if unsaid and child.left_edge.i == end and child.left_edge.tag_ == "WRB" and _finite(child):
            return [_span(place, end, child.right_edge.i + 1)]  # they have not said when it will come
    if (
        end < place.sentence.end
        and doc[end].lower_ in ("that", "whether")
        and end - verb.i < 12
        and opens_clause(doc[end])
    ):
        return [_span(place, end, place.sentence.end)]
    return []


def _complements(place: Place) -> list[Token]:
    """What follows the cue, and what hangs on the adjective that it is made of: "is sure (that) it was over"."""
    found = list(place.verb.rights)
    for part in place.parts[1:]:
        if part.dep_ in ("acomp", "attr"):
            found.extend(part.rights)
    return found


def _finite(clause: Token) -> bool:
    """Whether the clause states something: a finite verb, or a question word with an infinitive ("how to leave")."""
    if clause.tag_ in _FINITE or any(child.tag_ in _FINITE for child in clause.children):
        return True
    infinitive = any(child.tag_ == "TO" for child in clause.lefts)
    return not infinitive or any(t.tag_ in {"WP", "WRB", "WDT"} or t.lower_ == "whether" for t in clause.lefts)


def opens_clause(that: Token) -> bool:
    """Whether this "that" opens a clause that is said, not a relative one ("a base that overlooks the bay")."""
    if that.lower_ != "that" or that.dep_ in ("mark", "advmod"):
        return True
    return that.tag_ != "WDT" and that.dep_ not in {"nsubj", "nsubjpass", "dobj", "pobj", "det"}


def _without_aside(clause: Token) -> int:
    """The end of the clause; a concession after a comma ("…, though a review shows …") is the reporter's own."""
    stop: int = clause.right_edge.i + 1
    for token in clause.subtree:
        conceding = token.i > clause.i + 1 and token.dep_ in {"mark", "prep"} and token.lower_ in _ASIDES
        if conceding and token.nbor(-1).text == ",":
            return int(token.i - 1)
    return stop


def _with_second(place: Place, stop: int) -> int:
    """The end of the content with what its end announces: "…, and that it was late", "three things: it was late, …"."""
    doc, end = place.doc, place.sentence.end
    at = stop
    while at < end and (doc[at].text == "," or doc[at].dep_ == "cc"):
        at += 1
    if at > stop and at < end and doc[at].lower_ == "that" and opens_clause(doc[at]) and doc[at].head.i > at:
        return max(stop, doc[at].head.right_edge.i + 1)
    if stop < end - 1 and doc[stop].text == ":" and doc[stop + 1].text not in QUOTE_MARKS:
        return end
    return stop


def infinitive(place: Place) -> Pieces:
    """She promised to leave; she told them to leave; she is ready to leave."""
    for child in _complements(place):
        if child.dep_ in ("xcomp", "ccomp", "advcl") and any(mark.tag_ == "TO" for mark in child.lefts):
            if child.dep_ == "advcl" and not any(o.dep_ in ("dobj", "dative") for o in place.verb.rights):
                continue
            first = child.left_edge.i
            for other in place.verb.rights:
                if other.dep_ == "dobj" and other.i < child.i:
                    first = other.left_edge.i
            return [_span(place, first, child.right_edge.i + 1)]
    return []


def gerund(place: Place) -> Pieces:
    """She denied leaving."""
    verb = place.verb
    for child in verb.rights:
        if child.tag_ == "VBG" and child.dep_ in ("xcomp", "ccomp", "pcomp", "dobj") and child.i - verb.i < 8:
            return [_span(place, child.left_edge.i, child.right_edge.i + 1)]
    return []


def object_of(place: Place) -> Pieces:
    """She denied the report; she called for more schools; he mocked the mayor for sleeping."""
    passive = next((child for child in place.verb.lefts if child.dep_ == "nsubjpass"), None)
    if passive is not None:
        told = place.source is None or (place.source.start > place.verb.i and passive.pos_ != "PRON")
        return [_characters(place, passive.left_edge.i, passive.right_edge.i + 1)] if told else []
    for head in (place.verb, *_governed(place)):
        for child in head.rights:
            if child.dep_ in ("dobj", "pobj", "pcomp") and (head is not place.verb or child.dep_ == "dobj"):
                if child in place.parts or child.lower_ in ("himself", "herself", "itself", "themselves"):
                    continue
                for clause in child.rights:
                    if clause.dep_ in ("acl", "ccomp") and any(mark.lower_ == "that" for mark in clause.lefts):
                        return [_span(place, clause.left_edge.i, clause.right_edge.i + 1)]
                return [_span(place, child.left_edge.i, _object_end(place, child))]
    return []


def pair(place: Place) -> Pieces:
    """She likened the rules to arson; the court blocked the firm from leaving; he thanked her for coming."""
    pieces = object_of(place)
    for child in place.verb.rights:
        if pieces and child.dep_ in ("prep", "dative") and child.lower_ in _SECOND and child.idx >= pieces[0][1] - 1:
            return [(pieces[0][0], _characters(place, child.i, child.right_edge.i + 1)[1])]
    return pieces


def paper(place: Place) -> Pieces:
    """She released a statement, raised questions, gave an answer: an object that is itself words or thought."""
    known = lexicon()
    for child in place.verb.rights:
        lemma = child.lemma_.lower()
        if child.dep_ == "dobj" and (lemma in known.papers or lemma in known.nouns or lemma in known.attitudes):
            return object_of(place)
    return []


def _governed(place: Place) -> list[Token]:
    """The particles and prepositions that make up the cue, those of its adjective included: "is critical of"."""
    found = []
    for part in place.parts[1:]:
        if part.dep_ in ("prep", "prt"):
            found.append(part)
        elif part.dep_ in ("acomp", "attr"):
            found.extend(child for child in part.rights if child.dep_ == "prep")
    return found


def _object_end(place: Place, noun: Token) -> int:
    """The end of an object: without a relative clause after a comma or "in a statement", with "for sleeping"."""
    stop: int = noun.right_edge.i + 1
    for token in noun.subtree:
        if token.i <= noun.i:
            continue
        aside = token.dep_ == "relcl" and token.left_edge.i > 0 and token.left_edge.nbor(-1).text == ","
        paper = token.dep_ == "prep" and any(child.lemma_.lower() in lexicon().papers for child in token.children)
        if aside or paper:
            stop = min(stop, token.left_edge.i)
    for child in place.verb.rights:
        if child.dep_ == "prep" and child.lower_ in ("for", "as", "over") and child.i == stop:
            stop = child.right_edge.i + 1
    return stop


def predicate(place: Place) -> Pieces:
    """She called it a farce; described the plan as dead."""
    agentless = place.verb.dep_ == "acl" and place.verb.tag_ == "VBN" and not _has_agent(place.verb)
    if agentless and place.doc[place.verb.i + 1 : place.verb.i + 2].text not in QUOTE_MARKS:
        return []  # a village called Elm: its name, not somebody's word for it
    rights = [
        child
        for child in place.verb.rights
        if child.dep_ in ("dobj", "oprd", "ccomp", "xcomp", "prep", "acomp", "attr")
    ]
    named = [c for c in rights if c.dep_ in ("oprd", "ccomp", "xcomp", "acomp", "attr") or c.lower_ == "as"]
    if not named:
        return []
    kept = [child for child in rights if child.dep_ != "prep" or child.lower_ == "as"]
    return [_span(place, min(c.left_edge.i for c in kept), max(c.right_edge.i for c in kept) + 1)]


def _has_agent(verb: Token) -> bool:
    return any(child.dep_ == "agent" for child in verb.rights)


def prepositional(place: Place, prep: str) -> Pieces:
    """She warned of a flood; accused him of sleeping."""
    for child in place.verb.rights:
        if child.dep_ in ("prep", "agent") and child.lower_ == prep and any(True for _ in child.children):
            goal = next((c for c in place.verb.rights if c.dep_ == "dobj" and c.i < child.i), None)
            first = goal.left_edge.i if goal is not None else child.i + 1
            return [_span(place, first, child.right_edge.i + 1)]
    return []


def _span(place: Place, first: int, stop: int) -> tuple[int, int]:
    """Characters of a token range, widened to the end of a quotation that it cuts through."""
    return _characters(place, max(first, place.verb.i + 1), stop)


def _characters(place: Place, first: int, stop: int) -> tuple[int, int]:
    span = place.doc[first : max(stop, first + 1)]
    begin, end = span.start_char, span.end_char
    for quote in place.page.touching(begin, end):
        if (
            begin < quote.outer_end
            and quote.outer_start < end < quote.outer_end
            and quote.outer_start >= place.verb.idx
        ):
            end = quote.outer_end
    return begin, end
