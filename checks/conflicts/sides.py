"""A claim made ready for comparison: its reading, its bags of words, and what its article adds."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from checks.claims.reading import Reading, day_of
from checks.conflicts.words import Bag, Weights
from warehouse.records import Article, Claim


@dataclass(frozen=True, slots=True)
class Side:
    """One claim of a pair. `bag` holds its words; `wide` those of its context too (title, sentence before)."""

    claim: Claim
    reading: Reading
    bag: Bag
    wide: Bag
    names: frozenset[str]
    day: date | None
    order: int
    weights: Weights


@dataclass(frozen=True, slots=True)
class Terms:
    """General English for comparing claims (lexicon.toml)."""

    people: frozenset[str]
    growing: frozenset[str]
    authorship: frozenset[str]
    opposites: Mapping[str, frozenset[str]]


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
        growing=frozenset(raw["growing"] + raw["growing_nouns"]),
        authorship=frozenset(raw["authorship"]),
        opposites={k: frozenset(v) for k, v in opposite.items()},
    )


def sides_of(articles: Sequence[Article], claims: Sequence[Claim]) -> list[Side]:
    """The claims as sides, in a fixed order (article id, then place in the text)."""
    published = {(a.article_id, a.version): a.published_on for a in articles}
    ordered = sorted(claims, key=lambda c: (c.article_id, c.version, c.start_char, c.end_char, c.claim_id))
    readings = [Reading.from_json(c.reading) for c in ordered]
    weights = Weights(r.words for r in readings)
    return [
        Side(
            claim=claim,
            reading=reading,
            bag=weights.bag(reading.words),
            wide=weights.bag((*reading.words, *reading.around)),
            names=frozenset(reading.names) | frozenset(_name_words(claim.speaker)),
            day=published.get((claim.article_id, claim.version)) or day_of(reading.day),
            order=i,
            weights=weights,
        )
        for i, (claim, reading) in enumerate(zip(ordered, readings, strict=True))
    ]


def _name_words(speaker: str | None) -> list[str]:
    return [w.lower().strip(".,'’") for w in (speaker or "").split() if w[:1].isupper() and len(w) > 2]
