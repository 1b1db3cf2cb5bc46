"""Publishing: always a whole snapshot, old or new, whatever reads, fills up or dies meanwhile."""

import json
import random
import subprocess
import sys
import threading
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from warehouse_samples import Story, at, conflict, dump, store

from warehouse.db import connect_reading
from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.lineage import verify
from warehouse.query import run_sql
from warehouse.read import Reader
from warehouse.schema import PUBLIC_VIEWS
from warehouse.snapshot import _copy_database, publish, published_digests
from warehouse.write import Writer

TESTS = Path(__file__).parent

# For each line of input "first delay": a child that writes and publishes run after run from `first` on, telling after
# each what is durably stored, and that is killed `delay` seconds after the first.
RUNS = """
import os, signal, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from warehouse_samples import Story, store
from warehouse.home import Home
from warehouse.snapshot import publish
home = Home.open(Path(sys.argv[1]))

def work(first, told):
    for number in range(first, first + 10_000):
        store(home, f"run_{number}", Story(home, f"run_{number}", tail=f" Update {number}. " * 50).pair)
        os.write(told, f"stored {number}\\n".encode())
        publish(home)
        os.write(told, f"published {number}\\n".encode())

for line in sys.stdin:
    first, delay = line.split()
    hears, tells = os.pipe()
    child = os.fork()
    if child == 0:
        work(int(first), tells)
        os._exit(0)
    os.close(tells)
    with os.fdopen(hears) as lines:
        begun = lines.readline()
        time.sleep(float(delay))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        print(begun + lines.read() + "killed", flush=True)
"""

# Stores and publishes a long text where no file may grow beyond so many bytes: a disk that is full.
FILL = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from warehouse_samples import article, capture
from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.snapshot import publish
from warehouse.write import Writer
import random
home = Home.open(Path(sys.argv[1]))
text = random.Random(1).randbytes(1_500_000).hex()
one = capture(home, "file:///long.txt", b"long", "run_9")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    if sys.argv[3] == "write":
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
        with Writer(home) as writer:
            writer.add_articles([article(one, text)])
    else:
        with Writer(home) as writer:
            writer.add_captures([one])
            writer.add_articles([article(one, text)])
        resource.setrlimit(resource.RLIMIT_FSIZE, (900_000, 900_000))
        publish(home)
except WarehouseError as error:
    print(error)
"""


def test_the_snapshot_has_what_the_writer_has(home: Home) -> None:
    store(home, "run_1", Story(home).pair)
    assert publish(home) == home.snapshot
    with Reader(home.snapshot) as reader:
        shown = {view: [tuple(row.values()) for row in reader.rows(view)] for view in PUBLIC_VIEWS}
    assert shown == dump(home)
    for view in PUBLIC_VIEWS:
        table = pq.read_table(home.parquet / f"{view}.parquet")
        assert [tuple(row.values()) for row in table.to_pylist()] == shown[view]
    assert sorted(path.name for path in home.path.iterdir() if path.is_file()) == [
        ".rashomon-home",
        "published.json",
        "warehouse.duckdb",
        "writer.duckdb",
    ]


def test_publishing_again_gives_the_same_rows_and_parquet_bytes(home: Home) -> None:
    story = Story(home)
    extra = [conflict(*story.claims, score=0.5)]
    store(home, "run_1", story.pair, *extra)
    publish(home)
    before = {path.name: path.read_bytes() for path in home.parquet.iterdir()}
    publish(home)
    assert {path.name: path.read_bytes() for path in home.parquet.iterdir()} == before


def test_nobody_else_can_write_while_the_snapshot_is_copied_and_after(home: Home) -> None:
    """Were the file opened and closed here, the lock that DuckDB has on it would be gone."""
    store(home, "run_1", Story(home).pair)
    with Writer(home) as writer:
        _copy_database(writer.connection, home.writer_file, home.snapshot)
        try_it = "import duckdb, sys; duckdb.connect(sys.argv[1])"
        tried = subprocess.run(
            [sys.executable, "-c", try_it, str(home.writer_file)], capture_output=True, text=True, check=False
        )
    assert "lock" in tried.stderr


def test_an_empty_home_can_be_published(home: Home) -> None:
    publish(home)
    assert run_sql(home, "SELECT count(*) FROM conflicts").rows == ((0,),)
    assert verify(home) == []


def test_a_reader_keeps_what_it_opened_and_is_never_locked_out(home: Home) -> None:
    story = Story(home)
    store(home, "run_0", story.pair)
    publish(home)
    held = Reader(home.snapshot)
    seen: list[int] = []
    broken: list[BaseException] = []
    done = threading.Event()

    def read_on() -> None:
        while not done.is_set():
            try:
                seen.append(int(run_sql(home, "SELECT count(*) FROM runs").rows[0][0]))
            except BaseException as error:
                broken.append(error)
                return

    thread = threading.Thread(target=read_on)
    thread.start()
    for number in range(1, 6):
        store(home, f"run_{number}", story.pair, when=at(number))
        publish(home)
    done.set()
    thread.join()
    assert broken == []
    assert seen == sorted(seen)
    assert len(held.rows("runs")) == 1
    held.close()
    assert run_sql(home, "SELECT count(*) FROM runs").rows == ((6,),)


def test_another_process_reads_while_this_one_writes_and_publishes(home: Home) -> None:
    story = Story(home)
    store(home, "run_0", story.pair)
    publish(home)
    code = """
import sys
from pathlib import Path
from warehouse.home import Home
from warehouse.query import run_sql
home = Home.open(Path(sys.argv[1]))
for line in sys.stdin:
    print(run_sql(home, "SELECT count(*) FROM runs").rows[0][0], flush=True)
"""
    with subprocess.Popen(
        [sys.executable, "-c", code, str(home.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        for number in range(1, 4):
            with Writer(home):
                other.stdin.write("\n")
                other.stdin.flush()
                assert other.stdout.readline() == f"{number}\n"
            store(home, f"run_{number}", story.pair)
            publish(home)
        other.stdin.close()


def test_leftovers_of_a_killed_publication_are_cleared(home: Home) -> None:
    publish(home)
    leftovers = [home.path / "warehouse.duckdb.fresh", home.path / "warehouse.duckdb.fresh.wal"]
    leftovers.append(home.parquet / "claims.parquet.fresh")
    for path in leftovers:
        path.write_bytes(b"half a file")
    publish(home)
    assert not any(path.exists() for path in leftovers)
    assert verify(home) == []


def test_a_crash_between_the_replacements_is_no_damage(home: Home) -> None:
    story = Story(home)
    publish(home)
    old = home.snapshot.read_bytes()
    old_digests = published_digests(home)
    store(home, "run_1", story.pair)
    publish(home)
    both = {name: [*old_digests[name], *digests] for name, digests in published_digests(home).items()}
    home.snapshot.write_bytes(old)
    (home.path / "published.json").write_text(json.dumps(both), "utf-8")
    assert verify(home) == []


@pytest.mark.parametrize("where", ["write", "publish"])
def test_a_full_disk_leaves_the_warehouse_as_it_was(home: Home, where: str) -> None:
    store(home, "run_1", Story(home).pair)
    publish(home)
    snapshot, written = home.snapshot.read_bytes(), dump(home)
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(home.path), str(TESTS), where],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
    assert "free disk space" in done.stdout
    assert str(home.path) in done.stdout
    assert home.snapshot.read_bytes() == snapshot
    assert list(home.path.rglob("*.fresh*")) == []
    if where == "write":
        assert dump(home) == written
    assert [one for one in verify(home) if one.where == "warehouse.duckdb"] == []
    publish(home)
    assert verify(home) == []


def test_a_kill_at_any_moment_loses_nothing_that_was_stored(home: Home) -> None:
    """A dozen times SIGKILL amid writing and publishing; each time all that was told as stored is there, and whole."""
    publish(home)
    moments = random.Random(7)
    runs = published = 0
    command = [sys.executable, "-c", RUNS, str(home.path), str(TESTS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as runner:
        assert runner.stdin is not None
        assert runner.stdout is not None
        for _ in range(12):
            print(runs, moments.uniform(0.0, 0.4), file=runner.stdin, flush=True)
            stored = runs
            for line in iter(runner.stdout.readline, "killed\n"):
                word, number = line.split()
                stored = max(stored, int(number) + 1)
                published = int(number) + 1 if word == "published" else published
            with Writer(home) as writer:
                ((runs,),) = writer.connection.execute("SELECT count(*) FROM out.run_event").fetchall()
            assert runs in (stored, stored + 1)
            ((shown,),) = run_sql(home, "SELECT count(*) FROM out.run_event").rows
            assert published <= shown <= runs
            assert verify(home) == []
        runner.stdin.close()
    assert runs >= 12
    publish(home)
    assert verify(home) == []


def test_a_snapshot_that_cannot_be_replaced_is_an_error_of_ours(home: Home) -> None:
    publish(home)
    home.snapshot.unlink()
    home.snapshot.mkdir()
    with pytest.raises(WarehouseError, match="cannot publish"):
        publish(home)
    assert list(home.path.rglob("*.fresh*")) == []


def test_the_snapshot_is_in_the_format_of_1_5(home: Home) -> None:
    publish(home)
    con = connect_reading(home.snapshot)
    tags = con.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'warehouse'").fetchall()
    con.close()
    assert "v1.5.0" in str(tags)
