"""What a figure counts, and the question for it: how many, how much, what percentage."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from checks.conflicts.asking_words import CURRENCY, HARM, LEADS, MONEY, SHARE
from checks.conflicts.clauses import Clause, clauses, follows, governing, parsed, phrase, spell
from checks.conflicts.inversion import finish, inversion_of, past_of, verbs


def how_many(quote: str, figure: str, named: str | None = None) -> str | None:
    """The question a figure answers: «36 boats were lost» gives "How many boats were lost?".

    `named` stands for the pronoun that the clause begins with, here and below.
    """
    doc = parsed(quote)
    number = span_of(doc, figure)
    thing = _counted(number) if number else None
    if thing is None:
        return None
    asked = _asked_for(thing, number)
    clause = clause_of(doc, thing)
    if asked is None or clause is None:
        return None
    of = _prepositions(thing)
    whole = phrase(thing)
    if clause.verb != governing(thing):
        return _participle(thing, asked)
    if clause.subject is not None and thing in phrase(clause.subject) and not of:
        asked = {"how much": "how much money", "what percentage": f"what percentage {_of_what(thing)}".strip()}.get(
            asked, asked
        )
        return finish([asked, *verbs(clause), spell(follows(clause))])
    top = of[-1] if of else thing
    on_a_noun = any(p.dep_ == "prep" and p.head.pos_ in {"NOUN", "PROPN"} for p in of)
    relative = any(c.tag_ in {"WDT", "WP"} and c.dep_ not in {"nsubj", "nsubjpass"} for c in clause.verb.children)
    if on_a_noun or relative:
        return None  # the figure hangs on another noun: the clause is about that
    inverted = inversion_of(clause, [*whole, *of, top], named)
    lead = " ".join(p.text for p in of if p.head == clause.verb)
    return finish([f"{lead} {asked}".strip(), *inverted]) if inverted else None


def counted_things(quote: str, figure: str) -> str | None:
    """The things a figure counts, in the plural ("mortar rounds"), or None for money, shares and bare numbers."""
    number = span_of(parsed(quote), figure)
    thing = _counted(number) if number else None
    asked = _asked_for(thing, number) if thing is not None else None
    return asked.removeprefix("how many ") if asked and asked.startswith("how many ") else None


def _participle(thing: Token, asked: str) -> str | None:
    """«killing at least 19 people»: how many people were killed."""
    verb = governing(thing)
    if verb.tag_ != "VBG" or thing.dep_ != "dobj" or verb.lemma_ not in HARM or not asked.startswith("how many"):
        return None
    return finish([asked, "were", past_of(verb)])


def span_of(doc: Doc, text: str) -> list[Token]:
    """The tokens of a text that stands in a quote; empty when it does not."""
    flat = " ".join(text.split())
    at = doc.text.lower().find(flat.lower())
    return [t for t in doc if t.idx + len(t) > at and t.idx < at + len(flat)] if at >= 0 else []


def _counted(number: list[Token]) -> Token | None:
    """The noun that the figure counts, or the unit it is given in."""
    inside = {t.i for t in number}
    head = number[-1]
    while (
        head.head != head
        and (head.i in inside or head.dep_ in {"nummod", "quantmod", "compound", "advmod", "amod"})
        and head.pos_ not in {"NOUN", "PROPN"}
    ):
        head = head.head
    if (
        head.dep_ == "compound"
        and head.head.pos_ == "NOUN"
        and head.i in inside
        and head.text in {"million", "billion", "thousand"}
    ):
        head = head.head
    return head if head.pos_ in {"NOUN", "SYM", "NUM", "PROPN"} else None


def _asked_for(thing: Token, number: list[Token]) -> str | None:
    """ "How many" with the thing counted; money and shares are asked for as such."""
    if any(t.text in MONEY for t in number) or thing.text in MONEY or thing.lemma_.lower() in CURRENCY:
        of = _of_what(thing)
        return f"how much in {of.removeprefix('of ')}" if of else "how much"
    if thing.lemma_.lower() in SHARE:
        return "what percentage"
    if thing.pos_ == "NUM" or thing.like_num:
        return None
    inside = {t.i for t in number} - {thing.i}
    left = [t for t in thing.subtree if t.i in inside]
    words = [t for t in phrase(thing, left) if not (t.i < thing.i and t.lower_ in LEADS)]
    if any(w.pos_ == "NUM" or w.tag_ == "CC" for w in words if w.i != thing.i):
        return None
    if thing.tag_ not in {"NNS", "NNPS"} and thing.lower_ not in {"people", "dead", "staff", "crew"}:
        return None
    return f"how many {spell(words)}"


def _of_what(thing: Token) -> str:
    return " ".join(spell(phrase(c)) for c in thing.children if c.dep_ == "prep" and c.lower_ == "of")


def clause_of(doc: Doc, token: Token) -> Clause | None:
    """The finite clause that a token belongs to."""
    verb = governing(token)
    while verb.head != verb and not any(c.verb == verb and c.subject is not None for c in clauses(doc)):
        verb = governing(verb.head)
    return next((c for c in clauses(doc) if c.verb == verb), None)


def _prepositions(thing: Token) -> list[Token]:
    """The prepositions between a noun and the verb above it, the nearest first."""
    found, current = [], thing
    while current.head != current and current.head.pos_ not in {"VERB", "AUX"}:
        current = current.head
        if current.dep_ == "prep":
            found.append(current)
    return found
