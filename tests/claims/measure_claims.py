"""All measurements of claims, for `make eval`: attribution, coverage of gold sides, anchors, throughput."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from checks.claims import extract
from tests.claims import measure_attribution, measure_coverage, measure_throughput
from tests.eval import load_scorer


def anchors(folders: Sequence[Path]) -> None:
    """Print how many quotes equal the text at their offsets."""
    articles = {article.article_id: article for article in measure_throughput.articles_of(folders)}
    claims = extract(list(articles.values()))
    right = sum((articles[c.article_id].text or "")[c.start_char : c.end_char] == c.quote for c in claims)
    print(f"anchors        {right}/{len(claims)} quotes equal the text at their offsets")


def measure(folders: Sequence[Path]) -> None:
    """Print everything."""
    for folder in folders:
        print(f"-- claims of {folder}")
        measure_coverage.measure([folder], print, None)
    anchors(folders)
    measure_throughput.measure(folders, print)
    measure_attribution.measure(folders[0], load_scorer(folders[0], "score_attribution"))
