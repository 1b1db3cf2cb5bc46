"""Judge: the tables of one run, put before the expectations of `checks.quality`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from checks.quality import assess
from flows.evidence import Evidence
from flows.session import Session
from warehouse.db import Connection, arrow, connect, statement
from warehouse.read import Reader
from warehouse.records import QualityResult

BESIDES = ("runs", "run_sources", "analysis_errors")
"""Views that rules ask of, as they are."""


def judge(current: Session, evidence: Evidence, pages: Path) -> tuple[QualityResult, ...]:
    """Every expectation on what this run looked at; writes the pages about them into `pages`.

    Raises OSError when the pages cannot be written.
    """
    besides, tables = tables_of(current, evidence)
    con = connect(Path(":memory:"))
    try:
        for name, table in (besides | tables).items():
            con.register(name, table)
        return assess(tables, evidence.run.run_id, pages, lambda sql: arrow(con, sql), current.judge)
    finally:
        con.close()


def tables_of(current: Session, evidence: Evidence) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the rules ask of besides, and the tables that they judge, cut to what the run looked at.

    The public views as they are, so that what ought not to be in them is seen; but for the reading of claims, which is
    most of their bytes, and of which no rule asks.
    """
    with Reader(current.home.writer_file) as reader:
        views = {name: reader.arrow(name) for name in ("conflicts", *BESIDES)}
        views |= {name: reader.arrow(name, ordered=False) for name in ("captures", "articles")}
        views["claims"] = reader.arrow("claims", ordered=False, without=("reading",))
    con = connect(Path(":memory:"))
    try:
        for name, table in (views | {"wanted": wanted(evidence)}).items():
            con.register(name, table)
        judged = {
            "captures": answer(con, "judged_captures", run_id=evidence.run.run_id),
            "articles": answer(con, "judged_articles"),
            "claims": answer(con, "judged_claims"),
            "conflicts": arrow(con, "FROM conflicts WHERE status IS DISTINCT FROM 'resolved'"),
        }
    finally:
        con.close()
    return {name: views[name] for name in BESIDES}, judged


def wanted(evidence: Evidence) -> Any:
    """The captures that the run rests on, and whether it asked for them itself."""
    import pyarrow as pa

    ids = list(evidence.captures)
    asked = [capture_id in evidence.asked for capture_id in ids]
    return pa.table({"capture_id": pa.array(ids, pa.string()), "asked": pa.array(asked, pa.bool_())})


def answer(con: Connection, query: str, **parameters: str) -> Any:
    """The answer of a statement of the warehouse as an Arrow table."""
    return con.sql(statement(f"queries/{query}"), params=parameters or None).to_arrow_table()
