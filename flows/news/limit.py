"""Limits of CPU time: what takes longer than it may is broken off, wherever it is."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class TookTooLongError(BaseException):
    """The work used up its CPU time. No Exception: a library that survives everything must not survive this."""


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Within this block this process may use so much CPU time.

    The limit holds in the main thread, of this process or of one that reads pages for it, and where there are signals;
    elsewhere there is none.

    Raises:
        TookTooLongError: it was used up.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGPROF"):
        yield
        return
    before = signal.signal(signal.SIGPROF, _break_off)
    # It rings again: some code that was interrupted swallows whatever is raised.
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _break_off(_signal: int, _frame: Any) -> None:
    raise TookTooLongError
