"""Attitudes and words that a noun holds: voiced concern about X, her support for X, his criticism of X."""

from __future__ import annotations

from spacy.tokens import Span, Token

from checks.claims.attribution_model import Found, Page
from checks.claims.attribution_names import has_mind
from checks.claims.attribution_source import agent, noun_phrase, subject
from checks.claims.speech import cue_of, lexicon


def noun_acts(page: Page, sentence: Span) -> list[Found]:
    """What the nouns of a sentence tell of somebody's mind; the words stay the reporter's own."""
    found = []
    for token in sentence:
        if token.pos_ == "NOUN" and page.inside[token.i] < 0:
            goals = lexicon().attitudes.get(token.lemma_.lower())
            one = _act(page, token, goals) if goals else None
            if one is not None:
                found.append(one)
    return found


def _act(page: Page, noun: Token, goals: frozenset[str]) -> Found | None:
    matter = _matter(noun, goals)
    holder = _holder(noun) if noun.lemma_.lower() not in lexicon().partisans else _partisan(noun)
    if matter is None or holder is None or not has_mind(holder):
        return None
    stop = max(token.i for token in matter.subtree) + 1
    piece = page.doc[matter.left_edge.i : stop]
    verb = noun.head
    voiced = noun.dep_ == "dobj" and verb.lemma_.lower() in lexicon().voicing
    if noun.dep_ == "dobj" and not voiced and cue_of(verb) is not None:
        return None  # "stressed her support of the raid": the verb's own object
    start = verb.i if voiced and 0 < noun.i - verb.i <= 4 else noun.i
    return Found(
        [(piece.start_char, piece.end_char)],
        "regarded",
        page.doc[start : noun.i + 1],
        noun_phrase(holder),
        telling=False,
    )


def _matter(noun: Token, goals: frozenset[str]) -> Token | None:
    """What it is about: the goal of a preposition that the noun takes."""
    for prep in noun.rights:
        if prep.dep_ == "prep" and prep.lower_ in goals:
            goals_of = (goal for goal in prep.rights if goal.dep_ in ("pobj", "pcomp"))
            return next((goal for goal in goals_of if goal.ent_type_ not in ("DATE", "TIME")), None)
    return None


def _partisan(noun: Token) -> Token:
    """Who the supporter or critic is: whom the sentence says it of, else the noun itself."""
    if noun.dep_ == "attr":
        return subject(noun.head) or noun
    return noun.head if noun.dep_ == "appos" else noun


def _holder(noun: Token) -> Token | None:
    """Whose mind it is: a genitive, an agent, or whoever has or voices it."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    by = agent(noun)
    if by is not None:
        return by
    verb = noun.head
    light = noun.dep_ in ("dobj", "attr") and verb.lemma_.lower() in lexicon().voicing
    return subject(verb) if light else None
