"""Events with gold files as the engine sees them: articles, claims and sides, kept between fits."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import pickle
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from checks.claims import extract
from checks.conflicts.events import Events
from checks.conflicts.sides import Side, read, sides_of
from flows.news.parse import parse
from tests.eval import load_scorer, read_event
from warehouse.ids import capture_id, sha256_bytes, sha256_text
from warehouse.records import Article, Capture, Claim

CACHE = Path("/tmp/rashomon-training-cache")
SCORERS = Path(__file__).resolve().parent.parent.parent / "shared" / "events"
NOW = datetime(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Event:
    """One event with its gold file; `quotes` are (file name, quote) of each side."""

    name: str
    gold: Any
    sides: list[Side]
    quotes: list[tuple[str, str]]
    events: Events


def claims_code() -> str:
    """A hash over the code that makes claims: what was read with other code is read again."""
    code = hashlib.sha256()
    for source in sorted(Path("checks/claims").glob("*.*")):
        code.update(source.read_bytes())
    return code.hexdigest()[:12]


def load(path: Path) -> Event:
    """An event from a folder of pages with gold.json, or from one JSON file that holds the articles' text."""
    scorer = load_scorer(SCORERS, "score_conflicts")
    stored = CACHE / f"{path.stem}-{claims_code()}.pickle"
    if not stored.exists():
        CACHE.mkdir(exist_ok=True)
        stored.write_bytes(pickle.dumps(read_event(path) if path.is_dir() else _read_file(path)))
    articles, names, claims = pickle.loads(stored.read_bytes())
    told = read(claims)
    sides = sides_of(articles, told)
    quotes = [(names[s.claim.article_id], s.claim.quote) for s in sides]
    return Event(path.stem, scorer.Gold(path / "gold.json" if path.is_dir() else path), sides, quotes, Events(told))


def _read_file(path: Path) -> tuple[list[Article], dict[str, str], list[Claim]]:
    """The articles of a one-file event, as pages through the real parser."""
    articles, names = [], {}
    for told in json.loads(path.read_text(encoding="utf-8"))["articles"]:
        content = page(told).encode()
        digest = sha256_bytes(content)
        url = told["url"]
        identity = capture_id(url, url, 200, digest, None)
        capture = Capture(
            identity, told["outlet"], url, url, 200, "text/html", digest, len(content), NOW, None, None, "t"
        )
        article = parse(capture, content)
        articles.append(article)
        names[article.article_id] = told["file"]
    return articles, names, extract(articles)


def load_consistent(path: Path) -> Event:
    """One real page (`*.html.gz`) as an event of two articles, its odd and its even paragraphs: nothing conflicts.

    A text does not contradict itself, and its paragraphs are about one matter and full of background; few invented
    events have that.
    """
    stored = CACHE / f"{path.name}-{claims_code()}.pickle"
    if not stored.exists():
        CACHE.mkdir(exist_ok=True)
        content = gzip.decompress(path.read_bytes())
        url = path.resolve().as_uri()
        digest = sha256_bytes(content)
        identity = capture_id(url, url, 200, digest, None)
        whole = parse(
            Capture(identity, "t", url, url, 200, "text/html", digest, len(content), NOW, None, None, "t"), content
        )
        paragraphs = (whole.text or "").split("\n\n")
        halves = [_half(whole, n, "\n\n".join(paragraphs[n::2])) for n in range(2)]
        stored.write_bytes(pickle.dumps((halves, {a.article_id: a.outlet for a in halves}, extract(halves))))
    articles, names, claims = pickle.loads(stored.read_bytes())
    told = read(claims)
    sides = sides_of(articles, told)
    quotes = [(names[s.claim.article_id], s.claim.quote) for s in sides]
    return Event(path.name, NO_CONFLICTS, sides, quotes, Events(told))


def _half(whole: Article, number: int, text: str) -> Article:
    """Some paragraphs of an article as the article of an outlet of its own."""
    return replace(
        whole,
        article_id=f"{whole.article_id}{number}",
        url=f"{whole.url}#{number}",
        outlet=f"half {number}",
        text=text,
        text_sha256=sha256_text(text),
    )


class _NoConflicts:
    """A gold file without conflicts."""

    def score(self, pairs: list[Any]) -> dict[str, int]:
        """As the scorer's."""
        return {"tp": 0, "pairs": len(pairs)}


NO_CONFLICTS = _NoConflicts()


def page(told: dict[str, Any]) -> str:
    """A plain page around the text of one article."""
    paragraphs = "\n".join(f"<p>{escape(p, quote=False)}</p>" for p in told["text"].split("\n\n"))
    title, outlet = escape(told["title"]), escape(told["outlet"])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | {outlet}</title>'
        f'<link rel="canonical" href="{escape(told["url"])}"><meta property="og:title" content="{title}">'
        f'<meta property="og:site_name" content="{outlet}">'
        f'<meta property="article:published_time" content="{told["published_at"]}"></head>'
        f"<body><main><article><h1>{title}</h1>\n{paragraphs}\n</article></main></body></html>"
    )


def main() -> None:
    """Print the pages of a folder that give at least so many claims, most first: `python -m training.corpus FOLDER`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--least", type=int, default=38)
    args = parser.parse_args()
    counted = [(len(load_consistent(p).sides), p) for p in args.folder.rglob("*.html.gz")]
    for _, path in sorted((c for c in counted if c[0] >= args.least), reverse=True):
        print(path)


if __name__ == "__main__":
    main()
