"""Publishing: the writer's file copied to the snapshot that readers open, and each public view as Parquet.

Everything is written and flushed to disk under another name first. A full disk or a crash before that is done leaves
the old files as they were; then each new file takes the place of the old one at once; readers keep what they opened.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from warehouse.db import Connection, quoted, translated
from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.rawfiles import sha256_file
from warehouse.schema import PUBLIC_VIEWS
from warehouse.write import Writer

_FRESH = ".fresh"


def publish(home: Home) -> Path:
    """Replace the snapshot and the Parquet files by what the writer has now; gives the snapshot's path.

    Raises:
        HomeLocked: a writer did not end within a minute.
        WarehouseError: the disk is full or refuses; the old files stay.
    """
    with Writer(home) as writer, translated("publish", home.snapshot):
        home.parquet.mkdir(exist_ok=True)
        _clear(home)
        try:
            fresh = [
                _copy_database(writer.connection, home.writer_file, home.snapshot),
                *_copy_views(writer.connection, home.parquet),
            ]
            for path in fresh:
                _flush(path)
            _replace_all(home, fresh)
        except BaseException:
            _clear(home)
            raise
    return home.snapshot


def keep_good_snapshot(home: Home) -> None:
    """Keep what is published now as the last good snapshot, whatever later runs publish. Raises OSError."""
    place = home.last_good_snapshot
    place.parent.mkdir(exist_ok=True)
    fresh = place.with_name(place.name + _FRESH)
    fresh.unlink(missing_ok=True)
    try:
        fresh.hardlink_to(home.snapshot)
    except OSError:  # a file system without hard links
        shutil.copyfile(home.snapshot, fresh)
    fresh.replace(place)
    fresh.unlink(missing_ok=True)  # renaming one link of a file to another of the same file does nothing


def published_digests(home: Home) -> dict[str, list[str]]:
    """For each published file, relative to the home, the SHA-256 digests that it may have (two around a crash).

    Raises:
        WarehouseError: nothing is published, or the list of digests cannot be read.
    """
    try:
        listed = json.loads(_manifest(home).read_text("utf-8"))
        return {str(name): [str(digest) for digest in digests] for name, digests in listed.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise WarehouseError(f"cannot read {_manifest(home)}; publish again with: rashomon run SOURCE") from error


def _copy_database(con: Connection, source: Path, target: Path) -> Path:
    """The writer's file as it is once everything is in it: as fast as the disk, whatever it holds.

    A process of its own reads it: were this one to close the file, DuckDB's lock on it would be gone (fcntl, POSIX).
    """
    con.execute("CHECKPOINT")
    fresh = target.with_name(target.name + _FRESH)
    copied = subprocess.run(["cp", "--", str(source), str(fresh)], capture_output=True, text=True, check=False)
    if copied.returncode:
        raise OSError(copied.stderr.strip() or f"cp ended with {copied.returncode}")
    return fresh


def _copy_views(con: Connection, folder: Path) -> list[Path]:
    paths = []
    for view in PUBLIC_VIEWS:
        path = folder / f"{view}.parquet{_FRESH}"
        con.execute(f"COPY (FROM {view} ORDER BY ALL) TO {quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)")
        paths.append(path)
    return paths


def _replace_all(home: Home, fresh: list[Path]) -> None:
    """Replace each file; the list of digests names old and new ones meanwhile, so that a crash there is no fault."""
    new = {_name(home, path): [sha256_file(path)] for path in fresh}
    try:
        old = published_digests(home)
    except WarehouseError:
        old = {}
    _write_manifest(home, {name: [*old.get(name, []), *digests] for name, digests in new.items()})
    for path in fresh:
        os.replace(path, path.with_name(path.name.removesuffix(_FRESH)))  # noqa: PTH105
    for folder in (home.path, home.parquet):
        _flush(folder)
    _write_manifest(home, new)


def _name(home: Home, fresh: Path) -> str:
    return str(fresh.relative_to(home.path)).removesuffix(_FRESH)


def _manifest(home: Home) -> Path:
    return home.path / "published.json"


def _write_manifest(home: Home, digests: dict[str, list[str]]) -> None:
    fresh = _manifest(home).with_name(_manifest(home).name + _FRESH)
    fresh.write_text(json.dumps(digests, indent=1, sort_keys=True) + "\n", "utf-8")
    _flush(fresh)
    fresh.replace(_manifest(home))


def _clear(home: Home) -> None:
    """Remove what a publication that failed or was killed has left; we hold the writer, so nobody else is at it."""
    for folder in (home.path, home.parquet):
        for leftover in folder.glob(f"*{_FRESH}*"):
            leftover.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
