"""The rules against the warehouse's own views: names and types are those that the SQL expects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from checks.quality import assess, gate
from warehouse.home import Home
from warehouse.ids import article_id, capture_id, claim_id, pair_id, sha256_bytes, sha256_text
from warehouse.records import Article, Capture, Claim, Conflict, Run
from warehouse.write import Writer

NOW = datetime(2025, 3, 2, 12)
SUITES = ("captures", "articles", "claims", "conflicts")


def capture(number: int) -> Capture:
    url, digest = f"https://news{number}.test/a", sha256_bytes(str(number).encode())
    key = capture_id(url, url, 200, digest, None)
    return Capture(key, "news", url, url, 200, "text/html", digest, 1, NOW, f"raw/{number}", None, "run_a")


def article(number: int, text: str) -> Article:
    seen = capture(number)
    key, digest, day = article_id(seen.final_url), sha256_text(text), date(2025, 3, 2)
    fields = (None, None, NOW, day, "en", text, digest, "ok", None, seen.capture_id)
    return Article(key, 0, seen.final_url, f"News {number}", *fields)


def claim(of: Article, quote: str) -> Claim:
    start = str(of.text).index(quote)
    key = claim_id(of.article_id, str(of.text_sha256), start, start + len(quote), None)
    place = (key, of.article_id, of.version, of.url, of.outlet, quote, start, start + len(quote))
    return Claim(*place, None, None, "author", None, True, "affirmed", "asserted", None, None, None, "{}")


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A warehouse of one good run."""
    run = Run("run_a", NOW, None, "code_1", "running", 2, 2, 2, 1, 1, 0)
    with Writer(Home.open(tmp_path / "home", create=True), NOW) as writer:
        writer.add_captures([capture(1), capture(2)])
        texts = ["Nine sailors died on the 🚢 on Sunday. ", "Fourteen sailors died there on Sunday. "]
        articles = writer.add_articles([article(n + 1, text * 6) for n, text in enumerate(texts)])
        claims = [claim(articles[0], "on the 🚢 on Sunday"), claim(articles[1], "Fourteen sailors died")]
        writer.add_claims([(a.article_id, a.version) for a in articles], "code_1", claims)
        writer.add_run(run)
        a, b = (c.claim_id for c in claims)
        found = Conflict(
            pair_id("number", a, b), "d_1", "number", "conflict", "outlets", 0.9, a, b, "9 or 14", "numbers"
        )
        writer.add_findings("run_a", [found], [], [])
        yield writer


def look(writer: Writer) -> tuple[dict[str, pa.Table], list[str], str]:
    def query(sql: str) -> pa.Table:
        return writer.connection.sql(sql).to_arrow_table()

    tables = {name: query(f"FROM {name}") for name in SUITES}
    results = assess(tables, "run_a", writer.home.latest / "quality", query)
    writer.add_quality(results)
    return tables, [result.expectation for result in results if not result.success], gate(results)


def test_good_run_passes_on_the_real_views(writer: Writer) -> None:
    tables, failed, verdict = look(writer)
    assert (failed, verdict) == ([], "passed")
    assert tables["claims"].num_rows == 2
    assert (writer.home.latest / "quality/index.html").exists()


def test_later_findings_of_newer_code_leave_resolved_ones_in_peace(writer: Writer) -> None:
    articles = [replace(article(1, "Nobody was hurt on Monday, they say. " * 6), version=0)]
    stored = writer.add_articles(articles)
    writer.add_claims([(stored[0].article_id, stored[0].version)], "code_2", [claim(stored[0], "Nobody was hurt")])
    writer.add_run(Run("run_b", NOW, None, "code_2", "running", 2, 2, 2, 1, 0, 0))
    writer.add_findings("run_b", [], [], [])
    assert look(writer)[1:] == ([], "passed")


def test_run_without_a_record_of_its_comparisons_fails(writer: Writer) -> None:
    writer.connection.execute("DELETE FROM out.run")
    assert look(writer)[1:] == (["comparison_recorded"], "failed")
