"""Stories: articles that may tell of one event, so that a home with many events compares each by itself.

An article's profile weighs its names and telling words by how rare they are in English, never by what else is in the
home: how alike two articles are depends on these two alone, and stays as it is when others come. Likenesses are whole
numbers, so that no order of adding changes them. Stories are made by average linkage (Sokal and Michener 1958), which
does not chain.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from checks.claims.reading import Reading
from checks.conflicts.words import Weights
from warehouse.records import Claim

Key = tuple[str, int]
Profile = dict[str, int]
Link = tuple[Key, Key, int]

WORDS = 30
"""Words in a profile: its most telling ones."""
UNIT = 1000
"""The length of a profile; two equal ones are alike by its square."""
FLOOR = int(0.03 * UNIT**2)
"""Likeness under which two articles are not linked at all."""
TOGETHER = 0.05 * UNIT**2
"""Average likeness from which two groups of articles are one story."""
_NAME = 3.0  # how much a name weighs beside a word


def profiles(claims: Iterable[Claim]) -> dict[Key, Profile]:
    """The profile of each article version that has claims."""
    counts: dict[Key, Counter[str]] = defaultdict(Counter)
    named: dict[Key, set[str]] = defaultdict(set)
    for claim in claims:
        key, reading = (claim.article_id, claim.version), Reading.from_json(claim.reading)
        counts[key].update(reading.words)
        named[key].update(reading.names)
    weights = Weights()
    return {key: _profile(count, named[key], weights) for key, count in counts.items()}


def _profile(count: Counter[str], named: set[str], weights: Weights) -> Profile:
    for name in named - count.keys():
        count[name] = 1
    raw = {w: math.sqrt(n) * weights.of(w) ** 2 * (_NAME if w in named else 1.0) for w, n in count.items()}
    telling = sorted(raw, key=lambda w: (-raw[w], w))[:WORDS]
    length = math.sqrt(sum(raw[w] ** 2 for w in telling)) or 1.0
    return {w: round(UNIT * raw[w] / length) for w in telling}


def links(known: Mapping[Key, Profile], fresh: set[Key]) -> Iterator[Link]:
    """Every pair of `known` articles alike enough of which one is `fresh`: the smaller key, the greater, the likeness.

    Costs the fresh articles times those that share a telling word with them.
    """
    keys = sorted(known)
    vocabulary: dict[str, int] = {}
    for key in fresh:
        for word in known.get(key, ()):
            vocabulary.setdefault(word, len(vocabulary))
    rows = [
        (vocabulary[word], at, weight)
        for at, key in enumerate(keys)
        for word, weight in known[key].items()
        if word in vocabulary
    ]
    if not rows:
        return
    terms, articles, weighed = np.array(sorted(rows), dtype=np.int64).T
    starts = np.searchsorted(terms, np.arange(len(vocabulary) + 1))
    for at, key in enumerate(keys):
        if key not in fresh or not known[key]:
            continue
        places = [(slice(starts[t], starts[t + 1]), w) for t, w in _terms(known[key], vocabulary)]
        others = np.concatenate([articles[place] for place, _ in places])
        shared = np.concatenate([weighed[place] * weight for place, weight in places])
        alike = np.bincount(others, shared, minlength=len(keys))
        for other in np.flatnonzero(alike >= FLOOR).tolist():
            if other != at and (other > at or keys[other] not in fresh):
                first, second = sorted((key, keys[other]))
                yield first, second, int(alike[other])


def _terms(profile: Profile, vocabulary: Mapping[str, int]) -> list[tuple[int, int]]:
    return [(vocabulary[word], weight) for word, weight in profile.items()]


def stories(keys: Iterable[Key], found: Iterable[Link]) -> list[tuple[Key, ...]]:
    """The keys in groups, whatever the order of the links; a key without links is a story of its own."""
    ordered = sorted(set(keys))
    place = {key: at for at, key in enumerate(ordered)}
    linked: list[dict[int, int]] = [{} for _ in ordered]
    for one, other, value in found:
        if one in place and other in place:
            a, b = place[one], place[other]
            linked[a][b] = linked[b][a] = value
    members = _merged(linked)
    return sorted(tuple(ordered[at] for at in sorted(group)) for group in members if group)


def _merged(linked: list[dict[int, int]]) -> list[list[int]]:
    """Average linkage: the two groups most alike on average become one, until none are alike enough."""
    members = [[at] for at in range(len(linked))]
    heap = [(-float(value), a, b, 2, value) for a, near in enumerate(linked) for b, value in near.items() if a < b]
    heapq.heapify(heap)
    while heap:
        average, a, b, size, total = heapq.heappop(heap)
        if -average < TOGETHER:
            break
        if len(members[a]) + len(members[b]) != size or linked[a].get(b) != total:
            continue  # said of the groups as they were
        _join(members, linked, a, b)
        for other, total in linked[a].items():
            first, second = min(a, other), max(a, other)
            many = len(members[a]) + len(members[other])
            mean = total / (len(members[a]) * len(members[other]))
            if mean >= TOGETHER:
                heapq.heappush(heap, (-mean, first, second, many, total))
    return members


def _join(members: list[list[int]], linked: list[dict[int, int]], a: int, b: int) -> None:
    members[a] += members[b]
    members[b] = []
    for other, total in linked[b].items():
        del linked[other][b]
        if other != a:
            linked[a][other] = linked[other][a] = linked[a].get(other, 0) + total
    linked[b] = {}
