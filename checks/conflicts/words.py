"""How alike two bags of words are: the same lemmas, then near word vectors, weighted by how telling a word is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

_NEAR = 0.45  # cosine below which two different words say nothing about each other
_UNKNOWN_RANK = 22_000
_KEPT = 20_000  # bags kept for one set of weights, some 2 KB each


@dataclass(frozen=True, slots=True)
class Vectors:
    """Static word vectors (rows of unit length) in order of frequency; see docs/model_card.md for their making."""

    index: dict[str, int]
    rows: Matrix


@cache
def vectors() -> Vectors:
    """The vectors shipped with the package."""
    with (files("checks.conflicts") / "model" / "words.npz").open("rb") as stored:
        archive = np.load(stored)
        words = str(archive["words"]).split("\n")
        rows = archive["vectors"].astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return Vectors({w: i for i, w in enumerate(words)}, rows)


@dataclass(frozen=True, slots=True)
class Bag:
    """Distinct lemmas with their weights and vectors; `mean` is the weighted direction of the whole, length 1 or 0.

    `total` is the sum of the weights, `place` tells where a lemma stands.
    """

    words: tuple[str, ...]
    weights: Matrix
    rows: Matrix
    mean: Matrix
    total: np.float32
    place: Mapping[str, int]


class Weights:
    """How telling a lemma is: rare in English, and rare among the statements at hand."""

    def __init__(self, documents: Iterable[Sequence[str]] = ()) -> None:
        """Count in how many of the documents (bags of lemmas) each lemma stands."""
        self._count: Counter[str] = Counter()
        self._total = 0
        self._weights: dict[str, float] = {}
        self._bags: dict[tuple[str, ...], Bag] = {}
        for words in documents:
            self._count.update(set(words))
            self._total += 1

    def of(self, word: str) -> float:
        """A weight in about 0.2..1.5."""
        known = self._weights.get(word)
        if known is None:
            known = self._weights[word] = self._of(word)
        return known

    def _of(self, word: str) -> float:
        rank = vectors().index.get(word, _UNKNOWN_RANK)
        general = 0.25 + 0.75 * min(1.0, math.log1p(rank / 300) / math.log1p(_UNKNOWN_RANK / 300))
        if not self._total:
            return general
        seen = self._count.get(word, 0)
        here = math.log((self._total + 1) / (seen + 0.5)) / math.log(self._total + 2)
        return general * (0.3 + 1.2 * max(0.0, min(1.0, here)))

    def bag(self, words: Iterable[str]) -> Bag:
        """The bag of these lemmas; the predicates of a claim are asked for with every pair, so bags are kept."""
        distinct = tuple(dict.fromkeys(words))
        known = self._bags.get(distinct)
        if known is None:
            if len(self._bags) >= _KEPT:
                self._bags.clear()
            known = self._bags[distinct] = self._bag(distinct)
        return known

    def _bag(self, distinct: tuple[str, ...]) -> Bag:
        space = vectors()
        rows = np.zeros((len(distinct), space.rows.shape[1]), dtype=np.float32)
        for i, word in enumerate(distinct):
            at = space.index.get(word)
            if at is not None:
                rows[i] = space.rows[at]
        weights = np.array([self.of(w) for w in distinct], dtype=np.float32)
        total = weights @ rows if distinct else np.zeros(space.rows.shape[1], dtype=np.float32)
        length = float(np.linalg.norm(total))
        mean = total / length if length else total
        return Bag(distinct, weights, rows, mean, np.add.reduce(weights), {w: at for at, w in enumerate(distinct)})


def nearness(a: Bag, b: Bag) -> Matrix:
    """Word-by-word likeness in 0..1, shape (words of a, words of b); 1 for the same lemma."""
    near = _near(a, b)
    near[near < _NEAR] = 0.0
    return near


def _near(a: Bag, b: Bag) -> Matrix:
    """The same before the small likenesses are left out."""
    near: Matrix = a.rows @ b.rows.T
    for word in a.place.keys() & b.place.keys():
        near[a.place[word], b.place[word]] = 1.0
    return near


def coverage(a: Bag, b: Bag) -> tuple[float, float]:
    """The share of a's weight that b speaks of too, and the reverse; (0, 0) when one is empty."""
    if not a.words or not b.words:
        return 0.0, 0.0
    near = _near(a, b)
    return _share(np.maximum.reduce(near, 1), a), _share(np.maximum.reduce(near, 0), b)


def _share(best: Matrix, bag: Bag) -> float:
    """The share of the weight of words with these best partners; small likenesses are nothing."""
    best[best < _NEAR] = 0.0
    return float(np.add.reduce(best * bag.weights) / bag.total)


def likeness(a: Bag, b: Bag) -> float:
    """How much two bags are about the same, in 0..1 (geometric mean of both coverages)."""
    first, second = coverage(a, b)
    return math.sqrt(first * second)


@lru_cache(maxsize=65_536)
def word_likeness(a: str | None, b: str | None) -> float:
    """Likeness of two single lemmas in 0..1."""
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    space = vectors()
    i, j = space.index.get(a.split()[0]), space.index.get(b.split()[0])
    return 0.0 if i is None or j is None else max(0.0, float(space.rows[i] @ space.rows[j]))
