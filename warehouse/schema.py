"""Bringing a database file to the newest schema: migrations in order, then the public views and macros."""

from __future__ import annotations

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
    "visits",
    "claim_changes",
    "reports",
    "analysis_errors",
    "run_sources",
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
    done = {int(version) for (version,) in con.execute("SELECT version FROM meta.migration").fetchall()}
    known = {int(file.name[:4]): file for file in sql_files("migrations")}
    if unknown := done - set(known):
        raise NewerHome(
            f"{path} has schema {max(unknown)} and this version knows up to {SCHEMA_VERSION}; update Rashomon"
        )
    for version in sorted(set(known) - done):
        with transaction(con):
            con.execute(known[version].read_text("utf-8"))
            con.execute("INSERT INTO meta.migration VALUES (?, ?)", [version, known[version].stem])
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
