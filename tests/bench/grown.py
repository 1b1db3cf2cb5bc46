"""`python -m tests.bench.grown [--sizes 100,10000] [--new 10]`: what few new articles cost beside many old ones.

A home of each size is made without the hours that reading it would take: four generated events are read and compared,
and told again in letters of their own (every text, name and word another, all of one length) until there are enough.
What the pipeline would have kept of them (claims, findings, profiles, links) is written as if it had. Then real runs
with `--new` new articles, and the same again, are measured from outside, and what a run over one page costs is taken
off. Memory is that of all processes together.
"""

from __future__ import annotations

import argparse
import json
import random
import string
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from checks.conflicts import Findings
from checks.conflicts.shards import Shard, compare_pile, joined, packed, shards
from flows.evidence import Told as Stored
from flows.ingest import mark_origins
from flows.session import Session
from flows.version import code_version
from tests.bench import corpus
from tests.bench.__main__ import machine, one_run, start, told_run
from tests.eval import read_page
from warehouse.home import Home
from warehouse.ids import capture_id, content_id, sha256_bytes, sha256_text
from warehouse.memory import Memory
from warehouse.read import Reader
from warehouse.records import Article, Capture, Claim, Comparison, Run
from warehouse.snapshot import publish
from warehouse.write import Writer

EVENTS = 4
"""Generated events that are read and compared; all others are these in other letters."""
NEW_EVENTS = 20_000
"""Number of the first event of the new articles: none of the home has its names."""
BEGAN = datetime(2026, 1, 1)
TOLERATED = 1.5

Told = tuple[list[Article], list[Claim], Findings]


def seeds() -> list[Told]:
    """A few events, read by the real code and compared by the rules alone."""
    from checks.claims import extract

    made = []
    with tempfile.TemporaryDirectory() as place:
        corpus.write(Path(place), EVENTS * corpus.ARTICLES_PER_EVENT)
        for event in range(EVENTS):
            pages = sorted(Path(place).glob(f"e{event:05d}-*.html"))
            articles = [replace(read_page(page), version=1) for page in pages]
            claims = extract(articles)
            made.append((articles, claims, compare_pile([Shard("", tuple(articles), tuple(claims), ())], _none)[0]))
    return made


def _none() -> None:
    return None


def again(event: Told, number: int) -> Told:
    """The event in the letters of `number`: same places, lengths and findings, no word in common."""
    articles, claims, found = event
    small = "".join(random.Random(number).sample(string.ascii_lowercase, 26))
    letters = str.maketrans(string.ascii_letters, small + small.upper())

    def named(old: str) -> str:
        return content_id(old.partition("_")[0], number, old)

    def told(text: str | None) -> str | None:
        return None if text is None else text.translate(letters)

    texts = {article.article_id: told(article.text) or "" for article in articles}
    return (
        [_article(article, texts[article.article_id], number, named, told) for article in articles],
        [_claim(claim, texts[claim.article_id], number, named, told) for claim in claims],
        replace(
            found,
            conflicts=tuple(
                replace(
                    one,
                    conflict_id=named(one.conflict_id),
                    discrepancy_id=named(one.discrepancy_id),
                    claim_a=named(one.claim_a),
                    claim_b=named(one.claim_b),
                )
                for one in found.conflicts
            ),
            discrepancies=tuple(replace(one, discrepancy_id=named(one.discrepancy_id)) for one in found.discrepancies),
            positions=tuple(
                replace(
                    one,
                    question_id=named(one.question_id),
                    article_id=named(one.article_id),
                    claim_id=one.claim_id and named(one.claim_id),
                    quote=told(one.quote),
                )
                for one in found.positions
            ),
        ),
    )


def _article(
    article: Article, text: str, number: int, named: Callable[[str], str], told: Callable[[str | None], str | None]
) -> Article:
    made = replace(
        article,
        article_id=named(article.article_id),
        url=_address(article.url, number),
        title=told(article.title),
        author=told(article.author),
        text=text,
        text_sha256=sha256_text(text),
        published_at=article.published_at and article.published_at + timedelta(minutes=number),
        source_url=None,
    )
    return replace(made, capture_id=_capture_of(made).capture_id)


def _claim(
    claim: Claim, text: str, number: int, named: Callable[[str], str], told: Callable[[str | None], str | None]
) -> Claim:
    reading = json.loads(claim.reading)
    reading |= {
        part: [told(word) for word in reading[part]] for part in ("words", "names", "around") if part in reading
    }
    return replace(
        claim,
        claim_id=named(claim.claim_id),
        article_id=named(claim.article_id),
        url=_address(claim.url, number),
        quote=text[claim.start_char : claim.end_char],
        speaker=told(claim.speaker),
        speaker_as_written=told(claim.speaker_as_written),
        reading=json.dumps(reading, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
    )


def _address(url: str, number: int) -> str:
    return f"{url}?told={number}"


def grow(home: Home, articles: int) -> int:
    """Fill an empty home with so many articles, as a run would have left it; gives the number of claims."""
    told = list(_tellings(articles))
    every = [article for event, _, _ in told for article in event]
    claims = [claim for _, said, _ in told for claim in said]
    run_id = content_id("run", "grown", articles)
    captures = [replace(_capture_of(article), run_id=run_id) for article in every]
    with Writer(home, BEGAN) as writer:
        writer.add_captures(captures)
        writer.add_articles(every)
        writer.add_claims([(article.article_id, 1) for article in every], code_version(), claims)
        parts = [found for _, _, found in told]
        conflicts = [one for found in parts for one in found.conflicts]
        writer.add_findings(
            run_id,
            conflicts,
            [one for found in parts for one in found.discrepancies],
            [one for found in parts for one in found.positions],
        )
        pairs = sum(found.pairs_compared for found in parts)
        writer.add_comparison(Comparison(run_id, pairs, 0))
        finding = sum(one.relation == "conflict" for one in conflicts)
        writer.add_run(
            Run(run_id, BEGAN, BEGAN, code_version(), "passed", len(every), len(every), len(claims), pairs, finding, 0)
        )
    mark_origins(Session(home), BEGAN)
    _remember(home, told)
    publish(home)
    return len(claims)


def _tellings(articles: int) -> Iterator[Told]:
    events = seeds()
    for number in range(-(-articles // corpus.ARTICLES_PER_EVENT)):
        yield again(events[number % len(events)], number)


def _capture_of(article: Article) -> Capture:
    """The capture that the article might have come from: its text, as a file."""
    content, url = (article.text or "").encode(), article.url
    digest = sha256_bytes(content)
    identity, place = capture_id(url, url, None, digest, None), f"raw/{digest[:2]}/{digest}.bin"
    return Capture(identity, "grown", url, url, None, "text/html", digest, len(content), BEGAN, place, None, "")


def _remember(home: Home, told: Sequence[Told]) -> None:
    """Let the memory know the stories and what was found in them."""
    with Reader(home.writer_file) as reader:
        articles, stored = reader.latest_articles(), Stored(home, reader.claim_digests())
    by_article = {article.article_id: found for event, _, found in told for article in event}
    with Memory(home, code_version()) as memory:
        given = shards(articles, stored, (), code_version(), memory)
        made = {shard.key: packed(_of(shard, by_article)) for shard in given}
        memory.recall(list(made))
        memory.keep(made)


def _of(shard: Shard, by_article: Mapping[str, Findings]) -> Findings:
    """What was found in the story; a small home is one story."""
    parts = {id(by_article[a.article_id]): by_article[a.article_id] for a in shard.articles}
    return joined(list(parts.values()))


def measured(place: Path, articles: int, options: argparse.Namespace) -> dict[str, Any]:
    """The cost of a run with new articles over a home of that size, and of the same run again."""
    claims = grow(Home.open(place / "home", create=True), articles)
    corpus.write(place / "more", options.new, first_event=NEW_EVENTS)
    made: dict[str, Any] = {"articles": articles, "claims": claims}
    for name in (f"{options.new} new", "again"):
        made[name] = one_run(place, [place / "more"], options)
        told_run(f"{name}, {articles} there", made[name])
        for part, (calls, _, cpu_s) in sorted(made[name]["parts"].items(), key=lambda row: -row[1][2]):
            print(f"    {part:<40}{calls:>6.0f} ×{cpu_s:>9.2f} CPU s", flush=True)
    return made


def main() -> int:
    """Measure, print, write down."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.grown", description=__doc__)
    parser.add_argument("--sizes", default="100,10000", help="articles in the home")
    parser.add_argument("--new", type=int, default=10, help="articles of the run that comes after")
    parser.add_argument("--engine", choices=("local", "dask"), default="local")
    parser.add_argument("--keep", type=Path, default=Path("build/grown.json"), help="where the figures go")
    parser.add_argument("--place", type=Path, help="make the homes here, and leave them")
    options = parser.parse_args()
    made: dict[str, Any] = {"machine": machine(), "start": start(options), "sizes": []}
    for articles in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="rashomon-grown-") as temporary:
            place = options.place / str(articles) if options.place else Path(temporary)
            place.mkdir(parents=True, exist_ok=True)
            made["sizes"].append(measured(place, articles, options))
        options.keep.parent.mkdir(parents=True, exist_ok=True)
        options.keep.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
    small, large = made["sizes"][0], made["sizes"][-1]
    for name in (f"{options.new} new", "again"):
        one, other = (size[name]["cpu_s"] - made["start"]["cpu_s"] for size in (small, large))
        print(
            f"{name}: {one:.1f} CPU s after start-up beside {small['articles']} articles, "
            f"{other:.1f} beside {large['articles']}: {other / max(one, 0.1):.2f} times"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
