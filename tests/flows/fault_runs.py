"""Whole runs killed at random moments: `python tests/flows/fault_runs.py PAGES WORK KILLS SEED`, with PREFECT_API_URL.

Everything heavy is imported once; each run is a fork of this process, which makes fifty of them affordable. Every home
starts either empty or as an earlier run left it, is killed five times in a row, and then completes. Prints one JSON
object: how many runs were killed before they ended, in which stage, and what was wrong (nothing should be).
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.read import Reader
from warehouse.schema import PUBLIC_VIEWS
from warehouse.verify import verify

IN_A_ROW = 5
MOMENTS = {
    "captured_at", "last_captured_at", "times_seen", "first_seen_at", "last_seen_at", "started_at", "finished_at",
    "first_started_at", "recorded_at",
}  # fmt: skip
"""What tells when something was seen or done, and how often: it differs between a run and its repetition."""
Dump = dict[str, list[dict[str, Any]]]


def preload(page: Path, scratch: Path) -> None:
    """Import and warm up all that a run needs, but Prefect's threads, which do not survive a fork."""
    import flows.daily
    from checks.claims import extract
    from checks.conflicts import embedded, find
    from checks.quality import assess
    from flows.news.collect import collect
    from flows.news.fetch import Fetcher, Settings
    from flows.news.sources import read_sources
    from warehouse.db import arrow, connect
    from warehouse.records import Article, Capture, Claim, Conflict, Run
    from warehouse.tables import to_table

    del flows.daily
    with Fetcher(Settings()) as fetcher:
        read = collect(read_sources([str(page)]), scratch / "raw", "", datetime(2031, 5, 4), fetcher)
    articles = [replace(article, version=1) for article in read.articles]
    find(articles, extract(articles), ())
    embedded()
    kinds = {"captures": Capture, "articles": Article, "claims": Claim, "conflicts": Conflict, "runs": Run}
    tables = {name: to_table([], kind) for name, kind in kinds.items()}
    con = connect(Path(":memory:"))
    for name, table in tables.items():
        con.register(name, table)
    assess(tables, "run", scratch / "quality", lambda sql: arrow(con, sql))
    con.close()


def forked(work: Callable[[], None]) -> int:
    """The id of a process that does the work and ends with 0, or with 1 and a traceback."""
    child = os.fork()
    if child:
        return child
    os.setsid()
    try:
        work()
        sys.stdout.flush()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def run(pages: list[str], home: Path) -> None:
    """One whole run in this process, its quality judged here too."""
    from flows.daily import daily
    from flows.session import session

    with session(home, create=True):
        daily(pages, str(home))


def ended(child: int) -> int:
    """Its exit status, negative when a signal ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def dump(file: Path) -> Dump:
    """Every row of every public view, without what tells of moments."""
    with Reader(file) as reader:
        rows = {view: reader.rows(view) for view in PUBLIC_VIEWS}
    return {
        view: sorted(({k: v for k, v in row.items() if k not in MOMENTS} for row in found), key=repr)
        for view, found in rows.items()
    }


def report(home: Path) -> bytes:
    """The report that is shown."""
    return (home / "reports" / "latest" / "discrepancies.json").read_bytes()


def run_of(home: Path) -> str:
    """The id of the run that stands in a whole home."""
    with Reader(home / "warehouse.duckdb") as reader:
        return str(max(reader.rows("runs"), key=lambda row: row["run_seq"])["run_id"])


def stage(home: Path, run_id: str) -> str:
    """What a killed run was about, as its home tells."""
    if not (home / "writer.duckdb").is_file():
        return "asking"
    with Reader(home / "writer.duckdb") as reader:
        rows = [row for row in reader.rows("runs") if row["run_id"] == run_id]
    if not rows:
        return "asking"
    if rows[0]["gate"] == "running":
        return "analysing" if rows[0]["run_seq"] is None else "judging"
    with contextlib.suppress(WarehouseError), Reader(home / "warehouse.duckdb") as reader:
        if any(row["run_id"] == run_id for row in reader.rows("runs")):
            return "showing"
    return "publishing"


@dataclass
class Killing:
    """Runs over `pages`, killed within `took` seconds, and what came of it."""

    pages: list[str]
    took: float
    run_id: str
    moments: random.Random
    killed: int = 0
    stages: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def kill_one(self, home: Path, readable: list[Dump]) -> None:
        """Start a run and kill it; readers must see one of the `readable` states, whole."""
        child = forked(lambda: run(self.pages, home))
        time.sleep(self.moments.uniform(0.0, self.took))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        if ended(child) == -signal.SIGKILL:
            self.killed += 1
            self.stages[stage(home, self.run_id)] += 1
        if (home / "warehouse.duckdb").is_file():
            if dump(home / "warehouse.duckdb") not in readable:
                self.wrong.append(f"{home.name}: readers saw neither the old rows nor the new ones")
            self.wrong += [f"{home.name}: {problem}" for problem in verify(Home.open(home))]

    def complete(self, home: Path, rows: Dump, page: bytes) -> None:
        """Let one run end; everything must be as after an undisturbed one."""
        if status := ended(forked(lambda: run(self.pages, home))):
            self.wrong.append(f"{home.name}: the run after the kills ended with {status}")
            return
        if dump(home / "warehouse.duckdb") != rows or dump(home / "writer.duckdb") != rows:
            self.wrong.append(f"{home.name}: other rows than the undisturbed run")
        if report(home) != page:
            self.wrong.append(f"{home.name}: another report than the undisturbed run")
        self.wrong += [f"{home.name}: {problem}" for problem in verify(Home.open(home))]


def main(pages: Path, work: Path, kills: int, seed: int) -> dict[str, Any]:
    """Kill, look, complete, compare: in turn from an empty home, and from one that has a run."""
    preload(sorted(pages.iterdir())[0], work / "scratch")
    every = [str(path) for path in sorted(pages.iterdir())]
    before, empty = work / "before", work / "empty"
    homes = {empty: work / "whole-1", before: work / "whole-2"}
    took = 0.0
    for number, (start, whole) in enumerate(homes.items()):
        if number and (status := ended(forked(lambda: run(every[:1], before)))):
            return {"wrong": [f"the first run ended with {status}"]}
        if start.is_dir():
            shutil.copytree(start, whole, symlinks=True)
        begun = time.monotonic()
        if status := ended(forked(lambda whole=whole: run(every, whole))):  # type: ignore[misc]
            return {"wrong": [f"an undisturbed run ended with {status}"]}
        took = max(took, time.monotonic() - begun)
    killing, chain = Killing(every, took, "", random.Random(seed)), 0
    while killing.killed < kills:
        start, whole = list(homes.items())[chain % 2]
        killing.run_id = run_of(whole)
        home, chain = work / f"home-{chain}", chain + 1
        rows = dump(whole / "warehouse.duckdb")
        readable = [rows]
        if start.is_dir():
            shutil.copytree(start, home, symlinks=True)
            readable.append(dump(start / "warehouse.duckdb"))
        for _ in range(IN_A_ROW):
            killing.kill_one(home, readable)
        killing.complete(home, rows, report(whole))
        shutil.rmtree(home)
    told = {"killed": killing.killed, "homes": chain, "stages": dict(killing.stages)}
    return told | {"one_run_s": round(took, 2), "wrong": killing.wrong}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))
