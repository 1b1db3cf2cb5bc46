"""Engines: where pure work is done, shard by shard, behind one small interface; equal results from all of them.

`local` uses the cores of this machine, `dask` a cluster. Both hand results back in the order of the shards, keep only a
few shards under way, and do again what a worker that died had in hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Literal, Protocol

from flows.engine.work import Pending, Work

__all__ = ["ENGINES", "Engine", "Pending", "Work", "engine_of"]

EngineName = Literal["local", "dask"]
ENGINES: tuple[EngineName, ...] = ("local", "dask")


class Engine(Protocol):
    """Somewhere to do work."""

    def start(self, work: Work, shards: Sequence[Any]) -> Iterator[Pending]:
        """For each shard, in order, something to call for its result; call each before asking for the next."""


def engine_of(name: str, scratch: Path, scheduler: str | None) -> AbstractContextManager[Engine]:
    """The engine of that name; its workers are there within the block, from the first work that is worth them.

    `scratch` is a folder for files on their way, `scheduler` the address of a Dask cluster (None: one of our own).

    Raises:
        EngineError: there is no such engine here.
    """
    if name == "dask":
        from flows.engine.cluster import Cluster

        return Cluster(scratch, scheduler)
    from flows.engine.local import Local

    return Local()
