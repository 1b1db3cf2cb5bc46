"""Carrying verdicts over: which new pairs of passages are pairs known before, only cut otherwise out of the same text.

A verdict holds on to the words of its two passages. New code or a new model may cut a quote a few words longer or
shorter, and an edit may wrap lines otherwise; a reviewer has judged these passages all the same. What changed in the
text itself is never carried over: there the verdict is stale.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

LEAST_OVERLAP = 0.6
"""The share of the shorter quote that two cuts of one passage have in common at least."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PassagePair:
    """«In `article_a` and `article_b` these quotes conflict over something of `kind`»; `key` hashes the passages."""

    key: str
    kind: str
    article_a: str
    quote_a: str
    article_b: str
    quote_b: str


def squashed(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def carried(
    new: Iterable[PassagePair], known: Iterable[PassagePair], texts: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """For each pair of `new` whose key is not known: (key, kind, key of the known pair that it stands for), if any.

    `texts` are the latest texts by article id. Two pairs are one when they have the same kind and articles, and on
    each side the known quote still stands in the latest text and shares most of the shorter quote with the new one.
    """

    @cache
    def flat(article: str) -> str:
        return squashed(texts.get(article, ""))

    had: defaultdict[tuple[str, str, str], list[PassagePair]] = defaultdict(list)
    keys: set[tuple[str, str]] = set()
    for pair in known:
        keys.add((pair.key, pair.kind))
        had[_block(pair)].append(pair)
    found = []
    for pair in sorted(set(new), key=lambda pair: (pair.key, pair.kind)):
        if (pair.key, pair.kind) in keys:
            continue
        ranked = [(_shared(pair, each, flat), each.key) for each in had.get(_block(pair), ())]
        best = max(ranked, default=(0.0, ""), key=lambda item: (item[0], item[1]))
        if best[0] >= LEAST_OVERLAP:
            found.append((pair.key, pair.kind, best[1]))
    return found


def _block(pair: PassagePair) -> tuple[str, str, str]:
    first, second = sorted((pair.article_a, pair.article_b))
    return pair.kind, first, second


def _shared(new: PassagePair, known: PassagePair, flat: Callable[[str], str]) -> float:
    """How much the two sides have in common, by the worse side; the better of both ways round within one article."""
    ways = []
    sides = ((known.article_a, known.quote_a), (known.article_b, known.quote_b))
    for a, b in (sides, sides[::-1]):
        if a[0] == new.article_a and b[0] == new.article_b:
            one = overlap(flat(a[0]), new.quote_a, a[1])
            ways.append(min(one, overlap(flat(b[0]), new.quote_b, b[1])))
    return max(ways, default=0.0)


def overlap(text: str, quote: str, other: str) -> float:
    """The share of the shorter of two quotes that both have in common where they stand in `text` (squashed); else 0."""
    one, two = squashed(quote), squashed(other)
    if one == two:
        return 1.0 if one in text else 0.0
    spans = [(first, second) for first in _places(text, one) for second in _places(text, two)]
    common = max((min(a[1], b[1]) - max(a[0], b[0]) for a, b in spans), default=0)
    return max(common, 0) / max(1, min(len(one), len(two)))


def _places(text: str, words: str) -> list[Span]:
    """Where the words stand in the text: the first places, should they stand there often."""
    found: list[Span] = []
    at = text.find(words) if words else -1
    while at >= 0 and len(found) < 20:
        found.append((at, at + len(words)))
        at = text.find(words, at + 1)
    return found
