"""Sketches: which texts share so many runs of four words that one may be a copy of the other, each pair looked at once.

MinHash finds the candidates (Broder 1997; banding as in Leskovec et al., "Mining of Massive Datasets", 3.4), and each
is then compared exactly. What two texts share never changes, so an `Index` may keep it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Protocol

RUN_WORDS = 4
PERMUTATIONS, BANDS, SEED = 256, 64, 1
LEAST_RUNS, LEAST_CHARS = 25, 120
_AT_ONCE = 500  # texts whose runs are in memory together
_WORD = re.compile(r"\w+")

Key = tuple[str, int]
Pair = tuple[Key, Key]
"""Two article versions, the smaller key first."""
Sketch = tuple[int, ...] | None
"""One number for each band: texts with one in common are candidates. Empty for few words, None below LEAST_CHARS."""
Overlap = tuple[int, int, bool]
"""How many runs of words two texts share, how many the one with fewer has, and whether their sketches meet."""
Texts = Callable[[Collection[Key]], Mapping[Key, str]]
"""Gives the texts of some article versions."""


class Index(Protocol):
    """What is known of texts seen before; it may forget everything, but never a part."""

    def sketched(self) -> Mapping[Key, bool]:
        """The texts that were sketched, and whether each was long enough to be looked at."""

    def near(self, fresh: Mapping[Key, Sketch]) -> Iterable[Pair]:
        """Every pair with a band in common, one of them of `fresh`, the other of `fresh` or sketched before."""

    def overlaps(self) -> Mapping[Pair, Overlap]:
        """The overlaps that were added."""

    def add_texts(
        self, sketches: Mapping[Key, Sketch], overlaps: Mapping[Pair, Overlap], gone: Collection[Key]
    ) -> None:
        """Keep these, too, and forget the texts that are `gone`: all of it or nothing."""


class Nothing:
    """An index that begins empty and keeps nothing."""

    def sketched(self) -> Mapping[Key, bool]:
        """No text."""
        return {}

    def near(self, fresh: Mapping[Key, Sketch]) -> Iterable[Pair]:
        """Every pair of `fresh` with a band in common."""
        met: dict[tuple[int, int], list[Key]] = defaultdict(list)
        for key in sorted(fresh):
            for band in enumerate(fresh[key] or ()):
                met[band].append(key)
        return {pair for keys in met.values() for pair in combinations(keys, 2)}

    def overlaps(self) -> Mapping[Pair, Overlap]:
        """No pair."""
        return {}

    def add_texts(
        self, sketches: Mapping[Key, Sketch], overlaps: Mapping[Pair, Overlap], gone: Collection[Key]
    ) -> None:
        """Nothing is kept."""


def sketches(texts: Mapping[Key, str]) -> dict[Key, Sketch]:
    """The sketch of each text."""
    made: dict[Key, Sketch] = {key: None if len(text) < LEAST_CHARS else () for key, text in texts.items()}
    keys = [key for key, sketch in made.items() if sketch is not None]
    for start in range(0, len(keys), _AT_ONCE):
        runs = {key: runs_of(texts[key]) for key in keys[start : start + _AT_ONCE]}
        telling = [key for key in runs if len(runs[key]) >= LEAST_RUNS]
        made |= zip(telling, _bands([runs[key] for key in telling]), strict=True)
    return made


def _bands(runs: Sequence[Sequence[str]]) -> Iterator[tuple[int, ...]]:
    """For each text the bands of its MinHash, each mixed into one number of 63 bits."""
    if not runs:
        return
    import numpy as np
    from rensa import RMinHash

    digests = np.array([one.digest() for one in RMinHash.from_token_sets(runs, PERMUTATIONS, SEED)], dtype=np.uint64)
    rows = digests.reshape(len(runs), BANDS, PERMUTATIONS // BANDS)
    bands = np.zeros((len(runs), BANDS), dtype=np.uint64)
    for at in range(rows.shape[2]):
        bands = (bands ^ rows[:, :, at]) * np.uint64(0x9E3779B97F4A7C15)
        bands ^= bands >> np.uint64(29)
    for row in (bands >> np.uint64(1)).tolist():
        yield tuple(row)


def overlaps_of(pairs: Collection[Pair], near: Collection[Pair], texts: Texts) -> dict[Pair, Overlap]:
    """What the texts of each pair share."""
    given = texts({key for pair in pairs for key in pair}) if pairs else {}

    @lru_cache(maxsize=20_000)
    def runs(key: Key) -> frozenset[int]:
        return frozenset(map(hash, runs_of(given[key])))

    made = {}
    for pair in sorted(pairs):
        one, other = runs(pair[0]), runs(pair[1])
        made[pair] = len(one & other), min(len(one), len(other)), pair in near
    return made


def runs_of(text: str) -> list[str]:
    """The distinct runs of words of a text, in order."""
    words = _WORD.findall(text.lower())
    return list(dict.fromkeys(" ".join(words[at : at + RUN_WORDS]) for at in range(len(words) - RUN_WORDS + 1)))
