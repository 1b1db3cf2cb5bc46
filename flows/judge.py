"""Judge: the tables of one run, put before the expectations of `checks.quality`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from checks.quality import assess
from checks.quality.rules import SUITES
from flows.evidence import Evidence
from flows.session import Session
from warehouse.db import arrow, connect
from warehouse.read import Reader
from warehouse.records import Capture, QualityResult
from warehouse.tables import to_table


def judge(current: Session, evidence: Evidence, pages: Path) -> tuple[QualityResult, ...]:
    """Every expectation on what this run looked at; writes the pages about them into `pages`.

    Raises OSError when the pages cannot be written.
    """
    tables = tables_of(current, evidence)
    con = connect(Path(":memory:"))
    try:
        for name, table in tables.items():
            con.register(name, table)
        return assess(
            {name: table for name, table in tables.items() if name in SUITES},
            evidence.run.run_id,
            pages,
            lambda sql: arrow(con, sql),
            current.judge,
        )
    finally:
        con.close()


def tables_of(current: Session, evidence: Evidence) -> Mapping[str, Any]:
    """The public views as Arrow tables, cut to what the run looked at: latest articles, current conflicts."""
    import pyarrow.compute as pc

    with Reader(current.home.writer_file) as reader:
        articles, claims, conflicts = (reader.arrow(name) for name in ("articles", "claims", "conflicts"))
        besides = {name: reader.arrow(name) for name in ("runs", "run_sources", "analysis_errors")}
    captures = sorted(evidence.captures.values(), key=lambda capture: capture.capture_id)
    return {
        "captures": to_table(captures, Capture),
        "articles": articles.filter(pc.field("is_latest")),
        "claims": claims.filter(pc.field("is_latest")),
        "conflicts": conflicts.filter(pc.field("status") != "resolved"),
        **besides,
    }
