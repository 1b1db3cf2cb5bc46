"""Words or acts: whether a cue tells of what somebody said, or only of what the reporter saw somebody do or think."""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

from checks.claims.attribution_model import Pieces, Place
from checks.claims.attribution_names import author_of, can_speak, has_mind
from checks.claims.speech import ATTITUDES, lexicon

_UNREAL = frozenset({"could", "should", "would", "may", "might", "must", "can", "to", "'d", "’d"})
_THINKABLE = frozenset({"could", "should", "may", "might"})
_OBJECTS = frozenset({"object", "pair", "paper"})
_VERBLESS = _OBJECTS | {"as", "prep"}
_IMPERSONAL = frozenset({"discussed", "presented", "found", "confirmed", "claimed"})
_TAKEN_TO_HEART = frozenset({"denied", "refuted", "accused", "praised", "called"})
_SPOKEN = frozenset({"said", "replied", "denied", "refuted", "admitted", "confirmed", "warned"})
_DEMONSTRATIVES = frozenset({"this", "these", "those"})
_IMAGINED = frozenset({"said", "believed"})  # «they would see their taxes rise»
_SHORT = 3  # words


def kind_of(
    place: Place, head: Token | None, stance: str, frame: str, pieces: Pieces
) -> Literal["words", "act"] | None:
    """What the cue tells of in this frame: words of `head`, an act or attitude in the reporter's words, or nothing."""
    if frame == "quote":
        return "words"
    nobody = head is None and frame in _VERBLESS
    if (nobody and frame in _OBJECTS and stance not in _IMPERSONAL) or (
        head is None and frame == "clause" and stance in ("believed", "found")
    ):
        return None
    if head is not None and place.verb.dep_ == "acl" and frame in (*_OBJECTS, "inf") and not _is_named(head):
        return None  # anyone wanting to borrow money
    dumb = stance not in _SPOKEN or (head is not None and head.lower_ in _DEMONSTRATIVES)  # "This opens the gate"
    view = (dumb and _is_view(head)) or (stance == "discussed" and frame == "object")
    act = _is_act(place, stance, frame, pieces)
    if not (nobody or view or act):
        return "words"
    return "act" if _happens(place.verb, head) or not act else None


def _is_named(head: Token) -> bool:
    lemma = head.lemma_.lower()
    return head.pos_ == "PROPN" or lemma in lexicon().documents or lemma in lexicon().nouns


def _is_view(head: Token | None) -> bool:
    """Whether these are the reporter's own words: it is no speaker that holds them ("the gap shows")."""
    if head is None:
        return False
    lemma = head.lemma_.lower()
    if any(child.lower_ == "by" for child in head.rights) and author_of(head) is not None:
        return False  # a regression by the university
    return not (can_speak(head) or lemma in lexicon().documents or lemma in lexicon().nouns)


def _is_act(place: Place, stance: str, frame: str, pieces: Pieces) -> bool:
    """Whether this tells of an act or attitude rather than of words said.

    So does an object of a word or two ("demanded money"), unless it is what is denied, blamed or praised.
    """
    if stance in ATTITUDES:
        return True
    if frame not in ("object", "inf") or stance in _TAKEN_TO_HEART:
        return False
    return sum(len(place.page.text[start:end].split()) for start, end in pieces) < _SHORT


def _happens(verb: Token, head: Token | None) -> bool:
    """Whether somebody who can have a mind does this in fact: not "it could resist", "a policy to back the plan"."""
    if any(child.dep_ == "aux" and child.lower_ in _UNREAL for child in verb.lefts):
        return False
    return has_mind(head) if head is not None else any(child.dep_ == "nsubjpass" for child in verb.lefts)


def is_order(verb: Token) -> bool:
    """Whether it bids somebody say it: "Now tell us when the ferry sails"."""
    bare = verb.tag_ == "VB" and verb.dep_ == "ROOT" and verb.lower_ == verb.lemma_.lower()
    return bare and not any(c.dep_ in ("nsubj", "nsubjpass", "aux", "csubj", "expl") for c in verb.lefts)


def unreal(verb: Token, stance: str) -> bool:
    """Whether the words are only thinkable: «no one could say»; to refuse them («would not say») is real."""
    helpers = {child.lower_ for child in verb.lefts if child.dep_ == "aux"}
    modal = bool(helpers & _THINKABLE) or is_order(verb)
    modal = modal or ("would" in helpers and stance in _IMAGINED)
    if verb.tag_ == "VB" and (not helpers or "to" in helpers):
        modal = verb.dep_ in ("ccomp", "relcl", "acl", "advcl")
    return modal and not any(child.dep_ == "neg" or child.lower_ in ("i", "we") for child in verb.lefts)
