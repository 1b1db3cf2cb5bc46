"""`rashomon serve`: schedules are kept by its own server until it is told to stop."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from datetime import datetime, time, timedelta
from pathlib import Path
from time import sleep

from flow_hook import Hook
from flow_runs import Command, FirstRun

from warehouse.home import Home
from warehouse.read import Reader
from warehouse.write import Writer

SCHEDULED = (
    "SELECT d.name FROM flow_run AS r JOIN deployment AS d ON d.id = r.deployment_id WHERE r.state_type = 'SCHEDULED'"
)


def scheduled(database: Path) -> set[str]:
    """The deployments that have runs to come."""
    if not database.is_file():
        return set()
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as con:
            return {name for (name,) in con.execute(SCHEDULED)}
    except sqlite3.OperationalError:  # its tables are being made
        return set()


def test_what_is_late_is_caught_up_and_three_schedules_are_kept_until_it_is_stopped(
    pages: Path, first_run: FirstRun, webhook: type[Hook], tmp_path: Path
) -> None:
    home = Home.open(Path(shutil.copytree(first_run.home, tmp_path / "home", symlinks=True)))
    with Writer(home) as writer:
        writer.connection.execute("UPDATE out.run SET finished_at = finished_at - INTERVAL 2 DAY")
    serving = Command().start("serve", pages, "--home", home.path)
    database = Path(os.environ["PREFECT_HOME"]) / "prefect.db"
    while serving.poll() is None and scheduled(database) != {"ingest", "analyse", "publish"}:
        sleep(0.2)
    serving.send_signal(signal.SIGTERM)
    _, said = serving.communicate()
    assert serving.returncode == 0, said
    assert "rashomon: published " in said
    assert said.splitlines()[-1] == "rashomon: schedules stopped"
    assert "secret-token" not in said
    kept = [path for path in home.path.rglob("*") if path.is_file()]
    assert [path for path in kept if b"secret-token" in path.read_bytes()] == []
    late, published = webhook.told
    assert (late["state"], published["gate"]) == ("Late", "passed")


def test_a_missed_morning_is_seen(first_run: FirstRun, tmp_path: Path) -> None:
    from flows.schedules import missed

    home = Home.open(first_run.home)
    with Reader(home.writer_file) as reader:
        (run,) = reader.rows("runs")
    ended = run["finished_at"]
    next_morning = datetime.combine(ended.date() + timedelta(days=ended.hour >= 6), time(6))
    assert not missed(home, next_morning - timedelta(seconds=1))
    assert missed(home, next_morning)
    assert missed(Home.open(tmp_path / "new", create=True), ended)
