"""A session: one home, locked by this process, for as long as a flow works on it.

`daily` opens it for the whole run and the flows inside find it open; a flow that runs alone opens its own.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flows import settings
from flows.engine import Engine, engine_of
from flows.engine.local import Local
from warehouse.home import Home, HomeLocked
from warehouse.write import Writer

TURN_S = 1200.0
"""How long a scheduled flow waits for the one before it, in seconds."""

_open: dict[Path, Session] = {}


@dataclass(frozen=True, slots=True)
class Session:
    """A locked home, the process that judges the run's quality (None: this one), and where the work is done."""

    home: Home
    judge: Executor | None = None
    engine: Engine = field(default_factory=Local)


@contextmanager
def session(
    home: str | Path, create: bool = False, judge_ahead: bool = False, wait_s: float = 0.0, engine: str | None = None
) -> Iterator[Session]:
    """The home, ours alone within the block; made when `create`.

    `wait_s` is how long to wait for a run that holds it; `judge_ahead` lets Great Expectations be imported in a process
    beside this one: worth it when some seconds of other work come first. `engine` names where work is done (default:
    what the settings say).

    Raises:
        HomeError: it is not ours, missing or locked by another run.
        EngineError: the engine cannot be used.
    """
    ours = Home.open(Path(home), create=create)
    if ours.path in _open:
        yield _open[ours.path]
        return
    with ExitStack() as stack:
        stack.enter_context(_locked(ours, wait_s))
        if ours.writer_file.is_file() or ours.snapshot.is_file():
            with Writer(ours):  # brings an older home up to this version before anything reads it
                pass
        judge = stack.enter_context(_background()) if judge_ahead else None
        told = settings.read()
        works = stack.enter_context(engine_of(engine or told.engine, ours.path / "shards", told.scheduler))
        _open[ours.path] = Session(ours, judge, works)
        stack.callback(_open.pop, ours.path)
        yield _open[ours.path]


@contextmanager
def _locked(home: Home, wait_s: float) -> Iterator[None]:
    deadline = time.monotonic() + wait_s
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(home.lock())
                break
            except HomeLocked:
                if time.monotonic() >= deadline:
                    raise
            time.sleep(1)
        yield


@contextmanager
def _background() -> Iterator[Executor]:
    from checks.quality import background

    with ExitStack() as stack:
        with _uninterrupted():
            executor = stack.enter_context(background())
        yield executor


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """A process that starts within the block is deaf to Ctrl-C: it is ours to answer it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
