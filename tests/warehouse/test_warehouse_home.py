"""The home: ours or not, one run at a time, older brought forward and newer refused."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from warehouse_samples import Story, dump

from warehouse.db import connect
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


def test_an_older_home_is_brought_forward_with_its_rows(home: Home) -> None:
    """As if the migrations from the fifth on and the views had not been there when the rows were written."""
    Story(home)
    before = dump(home)
    con = connect(home.writer_file)
    con.execute("DROP VIEW main.verdicts; DROP VIEW main.conflicts; DROP VIEW quality_results; DELETE FROM meta.views")
    con.execute("DROP TABLE out.verdict; DROP TABLE out.quality_result; DROP TABLE out.carried")
    con.execute("DELETE FROM meta.migration WHERE version IN (5, 30)")
    con.close()
    home.mark(4)
    with Writer(Home.open(home.path)):
        pass
    assert dump(home) == before
    assert home.schema() == SCHEMA_VERSION
    publish(home)
    assert run_sql(home, "SELECT count(*) FROM verdicts").rows == ((0,),)


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
