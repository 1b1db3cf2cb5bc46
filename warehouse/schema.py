"""Bringing a database file to the newest schema: migrations in order, then the public views and macros."""

from __future__ import annotations

import re

from warehouse.db import Connection, sql_files, transaction
from warehouse.errors import NewerHome
from warehouse.home import SCHEMA_VERSION
from warehouse.ids import sha256_text

PUBLIC_VIEWS = (
    "captures",
    "articles",
    "claims",
    "conflicts",
    "discrepancies",
    "positions",
    "verdicts",
    "runs",
    "quality_results",
    "lineage",
)
PUBLIC_MACROS = ("claims_as_of", "conflicts_as_of", "run_diff")

_LEDGER = """
CREATE SCHEMA IF NOT EXISTS meta;
CREATE TABLE IF NOT EXISTS meta.migration (version INTEGER NOT NULL, name VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS meta.views (digest VARCHAR NOT NULL);
"""


def bring_up(con: Connection, path: object) -> int:
    """Apply what is missing, each step in a transaction of its own; gives the schema version that the file now has.

    Raises:
        NewerHome: the file (`path` names it) has migrations that this code does not know.
    """
    con.execute(_LEDGER)
    done = _one(con, "SELECT coalesce(max(version), 0) FROM meta.migration")
    if done > SCHEMA_VERSION:
        raise NewerHome(f"{path} has schema {done} and this version knows up to {SCHEMA_VERSION}; update Rashomon")
    for file in sql_files("migrations")[done:]:
        with transaction(con):
            con.execute(file.read_text("utf-8"))
            version = int(re.match(r"\d+", file.name).group())  # type: ignore[union-attr]
            con.execute("INSERT INTO meta.migration VALUES (?, ?)", [version, file.stem])
    _make_views(con)
    return SCHEMA_VERSION


def _make_views(con: Connection) -> None:
    """Views carry no data, so they are simply made anew whenever their files differ from those last applied."""
    scripts = [file.read_text("utf-8") for file in sql_files("views")]
    digest = sha256_text("\n".join(scripts))
    if con.execute("SELECT count(*) FROM meta.views WHERE digest = ?", [digest]).fetchall()[0][0]:
        return
    with transaction(con):
        for script in scripts:
            con.execute(script)
        con.execute("DELETE FROM meta.views")
        con.execute("INSERT INTO meta.views VALUES (?)", [digest])


def _one(con: Connection, sql: str) -> int:
    return int(con.execute(sql).fetchall()[0][0])
