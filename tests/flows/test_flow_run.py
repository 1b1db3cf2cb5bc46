"""Whole runs, by the command: what they leave behind, twice, interrupted, on a full disk."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from flow_runs import ROOT, Command, FirstRun

from warehouse.home import Home
from warehouse.read import Reader


def test_a_run_ends_with_a_summary_and_leaves_everything_in_its_home(first_run: FirstRun) -> None:
    assert first_run.ended.status == 0, first_run.ended.err
    for line in ("articles read", "claims", "conflicts", "not read", "report"):
        assert line in first_run.ended.out
    assert "ingest: 3 sources" in first_run.ended.err
    latest = first_run.home / "reports" / "latest"
    assert str(latest / "discrepancies.html") in first_run.ended.out
    for name in ("discrepancies.html", "discrepancies.json", "quality/index.html"):
        assert (latest / name).stat().st_size > 0
    assert (first_run.home / "parquet" / "conflicts.parquet").is_file()


def test_a_run_finds_what_the_accounts_disagree_on(first_run: FirstRun) -> None:
    with Reader(first_run.home / "warehouse.duckdb") as reader:
        found = [row for row in reader.conflict_rows() if row["relation"] == "conflict"]
        run = reader.last_run()
    assert any({"12", "31"} <= {word for row in found for word in row["why"].replace(",", "").split()} for _ in [0])
    assert run is not None
    assert (run.gate, run.articles, run.unreadable) == ("passed", 3, 0)
    assert run.finished_at is not None


def test_the_same_run_again_changes_nothing(command: Command, pages: Path, first_run: FirstRun, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(first_run.home, home, symlinks=True)
    again = command("run", pages, "--home", home)
    assert again.status == 0, again.err
    assert "analyse: 0 articles" in again.err
    assert (home / "reports" / "latest" / "discrepancies.json").read_bytes() == first_run.report
    assert len(list((home / "reports").glob("run-*"))) == 1
    with Reader(first_run.home / "warehouse.duckdb") as one, Reader(home / "warehouse.duckdb") as two:
        assert one.conflict_rows() == two.conflict_rows()
        assert one.rows("claims") == two.rows("claims")
        assert len(two.rows("runs")) == 1
    assert command("verify", "--home", home).status == 0


def test_a_failed_gate_is_exit_1_and_the_report_says_so(command: Command, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_text("", "utf-8")
    ended = command("run", tmp_path / "empty.html", "--home", tmp_path / "home")
    assert ended.status == 1
    assert "GATE FAILED" in ended.out
    assert "empty.html" in ended.out
    report = json.loads((tmp_path / "home" / "reports" / "latest" / "discrepancies.json").read_text("utf-8"))
    assert report["gate"]["state"] == "failed"
    assert report["counts"]["conflicts"] is None


def test_a_full_disk_is_one_line_and_leaves_the_snapshot(
    command: Command, pages: Path, first_run: FirstRun, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(first_run.home, home, symlinks=True)
    before = (home / "warehouse.duckdb").read_bytes()
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "four.txt").write_text("A fourth account.\n\n" + "The river rose, said the council. " * 400)
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192));"
        "from flows.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, "run", str(tmp_path / "more"), "--home", str(home)],
        cwd=ROOT,
        env=command.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if line.startswith("rashomon: ")]
    assert done.returncode == 1, done.stderr
    assert len(said) == 1
    assert (home / "warehouse.duckdb").read_bytes() == before
    assert (home / "reports" / "latest" / "discrepancies.json").read_bytes() == first_run.report


def test_ctrl_c_leaves_what_was_published(command: Command, first_run: FirstRun, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(first_run.home, home, symlinks=True)
    before = (home / "warehouse.duckdb").read_bytes()
    (tmp_path / "slow").mkdir()
    os.mkfifo(tmp_path / "slow.html")  # not a regular file: refused before anything starts
    assert command("run", tmp_path / "slow.html", "--home", home).status == 2
    pages = [tmp_path / "slow" / f"{at}.txt" for at in range(300)]
    for at, page in enumerate(pages):
        page.write_text(f"Account {at}\n\n" + f"The river rose by {at} metres, said the council of Eastbank. " * 40)
    running = command.start("run", tmp_path / "slow", "--home", home)
    assert running.stderr is not None
    while not running.stderr.readline().startswith("ingest: "):
        assert running.poll() is None
    locked = command("run", pages[0], "--home", home)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate()
    assert running.returncode == 130, said
    assert said.splitlines()[-1].startswith("rashomon: interrupted")
    assert (locked.status, str(running.pid) in locked.err) == (2, True), locked.err
    assert (home / "warehouse.duckdb").read_bytes() == before
    assert command("verify", "--home", Home.open(home).path).status == 0
