"""Who passes words on: officials quoted by the agency, a ministry in a report, a minister speaking to a wire."""

from __future__ import annotations

from spacy.tokens import Span, Token

from checks.claims.attribution_model import Found, Page, Shelf
from checks.claims.attribution_names import is_body_noun
from checks.claims.attribution_source import agent, noun_phrase

_RELAYS = frozenset({"quote", "cite", "interview", "contact", "carry", "report", "publish", "relay"})
_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "you", "who"})


def name_reporters(page: Page, found: list[Found]) -> None:
    """Set `reporter` of each attribution whose words come through somebody else."""
    shelf = Shelf(found)
    for one in found:
        one.reporter = _quoted_by(one) or _told(page, one) or _holder(one, shelf)


def _quoted_by(one: Found) -> Span | None:
    """According to officials quoted by the agency; she was quoted by the paper as saying."""
    heads = [one.source.root] if one.source is not None else []
    verbs = [child for head in heads for child in head.children if child.dep_ in ("acl", "relcl")]
    if one.cue is not None:
        verbs.extend(one.cue.root.ancestors)
    for verb in verbs:
        if verb.lemma_.lower() in _RELAYS and verb.tag_ == "VBN":
            by = agent(verb)
            if by is not None and (one.source is None or by.i != one.source.root.i):
                return noun_phrase(by)
    return None


def _told(page: Page, one: Found) -> Span | None:
    """She told the Courier that…: an addressee with a body's name or kind relays what it was told."""
    if one.cue is None:
        return None
    for child in one.cue.root.rights:
        if child.dep_ in ("dobj", "dative") and child.i <= one.cue.root.i + 6 and _is_outlet(child):
            return noun_phrase(child)
    return None


def _is_outlet(noun: Token) -> bool:
    return (noun.ent_type_ == "ORG" and noun.pos_ == "PROPN") or (
        noun.pos_ == "NOUN"
        and is_body_noun(noun)
        and noun.lemma_
        in ("newspaper", "paper", "agency", "broadcaster", "station", "magazine", "network", "channel", "outlet")
    )


def _holder(one: Found, shelf: Shelf) -> Span | None:
    """The speaker of the smallest content that holds this whole attribution."""
    start, end = one.pieces[0][0], one.pieces[-1][1]
    best: tuple[int, Span] | None = None
    for other in shelf.near(start, end):
        if other is one or other.source is None or one.cue is None:
            continue
        for a, b in other.pieces:
            holds = a <= min(start, one.cue.start_char) and max(end, one.cue.end_char) <= b
            same = one.source is not None and other.source.root.i == one.source.root.i
            if holds and not same and other.source.root.lower_ not in _PRONOUNS and (best is None or b - a < best[0]):
                best = (b - a, other.source)
    return best[1] if best is not None else None
