"""The word lists of lexicon.toml, loaded once, as sets and compiled patterns."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lexicon:
    """General English that tells how a claim is meant: denial, silence, cause, worth, modality."""

    light: frozenset[str]
    titles: frozenset[str]
    negators: frozenset[str]
    denying_verbs: frozenset[str]
    denying_adjectives: frozenset[str]
    denying_phrase: re.Pattern[str]
    silence: re.Pattern[str]
    declined: re.Pattern[str]
    speaking: frozenset[str]
    withheld: tuple[frozenset[str], ...]
    cause: re.Pattern[str]
    positive: frozenset[str]
    negative: frozenset[str]
    positive_phrase: re.Pattern[str]
    negative_phrase: re.Pattern[str]
    hedges: frozenset[str]
    future: frozenset[str]
    conditional: frozenset[str]
    desire: frozenset[str]
    boilerplate: re.Pattern[str]


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)


@cache
def lexicon() -> Lexicon:
    """The lexicon, read from the package."""
    raw = tomllib.loads((files("checks.claims") / "lexicon.toml").read_text(encoding="utf-8"))
    negation, modality = raw["negation"], raw["modality"]
    return Lexicon(
        light=frozenset(raw["words"]["light"]),
        titles=frozenset(raw["words"]["titles"]),
        negators=frozenset(negation["adverbs"] + negation["determiners"] + negation["nouns"]),
        denying_verbs=frozenset(negation["verbs"]),
        denying_adjectives=frozenset(negation["adjectives"]),
        denying_phrase=_any([rf"\b{re.escape(p)}\b" for p in negation["phrases"]]),
        silence=_any(raw["silence"]["patterns"]),
        declined=_any(raw["silence"]["declined"]),
        speaking=frozenset(raw["silence"]["speaking"]),
        withheld=tuple(frozenset(family) for family in raw["silence"]["withheld"]),
        cause=_any(raw["cause"]["patterns"]),
        positive=frozenset(raw["assessment"]["positive"]),
        negative=frozenset(raw["assessment"]["negative"]),
        positive_phrase=_any(raw["assessment"]["positive_phrases"]),
        negative_phrase=_any(raw["assessment"]["negative_phrases"]),
        hedges=frozenset(modality["hedges"]),
        future=frozenset(modality["future"]),
        conditional=frozenset(modality["conditional"]),
        desire=frozenset(modality["desire"]),
        boilerplate=_any(raw["boilerplate"]["patterns"]),
    )
