"""How near two statements are to being about one matter, whatever they hold of it: token by token, within an event.

Each token state of the lower layers is projected to a direction; a statement is as near to another as its tokens,
weighted by their importance, find likes there (late interaction, after ColBERT: Khattab and Zaharia, SIGIR 2020).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO

import numpy as np
from numpy.typing import NDArray

from checks.conflicts.encoder import States
from checks.conflicts.events import Events, Key, key_of
from checks.conflicts.sides import Side

Matrix = NDArray[np.float32]

_PLACES = 4


@dataclass(frozen=True, slots=True)
class Projection:
    """The trained weights: see docs/model_card.md."""

    mean: Matrix
    scale: Matrix
    project: Matrix
    weigh: Matrix


@dataclass(frozen=True, slots=True)
class Directions:
    """The tokens of one statement: directions of unit length (tokens, width) and importances that sum to 1."""

    rows: Matrix
    weights: Matrix


@cache
def projection() -> Projection:
    """The weights shipped with the package."""
    with (files("checks.conflicts") / "model" / "matter.npz").open("rb") as stored:
        return read_projection(stored)


def read_projection(stored: IO[bytes]) -> Projection:
    """The weights that training/train_ranker.py wrote."""
    raw = {k: v.astype(np.float32) for k, v in np.load(stored).items()}
    return Projection(raw["mean"], raw["scale"], raw["project"], raw["weigh"])


def directions(read: Sequence[States], by: Projection | None = None) -> list[Directions]:
    """The directions of statements from their token states, each (tokens, 768), by the shipped weights or others."""
    if not read:
        return []
    p = by or projection()
    centred: Matrix = (np.concatenate(read) - p.mean) / p.scale
    rows: Matrix = centred @ p.project.T
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    weights: Matrix = np.logaddexp(0.0, centred @ p.weigh[:-1] + p.weigh[-1]).astype(np.float32)
    ends = np.cumsum([len(states) for states in read])
    return [
        Directions(rows[end - len(states) : end], _shares(weights[end - len(states) : end]))
        for states, end in zip(read, ends, strict=True)
    ]


def _shares(weights: Matrix) -> Matrix:
    made: Matrix = (weights / weights.sum()).astype(np.float32)
    return made


class Nearness:
    """Nearness (about 0..1) of all pairs of sides whose articles share an event."""

    def __init__(self, sides: Sequence[Side], told: Sequence[Directions], events: Events) -> None:
        """Compare the sides article by article; `told` are their directions, in the order of the sides."""
        self._place: dict[int, tuple[Key, int]] = {}
        members: dict[Key, list[int]] = defaultdict(list)
        for n, side in enumerate(sides):
            key = key_of(side)
            self._place[n] = (key, len(members[key]))
            members[key].append(n)
        self._members: Mapping[Key, list[int]] = members
        packed = {key: _Packed([told[n] for n in numbers]) for key, numbers in members.items()}
        keys = sorted(members)
        self._blocks: dict[tuple[Key, Key], Matrix] = {
            (a, b): packed[a].near(packed[b])
            for a in keys
            for b in sorted({a, *events.linked(a)})
            if a <= b and b in members
        }
        self._touching: dict[Key, list[tuple[Key, Key]]] = defaultdict(list)
        for a, b in sorted(self._blocks):
            self._touching[a].append((a, b))
            if a != b:
                self._touching[b].append((a, b))
        self._best = self._row_best(len(sides))

    def of(self, i: int, j: int) -> float:
        """Nearness of two sides by their numbers; 0 when their articles share no event."""
        (a, m), (b, n) = sorted((self._place[i], self._place[j]))
        block = self._blocks.get((a, b))
        return 0.0 if block is None else round(float(block[m, n]), _PLACES)

    def relative(self, i: int, j: int) -> tuple[float, float]:
        """Nearness as a share of that of the nearest neighbour of either, the smaller share first."""
        value = self.of(i, j)
        shares = sorted(value / max(0.05, float(self._best[n])) for n in (i, j))
        return round(shares[0], _PLACES), round(shares[1], _PLACES)

    def nearest(self, count: int) -> Iterator[tuple[int, int]]:
        """Each side with its `count` nearest."""
        for key, numbers in sorted(self._members.items()):
            rows, columns = self._beside(key)
            for m, number in enumerate(numbers):
                row = rows[m]
                for n in np.argsort(-row, kind="stable")[: count + 1]:
                    if columns[n] != number:
                        yield number, columns[n]

    def _beside(self, key: Key) -> tuple[Matrix, list[int]]:
        """All blocks of one article side by side, and the side numbers of their columns."""
        blocks, columns = [], []
        for a, b in self._touching[key]:
            block = self._blocks[a, b]
            blocks.append(block if a == key else block.T)
            columns += self._members[b if a == key else a]
        return np.concatenate(blocks, axis=1), columns

    def _row_best(self, count: int) -> Matrix:
        best = np.zeros(count, dtype=np.float32)
        for (a, b), block in self._blocks.items():
            shown = block.copy()
            if a == b:
                np.fill_diagonal(shown, 0.0)
            for m, number in enumerate(self._members[a]):
                best[number] = max(best[number], shown[m].max(initial=0.0))
            for n, number in enumerate(self._members[b]):
                best[number] = max(best[number], shown[:, n].max(initial=0.0))
        return best


class _Packed:
    """The directions of one article's statements, one after the other."""

    def __init__(self, told: Sequence[Directions]) -> None:
        self._rows = np.concatenate([d.rows for d in told])
        self._weights = np.concatenate([d.weights for d in told])
        self._starts = np.cumsum([0, *(len(d.rows) for d in told[:-1])])

    def near(self, other: _Packed) -> Matrix:
        """Symmetric nearness (statements, statements of the other)."""
        tokens = self._rows @ other._rows.T
        mine = np.maximum.reduceat(tokens, other._starts, axis=1) * self._weights[:, None]
        theirs = np.maximum.reduceat(tokens, self._starts, axis=0) * other._weights[None, :]
        total = np.add.reduceat(mine, self._starts, axis=0) + np.add.reduceat(theirs, other._starts, axis=1)
        return (total / 2).astype(np.float32)
