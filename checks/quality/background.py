"""A process of its own in which Great Expectations is imported while the caller does other work."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor

from checks.quality.gx import load, quiet


def warm() -> None:
    """Import Great Expectations; end with the parent: neither outlive a killed run nor complain on Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=leave_with_parent, daemon=True).start()
    with quiet():
        load("great_expectations.expectations")


def leave_with_parent() -> None:
    """End this process as soon as its parent has ended."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


@contextlib.contextmanager
def background() -> Iterator[Executor]:
    """A process that imports Great Expectations while the caller does other work, for `assess`.

    Worth it when there is a second core and some seconds of other work; the caller's main module must be importable
    without side effects (guarded by `__name__ == "__main__"`).
    """
    pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=warm)
    try:
        pool.submit(int)  # a process is only started by its first task
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
