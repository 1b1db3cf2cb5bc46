"""The home: ours or not, one run at a time, older brought forward and newer refused."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from warehouse_samples import Story, dump

from flows.session import session
from warehouse.db import connect, sql_files
from warehouse.errors import HomeError, HomeLocked, HomeMissing, NewerHome, NotOurHome, WarehouseError
from warehouse.home import MARKER, SCHEMA_VERSION, Home
from warehouse.query import run_sql
from warehouse.read import Reader
from warehouse.snapshot import publish
from warehouse.write import Writer

HOLD = """
import sys
from pathlib import Path
from warehouse.home import Home
with Home.open(Path(sys.argv[1])).lock():
    print("held", flush=True)
    sys.stdin.read()
"""


def one_line_about(error: BaseException, path: Path) -> None:
    assert "\n" not in str(error)
    assert str(path) in str(error)


def test_a_new_home_is_made_once_and_found_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "home"
    made = Home.open(path, create=True)
    assert made == Home.open(path) == Home.open(path, create=True)
    assert json.loads((path / MARKER).read_text("utf-8"))["schema"] == SCHEMA_VERSION
    assert made.snapshot == path / "warehouse.duckdb"
    assert made.latest == path / "reports" / "latest"


def test_an_empty_folder_may_become_a_home(tmp_path: Path) -> None:
    (tmp_path / f"{MARKER}.1234").write_text("of a first start that was killed", "utf-8")
    assert Home.open(tmp_path, create=True).path == tmp_path


def test_a_missing_home_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(HomeMissing, match="rashomon run") as caught:
        Home.open(tmp_path / "none")
    one_line_about(caught.value, tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("create", [True, False])
def test_what_is_not_ours_is_left_alone(tmp_path: Path, create: bool) -> None:
    (tmp_path / "letters.txt").write_text("private", "utf-8")
    with pytest.raises(NotOurHome, match="choose another") as caught:
        Home.open(tmp_path, create)
    one_line_about(caught.value, tmp_path)
    with pytest.raises(NotOurHome):
        Home.open(tmp_path / "letters.txt", create)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


@pytest.mark.parametrize("marker", ["", "{}", "[]", '{"schema": "x"}', "null", "\x00"])
def test_a_marker_that_is_not_ours_is_refused(tmp_path: Path, marker: str) -> None:
    (tmp_path / MARKER).write_text(marker, "utf-8")
    with pytest.raises(NotOurHome) as caught:
        Home.open(tmp_path, create=True)
    one_line_about(caught.value, tmp_path)


def test_a_path_through_a_file_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(HomeError) as caught:
        Home.open(tmp_path / "file" / "home", create=True)
    one_line_about(caught.value, tmp_path / "file" / "home")


def test_a_home_of_a_newer_version_is_refused(home: Home) -> None:
    home.mark(SCHEMA_VERSION + 1)
    with pytest.raises(NewerHome, match="update Rashomon") as caught:
        Home.open(home.path)
    one_line_about(caught.value, home.path)


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_was(home: Home) -> None:
    Story(home)
    con = connect(home.writer_file)
    con.execute(f"INSERT INTO meta.migration VALUES ({SCHEMA_VERSION + 1}, 'of the future')")
    con.close()
    with pytest.raises(NewerHome, match="update Rashomon"), Writer(home):
        pass
    with Reader(home.writer_file) as reader:
        assert len(reader.rows("claims")) == 2


FIRST_SCHEMA = 5
OLD_ROWS = """
INSERT INTO raw.capture VALUES ('cap_1', 'desk', 'file:///a', 'file:///a', NULL, NULL, 'ab', 1, 'raw/ab', NULL, '[]');
INSERT INTO raw.sighting VALUES ('cap_1', 'run_1', TIMESTAMP '2031-05-04 06:00');
INSERT INTO core.article_version VALUES ('art_1', 1, 'Nine died.', 'cd', TIMESTAMP '2031-05-04 06:00');
INSERT INTO core.article_reading VALUES
    ('rd_1', 'art_1', 1, 'file:///a', 'Courier', NULL, NULL, NULL, NULL, 'en', 'ok', NULL, 'cap_1', 1);
INSERT INTO out.run VALUES ('run_1', TIMESTAMP '2031-05-04 06:00', TIMESTAMP '2031-05-04 06:01', 'code-1', 'passed',
    1, 1, 0, 0, 0, 0, TIMESTAMP '2031-05-04 06:00');
INSERT INTO out.run_event VALUES (1, 'run_1', TIMESTAMP '2031-05-04 06:00');
INSERT INTO out.verdict VALUES ('v_1', 'cf_1', 'pk_1', 'confirmed', 'Ada', NULL, TIMESTAMP '2031-05-04 07:00', 'c');
"""


def make_old(home: Home, applied: int) -> None:
    """The writer's file as version 0.1.0 left it, and the migrations up to `applied` on top (an upgrade cut short)."""
    con = connect(home.writer_file)
    con.execute("CREATE SCHEMA meta; CREATE TABLE meta.migration (version INTEGER NOT NULL, name VARCHAR NOT NULL)")
    con.execute("CREATE TABLE meta.views (digest VARCHAR NOT NULL)")
    rows_written = False
    for file in sql_files("migrations"):
        version = int(file.name[:4])
        if version > FIRST_SCHEMA and not rows_written:
            con.execute(OLD_ROWS)
            rows_written = True
        if version <= applied:
            con.execute(file.read_text("utf-8"))
            con.execute("INSERT INTO meta.migration VALUES (?, ?)", [version, file.stem])
    con.close()
    home.mark(FIRST_SCHEMA)


@pytest.mark.parametrize("applied", [FIRST_SCHEMA, SCHEMA_VERSION])
def test_an_older_home_is_brought_forward_with_its_rows(home: Home, applied: int) -> None:
    make_old(home, applied)
    with session(home.path) as opened:
        assert opened.home.schema() == SCHEMA_VERSION
    publish(home)
    (row,) = run_sql(home, "SELECT outlet, text, is_latest FROM articles").rows
    assert row == ("Courier", "Nine died.", True)
    assert run_sql(home, "SELECT verdict FROM verdicts").rows == (("confirmed",),)
    assert run_sql(home, "SELECT run_id, gate, run_seq FROM runs").rows == (("run_1", "passed", 1),)
    applied_now = run_sql(home, "SELECT max(version), count(*) = count(DISTINCT version) FROM meta.migration").rows
    assert applied_now == ((SCHEMA_VERSION, True),)


UPGRADE = """
import sys
from pathlib import Path
from warehouse.home import Home
from warehouse.write import Writer
home = Home.open(Path(sys.argv[1]))
for _ in sys.stdin:
    print("begins", flush=True)
    with Writer(home):
        print("done", flush=True)
"""


def test_an_upgrade_killed_at_any_moment_is_completed_by_the_next(home: Home) -> None:
    make_old(home, FIRST_SCHEMA)
    old = home.writer_file.read_bytes()
    with session(home.path):
        expected = dump(home)
    moments, cut = random.Random(11), 0
    for _ in range(12):
        home.writer_file.write_bytes(old)
        home.mark(FIRST_SCHEMA)
        command = [sys.executable, "-c", UPGRADE, str(home.path)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as upgrading:
            said = communicate_until(upgrading, "begins")
            time.sleep(moments.uniform(0.0, 0.08))
            upgrading.kill()
            assert upgrading.stdout is not None
            cut += "done" not in said + upgrading.stdout.read()
        with session(home.path):
            assert dump(home) == expected
    assert cut > 0


def communicate_until(process: subprocess.Popen[str], word: str) -> str:
    """Set it going; gives what it said up to the word."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    return next(line for line in process.stdout if line.startswith(word))


def test_a_migration_that_came_late_is_applied_too(home: Home) -> None:
    """Branches number their migrations apart: what is missing counts, not what is the newest."""
    Story(home)
    before = dump(home)
    con = connect(home.writer_file)
    con.execute("DROP VIEW main.reports; DROP VIEW main.analysis_errors; DELETE FROM meta.views")
    con.execute("DROP TABLE out.report; DROP TABLE raw.source_bound")
    con.execute("DROP TABLE core.analysis_error; DROP TABLE raw.pruned")
    con.execute("DELETE FROM meta.migration WHERE version = 20")
    con.close()
    with Writer(home):
        pass
    assert dump(home) == before


def test_a_locked_home_names_the_process_that_holds_it(home: Home) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(HomeLocked, match=f"process {holder.pid}") as caught, home.lock():
            pass
        one_line_about(caught.value, home.path)
        os.kill(holder.pid, signal.SIGKILL)
    with home.lock(), pytest.raises(HomeLocked, match=f"process {os.getpid()}"), home.lock():
        pass
    with home.lock():
        pass


def test_a_writer_within_a_writer_is_refused_at_once(home: Home) -> None:
    with Writer(home), pytest.raises(HomeLocked, match="already open"), Writer(home):
        pass
    Story(home)


def test_a_closed_writer_and_a_missing_warehouse_say_so(home: Home) -> None:
    with pytest.raises(WarehouseError, match="not open"):
        Writer(home).add_captures([])
    with pytest.raises(WarehouseError, match="rashomon run"):
        Reader(home.snapshot)
    home.snapshot.write_bytes(b"this is no database, only words" * 1000)
    with pytest.raises(WarehouseError, match="cannot open") as caught:
        Reader(home.snapshot)
    one_line_about(caught.value, home.snapshot)


def test_a_home_is_for_its_owner_and_group_only(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        made = Home.open(tmp_path / "home", create=True)
    finally:
        os.umask(before)
    assert made.path.stat().st_mode & 0o777 == 0o750
