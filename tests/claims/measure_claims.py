"""All measurements of claims, for `make eval`: coverage, anchors, attribution, expressions, throughput."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from checks.claims import extract, is_analysed
from tests.claims import measure_attribution, measure_coverage, measure_throughput
from tests.eval import events, load_scorer, read_page
from warehouse.records import Article

_TABLES = ("tests/claims/test_quantities.py", "tests/claims/test_dates.py")
_EVERY = 4  # of the texts of PolNeAR, for anchors
_NOISE = "“”\"'‘’«».,;:—–-\n\t\u00a0\u2028é😀\x00 "


def anchors(name: str, articles: Iterable[Article]) -> None:
    """Print how many quotes equal the text at their offsets."""
    texts = {article.article_id: article for article in articles}
    claims = extract(list(texts.values()))
    right = sum((texts[c.article_id].text or "")[c.start_char : c.end_char] == c.quote for c in claims)
    print(f"anchors        {right}/{len(claims)} quotes equal the text at their offsets, {name}: {len(texts)} texts")


def seeds(folder: Path) -> list[Article]:
    """The analysed seed articles beside the corpora; none where there are none."""
    return [a for a in map(read_page, sorted((folder.resolve().parent / "seeds").glob("*.txt"))) if is_analysed(a)]


def polnear(folder: Path, like: Article) -> Iterator[Article]:
    """Some texts of PolNeAR beside the corpora, as articles."""
    path = folder.resolve().parent / "data" / "attribution" / "polnear_dev.jsonl.gz"
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines][::_EVERY]
        yield from (replace(like, article_id=f"polnear-{n}", text=text) for n, text in enumerate(texts))


def fuzzed(articles: Sequence[Article]) -> Iterator[Article]:
    """The articles with marks, breaks and strange characters strewn in and pieces cut out, always the same."""
    chance = random.Random(4)
    for article in articles[:20]:
        text = list(article.text or "")
        for _ in range(len(text) // 40):
            at = chance.randrange(len(text))
            text[at : at + chance.choice((0, 1, 1, 9))] = chance.choice(_NOISE)
        yield replace(article, article_id=f"{article.article_id}-fuzzed", text="".join(text))


def expressions() -> None:
    """Run the tables of quantities and times with their expected intervals; tell how many expressions they hold."""
    from tests.claims.test_dates import DAYS, TIMES
    from tests.claims.test_quantities import COUNTS, MEASURES

    count = len(COUNTS) + len(MEASURES) + len(DAYS) + len(TIMES)
    run = subprocess.run([sys.executable, "-m", "pytest", *_TABLES], capture_output=True, text=True, check=False)
    said = run.stdout.strip().splitlines()[-1] if run.stdout.strip() else run.stderr.strip()
    print(f"expressions    {count} quantities and times, with the tests of traps: {said}")


def measure(folders: Sequence[Path]) -> None:
    """Print everything; what is not there is named."""
    for folder in folders:
        print(f"-- claims of {folder}")
        measure_coverage.measure([folder], print, None)
    articles = measure_throughput.articles_of(folders)
    told = {"corpora": articles, "seeds": seeds(folders[0]), "fuzzed texts": list(fuzzed(articles))}
    told["PolNeAR"] = list(polnear(folders[0], articles[0])) if articles else []
    for name, found in told.items():
        if found:
            anchors(name, found)
        else:
            print(f"anchors        {name}: not there, not measured")
    expressions()
    measure_throughput.measure(folders, print)
    scorer = load_scorer(folders[0], "score_attribution")
    gold = [event / "gold.json" for folder in folders for event in events(folder)]
    measure_attribution.gold_files(gold, scorer, None, False)
    measure_attribution.measure(folders[0], scorer)
