"""A claim made ready for comparison: its reading, its bags of words, and what its article adds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from checks.claims.reading import Reading, day_of
from checks.conflicts.words import Bag, Weights
from warehouse.records import Article, Claim

_SHORT = 9  # words under which a claim is told with the sentence before it
_LEADING = 4  # words of a sentence before the claim under which the sentence before is told too
_CONTEXT = 300
_SENTENCE_END = re.compile(r"[.!?][”\"’')]*\s+(?=[A-Z“\"‘'(])")
_LEANS = re.compile(  # a claim that begins so says of whom or what only with the sentence before
    r"[“\"‘']?(?:he|she|it|they|this|that|these|those|his|her|their|its|both|neither|none|such|so)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Side:
    """One claim of a pair. `bag` holds its words; `wide` those of its context too (title, sentence before).

    `told` is the claim as one would tell it to somebody who has not read the article: with its speaker, and with the
    words before it when it is short. `origin` names the report that its article is a copy of, when known.
    `beside` are the lower-case words of its sentence outside the quote: how a speaker
    is introduced.
    """

    claim: Claim
    reading: Reading
    bag: Bag
    wide: Bag
    names: frozenset[str]
    day: date | None
    order: int
    weights: Weights
    told: str
    beside: frozenset[str]
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """General English for comparing claims (lexicon.toml)."""

    people: frozenset[str]
    offices: frozenset[str]
    growing: frozenset[str]
    authorship: frozenset[str]
    opposites: Mapping[str, frozenset[str]]
    scopes: tuple[frozenset[str], ...]
    outcomes: Mapping[str, frozenset[str]]


@cache
def terms() -> Terms:
    """The word lists shipped with the package."""
    raw = tomllib.loads((files("checks.conflicts") / "lexicon.toml").read_text(encoding="utf-8"))
    opposite: dict[str, set[str]] = {}
    for one, other in raw["opposites"]:
        opposite.setdefault(one, set()).add(other)
        opposite.setdefault(other, set()).add(one)
    return Terms(
        people=frozenset(raw["people"]),
        offices=frozenset(raw["offices"]),
        growing=frozenset(raw["growing"] + raw["growing_nouns"]),
        authorship=frozenset(raw["authorship"]),
        opposites={k: frozenset(v) for k, v in opposite.items()},
        scopes=tuple(frozenset(family) for family in raw["scopes"]),
        outcomes={name: frozenset(words) for name, words in raw["outcomes"].items()},
    )


def read(claims: Sequence[Claim]) -> list[tuple[Claim, Reading]]:
    """The claims with their readings, in a fixed order (article id, then place in the text)."""
    ordered = sorted(claims, key=lambda c: (c.article_id, c.version, c.start_char, c.end_char, c.claim_id))
    return [(claim, Reading.from_json(claim.reading)) for claim in ordered]


def names_of(claim: Claim, reading: Reading) -> frozenset[str]:
    """The names a claim speaks of, and those of its speaker."""
    return frozenset(reading.names) | frozenset(_name_words(claim.speaker))


def sides_of(articles: Sequence[Article], claims: Sequence[tuple[Claim, Reading]]) -> list[Side]:
    """The read claims as sides, in their order; how telling a word is counts among these claims."""
    published = {(a.article_id, a.version): a.published_on for a in articles}
    texts = {(a.article_id, a.version): a.text or "" for a in articles}
    weights = Weights(r.words for _, r in claims)
    origins = {(a.article_id, a.version): getattr(a, "origin_id", None) for a in articles}
    return [
        Side(
            claim=claim,
            reading=reading,
            bag=weights.bag(reading.words),
            wide=weights.bag((*reading.words, *reading.around)),
            names=names_of(claim, reading),
            day=published.get((claim.article_id, claim.version)) or day_of(reading.day),
            order=i,
            weights=weights,
            told=told(claim, reading, texts.get((claim.article_id, claim.version), "")),
            beside=_beside(claim, reading, texts.get((claim.article_id, claim.version), "")),
            origin=origins.get((claim.article_id, claim.version)),
        )
        for i, (claim, reading) in enumerate(claims)
    ]


def told(claim: Claim, reading: Reading, text: str) -> str:
    """The claim as one would tell it: its speaker in front, and what stands before when it cannot stand alone."""
    said = " ".join(claim.quote.split())
    who = claim.speaker if claim.speech != "author" else None
    if who and who.lower() not in said.lower():
        said = f"{who}: {said}"
    if len(claim.quote.split()) < _SHORT or _LEANS.match(claim.quote):
        before = _before(claim, reading, text)
        said = f"({before}) {said}" if before else said
    return said


def _before(claim: Claim, reading: Reading, text: str) -> str:
    """The words of the sentence that lead to the claim, or the whole sentence before when there are hardly any."""
    start = (
        min(reading.sentence[0], claim.start_char) if reading.sentence[1] > reading.sentence[0] else claim.start_char
    )
    leading = " ".join(text[start : claim.start_char].split())
    if len(leading.split()) < _LEADING:
        paragraph = text[max(0, start - _CONTEXT) : start].rsplit("\n", 1)[-1].rstrip()
        ends = [m.end() for m in _SENTENCE_END.finditer(paragraph[:-1])]
        leading = f"{paragraph[ends[-1] if ends else 0 :]} {leading}".strip()
    return " ".join(leading.split())


def _beside(claim: Claim, reading: Reading, text: str) -> frozenset[str]:
    start, end = reading.sentence
    rest = f"{text[start : claim.start_char]} {text[claim.end_char : end]}".replace("’s", "").replace("'s", "")
    return frozenset(w.strip(".,:;“”\"'()") for w in rest.lower().split() if len(w) > 2)


def _name_words(speaker: str | None) -> list[str]:
    return [w.lower().strip(".,'’") for w in (speaker or "").split() if w[:1].isupper() and len(w) > 2]
