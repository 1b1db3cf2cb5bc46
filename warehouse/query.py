"""`rashomon sql`: anybody's SELECT on the published snapshot, with no way to change it or to reach another file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from warehouse.db import Connection, Error, arrow, connect_sealed
from warehouse.errors import QueryError, WarehouseError, one_line
from warehouse.home import Home


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The answer of the last statement: column names, rows of Python values, and whether rows beyond were left off."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool


def run_sql(home: Home, sql: str, max_rows: int | None = None) -> QueryResult:
    """Run one or more statements and give the answer of the last; at most `max_rows` rows of it when given.

    Raises:
        QueryError: nothing is published yet, or a statement failed or was refused; one line.
    """
    with _last_statement(home, sql) as (con, last):
        con.execute(last)
        columns = tuple(str(column[0]) for column in con.description or ())
        rows = con.fetchall() if max_rows is None else con.fetchmany(max_rows + 1)
    kept = tuple(tuple(row) for row in (rows if max_rows is None else rows[:max_rows]))
    return QueryResult(columns, kept, len(rows) > len(kept))


def run_sql_arrow(home: Home, sql: str) -> Any:
    """The same answer as a `pyarrow.Table`: for Parquet, or for much of it.

    Raises:
        QueryError: as `run_sql`.
    """
    with _last_statement(home, sql) as (con, last):
        return arrow(con, last)


@dataclass(frozen=True, slots=True)
class FailedRun:
    """«The last run, `run_id`, failed its gate»; `after_good`: an earlier one passed, and its report stays."""

    run_id: str
    after_good: bool


def failed_last(home: Home) -> FailedRun | None:
    """The last run, when it failed its gate.

    Raises:
        QueryError: as `run_sql`.
    """
    sql = """SELECT arg_max(r.run_id, r.run_seq), arg_max(r.gate, r.run_seq),
        bool_or(r.gate = 'passed') OR EXISTS (FROM reports WHERE gate = 'passed')
    FROM runs AS r WHERE r.run_seq IS NOT NULL"""
    ((run_id, gate, any_good),) = run_sql(home, sql).rows
    return FailedRun(str(run_id), bool(any_good)) if gate == "failed" else None


@contextmanager
def _last_statement(home: Home, sql: str) -> Iterator[tuple[Connection, Any]]:
    """The sealed connection with all statements run but the last, and that one; errors within become QueryErrors."""
    if not home.snapshot.is_file():
        raise QueryError(
            f"nothing is published in {home.path} yet; publish with: rashomon run SOURCE --home {home.path}"
        )
    con: Connection | None = None
    try:
        con = connect_sealed(home.snapshot)
        statements = con.extract_statements(sql)
        if not statements:
            raise QueryError('no statement was given; try: rashomon sql "SELECT * FROM conflicts"')
        for statement in statements[:-1]:
            con.execute(statement)
        yield con, statements[-1]
    except QueryError:
        raise
    except (Error, WarehouseError, TypeError, ValueError) as error:
        raise QueryError(_explained(error)) from error
    finally:
        if con is not None:
            con.close()


def _explained(error: Exception) -> str:
    """The error in one line, with DuckDB's proposal when it has one."""
    hints = [line.strip() for line in str(error).splitlines() if line.startswith(("Did you mean", "Candidate"))]
    return "; ".join([one_line(error), *hints])
