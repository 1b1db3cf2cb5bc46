"""Attitudes that grammar alone gives away, whatever the word: care about X, be coy about X, be upset that X."""

from __future__ import annotations

from spacy.tokens import Span, Token

from checks.claims.attribution_model import Found, Page
from checks.claims.attribution_names import has_mind
from checks.claims.attribution_source import noun_phrase, subject

_COPULAS = frozenset({"be", "become", "feel", "seem", "look", "remain", "get", "grow", "appear", "sound", "stay"})
_MOVES = frozenset({"bring", "come", "go", "set", "move", "walk", "turn", "run", "lie", "hang", "wander", "be"})
_FACTS = frozenset(
    {"make", "let", "mean", "ensure", "happen", "seem", "appear", "matter", "be", "help", "get", "cause", "see to"}
)
_UNREAL = frozenset({"could", "should", "would", "may", "might", "must", "can", "to"})


def mind_acts(page: Page, sentence: Span) -> list[Found]:
    """What the verbs and adjectives of a sentence tell of somebody's mind; the words stay the reporter's own."""
    found = []
    for token in sentence:
        if token.pos_ in ("VERB", "ADJ") and page.inside[token.i] < 0:
            matter = _matter(token)
            head = _governor(token) if matter is not None else None
            if matter is not None and head is not None and (holder := subject(head)) is not None and has_mind(holder):
                found.append(_act(page, token, matter, holder))
    return found


def _matter(token: Token) -> Token | None:
    """The clause with "that", or the goal of "about", of a verb or adjective that is no fact and no movement."""
    lemma = token.lemma_.lower()
    for child in token.rights:
        if (
            child.dep_ == "ccomp"
            and lemma not in _FACTS
            and any(m.lower_ == "that" and m.dep_ == "mark" for m in child.lefts)
        ):
            return child
        if child.dep_ == "prep" and child.lower_ == "about" and lemma not in _MOVES:
            return next((goal for goal in child.rights if goal.dep_ in ("pobj", "pcomp")), None)
    return None


def _governor(token: Token) -> Token | None:
    """The verb whose subject it is, if it happens in fact."""
    verb = token if token.pos_ == "VERB" else token.head
    if token.pos_ == "ADJ" and (token.dep_ != "acomp" or verb.lemma_.lower() not in _COPULAS):
        return None
    unreal = any(child.dep_ == "aux" and child.lower_ in _UNREAL for child in verb.lefts)
    return None if unreal else verb


def _act(page: Page, cue: Token, matter: Token, holder: Token) -> Found:
    edges = [token.i for token in matter.subtree]
    content = page.doc[min(edges) : max(edges) + 1]
    pieces = [(content.start_char, content.end_char)]
    return Found(pieces, "regarded", page.doc[cue.i : cue.i + 1], noun_phrase(holder), telling=False)
