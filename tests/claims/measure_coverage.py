"""Measure how well claims cover what gold files quote.

    python -m tests.claims.measure_coverage FOLDER … [--scorer DIR] [--cache DIR] [--verbose]

Each folder holds events (pages and a gold.json). A side of a planted conflict or trap is covered when a claim of its
article overlaps the gold quote by half of the shorter one (`Gold.hit` of the scorer), and tightly when their Dice
coefficient is at least 0.5: the claim says little else. Attributions are right end to end when a claim with Dice 0.5
names the speaker.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, DocBin

from checks.claims import claims_of, is_analysed
from checks.claims.nlp import nlp, read
from tests.eval import events, load_scorer, read_page, wilson
from warehouse.records import Article, Claim

TIGHT = 0.5
"""Dice coefficient from which a claim says little more than the gold quote."""
Row = tuple[str, Article, list[Claim]]


def pages(folder: Path) -> Iterator[tuple[str, Article]]:
    """File name and article of each page of an event."""
    return ((path.name, read_page(path)) for path in sorted(folder.glob("*.html")))


def rows_of(folder: Path, cache: Path | None = None) -> list[Row]:
    """File name, article and claims of each page of an event; parses are kept in `cache` between runs."""
    found = list(pages(folder))
    docs = _docs([article.text or "" for _, article in found], cache / f"{folder.name}.spacy" if cache else None)
    return [
        (name, article, claims_of(article, doc) if is_analysed(article) else [])
        for (name, article), doc in zip(found, docs, strict=True)
    ]


def _docs(texts: list[str], kept: Path | None) -> list[Doc]:
    if kept is not None and kept.exists():
        docs = list(DocBin().from_disk(kept).get_docs(nlp().vocab))
        if [doc.text for doc in docs] == texts:
            return docs
    docs = [read(text) for text in texts]
    if kept is not None:
        DocBin(docs=docs).to_disk(kept)
    return docs


def gold_sides(gold: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every side of a conflict and of a trap, with the id of its matter."""
    for conflict in gold["conflicts"]:
        yield from ((conflict["id"], side) for side in conflict["sides"])
    for trap in gold["traps"]:
        yield from ((trap["id"], side) for side in trap["pair"])


def best_claim(gold: Any, scorer: Any, side: dict[str, Any], rows: Iterable[Row]) -> tuple[bool, float, Claim | None]:
    """Whether a claim hits the side, the best Dice coefficient, and the claim that has it."""
    place = gold.sp(side["article"], side["quote"])
    hit, best, owner = False, 0.0, None
    for name, _, claims in rows:
        for claim in claims if name == side["article"] else ():
            span = gold.sp(name, claim.quote)
            if place and span and gold.hit((name, claim.quote), side):
                hit = True
                if (score := scorer.dice(span, place)) > best:
                    best, owner = score, claim
    return hit, best, owner


def measure(folders: Iterable[Path], line: Callable[[str], None], cache: Path | None, verbose: bool = False) -> None:
    """Print coverage, tightness and attributions of all events below the folders."""
    sides = hits = tight = told = right = claims = 0
    for folder in folders:
        conflicts, attribution = load_scorer(folder, "score_conflicts"), load_scorer(folder, "score_attribution")
        for event in events(folder):
            rows = rows_of(event, cache)
            claims += sum(len(row[2]) for row in rows)
            gold = conflicts.Gold(event / "gold.json")
            for matter, side in gold_sides(gold.g):
                hit, best, owner = best_claim(gold, attribution, side, rows)
                sides, hits, tight = sides + 1, hits + hit, tight + (best >= TIGHT)
                if verbose and best < TIGHT:
                    place = f"{'LOOSE' if hit else 'MISSED'} {event.name} {matter} {side['article']}"
                    line(f"{place}: {side['quote']!r}\n      {owner and owner.quote!r}")
            wanted, found = attributed(gold, attribution, rows, line if verbose else None, event.name)
            told, right = told + wanted, right + found
    line(f"claims         {claims}")
    line(f"sides covered  {wilson(hits, sides)}")
    line(f"sides tight    {wilson(tight, sides)}")
    line(f"speakers       {wilson(right, told)} end to end")


def attributed(
    gold: Any, scorer: Any, rows: Iterable[Row], line: Callable[[str], None] | None, event: str
) -> tuple[int, int]:
    """Gold attributions, and how many of them a claim has with the right speaker."""
    wanted = right = 0
    by_name = {name: claims for name, _, claims in rows}
    for one in gold.g.get("attributions", []):
        place = gold.sp(one["article"], one["quote"])
        spans = [(gold.sp(one["article"], c.quote), c) for c in by_name.get(one["article"], ()) if c.speech != "author"]
        close = [(scorer.dice(span, place), c) for span, c in spans if span and place]
        score, claim = max(close, key=lambda pair: pair[0], default=(0.0, None))
        named = claim is not None and scorer.words(claim.speaker) | scorer.words(claim.speaker_as_written)
        ok = score >= TIGHT and bool(scorer.words(one["speaker"]) & (named or set()))
        wanted, right = wanted + 1, right + ok
        if line and not ok:
            said = claim and (claim.speaker, claim.speaker_as_written, claim.quote)
            line(f"SPEAKER {event} {one['article']} {one['speaker']}: {one['quote']!r}\n      {score:.2f} {said}")
    return wanted, right


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path, help="folder for parsed texts")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    measure(options.folders, print, options.cache, options.verbose)


if __name__ == "__main__":
    main()
