"""The Dask engine: shards as tasks of a cluster, results as Parquet files named by their content.

Workers compute and write files; the process that runs the flow reads them, and it alone writes the warehouse. A worker
that dies costs time: its shards are done elsewhere, and a file of the same content has the same name.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from shutil import rmtree
from types import TracebackType
from typing import Any

from flows.engine.local import cores
from flows.engine.work import WORKS, EngineError, Pending, Work, from_parquet, to_parquet
from flows.version import code_version
from warehouse.ids import sha256_bytes

AHEAD = 3
"""Shards under way for each thread of the cluster."""


class Cluster:
    """A Dask cluster: the one at `scheduler`, or one of our own on this machine for as long as the block lasts."""

    def __init__(self, scratch: Path, scheduler: str | None, workers: int | None = None) -> None:
        """`scratch` must be one folder for all workers: with a cluster of many machines, on storage they share."""
        self.scratch = scratch
        self._scheduler = scheduler
        self._workers = workers or cores()
        self._stack = contextlib.ExitStack()
        self.client: Any = None

    def __enter__(self) -> Cluster:
        """Connect.

        Raises:
            EngineError: Dask is not installed, or nobody answers at the address.
        """
        try:
            import distributed
        except ImportError as error:
            raise EngineError("the dask engine needs Dask; install it with: pip install 'rashomon[dask]'") from error
        dask: Any = distributed
        self.scratch.mkdir(parents=True, exist_ok=True)
        try:
            where = self._scheduler or self._stack.enter_context(
                dask.LocalCluster(
                    n_workers=self._workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
                )
            )
            self.client = self._stack.enter_context(dask.Client(where, timeout="30s", set_as_default=False))
        except OSError as error:
            self._stack.close()
            raise EngineError(
                f"no Dask scheduler answers at {self._scheduler}; check DASK_SCHEDULER_ADDRESS"
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the cluster, and end it when it is ours."""
        self._stack.close()
        rmtree(self.scratch, ignore_errors=True)

    def start(self, work: Work, shards: Sequence[Any]) -> Iterator[Pending]:
        """See `flows.engine.Engine`."""
        waiting: deque[Any] = deque()
        scratch = str(self.scratch.resolve())
        limit = AHEAD * max(1, sum(self.client.nthreads().values()))
        for shard in shards:
            waiting.append(self.client.submit(_done, work.name, shard, scratch, code_version(), pure=False))
            if len(waiting) > limit:
                yield partial(self._result, work, waiting.popleft())
        while waiting:
            yield partial(self._result, work, waiting.popleft())

    def _result(self, work: Work, future: Any) -> Any:
        name = future.result()
        path = self.scratch / name
        try:
            content = path.read_bytes()
        except FileNotFoundError as error:
            raise EngineError(
                f"a worker wrote {name}, and it is not in {self.scratch}; the home must be on storage that the "
                "workers share with this machine, under the same path"
            ) from error
        if sha256_bytes(content) not in name:
            raise EngineError(
                f"{path} does not have the content that it is named by; check the storage, then run again"
            )
        return from_parquet(work, content)


def _done(name: str, shard: Any, scratch: str, code: str) -> str:
    """On a worker: do the work, and write its result into `scratch`; gives the file's name."""
    if code_version() != code:
        raise EngineError(f"a worker has code {code_version()} and this machine {code}; install the same on both")
    work = WORKS[name]
    content = to_parquet(work, work.run(shard))
    final = f"{name}-{sha256_bytes(content)}.parquet"
    handle, temporary = tempfile.mkstemp(dir=scratch, prefix=".part-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(temporary).replace(Path(scratch) / final)
    return final
