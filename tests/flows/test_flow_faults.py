"""Faults: killed runs, a full disk, a clock put back, damaged files, a read-only home; nothing is lost, or torn.

`make faults` kills fifty runs and reads through ten; `make check` does fewer of both.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from fault_runs import dump, report, run
from flow_runs import ROOT, Command, FirstRun

from flows.cli import main
from warehouse.db import connect
from warehouse.errors import WarehouseError
from warehouse.home import SCHEMA_VERSION, Home
from warehouse.query import run_sql
from warehouse.schema import PUBLIC_VIEWS
from warehouse.verify import verify

LONG = os.environ.get("RASHOMON_LONG") == "1"
KILLS, THROUGH = (50, 10) if LONG else (10, 3)
NOTHING_TORN = """SELECT
    (SELECT count(*) FROM conflicts WHERE relation = 'conflict' AND status <> 'resolved'),
    (SELECT conflicts FROM runs WHERE gate = 'passed' ORDER BY run_seq DESC LIMIT 1),
    (SELECT max(run_seq) FROM runs)"""


def copied(first_run: FirstRun, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first_run.home, tmp_path / "home", symlinks=True))


def edited(pages: Path, folder: Path, old: str, new: str) -> list[str]:
    """The three accounts, with other words in them."""
    shutil.copytree(pages, folder)
    for page in folder.iterdir():
        page.write_text(page.read_text("utf-8").replace(old, new), "utf-8")
    return [str(folder)]


def test_killed_runs_leave_whole_rows_and_the_next_run_completes(
    prefect_server: str, pages: Path, tmp_path: Path
) -> None:
    script = Path(__file__).with_name("fault_runs.py")
    told = os.environ | {
        "PREFECT_API_URL": prefect_server,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ['PYTHONPATH']}",
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, str(script), str(pages), str(tmp_path), str(KILLS), "20311"]
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told_back = json.loads(done.stdout)
    print(told_back)
    assert told_back["wrong"] == []
    assert told_back["killed"] >= KILLS


@pytest.mark.usefixtures("prefect_server")
def test_a_reader_is_never_refused_and_never_sees_a_torn_view(pages: Path, first_run: FirstRun, tmp_path: Path) -> None:
    home = Home.open(copied(first_run, tmp_path))
    seen: list[tuple[int, int, int]] = []
    refused: list[BaseException] = []
    done = threading.Event()

    def read_on() -> None:
        while not done.wait(0.05):
            try:
                seen.append(run_sql(home, NOTHING_TORN).rows[0])  # type: ignore[arg-type]
            except BaseException as error:
                refused.append(error)

    reader = threading.Thread(target=read_on)
    reader.start()
    try:
        for number in range(THROUGH):
            run(edited(pages, tmp_path / f"pages-{number}", "31 people", f"{40 + number} people"), home.path)
    finally:
        done.set()
        reader.join()
    assert refused == []
    assert [row for row in seen if row[0] != row[1]] == []
    assert [row[2] for row in seen] == sorted(row[2] for row in seen)
    assert run_sql(home, NOTHING_TORN).rows[0][2] == THROUGH + 1


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Callable[[str], None]]:
    """A file system of its own at `place`; call what it gives with other mount options."""
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=False)
    if made.returncode:
        pytest.skip("mounting a file system is not allowed here")
    try:
        yield lambda options: subprocess.run(["mount", "-o", f"remount,{options}", str(place)], check=True) and None
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.usefixtures("prefect_server")
def test_a_tiny_full_disk_stops_the_run_and_room_lets_it_complete(
    pages: Path, first_run: FirstRun, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", "64m") as remount:
        home = Home.open(Path(shutil.copytree(first_run.home, tmp_path / "disk" / "home", symlinks=True)))
        more = edited(pages, tmp_path / "more", "Divers searched", "Nobody was surprised, and divers searched")
        before, shown = home.snapshot.read_bytes(), report(home.path)
        used = sum(path.stat().st_size for path in home.path.rglob("*") if path.is_file() and not path.is_symlink())
        remount(f"size={used // 1024 + 600}k")
        with pytest.raises((WarehouseError, OSError), match=r"free disk space|No space left"):
            run(more, home.path)
        assert (home.snapshot.read_bytes(), report(home.path)) == (before, shown)
        assert [problem for problem in verify(home) if problem.where != "writer.duckdb"] == []
        remount("size=64m")
        run(more, home.path)
        undisturbed = copied(first_run, tmp_path)
        run(more, undisturbed)
        assert dump(home.snapshot) == dump(undisturbed / "warehouse.duckdb")
        assert report(home.path) == report(undisturbed)
        assert verify(home) == []


@pytest.mark.usefixtures("prefect_server")
def test_a_clock_that_was_put_back_does_not_make_the_newest_text_look_old(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    for year, words in ((2031, "31 people"), (2029, "32 people")):
        monkeypatch.setattr("flows.ingest.now", lambda year=year: datetime(year, 5, 4, 6))
        run(edited(pages, tmp_path / str(year), "31 people", words), home)
    assert "the clock is behind" in capsys.readouterr().err
    sql = "SELECT count(*) FROM articles WHERE is_latest AND text LIKE '%32 people%'"
    assert run_sql(Home.open(home), sql).rows == ((1,),)
    known = [
        run_sql(Home.open(home), f"SELECT count(*) FROM claims_as_of({moment}) WHERE quote LIKE '%{words}%'").rows[0][0]
        for moment in ("TIMESTAMP '2031-05-04 06:00:00.000001'", "TIMESTAMP '2031-05-05'")
        for words in ("31 people", "32 people")
    ]
    assert [number > 0 for number in known] == [True, False, True, True]


@pytest.mark.usefixtures("prefect_server")
def test_damaged_files_are_told_and_mended_by_the_next_run(
    pages: Path, first_run: FirstRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home.open(copied(first_run, tmp_path))
    kept = next(home.raw.rglob("*.bin"))
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    content = home.snapshot.read_bytes()
    home.snapshot.write_bytes(content[: len(content) // 2])
    assert main(["sql", "SELECT count(*) FROM claims", "--home", str(home.path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    found = {problem.where for problem in verify(home)}
    assert {"warehouse.duckdb", "writer.duckdb"} <= found
    run([str(pages)], home.path)
    assert verify(home) == []
    assert report(home.path) == first_run.report


OLDER = """
DELETE FROM meta.migration WHERE version >= 20;
DELETE FROM meta.views;
DROP TABLE out.report; DROP TABLE raw.source_bound; DROP TABLE core.analysis_error; DROP TABLE raw.pruned;
DROP TABLE out.carried;
ALTER TABLE out.verdict DROP COLUMN kind; ALTER TABLE out.verdict DROP COLUMN discrepancy_id;
ALTER TABLE out.verdict DROP COLUMN article_a; ALTER TABLE out.verdict DROP COLUMN quote_a;
ALTER TABLE out.verdict DROP COLUMN article_b; ALTER TABLE out.verdict DROP COLUMN quote_b;
"""
"""What takes a home back to schema 11."""


@pytest.mark.usefixtures("prefect_server")
def test_a_run_on_an_older_home_gives_the_rows_of_a_new_one(
    pages: Path, first_run: FirstRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home.open(copied(first_run, tmp_path))
    con = connect(home.writer_file)
    for view in PUBLIC_VIEWS:
        con.execute(f"DROP VIEW main.{view}")
    con.execute(OLDER)
    con.close()
    home.mark(11)
    run([str(pages)], home.path)
    assert (home.schema(), verify(home)) == (SCHEMA_VERSION, [])
    assert report(home.path) == first_run.report
    assert dump(home.snapshot) == dump(first_run.home / "warehouse.duckdb")
    home.mark(SCHEMA_VERSION + 1)
    for refused in (["sql", "SELECT 1"], ["run", str(pages)], ["verify"]):
        assert main([*refused, "--home", str(home.path)]) == 2
        said = capsys.readouterr().err
        assert f"schema {SCHEMA_VERSION + 1} and this version knows up to {SCHEMA_VERSION}" in said
        assert said.count("\n") == 1


class Slow(BaseHTTPRequestHandler):
    """A page that comes once the test has let it."""

    asked: ClassVar[threading.Event] = threading.Event()
    let: ClassVar[threading.Event] = threading.Event()
    content: ClassVar[bytes] = b""

    def do_GET(self) -> None:
        self.asked.set()
        self.let.wait()
        self.send_response(200 if self.path == "/story" else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.content if self.path == "/story" else b"")

    def log_message(self, *_: object) -> None:
        pass


def test_of_two_writers_one_is_refused_and_nothing_is_lost(
    command: Command, pages: Path, first_run: FirstRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASHOMON_ALLOW_PRIVATE", "1")
    home = Home.open(copied(first_run, tmp_path))
    Slow.content = (pages / "two.html").read_bytes().replace(b"two.example", b"five.example").replace(b"31", b"36")
    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running = command.start("run", f"http://127.0.0.1:{server.server_port}/story", "--home", home.path)
        try:
            assert Slow.asked.wait(600), running.poll()
            before = home.snapshot.read_bytes()
            refused = [command("run", pages, "--home", home.path), command("prune", "--apply", "--home", home.path)]
            assert home.snapshot.read_bytes() == before
        finally:
            Slow.let.set()
            out, said = running.communicate()
            server.shutdown()
    for second in refused:
        assert (second.status, second.err.count("\n")) == (2, 1), second.err
        assert f"is in use by another run (process {running.pid})" in second.err
    assert running.returncode == 0, out + said
    texts = "SELECT count(*) FROM articles WHERE is_latest AND status = 'ok'"
    assert run_sql(home, texts).rows == ((4,),)
    assert run_sql(home, "SELECT count(*) FROM runs WHERE gate = 'passed'").rows == ((2,),)
    assert verify(home) == []


def test_a_read_only_home_can_be_read_and_is_not_written_to(
    command: Command, pages: Path, first_run: FirstRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with small_disk(tmp_path / "disk", "64m") as remount:
        home = shutil.copytree(first_run.home, tmp_path / "disk" / "home", symlinks=True)
        remount("ro")
        for reading in (["sql", "SELECT count(*) FROM claims"], ["report"], ["verify"]):
            assert main([*reading, "--home", str(home)]) == 0, capsys.readouterr().err
        refused = command("run", pages, "--home", home)
        assert refused.status == 2
        assert refused.err.count("\n") == 1
        assert "Read-only" in refused.err
