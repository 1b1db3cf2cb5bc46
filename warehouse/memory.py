"""The memory: what can be computed again at any time, kept beside the warehouse so that it need not be.

It is a database of its own, is never published, and may be deleted between runs: the next run then takes longer and
finds the same. A memory that cannot be read is thrown away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any

from warehouse.db import Connection, connect, transaction, translated
from warehouse.errors import WarehouseError
from warehouse.home import Home

Key = tuple[str, int]
Link = tuple[Key, Key, int]

_LAYOUT = "2"
_TABLES = """
CREATE TABLE IF NOT EXISTS made_for (layout VARCHAR);
CREATE TABLE IF NOT EXISTS profile (code VARCHAR, article_id VARCHAR, version INTEGER, words VARCHAR);
CREATE TABLE IF NOT EXISTS link (
    code VARCHAR, article_a VARCHAR, version_a INTEGER, article_b VARCHAR, version_b INTEGER, likeness BIGINT
);
CREATE TABLE IF NOT EXISTS findings (key VARCHAR, packed VARCHAR);
"""


class Memory:
    """The memory of a home for one version of the code: `with Memory(home, code) as memory: …`.

    What other versions of the code left is forgotten when this one first adds something.

    Raises:
        WarehouseError: the disk is full or refuses.
    """

    def __init__(self, home: Home, code: str) -> None:
        """Nothing is opened yet."""
        self.path = home.path / "memory.duckdb"
        self.code = code
        self._con: Connection | None = None

    def __enter__(self) -> Memory:
        """Open the file; one that is damaged or of another layout is made anew."""
        try:
            self._open()
        except WarehouseError:
            self._forget_all()
            self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the file go."""
        if self._con is not None:
            self._con.close()
            self._con = None

    def profiles(self) -> dict[Key, dict[str, int]]:
        """The profiles of article versions that this code made."""
        rows = self._rows("SELECT article_id, version, words FROM profile WHERE code = ?", self.code)
        return {(article, version): json.loads(words) for article, version, words in rows}

    def add_profiles(self, made: Mapping[Key, Mapping[str, int]]) -> None:
        """Remember these profiles, too."""
        self._forget_others("profile")
        rows = [(self.code, *key, json.dumps(profile, ensure_ascii=False)) for key, profile in made.items()]
        self._add("profile", ("code", "article_id", "version", "words"), rows)

    def links(self) -> list[Link]:
        """The links between the articles of `profiles`."""
        rows = self._rows("SELECT * EXCLUDE (code) FROM link WHERE code = ?", self.code)
        return [((a, of_a), (b, of_b), likeness) for a, of_a, b, of_b, likeness in rows]

    def add_links(self, found: Sequence[Link]) -> None:
        """Remember these links, too."""
        self._forget_others("link")
        names = ("code", "article_a", "version_a", "article_b", "version_b", "likeness")
        self._add("link", names, [(self.code, *a, *b, likeness) for a, b, likeness in found])

    def recall(self, keys: Sequence[str]) -> dict[str, str]:
        """What was kept under those of the keys that are remembered; everything else is forgotten."""
        if self._con is None or not keys:
            return {}
        with translated("remember", self.path), transaction(self._con):
            self._register(("key",), [(key,) for key in keys])
            self._con.execute("DELETE FROM findings WHERE key NOT IN (SELECT key FROM incoming)")
            self._con.unregister("incoming")
        return dict(self._rows("SELECT key, any_value(packed) FROM findings GROUP BY key"))

    def keep(self, made: Mapping[str, str]) -> None:
        """Remember these findings."""
        self._add("findings", ("key", "packed"), list(made.items()))

    def _open(self) -> None:
        self._con = connect(self.path)
        with translated("open", self.path):
            self._con.execute(_TABLES)
            layout = self._con.execute("SELECT layout FROM made_for").fetchall()
            if not layout:
                self._con.execute("INSERT INTO made_for VALUES (?)", [_LAYOUT])
            elif layout != [(_LAYOUT,)]:
                raise WarehouseError(f"{self.path} has another layout; it is made anew")

    def _forget_all(self) -> None:
        self.__exit__(None, None, None)
        for path in (self.path, self.path.with_name(f"{self.path.name}.wal")):
            with suppress(FileNotFoundError):
                path.unlink()

    def _forget_others(self, table: str) -> None:
        self._rows(f"DELETE FROM {table} WHERE code <> ?", self.code)

    def _rows(self, sql: str, *parameters: str) -> list[Any]:
        if self._con is None:
            return []
        with translated("remember", self.path):
            return self._con.execute(sql, list(parameters)).fetchall()

    def _add(self, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        if self._con is None or not rows:
            return
        with translated("remember in", self.path), transaction(self._con):
            self._register(names, rows)
            self._con.execute(f"INSERT INTO {table} BY NAME FROM incoming")
            self._con.unregister("incoming")

    def _register(self, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        import pyarrow as pa

        columns = [pa.array(column) for column in zip(*rows, strict=True)]
        if self._con is not None:
            self._con.register("incoming", pa.table(columns, names=list(names)))
