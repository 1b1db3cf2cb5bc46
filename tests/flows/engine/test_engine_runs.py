"""Whole runs on Dask: the bytes of the local engine, here and on a cluster that loses a worker."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flow_runs import Command, FirstRun

from warehouse.read import Reader

pytest.importorskip("distributed", reason="Dask is an extra: pip install 'rashomon[dask]'")
pytestmark = pytest.mark.filterwarnings("default")  # what Dask's own shutdown warns of is not ours to answer


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A scheduler with two workers that runs are told of by DASK_SCHEDULER_ADDRESS."""
    import distributed

    made: Any = distributed.LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    )
    with made:
        monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", made.scheduler_address)
        yield made


def same_as_local(home: Path, first: FirstRun) -> None:
    """The report and the tables that readers see are those of the local engine."""
    assert (home / "reports" / "latest" / "discrepancies.json").read_bytes() == first.report
    with Reader(first.home / "warehouse.duckdb") as one, Reader(home / "warehouse.duckdb") as two:
        for view in ("claims", "conflicts", "discrepancies", "positions"):
            assert one.rows(view) == two.rows(view), view


def test_processes_of_this_machine_give_the_bytes_of_the_local_engine(
    command: Command, pages: Path, first_run: FirstRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DASK_SCHEDULER_ADDRESS", raising=False)
    ended = command("run", pages, "--home", tmp_path / "home", "--engine", "dask")
    assert ended.status == 0, ended.err
    same_as_local(tmp_path / "home", first_run)


def test_a_cluster_that_loses_a_worker_gives_the_bytes_of_the_local_engine(
    command: Command, pages: Path, first_run: FirstRun, tmp_path: Path, cluster: Any
) -> None:
    home, killed = tmp_path / "home", threading.Event()

    def kill() -> None:
        """A worker dies when the first shard has been written."""
        while not killed.is_set():
            if any((home / "shards").glob("*.parquet")):
                os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
                killed.set()
            time.sleep(0.05)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    ended = command("run", pages, "--home", home, "--engine", "dask")
    assert ended.status == 0, ended.err
    assert killed.is_set(), "the run put nothing before the cluster"
    killer.join()
    same_as_local(home, first_run)
