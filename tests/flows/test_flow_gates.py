"""Each rule of the gate tripped on purpose, end to end: exit status, the page's head, the ids, the last good kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flow_runs import Ended, FirstRun
from gate_cases import GIVEN, Case
from gate_faults import FAULTS, KEPT_OUT

from checks.quality.rules import describe, rules
from flows.cli import main
from flows.cli_run import summary
from flows.publish import GateFailed, publish
from flows.session import session
from warehouse.db import Error, connect
from warehouse.home import Home
from warehouse.read import Reader
from warehouse.write import Writer

CASES = GIVEN | FAULTS
ELSEWHERE = {"claims.articles_analysed", "claims.model_error_share"}
"""Tripped in test_flow_upkeep, where the code fails on an article."""
Named = Mapping[str, list[str]]


@pytest.fixture(autouse=True)
def server(prefect_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command in this process reports to the Prefect server of all tests."""
    monkeypatch.setenv("PREFECT_API_URL", prefect_server)


def test_each_rule_is_tripped_somewhere() -> None:
    tripped = {rule for case in CASES.values() for rule in case.trips}
    assert tripped | ELSEWHERE | set(KEPT_OUT) == {rule.key for rule in rules()}


@pytest.mark.parametrize("rule", KEPT_OUT)
def test_what_the_warehouse_keeps_out_never_comes_to_the_gate(rule: str, first_run: FirstRun, tmp_path: Path) -> None:
    home = Home.open(Path(shutil.copytree(first_run.home, tmp_path / "home", symlinks=True)))
    with Writer(home) as writer, pytest.raises(Error, match="NOT NULL constraint failed"):
        writer.connection.execute(KEPT_OUT[rule])


def ids_of(home: Home, case: Case) -> dict[str, list[str] | None]:
    """The ids that each rule must name, None for the run's own."""
    con = connect(home.writer_file)
    try:
        return {
            rule: sorted(str(row[0]) for row in con.execute(sql).fetchall()) if sql else None
            for rule, sql in case.trips.items()
        }
    finally:
        con.close()


def spoil(home: Home, case: Case) -> None:
    with Writer(home) as writer:
        for statement in case.spoiled:
            writer.connection.execute(statement)


def ran(home: Home, case: Case, sources: list[Any], capsys: pytest.CaptureFixture[str]) -> Ended:
    """The command's run in this process, or the flow of the morning alone."""
    with session(home.path):
        if not case.publish_only:
            status = main(["run", *map(str, sources), "--home", str(home.path)])
            return Ended(status, *capsys.readouterr())
        with pytest.raises(GateFailed) as failure:
            publish(str(home.path))
        return Ended(1, summary(failure.value.outcome), "")


@pytest.fixture
def home(tmp_path: Path, first_run: FirstRun, request: pytest.FixtureRequest) -> Home:
    """A new home, or one after a good run, as the case wants it."""
    if not CASES[request.getfixturevalue("name")].new_home:
        shutil.copytree(first_run.home, tmp_path / "home", symlinks=True)
    return Home.open(tmp_path / "home", create=True)


@pytest.mark.parametrize("name", CASES)
def test_a_tripped_rule_is_seen(
    name: str, home: Home, first_run: FirstRun, pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case, given = CASES[name], home.path.with_name("given")
    given.mkdir()
    before = ids_of(home, case) if case.spoiled else {}
    spoil(home, case)
    ended = ran(home, case, case.given(given, pages), capsys)
    own = [str(shown(home)["run"]["run_id"])]
    expected = {rule: own if ids is None else ids for rule, ids in (before or ids_of(home, case)).items()}
    assert recorded(home) == expected
    critical = [rule for rule in expected if severity(rule) == "critical"]
    assert ended.status == bool(critical), ended.err
    told_by_the_command(ended.out, expected)
    told_by_the_page(home, expected)
    if critical and not case.new_home:
        kept(home, first_run, capsys)
    elif critical:
        assert main(["sql", "SELECT count(*) FROM conflicts", "--home", str(home.path)]) == 0
        assert "failed its gate; none has passed yet" in capsys.readouterr().err


def severity(rule: str) -> str:
    return describe(*rule.split(".")).severity


def shown(home: Home) -> dict[str, Any]:
    """The report's data."""
    return dict(json.loads((home.latest / "discrepancies.json").read_text("utf-8")))


def recorded(home: Home) -> Named:
    """The rules that do not hold in the run just ended, and the ids that they name."""
    with Reader(home.writer_file) as reader:
        results = reader.quality(shown(home)["run"]["run_id"])
    return {
        f"{result.suite}.{result.expectation}": sorted(json.loads(result.violations)["ids"])
        for result in results
        if not result.success
    }


def told_by_the_command(out: str, expected: Named) -> None:
    """What a terminal (and so a mail of cron) shows."""
    lines = {line[:15].strip(): line[15:] for line in out.splitlines()}
    for rule in expected:
        if severity(rule) != "info":
            assert rule in lines["GATE FAILED" if severity(rule) == "critical" else "warnings"]


def told_by_the_page(home: Home, expected: Named) -> None:
    """What is on top of the report, and in the quality pages beside it."""
    page = (home.latest / "discrepancies.html").read_text("utf-8")
    quality = (home.latest / "quality" / "index.html").read_text("utf-8")
    head = page.partition('<section class="gate"')[2].partition("</section>")[0]
    assert ("Do not rely on this run" in head) == any(severity(rule) == "critical" for rule in expected)
    for rule, ids in expected.items():
        assert rule in quality
        if severity(rule) == "critical":
            assert f"<b>{rule.split('.')[0]}</b>: {rule.split('.')[1]}" in head
            assert all(one in head for one in ids[:5])


def kept(home: Home, first_run: FirstRun, capsys: pytest.CaptureFixture[str]) -> None:
    """The last good report and snapshot, beside the failed ones, and who asks is told."""
    good = home.last_good_report.resolve()
    assert (good / "discrepancies.json").read_bytes() == first_run.report
    assert home.latest.resolve() != good
    assert home.last_good_snapshot.read_bytes() == Home(first_run.home).last_good_snapshot.read_bytes()
    assert 'href="../last-good/discrepancies.html"' in (home.latest / "discrepancies.html").read_text("utf-8")
    assert main(["report", "--home", str(home.path)]) == 0
    assert "failed its gate; the last good report is" in capsys.readouterr().err
