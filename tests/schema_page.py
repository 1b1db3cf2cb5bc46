"""Writes docs/schema.md from the comments of the warehouse: `python -m tests.schema_page docs/schema.md`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from warehouse.db import Connection, connect_reading
from warehouse.home import Home
from warehouse.schema import PUBLIC_MACROS, PUBLIC_VIEWS
from warehouse.snapshot import publish

HEAD = """# The warehouse

Made from the comments in the warehouse by `make docs`; do not edit. Ask it with `rashomon sql "SELECT …"`, or open
`warehouse.duckdb` in the home read-only with any DuckDB from 1.5 on; each view is also a file under `parquet/`.
Times are UTC. Offsets count Unicode code points from 0.
"""
COLUMNS = """SELECT column_name, data_type, coalesce(comment, '') FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name = 'main' AND table_name = ? ORDER BY column_index"""
KEYS = {
    "capture_id": "captures",
    "article_id": "articles",
    "claim_id": "claims",
    "conflict_id": "conflicts",
    "discrepancy_id": "discrepancies",
    "run_id": "runs",
}
ALSO = {
    "claim_a": "claims",
    "claim_b": "claims",
    "article_a": "articles",
    "article_b": "articles",
    "first_run": "runs",
    "last_run": "runs",
    "question_id": "discrepancies",
}
"""Which view a column leads to, by its name."""
VIEW = """SELECT coalesce(comment, '') FROM duckdb_views()
WHERE database_name = current_database() AND schema_name = 'main' AND view_name = ?"""
MACRO = """SELECT array_to_string(parameters, ', '), coalesce(comment, '') FROM duckdb_functions()
WHERE database_name = current_database() AND function_name = ?"""


def page() -> str:
    """The page, from a warehouse made for it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home.open(Path(folder) / "home", create=True)
        publish(home)
        return "\n".join([HEAD, *_lines(home)])


def _lines(home: Home) -> Iterator[str]:
    con = connect_reading(home.snapshot)
    try:
        yield from _diagram(con)
        for view in PUBLIC_VIEWS:
            yield f"## {view}\n\n{con.execute(VIEW, [view]).fetchall()[0][0]}\n"
            yield "| column | type | meaning |\n|---|---|---|"
            for name, kind, meaning in con.execute(COLUMNS, [view]).fetchall():
                yield f"| `{name}` | {kind} | {meaning.replace('|', chr(92) + '|')} |"
            yield ""
        yield "## Table macros\n"
        for macro in PUBLIC_MACROS:
            parameters, meaning = con.execute(MACRO, [macro]).fetchall()[0]
            yield f"- `{macro}({parameters})`: {meaning}"
        yield ""
    finally:
        con.close()


def _diagram(con: Connection) -> Iterator[str]:
    """How the views hang together, as a Mermaid diagram: an arrow for each column that leads to another view."""
    yield "```mermaid\nerDiagram"
    for view in PUBLIC_VIEWS:
        names = [str(name) for name, *_ in con.execute(COLUMNS, [view]).fetchall()]
        for name in names:
            target = (KEYS | ALSO).get(name)
            if target is not None and target != view:
                yield f"    {view} }}o--|| {target} : {name}"
    yield "```\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), "utf-8")
