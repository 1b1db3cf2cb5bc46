"""The one door to DuckDB: how a database file is opened, and how its errors become ours.

No extension is ever installed or loaded, so that an offline machine behaves like any other.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
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
_OFFLINE: dict[str, Any] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
# Python variables of the caller must never stand in for a missing table.
_SEALED: dict[str, Any] = {"python_enable_replacements": False}
_BUSY = ("Could not set lock", "different configuration", "Conflicting lock")


@cache
def statement(name: str) -> str:
    """The SQL of `warehouse/sql/<name>.sql`."""
    return (_SQL / f"{name}.sql").read_text("utf-8")


def sql_files(folder: str) -> list[Path]:
    """The SQL files of one folder, in the order of their names."""
    return sorted((_SQL / folder).glob("*.sql"))


def connect(path: Path, *, read_only: bool = False, wait_s: float = 30.0) -> Connection:
    """Open a database file, waiting up to `wait_s` seconds while another connection excludes this one.

    Raises:
        HomeLocked: it is still in use after that time.
        WarehouseError: it cannot be opened at all.
    """
    config = _OFFLINE | _SEALED | ({} if read_only else {"storage_compatibility_version": STORAGE_VERSION})
    return _connect(path, read_only, wait_s, config)


def connect_sealed(path: Path) -> Connection:
    """Open a file for statements of anybody: read-only, no other file, no extension, no way to change that."""
    con = _connect(path, True, 5.0, _OFFLINE | _SEALED | {"enable_external_access": False})
    con.execute("SET lock_configuration = true")
    return con


def _connect(path: Path, read_only: bool, wait_s: float, config: dict[str, Any]) -> Connection:
    deadline = time.monotonic() + wait_s
    while True:
        try:
            return duckdb.connect(str(path), read_only=read_only, config=config)
        except duckdb.Error as error:
            if not any(word in str(error) for word in _BUSY):
                raise WarehouseError(f"cannot open {path}: {one_line(error)}") from error
            if time.monotonic() > deadline:
                raise HomeLocked(f"{path} is in use by another process; wait until it ends") from error
        time.sleep(0.02)


@contextmanager
def translated(doing: str, path: Path) -> Iterator[None]:
    """Turn errors of DuckDB and of the disk into a `WarehouseError` that names `doing` and `path`."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        remedy = "free disk space or check the disk, then run again" if _of_the_disk(error) else "run again"
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
    return isinstance(error, (OSError, duckdb.IOException, duckdb.FatalException, duckdb.OutOfMemoryException))
