"""The lexicon of cues (cues.toml): which words announce a content, in which frames, with which stance."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from spacy.tokens import Token

Speech = Literal["direct", "indirect", "mixed"]

_ASSERTING = frozenset(
    {"said", "replied", "claimed", "admitted", "confirmed", "warned", "predicted", "estimated", "found", "believed"}
    | {"accused", "praised", "called", "complained", "discussed"}
)
ATTITUDES = frozenset({"supported", "opposed", "regarded", "presented", "decided", "compared"})
"""Stances that say nothing: what somebody is for or against, thinks of, shows or decides, as the reporter tells it."""
DENYING = frozenset({"denied", "refuted"})
_COMPLEMENTS = frozenset({"prt", "prep", "acomp", "advmod", "dobj", "oprd", "ccomp", "attr", "dative", "agent"})


@dataclass(frozen=True, slots=True)
class Cue:
    """«`key` (a lemma, perhaps with a particle) announces a content in one of these frames, with this stance.»"""

    key: str
    stances: tuple[tuple[str, str], ...]  # frame -> stance
    preps: tuple[tuple[str, str], ...]

    def stance(self, frame: str) -> str | None:
        """The stance of the cue in this frame, or None where the cue has no such frame."""
        return next((stance for name, stance in self.stances if name == frame), None)

    def has(self, *frames: str) -> bool:
        """Whether the cue knows one of the frames."""
        return any(name in frames for name, _ in self.stances)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The verbs, nouns and word lists of cues.toml."""

    verbs: dict[str, Cue]
    nouns: dict[str, str]
    attitudes: dict[str, frozenset[str]]  # noun -> prepositions that bring its matter
    views: frozenset[str]
    papers: frozenset[str]
    voicing: frozenset[str]
    partisans: frozenset[str]
    documents: frozenset[str]  # what is written or shown, by its lemma


def asserts(stance: str) -> bool:
    """Whether a speaker of this stance holds the content to be true; to ask, want or deny it is something else."""
    return stance in _ASSERTING


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    data = tomllib.loads((Path(__file__).parent / "cues.toml").read_text(encoding="utf-8"))
    stances: dict[str, dict[str, str]] = {}
    preps: dict[str, dict[str, str]] = {}
    for row in data["verb"]:
        for word in row["words"]:
            for frame in row["frames"]:
                stances.setdefault(word, {}).setdefault(frame, row["stance"])
            for prep in row.get("preps", ()):
                preps.setdefault(word, {}).setdefault(prep, row["stance"])
    verbs = {word: Cue(word, tuple(of.items()), tuple(preps.get(word, {}).items())) for word, of in stances.items()}
    nouns = {word: row["stance"] for row in data["noun"] for word in row["words"]}
    attitudes: dict[str, frozenset[str]] = {}
    for row in data["attitude"]:
        for word in row["words"]:
            attitudes[word] = attitudes.get(word, frozenset()) | frozenset(row["preps"])
    return Lexicon(
        verbs,
        nouns,
        attitudes,
        _set(data, "view"),
        _set(data, "papers"),
        _set(data, "voicing"),
        _set(data, "partisans"),
        _set(data, "documents") | (_set(data, "papers") - {"series", "press", "appearance"}),
    )


def _set(data: dict[str, Any], name: str) -> frozenset[str]:
    return frozenset(data["phrases"][name])


def cue_of(token: Token) -> tuple[Cue, tuple[Token, ...]] | None:
    """The cue that this verb is, with the words that make it up, the longest entry first; None if it is no cue."""
    verbs = lexicon().verbs
    for lemma in _lemmas(token):
        if lemma in _composed():
            found = _of_many(token, lemma)
            if found:
                return found
        entry = verbs.get(lemma)
        if entry:
            return entry, (token,)
    return None


def _of_many(token: Token, lemma: str) -> tuple[Cue, tuple[Token, ...]] | None:
    """The entry of several words that this verb begins, the longest first: "be critical of", "point out"."""
    verbs = lexicon().verbs
    near = [child for child in token.children if child.dep_ in _COMPLEMENTS and abs(child.i - token.i) < 8]
    for child in near:
        for last in (*child.rights, *near):
            if last.i > child.i and (entry := verbs.get(f"{lemma} {child.lower_} {last.lower_}")):
                return entry, (token, child, last)
    for child in near:
        if entry := verbs.get(f"{lemma} {child.lower_}"):
            return entry, (token, child)
    return None


@cache
def _composed() -> frozenset[str]:
    """The verbs that begin an entry of several words."""
    return frozenset(key.split()[0] for key in lexicon().verbs if " " in key)


_FORMS = {
    "said": "say",
    "says": "say",
    "told": "tell",
    "tells": "tell",
    "wrote": "write",
    "found": "find",
    "’s": "be",
    "'s": "be",
}


def _lemmas(token: Token) -> Iterable[str]:
    known = _FORMS.get(token.lower_)
    if known:
        yield known
    lower = token.lower_
    if token.pos_ in ("VERB", "AUX"):
        yield token.lemma_.lower()
        if not lower.startswith(token.lemma_.lower()):
            return  # else the lemma may lack its last letter: "hopes" comes as "hop"
    if token.tag_ in {"VBN", "VBD"} or token.pos_ == "VERB":
        for ending, stem in (("ied", "y"), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", ""), ("es", ""), ("s", "")):
            if lower.endswith(ending):
                yield lower[: -len(ending)] + stem
