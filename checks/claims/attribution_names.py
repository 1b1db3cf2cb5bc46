"""Names in a text: runs of proper nouns, their titles and kind, whether or not a model knows the name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from spacy.tokens import Doc, Token

Gender = Literal["m", "f", "?"]
Kind = Literal["person", "body", "?"]
_PARTICLES = frozenset(
    {"de", "da", "di", "du", "van", "von", "der", "den", "la", "le", "al", "bin", "ibn", "el", "dos", "ter", "af", "zu"}
)
_MINDLESS = frozenset(
    {"it", "its", "that", "this", "which", "what", "you", "your", "something", "nothing", "everything"}
)
_PERSON_ENDINGS = ("man", "woman", "person", "ologist", "ician", "men", "women", "master")


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of speakers.toml, by what they tell."""

    titles: dict[str, Gender]
    given: dict[str, Gender]
    persons: frozenset[str]
    bodies: frozenset[str]
    speaks_for: frozenset[str]
    offices: dict[str, str]


@dataclass(frozen=True, slots=True)
class Name:
    """«Tokens `start`..`end` name somebody or something»; `titles` are the lower-case words before that are no name."""

    start: int
    end: int
    titles: tuple[str, ...]
    kind: Kind
    gender: Gender


@cache
def words() -> Words:
    """The word lists, read once."""
    data = tomllib.loads((Path(__file__).parent / "speakers.toml").read_text(encoding="utf-8"))
    titles: dict[str, Gender] = dict.fromkeys(data["titles"]["either"], "?")
    titles |= dict.fromkeys(data["titles"]["male"], "m") | dict.fromkeys(data["titles"]["female"], "f")
    given: dict[str, Gender] = dict.fromkeys(data["given"]["male"], "m") | dict.fromkeys(data["given"]["female"], "f")
    return Words(
        titles,
        given,
        frozenset(data["persons"]["nouns"]),
        frozenset(data["bodies"]["nouns"]),
        frozenset(data["speaks_for"]["roles"]) | frozenset(data["offices"]),
        dict(data["offices"]),
    )


def is_person_noun(token: Token) -> bool:
    """Whether a common noun names people by what they are or do."""
    lemma = token.lemma_.lower()
    return (
        lemma in words().persons
        or token.lower_ in words().persons
        or lemma.endswith(_PERSON_ENDINGS)
        or (len(lemma) > 5 and lemma.endswith(("ist", "ian")) and not lemma.endswith("list") and token.pos_ == "NOUN")
    )


def is_body_noun(token: Token) -> bool:
    """Whether a common noun names a body that can speak."""
    return token.lemma_.lower() in words().bodies or token.lower_ in words().bodies


def has_mind(noun: Token) -> bool:
    """Whether the noun names somebody who can say or think: people, bodies, "a number of" them."""
    if noun.pos_ == "PRON" or noun.lower_ in ("this", "that"):
        return noun.lower_ not in _MINDLESS
    if noun.text[:1].isupper() or noun.tag_ == "NNS" or is_person_noun(noun) or is_body_noun(noun):
        return True
    of = (child for child in noun.rights if child.dep_ == "prep" and child.lower_ == "of")
    return any(goal.tag_ in ("NNS", "NNPS", "NNP") for prep in of for goal in prep.rights if goal.dep_ == "pobj")


_ABLE = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_DOERS = ("er", "or", "ee", "ant", "ent", "ers", "ors", "ees", "ants", "ents")


def can_speak(noun: Token) -> bool:
    """Whether words can be this noun's: people, bodies and names, by form at least; not "friction" or "two steps"."""
    owned = noun.pos_ == "NOUN" and any(child.dep_ == "poss" for child in noun.lefts)  # "the palace's caution"
    if noun.pos_ in ("PROPN", "ADJ", "NUM", "DET") or (noun.ent_type_ in _ABLE and not owned):
        return True
    if noun.pos_ == "PRON":
        return noun.lower_ not in _MINDLESS or noun.lower_ in ("it", "you", "which", "that")
    return is_person_noun(noun) or is_body_noun(noun) or noun.lower_.endswith(_DOERS) or noun.lower_ == "people"


def author_of(paper: Token) -> Token | None:
    """Whose statement or report it is: "the ministry's statement", "a letter from the union"."""
    for child in paper.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ in ("prep", "agent") and child.lower_ in ("from", "by", "of"):
            return next((goal for goal in child.rights if goal.dep_ == "pobj" and _is_author(goal)), None)
    return None


def _is_author(noun: Token) -> bool:
    return noun.pos_ == "PROPN" or is_person_noun(noun) or is_body_noun(noun)


def names(doc: Doc) -> list[Name]:
    """All names of the text in order."""
    found: list[Name] = []
    at = 0
    while at < len(doc):
        if not _nameable(doc[at]):
            at += 1
            continue
        end = at + 1
        while end < len(doc) and (_nameable(doc[end]) or _joins(doc, end)):
            end += 1
        found.extend(_split(doc, at, end))
        at = end
    return found


def _nameable(token: Token) -> bool:
    if not token.text[:1].isupper() or (not token.is_alpha and not any(c.isalpha() for c in token.text)):
        return False
    if token.ent_type_ in ("DATE", "TIME"):
        return False  # "On Sunday, …": a day is nobody
    if token.pos_ == "PROPN":
        return True
    if token.is_stop or token.pos_ in ("VERB", "AUX", "PRON", "DET", "ADP", "CCONJ", "SCONJ", "ADV", "INTJ", "NUM"):
        return token.ent_type_ == "PERSON" and not token.is_stop
    return not token.is_sent_start or token.ent_type_ == "PERSON" or token.lower_.rstrip(".") in words().titles


def _joins(doc: Doc, at: int) -> bool:
    token = doc[at]
    return (
        (token.lower_ in _PARTICLES or token.text in ("-", "'"))
        and at + 1 < len(doc)
        and _nameable(doc[at + 1])
        and not (token.text == "-" and doc[at - 1].whitespace_)
    )


def _split(doc: Doc, start: int, end: int) -> list[Name]:
    """Cut titles and roles off a run of capitals: [Energy Minister] [Viktor Halas]."""
    lists = words()
    last_title = -1
    for at in range(start, end):
        if is_body_noun(doc[at]):
            last_title = -1
            break
        if doc[at].lower_.rstrip(".") in lists.titles or (is_person_noun(doc[at]) and at + 1 < end):
            last_title = at
    first = last_title + 1 if start <= last_title < end - 1 else start
    titles = tuple(token.lower_.rstrip(".") for token in doc[start:first])
    if last_title == end - 1 and (end - start == 1 or first == start):
        return []
    kind, gender = _kind(doc, first, end, titles)
    return [Name(first, end, titles, kind, gender)]


def _kind(doc: Doc, start: int, end: int, titles: tuple[str, ...]) -> tuple[Kind, Gender]:
    lists = words()
    genders: list[Gender] = [lists.titles[title] for title in titles if lists.titles.get(title, "?") != "?"]
    if doc[start].lower_ in lists.given and end - start <= 4:
        genders.append(lists.given[doc[start].lower_])
        if not any(is_body_noun(token) for token in doc[start:end]):
            return "person", genders[0]
    if titles:
        return "person", genders[0] if genders else "?"
    if any(is_body_noun(token) for token in doc[start:end]):
        return "body", "?"
    label = doc[end - 1].ent_type_
    if label == "PERSON":
        return "person", "?"
    if label in ("ORG", "GPE", "NORP", "FAC", "LOC"):
        return "body", "?"
    return "?", "?"
