"""Which articles tell of one event: their telling words and names point the same way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache

from checks.conflicts.sides import Side
from checks.conflicts.words import Weights

SAME_EVENT = 0.16

Key = tuple[str, int]


def key_of(side: Side) -> Key:
    """The article version a side stands in."""
    return side.claim.article_id, side.claim.version


def same_event(sides: Sequence[Side]) -> Callable[[Side, Side], bool]:
    """A test of two sides: whether their articles share an event (an article always shares its own)."""
    alike = article_likeness(sides)
    return lambda a, b: key_of(a) == key_of(b) or alike(key_of(a), key_of(b)) >= SAME_EVENT


def article_likeness(sides: Sequence[Side]) -> Callable[[Key, Key], float]:
    """The cosine (0..1) of two article versions' weighted words, computed when asked for; names weigh double."""
    profiles = _profiles(sides)

    @cache
    def alike(a: Key, b: Key) -> float:
        small, large = sorted((profiles[a], profiles[b]), key=len)
        return sum(v * large.get(w, 0.0) for w, v in small.items())

    return lambda a, b: alike(min(a, b), max(a, b))


def _profiles(sides: Sequence[Side]) -> dict[Key, dict[str, float]]:
    weights = Weights()
    raw: dict[Key, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for side in sides:
        for word in side.reading.words:
            raw[key_of(side)][word] += weights.of(word) ** 3 * (2.0 if word in side.names else 1.0)
    lengths = {k: sum(v * v for v in p.values()) ** 0.5 or 1.0 for k, p in raw.items()}
    return {k: {w: v / lengths[k] for w, v in p.items()} for k, p in raw.items()}
