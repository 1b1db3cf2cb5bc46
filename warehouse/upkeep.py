"""Upkeep of a home: what retention may take away, and the whole home as one file and back.

A citation never breaks: bytes that any article was read from stay for good, as do texts, claims, conflicts, verdicts
and runs.
"""

from __future__ import annotations

import os
import tarfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from warehouse.db import statement, transaction, translated
from warehouse.errors import NotOurHome, WarehouseError
from warehouse.home import Home
from warehouse.write import Writer

LEFTOVER_S = 86_400.0
"""Files that nothing names are left alone for a day: a run may be about to name them."""
_NOT_KEPT = ("prefect", ".lock")


@dataclass(frozen=True, slots=True)
class Prunable:
    """«This file of the home may go, because `why`»; `sha256` is None for what the warehouse does not name."""

    path: str
    byte_count: int
    why: str
    sha256: str | None = None


def prunable(home: Home, raw_before: datetime, reports_before: datetime) -> list[Prunable]:
    """What retention would take away: call it with the home locked.

    Bytes last seen before `raw_before` that no article was read from (feeds, sitemaps, pages that failed), reports
    recorded before `reports_before` but the last and the last good one, and files that nothing names.
    """
    with Writer(home) as writer, translated("read", home.writer_file):
        con = writer.connection
        raw = con.execute(statement("queries/prunable_raw"), {"before": raw_before}).fetchall()
        reports = con.execute(statement("queries/prunable_reports"), {"before": reports_before}).fetchall()
        named = {str(path) for (path,) in con.execute("SELECT DISTINCT raw_path FROM raw.capture").fetchall()}
    found = [Prunable(str(path), int(size), "no article was read from it", str(sha256)) for sha256, path, size in raw]
    found += [Prunable(str(path), 0, "an older report") for (path,) in reports]
    return [one for one in [*found, *_leftovers(home, named)] if (home.path / one.path).is_file()]


def prune(home: Home, files: list[Prunable], now: datetime) -> None:
    """Take the files away; it is put on record first, so that a crash in between is no damage. Publish afterwards."""
    rows = [[one.sha256, one.path, now] for one in files if one.sha256 is not None]
    with Writer(home) as writer, translated("write", home.writer_file), transaction(writer.connection):
        if rows:
            writer.connection.executemany("INSERT INTO raw.pruned VALUES (?, ?, ?)", rows)
    for one in files:
        (home.path / one.path).unlink(missing_ok=True)


def backup(home: Home, target: Path) -> None:
    """The whole home as one tar file: call it with the home locked. Raises OSError; no half file is left."""
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with tarfile.open(fresh, "x:gz" if target.suffix in (".gz", ".tgz") else "x:") as tar:
            for child in sorted(home.path.iterdir()):
                if child.name not in _NOT_KEPT and ".fresh" not in child.name:
                    tar.add(child, child.name)
        fresh.chmod(0o600)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def restore(source: Path, place: Path) -> Home:
    """A backup as a home again, at a `place` where nothing is yet.

    Raises:
        NotOurHome: something is there.
        WarehouseError: the file is no backup of ours.
    """
    if place.exists() and any(place.iterdir()):
        raise NotOurHome(f"{place} is not empty; restore into a new folder")
    try:
        with tarfile.open(source) as tar:
            if not any(member.name == ".rashomon-home" for member in tar):
                raise WarehouseError(f"{source} is no backup of a Rashomon home; name a file made by: rashomon backup")
            place.mkdir(mode=0o750, parents=True, exist_ok=True)
            tar.extractall(place, filter="data")
    except (tarfile.TarError, OSError, EOFError) as error:
        raise WarehouseError(f"cannot restore {source}: {error}; name a whole file made by: rashomon backup") from error
    return Home.open(place)


def _leftovers(home: Home, named: set[str]) -> Iterator[Prunable]:
    """Files under raw/ that no capture names: of runs that were killed."""
    for path in sorted(home.raw.rglob("*")) if home.raw.is_dir() else ():
        place = path.relative_to(home.path).as_posix()
        ours = path.suffix == ".bin" or path.name.startswith(".part-")
        if ours and place not in named and path.stat().st_mtime < time.time() - LEFTOVER_S:
            yield Prunable(place, path.stat().st_size, "nothing names it")
