"""What a terminal sees of a run: a bar for each stage, or plain lines when nobody is watching; nothing by default."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

View = Literal["bars", "lines", "nothing"]
Advance = Callable[[int], None]

_view: View = "nothing"


def show(view: View) -> None:
    """Choose what is shown, on standard error, from now on in this process."""
    global _view  # noqa: PLW0603 (the terminal is one, too)
    _view = view


@contextmanager
def stage(name: str, total: int, unit: str) -> Iterator[Advance]:
    """One stage of the run over `total` of `unit` (plural); call what it gives with the number just done."""
    if _view == "bars":
        with _bar(name, total, unit) as advance:
            yield advance
        return
    done = 0

    def count(number: int) -> None:
        nonlocal done
        done += number

    yield count
    if _view == "lines":
        from sys import stderr

        print(f"{name}: {done} {unit}", file=stderr, flush=True)


@contextmanager
def _bar(name: str, total: int, unit: str) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task(name, total=total)
        yield lambda number: progress.advance(bar, number)
