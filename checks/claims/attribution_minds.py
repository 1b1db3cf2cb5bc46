"""Attitudes that grammar alone gives away, whatever the word: care about X, be coy about X, be upset that X."""

from __future__ import annotations

from spacy.tokens import Span, Token

from checks.claims.attribution_model import Found, Page
from checks.claims.attribution_names import has_mind
from checks.claims.attribution_source import noun_phrase, passive_subject, subject
from checks.claims.speech import cue_of

_COPULAS = frozenset({"be", "become", "feel", "seem", "look", "remain", "get", "grow", "appear", "sound", "stay"})
_SEEM = frozenset({"seem", "appear", "look", "sound"})
_HEARSAY = frozenset({"allegedly", "reportedly", "purportedly", "supposedly"})
_SURELY = frozenset({"seem"})
_MOVES = frozenset({"bring", "come", "go", "set", "move", "walk", "turn", "run", "lie", "hang", "wander", "be"})
_FACTS = frozenset(
    {"make", "let", "mean", "ensure", "happen", "seem", "appear", "matter", "be", "help", "get", "cause", "see to"}
)
_UNREAL = frozenset({"could", "should", "would", "may", "might", "must", "can", "to"})


def mind_acts(page: Page, sentence: Span) -> list[Found]:
    """What the verbs and adjectives of a sentence tell of somebody's mind; the words stay the reporter's own."""
    found = []
    for token in sentence:
        if page.inside[token.i] >= 0:
            continue
        if token.lemma_ in _SEEM and token.pos_ == "VERB" and (one := _impression(page, token)) is not None:
            found.append(one)
        elif token.lower_ in _HEARSAY and token.head.pos_ in ("VERB", "AUX"):
            found.append(_hearsay(page, token))
        elif token.pos_ in ("VERB", "ADJ"):
            matter = _matter(token)
            head = _governor(token) if matter is not None else None
            if (
                matter is not None
                and head is not None
                and (holder := subject(head) or passive_subject(head)) is not None
                and has_mind(holder)
            ):
                found.append(_act(page, token, matter, holder))
    return found


def _impression(page: Page, verb: Token) -> Found | None:
    """It seems that the plan is dead; the plan seems dead, appears to be dead: how it looks to nobody in particular."""
    subjects = [child for child in verb.lefts if child.dep_ == "nsubj"]
    told = [child for child in verb.rights if child.dep_ in ("ccomp", "xcomp", "acomp", "oprd")]
    if verb.lemma_ in ("look", "sound"):
        told = [child for child in told if child.dep_ in ("acomp", "oprd")]
    if not told or not subjects or (verb.lemma_ not in _SURELY and told[0].pos_ == "VERB" and told[0].tag_ == "VBG"):
        return None
    parts = told[:1] if subjects[0].lower_ in ("it", "there") and told[0].dep_ == "ccomp" else [subjects[0], told[0]]
    edges = [sorted(token.i for token in part.subtree) for part in parts]
    pieces = [(page.doc[i[0]].idx, page.doc[i[-1]].idx + len(page.doc[i[-1]])) for i in edges]
    return Found(pieces, "regarded", page.doc[verb.i : verb.i + 1], None, telling=False)


def _hearsay(page: Page, adverb: Token) -> Found:
    """He allegedly left: what nobody in particular is said to have done."""
    edges = [token.i for token in adverb.head.subtree]
    doc, last = page.doc, page.doc[max(edges)]
    pieces = [(doc[min(edges)].idx, adverb.idx), (adverb.idx + len(adverb), last.idx + len(last))]
    kept = [(a, b) for a, b in pieces if b > a]
    return Found(kept, "claimed", doc[adverb.i : adverb.i + 1], None, telling=False)


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
        if child.dep_ == "prep" and _leads(token, child, lemma):
            return next((goal for goal in child.rights if goal.dep_ in ("pobj", "pcomp")), None)
    return None


def _leads(token: Token, prep: Token, lemma: str) -> bool:
    """Whether the preposition leads to a matter: "about" after any verb or adjective, "against" after one of speech."""
    if prep.lower_ == "about":
        return lemma not in _MOVES
    return prep.lower_ == "against" and token.pos_ == "VERB" and cue_of(token) is not None


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
