"""What comparing costs: `python -m tests.conflicts.measure_cost CORPORA [--claims 1000,10000,100000]`.

The claims of the corpora, told again under other names and other nouns until there are as many as asked for. Each size
runs in a process of its own, as the pipeline compares: stories, rules everywhere, the model on the newest articles.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from checks.claims.reading import Reading
from checks.conflicts.shards import Shard, compare_pile, find_all, shards
from checks.conflicts.stories import Key, Link, Profile
from tests.eval import events, read_event
from warehouse.records import Article, Claim

_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*[A-Za-z]")
_SYLLABLES = "bar cor del fen gal hor jun kel lom mar nor pel quin ros sel tor ul ven wick yar zan".split()  # noqa: SIM905
_NOUNS_CHANGED = 60  # of an event's commonest telling words, so that no two tellings are one story


_OURS = {"flags", "stance", "kind", "unit", "precision", "day", "as_of", "text"}


class Nothing:
    """A memory that remembers nothing."""

    def profiles(self) -> dict[Key, Profile]:
        return {}

    def add_profiles(self, made: Mapping[Key, Profile]) -> None:
        pass

    def links(self) -> Iterable[Link]:
        return ()

    def add_links(self, found: Sequence[Link]) -> None:
        pass

    def recall(self, keys: Sequence[str]) -> dict[str, str]:
        return {}

    def keep(self, made: Mapping[str, str]) -> None:
        pass


def told_again(articles: Sequence[Article], claims: Sequence[Claim], number: int) -> tuple[list[Article], list[Claim]]:
    """One event under other names and nouns; the zeroth telling is the event itself."""
    if not number:
        return list(articles), list(claims)
    rng = random.Random(number)
    readings = [Reading.from_json(c.reading) for c in claims]
    names = {n for r in readings for n in r.names if n.isalpha()}
    counted: dict[str, int] = {}
    for reading in readings:
        for word in set(reading.words) - names:
            counted[word] = counted.get(word, 0) + 1
    common = [w for w in sorted(counted, key=lambda w: (-counted[w], w)) if w.isalpha() and len(w) > 4]
    vocabulary = [w for w in _vocabulary() if w not in counted]
    changed = {n: "".join(rng.sample(_SYLLABLES, 3)) for n in sorted(names)}
    changed |= dict(zip(common[:_NOUNS_CHANGED], rng.sample(vocabulary, _NOUNS_CHANGED), strict=False))

    def turn(text: str | None) -> str | None:
        return None if text is None else _WORD.sub(lambda m: _cased(m.group(), changed), text)

    def turned(text: str) -> str:
        return turn(text) or ""

    ids = {a.article_id: f"{a.article_id}_{number}" for a in articles}
    told = [replace(a, article_id=ids[a.article_id], title=turn(a.title)) for a in articles]
    said = [
        replace(
            c,
            claim_id=f"{c.claim_id}_{number}",
            article_id=ids[c.article_id],
            quote=turned(c.quote),
            speaker=turn(c.speaker),
            speaker_as_written=turn(c.speaker_as_written),
            reading=json.dumps(_values(json.loads(c.reading), turned), ensure_ascii=False),
        )
        for c in claims
    ]
    return told, said


def _values(made: Any, turned: Callable[[str], str]) -> Any:
    """The words of a reading turned; what the engine's own names are stays."""
    if isinstance(made, dict):
        return {k: v if k in _OURS else _values(v, turned) for k, v in made.items()}
    if isinstance(made, list):
        return [_values(v, turned) for v in made]
    return turned(made) if isinstance(made, str) else made


def _cased(word: str, changed: Mapping[str, str]) -> str:
    new = changed.get(word.lower())
    return word if new is None else new.capitalize() if word[0].isupper() else new


def _vocabulary() -> list[str]:
    with np.load(str(files("checks.conflicts") / "model" / "words.npz"), allow_pickle=False) as kept:
        words = str(kept["words"]).split("\n")[2000:9000]
    return [w for w in words if w.isalpha() and len(w) > 4]


def compute(piles: Sequence[tuple[Shard, ...]]) -> Iterator[list[object]]:
    """One pile after another."""
    return (compare_pile(pile) for pile in piles)  # type: ignore[misc]


def measure(folders: Sequence[Path], wanted: int) -> dict[str, float]:
    """Claims, articles, pairs, seconds and peak memory of one comparison."""
    read = [read_event(e) for folder in folders for e in events(folder)]
    articles: list[Article] = []
    claims: list[Claim] = []
    number = 0
    while len(claims) < wanted:
        for pages, _, said in read:
            more_articles, more_claims = told_again(pages, said[: wanted - len(claims)], number)
            articles += more_articles
            claims += more_claims
        number += 1
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, cpu = time.monotonic(), time.process_time()
    given = shards(articles, claims, (), "cost", Nothing())
    found, _ = find_all(given, Nothing(), compute)  # type: ignore[arg-type]
    return {
        "claims": len(claims),
        "articles": len(articles),
        "stories": len(given),
        "pairs": found.pairs_compared,
        "conflicts": sum(c.relation == "conflict" for c in found.conflicts),
        "seconds": round(time.monotonic() - began, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "before_mb": round(before / 1024),
    }


def main() -> None:
    """Print a row a size, and the growth exponents of pairs and of CPU seconds between neighbouring sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--claims", default="1000,10000,100000")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.folders, args.one)))
        return
    rows = []
    for size in args.claims.split(","):
        command = [sys.executable, "-m", "tests.conflicts.measure_cost", *map(str, args.folders), "--one", size]
        rows.append(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
        print(rows[-1], flush=True)
    for one, other in pairwise(rows):
        grown = math.log(other["claims"] / one["claims"])
        exponents = {k: round(math.log(other[k] / one[k]) / grown, 2) for k in ("pairs", "cpu_seconds")}
        print(f"{one['claims']} -> {other['claims']} claims: growth exponents {exponents}")


if __name__ == "__main__":
    main()
