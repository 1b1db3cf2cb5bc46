"""The local engine: the same claims from one process or several, also when one of them is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from dataclasses import replace

import pytest

from flows.engine.local import Local
from flows.engine.work import COMPARE, EXTRACT, WORKS, from_parquet, to_parquet
from tests.bench import corpus
from tests.eval import read_page
from warehouse.records import Article, Claim

EAGER = replace(EXTRACT, worth=1)


@pytest.fixture(scope="module")
def batches(tmp_path_factory: pytest.TempPathFactory) -> list[list[Article]]:
    """Six short articles in three batches."""
    pages = tmp_path_factory.mktemp("pages")
    corpus.write(pages, 6)
    articles = [replace(read_page(page), version=1) for page in sorted(pages.glob("*.html"))]
    short = [replace(article, text=(article.text or "")[:300]) for article in articles]
    return [short[:2], short[2:4], short[4:]]


@pytest.fixture(scope="module")
def expected(batches: Sequence[Sequence[Article]]) -> list[list[Claim]]:
    """What one process makes of them."""
    return [EXTRACT.run(batch) for batch in batches]


def test_several_processes_give_what_one_gives(batches: list[list[Article]], expected: list[list[Claim]]) -> None:
    assert any(expected)
    with Local(2) as engine:
        assert [pending() for pending in engine.start(EAGER, batches)] == expected
        pool = engine._pool
        assert pool is not None, "no process was started"
        for pid in list(pool._processes):
            os.kill(pid, signal.SIGKILL)
        assert [pending() for pending in engine.start(EAGER, batches)] == expected


def test_little_work_starts_no_process(batches: list[list[Article]], expected: list[list[Claim]]) -> None:
    with Local(2) as engine:
        assert [pending() for pending in engine.start(EXTRACT, batches)] == expected
        assert engine._pool is None


def test_a_failing_shard_fails_the_run() -> None:
    with Local(1) as engine, pytest.raises(AttributeError):
        [pending() for pending in engine.start(EXTRACT, [[None]])]


def test_results_travel_whole(expected: list[list[Claim]]) -> None:
    for claims in [*expected, []]:
        content = to_parquet(EXTRACT, claims)
        assert from_parquet(EXTRACT, content) == claims
        assert to_parquet(EXTRACT, claims) == content


def test_every_work_is_known_by_its_name() -> None:
    assert WORKS == {"claims": EXTRACT, "findings": COMPARE}
