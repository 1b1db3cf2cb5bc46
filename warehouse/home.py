"""The home: the one folder that holds everything Rashomon remembers, and the lock that one run holds on it."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import HomeError, HomeLocked, HomeMissing, NewerHome, NotOurHome, one_line

__all__ = ["SCHEMA_VERSION", "Home", "HomeError", "HomeLocked", "HomeMissing", "NewerHome", "NotOurHome"]

MARKER = ".rashomon-home"
SCHEMA_VERSION = max(int(file.name[:4]) for file in (Path(__file__).parent / "sql" / "migrations").glob("*.sql"))
"""The number of the newest migration that this code knows."""


@dataclass(frozen=True, slots=True)
class Home:
    """A home folder that is ours. Make one with `Home.open`."""

    path: Path

    @property
    def snapshot(self) -> Path:
        """The published warehouse: read-only, replaced atomically."""
        return self.path / "warehouse.duckdb"

    @property
    def writer_file(self) -> Path:
        """The writer's own database; readers never open it."""
        return self.path / "writer.duckdb"

    @property
    def raw(self) -> Path:
        """The bytes of every capture, by content."""
        return self.path / "raw"

    @property
    def reports(self) -> Path:
        """The reports."""
        return self.path / "reports"

    @property
    def latest(self) -> Path:
        """The latest report."""
        return self.path / "reports" / "latest"

    @property
    def parquet(self) -> Path:
        """One Parquet file for each public view."""
        return self.path / "parquet"

    @property
    def prefect(self) -> Path:
        """Where Prefect keeps its own state."""
        return self.path / "prefect"

    @classmethod
    def open(cls, path: Path, create: bool = False) -> Home:
        """The home at `path`, made there when `create` and nothing else is in the way.

        Raises:
            HomeMissing: nothing is there and `create` is false.
            NotOurHome: a file, or a folder with other things in it, is there.
            NewerHome: a newer version made it.
            HomeError: it cannot be made or read.
        """
        home = cls(Path(os.path.abspath(path)))  # noqa: PTH100 (resolve() would follow links; the user's name stays)
        try:
            if not home._marker.is_file():
                home._make(create)
            home._refuse_newer()
        except OSError as error:
            reason = error.strerror or one_line(error)
            raise HomeError(f"cannot use home {home.path}: {reason}; choose another --home") from error
        return home

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the home for a whole run; the lock dies with the process.

        Raises:
            HomeLocked: another run holds it (names its process id).
        """
        file = self.path / ".lock"
        try:
            handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise HomeError(f"cannot lock home {self.path}: {error.strerror}; check who may write there") from error
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip() or "unknown"
                raise HomeLocked(
                    f"home {self.path} is in use by another run (process {holder}); wait until it ends"
                ) from error
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
            yield
        finally:
            os.close(handle)

    def schema(self) -> int:
        """The schema version that the home is marked with.

        Raises:
            NotOurHome: the marker cannot be read.
        """
        try:
            schema = json.loads(self._marker.read_text("utf-8"))["schema"]
        except (ValueError, KeyError, TypeError) as error:
            raise NotOurHome(f"{self._marker} cannot be read as our marker; choose another --home") from error
        if not isinstance(schema, int):
            raise NotOurHome(f"{self._marker} cannot be read as our marker; choose another --home")
        return schema

    def mark(self, schema: int) -> None:
        """Write down which schema the home has now."""
        text = json.dumps({"program": "rashomon", "schema": schema}) + "\n"
        fresh = self.path / f"{MARKER}.{os.getpid()}"
        fresh.write_text(text, "utf-8")
        fresh.replace(self._marker)

    @property
    def _marker(self) -> Path:
        return self.path / MARKER

    def _make(self, create: bool) -> None:
        if self.path.exists():
            if not self.path.is_dir():
                raise NotOurHome(f"{self.path} is a file, not a folder; choose another --home")
            # A leftover of a first start that was killed is no reason to refuse.
            if any(not child.name.startswith(MARKER) for child in self.path.iterdir()):
                raise NotOurHome(f"{self.path} is not a Rashomon home (no {MARKER}); choose another or an empty folder")
        if not create:
            raise HomeMissing(f"no home at {self.path}; make one with: rashomon run SOURCE --home {self.path}")
        self.path.mkdir(parents=True, exist_ok=True)
        self.mark(SCHEMA_VERSION)

    def _refuse_newer(self) -> None:
        schema = self.schema()
        if schema > SCHEMA_VERSION:
            raise NewerHome(
                f"home {self.path} has schema {schema} and this version knows up to {SCHEMA_VERSION}; "
                "update Rashomon or choose another --home"
            )
