"""What a text lets on about somebody: name, kind, gender, roles, and for whom they speak."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.tokens import Token

from checks.claims.attribution_names import Gender, Kind, is_body_noun, words
from checks.claims.attribution_source import noun_phrase

_WOMEN = frozenset(
    {"mother", "daughter", "wife", "sister", "widow", "girl", "queen", "actress", "girlfriend", "aunt", "nun"}
)
_MEN = frozenset({"father", "son", "husband", "brother", "boy", "king", "uncle", "boyfriend", "priest", "monk"})


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something of the article: the fullest name or description, and what the text lets on about them."""

    name: str
    kind: Kind
    named: bool
    gender: Gender = "?"
    plural: bool = False
    roles: dict[str, set[str]] = field(default_factory=dict)
    speaks_for: str | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """«Token `at`, in sentence `sentence` of paragraph `paragraph`, is `entity`», with what makes it prominent."""

    at: int
    entity: Entity
    sentence: int
    paragraph: int
    weight: float


def role_of(noun: Token) -> str:
    """The role a noun names; a spokeswoman has that of a spokesman."""
    lemma = str(noun.lemma_.lower())
    return "spokesman" if lemma in ("spokeswoman", "spokesperson") else lemma


def modifiers(noun: Token) -> set[str]:
    """The lemmas that tell one bearer of a role from another: the deputy *foreign* minister of *Kharvan*."""
    found = {child.lemma_.lower() for child in noun.children if child.dep_ in ("compound", "amod", "nmod")}
    for child in noun.children:
        if child.dep_ == "poss" and child.pos_ != "PRON":
            found.add(child.lemma_.lower())
        if child.dep_ == "prep" and child.lower_ in ("of", "for", "at"):
            found |= {token.lemma_.lower() for token in child.subtree if token.pos_ in ("NOUN", "PROPN")}
    return found


def noun_gender(noun: Token) -> Gender:
    """The gender that the noun itself tells."""
    lower = noun.lemma_.lower()
    if lower.endswith("woman") or lower in _WOMEN:
        return "f"
    return "m" if lower.endswith("man") or lower in _MEN else "?"


def plain(text: str) -> str:
    """A name on one line, without a possessive ending or "himself"."""
    name = " ".join(text.split()).strip(" ,;:")
    return re.sub(r"(?:['’]s?| (?:him|her|it|them)sel(?:f|ves))$", "", name)


def _body(noun: Token) -> str:
    return plain(noun_phrase(noun).text.split(",")[0])


def represented(noun: Token) -> str | None:
    """The body for which somebody of this role speaks: "Halcyon's spokeswoman", "foreign minister", "lawyer for X".

    A minister is not the ministry: the two are kept apart, and one is told to speak for the other.
    """
    role = role_of(noun)
    if role not in words().speaks_for:
        return None
    for child in noun.children:
        if child.dep_ == "poss" and child.pos_ != "PRON":
            return _body(child)
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in ("for", "of", "at"):
            body = next((c for c in child.rights if c.dep_ == "pobj" and (c.pos_ == "PROPN" or is_body_noun(c))), None)
            if body is not None and not (role in words().offices and child.lower_ == "of"):
                return _body(body)
    before = [t for t in noun.lefts if t.dep_ in ("compound", "amod", "nmod") and t.i < noun.i]
    office = words().offices.get(role)
    if office is not None and before:
        return plain(f"{noun.doc[before[0].left_edge.i : noun.i].text} {office}")
    named = [t for t in before if t.pos_ == "PROPN" or is_body_noun(t)]
    return plain(noun.doc[named[0].left_edge.i : named[-1].i + 1].text) if named else None
