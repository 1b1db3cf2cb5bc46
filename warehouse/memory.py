"""The memory: what can be computed again at any time, kept beside the warehouse so that it need not be.

It is a database of its own, is never published, and may be deleted between runs: the next run then takes longer and
finds the same. A memory that cannot be read is thrown away.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any

from warehouse.db import Connection, connect, quoted, transaction, translated
from warehouse.errors import WarehouseError
from warehouse.home import Home

Key = tuple[str, int]
Link = tuple[Key, Key, int]
Pair = tuple[Key, Key]
Sketch = tuple[int, ...] | None
Overlap = tuple[int, int, bool]

_LAYOUT = "3"
_TABLES = """
CREATE TABLE IF NOT EXISTS made_for (layout VARCHAR);
CREATE TABLE IF NOT EXISTS profile (code VARCHAR, article_id VARCHAR, version INTEGER, words VARCHAR);
CREATE TABLE IF NOT EXISTS link (
    code VARCHAR, article_a VARCHAR, version_a INTEGER, article_b VARCHAR, version_b INTEGER, likeness BIGINT
);
CREATE TABLE IF NOT EXISTS findings (key VARCHAR, packed VARCHAR);
CREATE TABLE IF NOT EXISTS sketched (code VARCHAR, article_id VARCHAR, version INTEGER, long BOOLEAN);
CREATE TABLE IF NOT EXISTS band (code VARCHAR, article_id VARCHAR, version INTEGER, place SMALLINT, value BIGINT);
CREATE TABLE IF NOT EXISTS overlap (
    code VARCHAR, article_a VARCHAR, version_a INTEGER, article_b VARCHAR, version_b INTEGER,
    shared INTEGER, least INTEGER, near BOOLEAN
);
"""
_NEAR = """
WITH known AS (
    SELECT article_id, version, place, value FROM band WHERE code = ? UNION ALL FROM incoming
)
SELECT DISTINCT least(a, b) AS one, greatest(a, b) AS other FROM (
    SELECT {'i': i.article_id, 'v': i.version} AS a, {'i': k.article_id, 'v': k.version} AS b
    FROM incoming AS i JOIN known AS k USING (place, value)
)
WHERE a <> b
ORDER BY ALL
"""
_GONE = {
    "sketched": "(article_id, version) IN (FROM incoming)",
    "band": "(article_id, version) IN (FROM incoming)",
    "overlap": "(article_a, version_a) IN (FROM incoming) OR (article_b, version_b) IN (FROM incoming)",
}
_BAND = ("article_id", "version", "place", "value")


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
        rows = [(*key, json.dumps(profile, ensure_ascii=False)) for key, profile in made.items()]
        self._add("profile", ("article_id", "version", "words"), rows)

    def links(self) -> list[Link]:
        """The links between the articles of `profiles`."""
        rows = self._rows("SELECT * EXCLUDE (code) FROM link WHERE code = ?", self.code)
        return [((a, of_a), (b, of_b), likeness) for a, of_a, b, of_b, likeness in rows]

    def add_links(self, found: Sequence[Link]) -> None:
        """Remember these links, too."""
        self._forget_others("link")
        names = ("article_a", "version_a", "article_b", "version_b", "likeness")
        self._add("link", names, [(*a, *b, likeness) for a, b, likeness in found])

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

    def sketched(self) -> dict[Key, bool]:
        """The texts that this code sketched, and whether each was long enough to be looked at."""
        rows = self._rows("SELECT article_id, version, long FROM sketched WHERE code = ?", self.code)
        return {(article, version): long for article, version, long in rows}

    def near(self, fresh: Mapping[Key, Sketch]) -> list[Pair]:
        """Every pair with a band in common, one of them of `fresh`, the other of `fresh` or sketched before."""
        rows = _bands(fresh)
        if self._con is None or not rows:
            return []
        self._register(_BAND, rows)
        found = self._rows(_NEAR, self.code)
        self._con.unregister("incoming")
        return [((a["i"], a["v"]), (b["i"], b["v"])) for a, b in found]

    def overlaps(self) -> dict[Pair, Overlap]:
        """What `add_texts` was given, but for texts that are gone."""
        rows = self._rows("SELECT * EXCLUDE (code) FROM overlap WHERE code = ?", self.code)
        return {((a, of_a), (b, of_b)): (shared, least, near) for a, of_a, b, of_b, shared, least, near in rows}

    def add_texts(
        self, sketches: Mapping[Key, Sketch], overlaps: Mapping[Pair, Overlap], gone: Collection[Key]
    ) -> None:
        """Remember these sketches and overlaps, and forget the texts that are `gone`: all of it or nothing."""
        if self._con is None or not (sketches or overlaps or gone):
            return
        with translated("remember in", self.path), transaction(self._con):
            for table, where in _GONE.items():
                self._con.execute(f"DELETE FROM {table} WHERE code <> ?", [self.code])
                if gone:
                    self._register(("article_id", "version"), sorted(gone))
                    self._con.execute(f"DELETE FROM {table} WHERE {where}")
            self._insert(
                "sketched", ("article_id", "version", "long"), [(*k, one is not None) for k, one in sketches.items()]
            )
            self._insert("band", _BAND, _bands(sketches))
            names = ("article_a", "version_a", "article_b", "version_b", "shared", "least", "near")
            self._insert("overlap", names, [(*a, *b, *overlap) for (a, b), overlap in overlaps.items()])

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
            self._insert(table, names, rows)

    def _insert(self, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Within a transaction: the rows with the code that they are good for; `findings` have it in their key."""
        if self._con is not None and rows:
            self._register(names, rows)
            of = "" if table == "findings" else f", {quoted(self.code)} AS code"
            self._con.execute(f"INSERT INTO {table} BY NAME SELECT *{of} FROM incoming")
            self._con.unregister("incoming")

    def _register(self, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        import pyarrow as pa

        columns = [pa.array(column) for column in zip(*rows, strict=True)]
        if self._con is not None:
            self._con.register("incoming", pa.table(columns, names=list(names)))


def _bands(sketches: Mapping[Key, Sketch]) -> list[tuple[str, int, int, int]]:
    return [(*key, place, value) for key, sketch in sketches.items() for place, value in enumerate(sketch or ())]
