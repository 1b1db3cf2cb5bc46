"""The commands that only read: sql, report, trace, verify. They answer while a run goes on."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from flows.exits import DONE, FAILED, UsageError
from warehouse.home import Home

CELL = 80
"""Characters of a cell that a table shows; the other formats have all of them."""


def sql(given: argparse.Namespace) -> int:
    """The answer of a SELECT on the snapshot, in the format asked for."""
    home = Home.open(given.home)
    if given.format == "parquet":
        return _parquet(home, given.query, given.output)
    from warehouse.query import run_sql

    result = run_sql(home, given.query)
    if given.output is None:
        _write(result.columns, result.rows, given.format, sys.stdout)
    else:
        with given.output.open("w", encoding="utf-8", newline="") as file:
            _write(result.columns, result.rows, given.format, file)
    _tell_of_failure(home, "findings are those of the last good run, see rashomon report")
    return DONE


def report(given: argparse.Namespace) -> int:
    """The path of the latest report, or of a past one made again."""
    home = Home.open(given.home)
    if given.run is not None:
        page = _again(home, given.run, given.output)
    else:
        page = home.latest / "discrepancies.html"
        if not page.is_file():
            raise UsageError(f"no report in {home.path} yet; make one with: rashomon run SOURCE --home {home.path}")
        _tell_of_failure(home, f"the last good report is {home.last_good_report / page.name}")
    print(page)
    if given.open:
        import webbrowser

        webbrowser.open(page.as_uri())
    return DONE


def _again(home: Home, wanted: str, output: Path | None) -> Path:
    """The report of one run, out of the archive: the very files that were shown."""
    from warehouse.archive import Archived, restore_report
    from warehouse.query import run_sql

    rows = run_sql(home, "SELECT run_id, report_sha256, archive_path FROM reports ORDER BY report_seq").rows
    found = [row for row in rows if wanted and str(row[0]).startswith(wanted)]
    if len({row[0] for row in found}) != 1:
        what = "no report is of a run that begins" if not found else "several runs begin"
        raise UsageError(f'{what} with {wanted!r}; see rashomon sql "SELECT run_id, gate, recorded_at FROM reports"')
    run_id, digest, path = found[-1]
    folder = output or Path(f"report-{run_id}")
    restore_report(home, Archived(str(digest), str(path)), folder)
    return folder / "discrepancies.html"


def _tell_of_failure(home: Home, what: str) -> None:
    """A line on standard error when the last run failed its gate; `what` there is instead, once a run has passed."""
    from warehouse.errors import WarehouseError
    from warehouse.query import failed_last

    try:
        failed = failed_last(home)
    except WarehouseError:  # an older or a damaged snapshot: what was asked tells of that
        return
    if failed is not None:
        instead = what if failed.after_good else "none has passed yet, so do not rely on what it shows"
        print(f"rashomon: run {failed.run_id} failed its gate; {instead}", file=sys.stderr)


def trace_id(given: argparse.Namespace) -> int:
    """The way from an id to the bytes; exit 1 when a hash on it is wrong."""
    from warehouse.lineage import trace

    steps = trace(Home.open(given.home), given.id)
    for step in steps:
        line = f"{'  ' * step.depth}{step.kind} {step.id}: {step.says}"
        print(" ".join(line.split("\n")) if step.problem is None else f"{line}\n{'  ' * step.depth}! {step.problem}")
    return FAILED if any(step.problem for step in steps) else DONE


def verify_all(given: argparse.Namespace) -> int:
    """Everything that the warehouse (or one packet) rests on, checked again; exit 1 on any mismatch."""
    if given.packet is not None:
        from flows.cli_packet import verify_packet

        return verify_packet(given.packet)
    from warehouse.verify import verify

    problems = verify(Home.open(given.home))
    for problem in problems:
        print(f"{problem.where}: {problem.kind} {problem.id}: {problem.says}")
    print(f"{len(problems)} problems" if problems else "every quote, offset and hash is as it was recorded")
    return FAILED if problems else DONE


def _parquet(home: Home, query: str, output: Path | None) -> int:
    from warehouse.query import run_sql_arrow

    if output is None and sys.stdout.isatty():
        raise UsageError("parquet is not for a terminal; name a file with --output or redirect")
    table = run_sql_arrow(home, query)
    from pyarrow import parquet

    parquet.write_table(table, sys.stdout.buffer if output is None else output)
    return DONE


def _write(columns: Sequence[str], rows: Sequence[Sequence[Any]], form: str, out: TextIO) -> None:
    if form == "json":
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        out.write(json.dumps(records, ensure_ascii=False, indent=1, default=str) + "\n")
    elif form == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([harmless(value) for value in row] for row in rows)
    else:
        out.write(as_table(columns, rows))


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets a quote in front, so that it stays a text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def as_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Columns under their names, long cells cut, and how many rows there are."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(len(line[at]) for line in [list(columns), *cells]) for at in range(len(columns))]
    lines = [list(columns), ["-" * width for width in widths], *cells]
    text = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([*text, f"({len(rows)} row{'' if len(rows) == 1 else 's'})"]) + "\n"


def _cell(value: Any) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= CELL else text[: CELL - 1] + "…"
