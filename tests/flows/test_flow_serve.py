"""`rashomon serve`: schedules are kept by its own server until it is told to stop."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from flow_runs import Command

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


def test_three_schedules_are_kept_until_it_is_stopped(pages: Path, tmp_path: Path) -> None:
    serving = Command().start("serve", pages, "--home", tmp_path / "home")
    database = Path(os.environ["PREFECT_HOME"]) / "prefect.db"
    while serving.poll() is None and scheduled(database) != {"ingest", "analyse", "publish"}:
        time.sleep(0.2)
    serving.send_signal(signal.SIGTERM)
    _, said = serving.communicate()
    assert serving.returncode == 0, said
    assert said.splitlines()[-1] == "rashomon: schedules stopped"
