"""Which claims are compared at all: explicit blocking rules, each counting the pairs it brings, never all pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from checks.conflicts.acts import stems, withheld_acts
from checks.conflicts.nearness import Nearness
from checks.conflicts.sides import Side, terms

Pairs = Iterator[tuple[int, int]]

_NEIGHBOURS = 14
_SAME_MATTER = 36
_BLOCK_LIMIT = 400  # a key that more statements share tells nothing; it is skipped
_RARE = 0.55


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of side numbers to compare, and how many each rule brought (before duplicates are dropped)."""

    pairs: tuple[tuple[int, int], ...]
    by_rule: dict[str, int]


def candidates(
    sides: Sequence[Side], comparable: Callable[[Side, Side], bool], nearness: Nearness | None = None
) -> Candidates:
    """All pairs that some blocking rule brings together and whose articles tell of one event.

    `nearness` adds the rule `same_matter`: each statement with those nearest to it by the embedded model.
    """
    found: set[tuple[int, int]] = set()
    counts: Counter[str] = Counter()
    drawn = {name: rule(sides) for name, rule in RULES.items()}
    if nearness is not None:
        drawn["same_matter"] = nearness.nearest(_SAME_MATTER)
    for name, pairs in drawn.items():
        for i, j in pairs:
            if i != j and comparable(sides[i], sides[j]):
                counts[name] += 1
                found.add((min(i, j), max(i, j)))
    return Candidates(tuple(sorted(found)), dict(sorted(counts.items())))


def _blocks(keys: Iterator[tuple[str, int]]) -> Pairs:
    block: dict[str, list[int]] = defaultdict(list)
    for key, number in keys:
        block[key].append(number)
    for key in sorted(block):
        members = sorted(set(block[key]))
        if len(members) <= _BLOCK_LIMIT:
            yield from combinations(members, 2)


def shared_words(sides: Sequence[Side]) -> Pairs:
    """Two telling lemmas in common."""
    seen: Counter[tuple[int, int]] = Counter()
    posting: dict[str, list[int]] = defaultdict(list)
    for n, side in enumerate(sides):
        for word, weight in zip(side.bag.words, side.bag.weights, strict=True):
            if weight >= _RARE:
                posting[word].append(n)
    for word in sorted(posting):
        if len(posting[word]) <= _BLOCK_LIMIT // 4:
            seen.update(combinations(posting[word], 2))
    return (pair for pair, count in sorted(seen.items()) if count >= 2)


def same_measure(sides: Sequence[Side]) -> Pairs:
    """Amounts of one kind and unit (counts of people together, other counts by their noun)."""
    people = terms().people
    keys = (
        (f"{a.kind}:{a.unit or ''}:" + ("people" if a.noun in people else a.noun or "") * (a.kind == "count"), n)
        for n, side in enumerate(sides)
        for a in side.reading.amounts
    )
    return _blocks(keys)


def same_clock(sides: Sequence[Side]) -> Pairs:
    """A dated happening with the same verb, or a clock time in both."""
    keys = (
        (f"{'clock' if m.minute_from is not None else 'day'}:{m.verb or ''}", n)
        for n, side in enumerate(sides)
        for m in side.reading.moments
    )
    return _blocks(keys)


def silences(sides: Sequence[Side]) -> Pairs:
    """A reported silence with what is said by or of the silent one, or with the very act withheld."""
    by_actor: dict[str, list[int]] = defaultdict(list)
    by_act: dict[int, list[int]] = defaultdict(list)
    for n, side in enumerate(sides):
        for word in {*side.reading.actors, *side.names}:
            by_actor[word].append(n)
        for family in withheld_acts({*side.reading.words, *stems(side.claim.cue)}):
            by_act[family].append(n)
    for n, side in enumerate(sides):
        if "silence" not in side.reading.flags:
            continue
        posting = [by_actor[w] for w in sorted({*side.reading.actors, *side.reading.names})]
        posting += [by_act[f] for f in withheld_acts(set(side.reading.words))]
        for others in posting:
            if len(others) <= _BLOCK_LIMIT:
                yield from ((n, other) for other in others)


def neighbours(sides: Sequence[Side]) -> Pairs:
    """The nearest statements by the direction of their words, found block by block."""
    if len(sides) < 2:
        return
    rows = np.stack([s.bag.mean for s in sides])
    wide = np.stack([s.wide.mean for s in sides])
    for space in (rows, wide):
        yield from _nearest(space)


def _nearest(space: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> Pairs:
    k = min(_NEIGHBOURS, len(space) - 1)
    for start in range(0, len(space), 512):
        near = space[start : start + 512] @ space.T
        for row in range(near.shape[0]):
            near[row, start + row] = -1.0
        top = np.argpartition(-near, k - 1, axis=1)[:, :k]
        for row, others in enumerate(top):
            yield from ((start + row, int(j)) for j in sorted(others))


RULES: dict[str, Callable[[Sequence[Side]], Pairs]] = {
    "shared_words": shared_words,
    "same_measure": same_measure,
    "same_clock": same_clock,
    "silences": silences,
    "neighbours": neighbours,
}
