"""Predicates of a parsed span: who (does not) do what to whom, in lemmas, from the dependency parse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Span, Token

from checks.claims.lexicon import lexicon
from checks.claims.reading import Frame

_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"})
_CLAUSE = frozenset({"ccomp", "advcl", "relcl", "acl", "conj", "parataxis", "csubj", "dep"})
_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_OBJECT = frozenset({"dobj", "attr", "acomp", "oprd", "dative", "prep", "agent", "xcomp", "prt", "npadvmod", "advmod"})


def lemma(token: Token) -> str:
    """The lower-case lemma; names keep their written form, lower-cased, without a possessive."""
    word = token.text if token.pos_ == "PROPN" else token.lemma_
    return word.lower().replace("’", "'").removesuffix("'s").strip("'-")


def content_words(tokens: Iterable[Token]) -> tuple[str, ...]:
    """Content lemmas in text order, without light verbs, numerals and function words."""
    words = (
        lemma(t)
        for t in tokens
        if t.pos_ in _CONTENT and not t.like_num and not t.is_punct and not t.is_space and t.pos_ != "NUM"
    )
    light = lexicon().light
    return tuple(w for w in words if len(w) > 1 and w not in light)


def frames(span: Span) -> tuple[Frame, ...]:
    """One frame for each verb of the span, main verb first flagged as root."""
    return tuple(_frame(t, span) for t in span if t.pos_ == "VERB" or (t.pos_ == "AUX" and _is_copula(t)))


def _is_copula(token: Token) -> bool:
    has_parts = any(c.dep_ in {"attr", "acomp", "prep", "nsubj"} for c in token.children)
    return token.dep_ not in {"aux", "auxpass"} and has_parts


def _frame(verb: Token, span: Span) -> Frame:
    subject = [t for c in _subjects(verb) for t in local(c)]
    objects = [t for c in verb.children if c.dep_ in _OBJECT and c.dep_ not in _CLAUSE for t in local(c)]
    particle = next((c.lemma_.lower() for c in verb.children if c.dep_ == "prt"), "")
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children)
    return Frame(
        verb=f"{verb.lemma_.lower()} {particle}".strip(),
        subject=content_words(subject),
        object=content_words(objects),
        negated=is_negated(verb, span),
        passive=passive,
        root=verb == span.root,
    )


def _subjects(verb: Token) -> list[Token]:
    """The subjects of a verb; a relative pronoun stands for its antecedent, a coordinated verb borrows its head's."""
    own = [c for c in verb.children if c.dep_ in _SUBJECT]
    if own and own[0].tag_ in {"WDT", "WP"} and verb.dep_ == "relcl":
        return [verb.head]
    if own:
        return own
    if verb.dep_ in {"conj", "xcomp"} and verb.head != verb:
        return _subjects(verb.head)
    return [verb.head] if verb.dep_ == "acl" else []


def local(token: Token) -> Iterator[Token]:
    """The subtree of a token without the clauses embedded in it."""
    stack = [token]
    kept = []
    while stack:
        current = stack.pop()
        kept.append(current)
        stack += [c for c in current.children if not (c.dep_ in _CLAUSE and c.pos_ in {"VERB", "AUX"})]
    return iter(sorted(kept, key=lambda t: t.i))


def is_negated(verb: Token, span: Span) -> bool:
    """Whether the verb is denied: by a negator, a denying determiner or noun, or a verb or phrase that denies it.

    Only what stands within the span counts: a denial around it is its speaker's ("she denied that …").
    """
    flips = _own_negation(verb)
    governor = verb.head
    if verb.dep_ in {"xcomp", "ccomp", "pcomp", "advcl"} and governor != verb:
        above = governor if governor.pos_ in {"VERB", "ADJ", "AUX"} else governor.head
        words = lexicon()
        if not span.start <= above.i < span.end:
            return flips % 2 == 1
        denies = above.lemma_.lower() in words.denying_verbs or above.lemma_.lower() in words.denying_adjectives
        flips += denies + (_own_negation(above) if denies or verb.dep_ == "xcomp" else 0)
    if flips == 0 and _behind_denying_phrase(verb, span):
        flips = 1
    return flips % 2 == 1


def _behind_denying_phrase(verb: Token, span: Span) -> bool:
    """Whether a phrase such as "stopped short of" or "has yet to" stands right before the verb."""
    before = verb.doc[max(verb.sent.start, span.start, verb.i - 7) : verb.i].text
    found = list(lexicon().denying_phrase.finditer(before))
    return bool(found) and len(before[found[-1].end() :].split()) <= 2


def _own_negation(verb: Token) -> int:
    """1 when a negator stands with the verb or on one of its arguments; double negation is rare and counted once."""
    negators = lexicon().negators
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in negators:
            return 1
        nominal = child.dep_ in _SUBJECT | {"dobj", "attr", "agent"}
        if nominal and (any(g.lower_ in negators for g in child.children)):
            return 1
        if child.dep_ == "prep" and any(g.lower_ in negators or _has_no(g) for g in child.children):
            return 1
    return 0


def _has_no(token: Token) -> bool:
    return any(c.lower_ == "no" for c in token.children)


def governing_verb(token: Token, span: Span) -> Token | None:
    """The nearest verb above a token, within the span."""
    current = token
    while current.head != current and current.pos_ not in {"VERB", "AUX"}:
        current = current.head
    inside = span.start <= current.i < span.end
    return current if inside and current.pos_ in {"VERB", "AUX"} else None
