"""The local engine: the cores of this machine, a process each with models loaded; only this process for little work."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from types import TracebackType
from typing import Any

from flows.engine.work import WORKS, Pending, Work

AHEAD = 2
"""Shards under way for each process."""


class Local:
    """Processes of this machine, started when there is work that is worth them; see `flows.engine`."""

    def __init__(self, processes: int | None = None) -> None:
        """Nothing is started yet; `processes` is by default one for each core that we may use."""
        self.processes = cores() if processes is None else processes
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Local:
        """The engine itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes."""
        self._stop()

    def start(self, work: Work, shards: Sequence[Any]) -> Iterator[Pending]:
        """See `flows.engine.Engine`."""
        if self.processes < 2 or len(shards) < 2 or sum(map(work.weight, shards)) < work.worth:
            yield from (partial(work.run, shard) for shard in shards)
            return
        waiting: deque[tuple[Future[Any] | None, Any]] = deque()
        for shard in shards:
            waiting.append((self._submit(work, shard), shard))
            if len(waiting) > AHEAD * self.processes:
                yield partial(self._result, work, *waiting.popleft())
        while waiting:
            yield partial(self._result, work, *waiting.popleft())

    def _submit(self, work: Work, shard: Any) -> Future[Any] | None:
        try:
            return self._started().submit(_run, work.name, shard)
        except (BrokenProcessPool, OSError, ImportError):
            return None

    def _result(self, work: Work, future: Future[Any] | None, shard: Any) -> Any:
        """The result of one shard; what a process that died had in hand is done here."""
        try:
            if future is not None:
                return future.result()
        except BrokenProcessPool:
            self._stop()
        return work.run(shard)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Not forked from here: Prefect's threads hold locks that a copy of this process would wait for for ever.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["flows.engine.warm"])
            with _deaf():
                self._pool = ProcessPoolExecutor(self.processes, mp_context=context, initializer=_prepare)
                self._pool.submit(int)
        return self._pool

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(name: str, shard: Any) -> Any:
    return WORKS[name].run(shard)


def _prepare() -> None:
    """A process of the pool: Ctrl-C is its parent's to answer, and it ends when that does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


class _deaf:  # noqa: N801 (a context)
    """Processes that start within the block are deaf to Ctrl-C from their first moment."""

    def __enter__(self) -> None:
        main = threading.current_thread() is threading.main_thread()
        self._before = signal.signal(signal.SIGINT, signal.SIG_IGN) if main else None

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
