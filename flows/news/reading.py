"""Reading: captures become articles, a few in this process, many in as many processes as there are cores."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from threading import BoundedSemaphore
from types import TracebackType

from flows.news.limit import TookTooLongError, cpu_limit
from flows.news.sources import Credit
from warehouse.records import Article, Capture

ALONE = 40
"""Pages read in this process before others are worth their start, which costs each about a second."""
WAITING = 32
"""Pages that may wait for the other processes at once: what bounds the memory."""


MOST_CPU_S = 60.0
"""CPU time for one page; the largest that is read at all takes less than half of it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A capture with its bytes (None: there are none), its source's language, and whom its feed credits for it."""

    capture: Capture
    content: bytes | None
    language: str | None = None
    credit: Credit | None = None


class Reading:
    """Reads pages, in order of submission or not; a context manager, for one thread."""

    def __init__(self, workers: int | None = None, alone: int = ALONE) -> None:
        """`workers` is the number of processes (None: one for each core); with one, all is read in this process."""
        self._workers = workers if workers is not None else cores()
        self._alone = alone if self._workers > 1 else None
        self._read = 0
        self._pool: ProcessPoolExecutor | None = None
        self._room = BoundedSemaphore(WAITING)

    def __enter__(self) -> Reading:
        """The reading itself; processes start when they are needed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def submit(self, page: Page) -> Callable[[], Article]:
        """Begin to read the page; the answer gives its article, which it waits for."""
        self._read += 1
        if self._alone is None or self._read <= self._alone:
            article = read_page(page)
            return lambda: article
        self._room.acquire()
        try:
            pending = self._processes().submit(read_page, page)
        except BrokenProcessPool:
            self._room.release()
            return lambda: self._by_itself(page)
        pending.add_done_callback(lambda _: self._room.release())
        return lambda: self._result(pending, page)

    def _result(self, pending: Future[Article], page: Page) -> Article:
        try:
            return pending.result()
        except BrokenProcessPool:
            return self._by_itself(page)

    def _by_itself(self, page: Page) -> Article:
        """The page read in a process of its own: another one ended the process that was to read it, or it did."""
        self.__exit__(None, None, None)
        with _processes(1) as pool:
            try:
                return pool.submit(read_page, page).result()
            except BrokenProcessPool:
                from flows.news.parse import without_text

                return without_text(page.capture, "unreadable", "the page ended the process that read it")

    def _processes(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = _processes(self._workers)
        return self._pool


def cores() -> int:
    """How many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_page(page: Page, most_cpu_s: float = MOST_CPU_S) -> Article:
    """The article of one page; one that takes too long is refused, so that it cannot hold up the run."""
    from flows.news.parse import parse, without_text  # The extractor takes most of a second to import.

    try:
        with cpu_limit(most_cpu_s):
            return parse(page.capture, page.content, page.language, page.credit)
    except TookTooLongError:
        return without_text(page.capture, "unreadable", f"the page took more than {most_cpu_s:g} s of CPU to read")


def _processes(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["flows.news.parse.all"])
    return ProcessPoolExecutor(workers, mp_context=context)
