"""The parts of the flows that need no Prefect server: settings, session, version, progress, drafts, run ids."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flow_runs import FirstRun

from flows import progress, settings
from flows.report_files import drafted
from flows.session import session
from flows.version import code_version
from warehouse.home import Home, HomeLocked
from warehouse.records import Capture


def test_settings_come_from_the_environment() -> None:
    told = settings.read({"RASHOMON_HOME": "/x", "RASHOMON_CONTACT": "desk@example.org", "RASHOMON_ALLOW_PRIVATE": "1"})
    assert (told.home, told.contact, told.allow_private) == (Path("/x"), "desk@example.org", True)
    assert settings.read({}).home == Path("rashomon-home")
    assert not settings.read({"RASHOMON_ALLOW_PRIVATE": "0"}).allow_private


def test_prefect_is_told_to_keep_to_itself_and_the_caller_has_the_last_word() -> None:
    environ = {"PREFECT_LOGGING_LEVEL": "DEBUG"}
    settings.prepare_prefect(Path("/home/prefect"), environ=environ)
    assert environ["DO_NOT_TRACK"] == "1"
    assert environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert environ["PREFECT_HOME"] == "/home/prefect"
    assert environ["PREFECT_LOGGING_LEVEL"] == "DEBUG"


def test_a_session_is_open_once_and_ours_alone(tmp_path: Path) -> None:
    with session(tmp_path / "home", create=True) as outer, session(tmp_path / "home") as inner:
        assert inner is outer
        with pytest.raises(HomeLocked), Home(outer.home.path).lock():
            pass
    with session(tmp_path / "home") as later:
        assert later is not outer


def test_the_code_version_is_stable_and_names_the_package() -> None:
    assert code_version() == code_version()
    assert code_version().startswith("0.")


def test_a_stage_says_a_line_when_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    progress.show("lines")
    try:
        with progress.stage("ingest", 3, "sources") as advance:
            advance(2)
            advance(1)
    finally:
        progress.show("nothing")
    assert capsys.readouterr().err == "ingest: 3 sources\n"


def test_bars_are_drawn_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    progress.show("bars")
    try:
        with progress.stage("ingest", 1, "sources") as advance:
            advance(1)
    finally:
        progress.show("nothing")
    assert "1/1" in capsys.readouterr().err


def test_a_report_is_shown_whole_or_not_at_all(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home", create=True)
    with drafted(home) as draft:
        (draft / "discrepancies.html").write_text("first")
        assert not home.latest.exists()
    assert (home.latest / "discrepancies.html").read_text() == "first"
    with pytest.raises(OSError, match="full"), drafted(home) as draft:
        (draft / "discrepancies.html").write_text("second")
        raise OSError("full")
    assert (home.latest / "discrepancies.html").read_text() == "first"
    with drafted(home) as draft:
        (draft / "discrepancies.html").write_text("third")
    assert (home.latest / "discrepancies.html").read_text() == "third"
    assert len(list(home.reports.iterdir())) == 2


def capture(**changes: Any) -> Capture:
    plain = Capture("cap_1", "s", "u", "u", None, None, None, 0, datetime(2025, 1, 1), None, None, "")
    return replace(plain, **changes)


def test_a_run_is_what_it_compares_and_not_when() -> None:
    from flows.ingest import run_id_of

    one = run_id_of([capture()], ["a", "b"], "")
    assert one == run_id_of([capture(captured_at=datetime(2026, 1, 1))], ["b", "a"], "")
    assert one != run_id_of([capture(capture_id="cap_2")], ["a", "b"], "")
    assert one != run_id_of([capture()], ["a"], "")
    assert one != run_id_of([capture()], ["a", "b"], "questions")


@pytest.mark.usefixtures("prefect_server")
def test_each_part_is_a_flow_of_its_own(pages: Path, tmp_path: Path) -> None:
    from flows.analyse import analyse
    from flows.ingest import ingest
    from flows.publish import publish

    home = str(tmp_path / "home")
    run_id = ingest([str(pages)], home)
    assert analyse(home) == 3
    assert analyse(home) == 0
    outcome = publish(home)
    assert (outcome.run_id, outcome.gate, outcome.articles) == (run_id, "passed", 3)
    assert outcome.conflicts_by_kind


@pytest.mark.usefixtures("prefect_server")
def test_a_failed_gate_fails_the_flow_run(tmp_path: Path) -> None:
    from flows.daily import daily
    from flows.publish import GateFailed

    (tmp_path / "notes.bin").write_bytes(bytes(range(256)) * 8)
    state = daily([str(tmp_path / "notes.bin")], str(tmp_path / "home"), return_state=True)
    assert state.is_failed()
    with pytest.raises(GateFailed) as failure:
        state.result()
    assert failure.value.outcome.report.is_file()


@pytest.mark.usefixtures("prefect_server")
def test_a_run_that_reached_nothing_fails_though_the_home_has_articles(first_run: FirstRun, tmp_path: Path) -> None:
    from flows.daily import daily
    from flows.publish import GateFailed

    shutil.copytree(first_run.home, tmp_path / "home", symlinks=True)
    with pytest.raises(GateFailed) as failure:
        daily(["http://127.0.0.1:9/story"], str(tmp_path / "home"))
    assert "captures.something_answered" in failure.value.outcome.broken
    assert "127.0.0.1" in failure.value.outcome.unreadable[0][0]
