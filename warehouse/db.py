"""The one door to DuckDB: how a database file is opened, and how its errors become ours.

No extension is ever installed or loaded, so that an offline machine behaves like any other.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

from warehouse.errors import HomeLocked, WarehouseError, one_line

Connection: TypeAlias = duckdb.DuckDBPyConnection
Error = duckdb.Error
STORAGE_VERSION = "v1.5.0"
"""Files are written so that DuckDB 1.5 can open them too."""

_SQL = Path(__file__).parent / "sql"
_OFFLINE: dict[str, Any] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # Python variables of the caller must never stand in for a missing table.
    "python_enable_replacements": False,
}
_BUSY = ("Could not set lock", "Conflicting lock", "different configuration", "Unique file handle conflict")
_DAMAGED = ("Corrupt database file", "does not match stored checksum", "Could not read enough bytes")
_DISK_TROUBLE = ("No space left", "File too large", "Disk quota", "Could not write", "Could not flush", "fsync failed")


@cache
def statement(name: str) -> str:
    """The SQL of `warehouse/sql/<name>.sql`."""
    return (_SQL / f"{name}.sql").read_text("utf-8")


def sql_files(folder: str) -> list[Path]:
    """The SQL files of one folder, in the order of their names."""
    return sorted((_SQL / folder).glob("*.sql"))


def connect(path: Path, *, wait_s: float = 30.0) -> Connection:
    """Open a database file for writing, waiting up to `wait_s` seconds while others exclude us.

    Raises:
        HomeLocked: it is still in use after that time.
        WarehouseError: it cannot be opened at all.
    """
    config = _OFFLINE | {"storage_compatibility_version": STORAGE_VERSION}
    return _patiently(path, wait_s, lambda: duckdb.connect(str(path), config=config))


def connect_reading(path: Path, *, wait_s: float = 30.0) -> Connection:
    """Open a database file read-only, under the name `warehouse`; waits and raises as `connect`.

    It is attached to an instance of its own. Opened directly it would share the instance that this process may already
    have for the path, and so see the old file still after that was replaced.
    """
    return _patiently(path, wait_s, lambda: _attached(path))


def connect_sealed(path: Path) -> Connection:
    """Open a file for statements of anybody: read-only, no other file, no extension, no way to change that."""
    con = connect_reading(path, wait_s=5.0)
    con.execute("SET enable_external_access = false; SET lock_configuration = true")
    return con


def _attached(path: Path) -> Connection:
    con = duckdb.connect(config=_OFFLINE | {"temp_directory": f"{path}.tmp"})
    try:
        con.execute(f"ATTACH {quoted(str(path))} AS warehouse (READ_ONLY)")
        con.execute("USE warehouse")
    except duckdb.Error:
        con.close()
        raise
    return con


def _patiently(path: Path, wait_s: float, attempt: Callable[[], Connection]) -> Connection:
    deadline = time.monotonic() + wait_s
    while True:
        try:
            return attempt()
        except duckdb.Error as error:
            if not any(word in str(error) for word in _BUSY):
                raise WarehouseError(f"cannot open {path}: {one_line(error)}") from error
            if time.monotonic() > deadline:
                raise HomeLocked(f"{path} is in use by another process; wait until it ends") from error
        time.sleep(0.02)


def quoted(text: str) -> str:
    """A text as an SQL literal, where a parameter cannot stand (ATTACH, COPY)."""
    return "'" + text.replace("'", "''") + "'"


def arrow(con: Connection, sql: Any) -> Any:
    """The answer of one statement (text, or as DuckDB parsed it) as a `pyarrow.Table`; empty when it gives none."""
    relation = con.sql(sql)
    if relation is None:
        import pyarrow as pa

        return pa.table({})
    return relation.to_arrow_table()


@contextmanager
def translated(doing: str, path: Path) -> Iterator[None]:
    """Turn errors of DuckDB and of the disk into a `WarehouseError` that names `doing` and `path`."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        remedy = "free disk space or check the disk, then run again" if _of_the_disk(error) else "run again"
        if any(word in str(error) for word in _DAMAGED):
            remedy = "the file is damaged: put a backup in its place, see docs/operations.md"
        raise WarehouseError(f"cannot {doing} {path}: {one_line(error)}; {remedy}") from error


@contextmanager
def transaction(con: Connection) -> Iterator[None]:
    """All or nothing: commit at the end, roll back on any error."""
    con.execute("BEGIN TRANSACTION")
    try:
        yield
        con.execute("COMMIT")
    except BaseException:
        # The failed statement (or a full disk) may have ended the transaction already.
        with suppress(duckdb.Error):
            con.execute("ROLLBACK")
        raise


def _of_the_disk(error: BaseException) -> bool:
    return isinstance(error, OSError) or any(word in str(error) for word in _DISK_TROUBLE)
