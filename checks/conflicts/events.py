"""Which articles tell of one event: their telling words and names point the same way."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from checks.claims.reading import Reading
from checks.conflicts.sides import Side, names_of
from checks.conflicts.words import Weights
from warehouse.records import Claim

DIRECT = 0.065
VIA = 0.1  # of both legs, when a third article links two
_AT_LEAST = 60  # articles assumed for document frequencies, so that a run over one event still knows its names

Key = tuple[str, int]


def key_of(side: Side) -> Key:
    """The article version a side stands in."""
    return side.claim.article_id, side.claim.version


class Events:
    """Tells of two article versions whether they share an event: directly alike, or each like a third one."""

    def __init__(self, claims: Sequence[tuple[Claim, Reading]]) -> None:
        """Profile every article version by its weighted words."""
        self._profiles = _profiles(claims)
        self._linked = _links(self._profiles)

    def likeness(self, a: Key, b: Key) -> float:
        """The cosine (0..1) of two profiles; names weigh double."""
        small, large = sorted((self._profiles[a], self._profiles[b]), key=len)
        return sum(v * large.get(w, 0.0) for w, v in small.items())

    def groups(self) -> list[list[Key]]:
        """The article versions by event, each event's sorted; events that an article links are one group."""
        groups, seen = [], set[Key]()
        for start in sorted(self._linked):
            if start in seen:
                continue
            group, waiting = {start}, [start]
            while waiting:
                fresh = self._linked[waiting.pop()] - group
                group |= fresh
                waiting += fresh
            seen |= group
            groups.append(sorted(group))
        return groups

    def linked(self, key: Key) -> set[Key]:
        """The other article versions that tell of the event of this one."""
        return self._linked[key]

    def together(self, a: Key, b: Key) -> bool:
        """Whether both tell of one event (an article always does with itself)."""
        return a == b or b in self._linked[a]


def same_event(events: Events) -> Callable[[Side, Side], bool]:
    """A test of two sides: whether their articles share an event, and whether they are two passages."""
    return lambda a, b: events.together(key_of(a), key_of(b)) and not _overlap(a, b)


def _overlap(a: Side, b: Side) -> bool:
    return key_of(a) == key_of(b) and max(a.claim.start_char, b.claim.start_char) < min(
        a.claim.end_char, b.claim.end_char
    )


def _links(profiles: dict[Key, dict[str, float]]) -> dict[Key, set[Key]]:
    posting: dict[str, list[Key]] = defaultdict(list)
    for key, profile in profiles.items():
        for word in sorted(profile, key=lambda w: (-profile[w], w))[:40]:
            posting[word].append(key)
    near: dict[Key, dict[Key, float]] = {k: {} for k in profiles}
    for key, profile in profiles.items():
        others = {o for w in sorted(profile, key=lambda w: (-profile[w], w))[:40] for o in posting[w]} - {key}
        for other in others:
            if other > key:
                value = sum(v * profiles[other].get(w, 0.0) for w, v in profile.items())
                near[key][other] = near[other][key] = value
    linked = {k: {o for o, v in near[k].items() if v >= DIRECT} for k in profiles}
    for key in profiles:
        for middle, first in near[key].items():
            if first >= VIA:
                linked[key] |= {o for o, second in near[middle].items() if second >= VIA}
    return linked


def _profiles(claims: Sequence[tuple[Claim, Reading]]) -> dict[Key, dict[str, float]]:
    counts: dict[Key, Counter[str]] = defaultdict(Counter)
    named: set[str] = set()
    for claim, reading in claims:
        counts[claim.article_id, claim.version].update(reading.words)
        named |= names_of(claim, reading)
    frequency = Counter(w for c in counts.values() for w in c)
    total = max(len(counts), _AT_LEAST)
    weights = Weights()
    made = {}
    for key, count in counts.items():
        raw = {
            w: math.sqrt(n) * weights.of(w) ** 2 * math.log(1 + total / frequency[w]) * (2.0 if w in named else 1.0)
            for w, n in count.items()
        }
        length = math.sqrt(sum(v * v for v in raw.values())) or 1.0
        made[key] = {w: v / length for w, v in raw.items()}
    return made
