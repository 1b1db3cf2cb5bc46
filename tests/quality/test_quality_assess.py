"""A whole run judged: its results, its gate, its pages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from quality_tables import RUN, Engine, Tables, good, to_arrow, with_row

from checks.quality import MissingTablesError, assess, background, gate
from warehouse.records import QualityResult, Severity

HOSTILE = "</td><script>alert(1)</script><img src=x onerror='alert(2)'>\"'&amp;${x} 名"
PAGES = {"index.html", "captures.html", "articles.html", "claims.html", "conflicts.html"}
FRAME_TAGS = {"html", "head", "meta", "title", "style", "body", "header", "nav", "a", "main", "section"}
TEXT_TAGS = {"h1", "h2", "h3", "h5", "h6", "div", "span", "p", "b", "strong", "code", "br", "ul", "li"}
TAGS = FRAME_TAGS | TEXT_TAGS | {"table", "thead", "tbody", "tr", "th", "td"}


def judge(tables: Tables, docs: Path) -> dict[str, QualityResult]:
    arrow = to_arrow(tables)
    with Engine(arrow) as query:
        results = assess(arrow, RUN, docs, query)
    return {f"{result.suite}.{result.expectation}": result for result in results}


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}

    def handle_data(self, data: str) -> None:
        self.words += data


def test_good_run_passes(tmp_path: Path) -> None:
    results = judge(good(), tmp_path)
    assert [key for key, result in results.items() if not result.success] == []
    assert gate(list(results.values())) == "passed"
    assert json.loads(results["captures.failed_share"].observed) == {"value": 0.0, "max": 0.2}
    assert json.loads(results["claims.quote_at_offsets"].observed) == {"violating": 0, "of": 2}
    assert json.loads(results["claims.quote_at_offsets"].violations) == {"ids": [], "details": [], "total": 0}
    index = (tmp_path / "index.html").read_text("utf-8")
    assert "The run passed its gate." in index and "Nothing: every expectation holds." in index


def test_run_that_captured_nothing_fails(tmp_path: Path) -> None:
    results = judge({name: [] for name in good()}, tmp_path)
    assert gate(list(results.values())) == "failed"
    floors = ["captures.something_asked", "articles.something_readable", "claims.something_claimed"]
    assert [results[key].success for key in floors] == [False, False, False]
    assert json.loads(results["articles.readable_share"].observed) == {"value": None, "min": 0.5}
    index = (tmp_path / "index.html").read_text("utf-8")
    assert "The run failed its gate." in index and "nothing to measure" in index


def test_run_whose_captures_all_failed_fails(tmp_path: Path) -> None:
    tables: Tables = {name: [] for name in good()}
    tables["captures"] = [row | {"sha256": None, "raw_path": None, "error": "HTTP 503"} for row in good()["captures"]]
    results = judge(tables, tmp_path)
    assert not results["captures.something_answered"].success
    assert gate(list(results.values())) == "failed"


def test_rule_that_cannot_be_evaluated_has_failed(tmp_path: Path) -> None:
    arrow = to_arrow(good())
    arrow["articles"] = arrow["articles"].drop_columns(["reason", "outlet"])
    seen = {name: table for name, table in arrow.items() if name != "analysis_errors"}
    with Engine(seen) as query:
        results = {r.expectation: r for r in assess(seen, RUN, tmp_path, query) if not r.success}
    assert set(results) == {"reason_given", "outlet_present", "articles_analysed", "model_error_share"}
    assert "analysis_errors" in json.loads(results["model_error_share"].observed)["not_checked"]
    assert gate(list(results.values())) == "failed"
    assert "could not be checked" in (tmp_path / "index.html").read_text("utf-8")


def test_missing_table_is_named(tmp_path: Path) -> None:
    arrow = to_arrow(good())
    del arrow["claims"]
    with Engine(arrow) as query, pytest.raises(MissingTablesError, match="claims"):
        assess(arrow, RUN, tmp_path, query)


def test_the_trend_shows_each_run_of_the_history(tmp_path: Path) -> None:
    tables = good()
    for number, articles in enumerate((9, 4, 1)):
        tables["runs"][number] |= {"articles": articles, "gate": "failed" if number == 1 else "passed"}
    judge(tables, tmp_path)
    words = Page((tmp_path / "index.html").read_text("utf-8")).words
    assert "Trend over the last runs" in words
    assert [run for run in ("run_1", "run_2", "run_3", RUN) if run not in words] == []
    assert "✗ failed" in words and "this run" in words and "█▄▂▃" in words


def test_equal_runs_give_equal_results_and_pages(tmp_path: Path) -> None:
    tables = with_row("claims", 0, polarity="maybe")
    first, second = judge(tables, tmp_path / "a"), judge(tables, tmp_path / "b")
    assert first == second
    assert {path.name for path in (tmp_path / "a").iterdir()} == PAGES
    for name in PAGES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_pages_load_nothing_and_escape_what_they_show(tmp_path: Path) -> None:
    tables = good()
    tables["captures"][1] |= {"capture_id": HOSTILE, "sha256": HOSTILE, "requested_url": HOSTILE}
    tables["articles"][1] |= {"article_id": HOSTILE, "status": HOSTILE, "url": HOSTILE, "language": HOSTILE}
    tables["claims"][1] |= {"claim_id": HOSTILE, "polarity": HOSTILE, "quote": HOSTILE, "speech": HOSTILE}
    tables["conflicts"][0] |= {"conflict_id": HOSTILE, "kind": HOSTILE, "why": ""}
    arrow = to_arrow(tables)
    with Engine(arrow) as query:
        results = assess(arrow, f"run_'{HOSTILE}", tmp_path, query)
    assert any(HOSTILE[:200] in json.loads(result.violations)["ids"] for result in results)
    for name in PAGES:
        text = (tmp_path / name).read_text("utf-8")
        page = Page(text)
        assert page.tags <= TAGS
        assert page.attributes <= {"lang", "charset", "name", "content", "http-equiv", "class", "href", "aria-label"}
        assert page.links <= PAGES
        assert not re.search(r"@import|url\(", text)
        assert "<script>alert(1)</script>" in page.words


def test_gx_pages_show_each_rule_unfolded(tmp_path: Path) -> None:
    results = judge(with_row("claims", 0, polarity="maybe"), tmp_path)
    for suite in ("captures", "articles", "claims", "conflicts"):
        words = Page((tmp_path / f"{suite}.html").read_text("utf-8")).words
        for key in results:
            assert (key.split(".")[1] in words) or not key.startswith(suite)
    claims = Page((tmp_path / "claims.html").read_text("utf-8")).words
    assert "✗" in claims and "__none__" not in claims
    assert "cl_1: polarity: maybe" in Page((tmp_path / "index.html").read_text("utf-8")).words


def result(severity: Severity, success: bool) -> QualityResult:
    return QualityResult(RUN, "claims", "x", severity, success, "{}", "{}")


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([], "failed"),
        ([result("critical", True)], "passed"),
        ([result("critical", True), result("warning", False), result("info", False)], "passed"),
        ([result("critical", False), result("warning", True)], "failed"),
    ],
)
def test_gate_fails_only_on_critical_rules(results: list[QualityResult], expected: str) -> None:
    assert gate(results) == expected


def test_judging_in_another_process_gives_the_same(tmp_path: Path) -> None:
    arrow = to_arrow(with_row("claims", 0, polarity="maybe"))
    with background() as executor, Engine(arrow) as query:
        there = assess(arrow, RUN, tmp_path / "there", query, executor)
        here = assess(arrow, RUN, tmp_path / "here", query)
    assert there == here
    assert (tmp_path / "there/claims.html").read_bytes() == (tmp_path / "here/claims.html").read_bytes()


def test_importing_is_cheap_and_judging_stays_at_home(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
import checks.quality
heavy = {"great_expectations", "pandas", "pyarrow", "duckdb", "jinja2"} & set(sys.modules)
assert not heavy, heavy
def refuse(event, arguments):
    assert event not in ("socket.connect", "socket.getaddrinfo", "urllib.Request"), (event, arguments)
sys.addaudithook(refuse)
from quality_tables import RUN, Engine, good, to_arrow
arrow = to_arrow(good())
with Engine(arrow) as query:
    checks.quality.assess(arrow, RUN, Path(sys.argv[1]), query)
"""
    command = [sys.executable, "-W", "error", "-c", program, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
