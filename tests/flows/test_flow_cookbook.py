"""Every question of docs/cookbook.md is answered by a warehouse with a run in it; what the run has, the answer has."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flow_runs import ROOT, FirstRun

from warehouse.home import Home
from warehouse.query import run_sql

PAGE = (ROOT / "docs" / "cookbook.md").read_text("utf-8")
QUESTIONS = re.findall(r"^### (\d+)\. (.*?)\n(.*?)(?=^### |\Z)", PAGE, re.DOTALL | re.MULTILINE)
QUERIES = [
    (int(number), query) for number, _, body in QUESTIONS for query in re.findall(r"```sql\n(.*?)```", body, re.DOTALL)
]
DUCKDB = str(Path(sys.executable).with_name("duckdb"))
"""DuckDB's own command line, 1.5: older than the library that writes the snapshot may be."""
MAY_BE_EMPTY = {6, 10, 13, 14, 16, 20}
"""What the three accounts of the tests need not have: denials, unread or changed articles, copies, verdicts."""


def test_there_are_twenty() -> None:
    assert [int(number) for number, *_ in QUESTIONS] == list(range(1, 21))
    assert {number for number, _ in QUERIES} == set(range(1, 21))


@pytest.mark.parametrize(("number", "query"), QUERIES, ids=lambda value: str(value)[:12])
def test_each_is_answered(number: int, query: str, first_run: FirstRun) -> None:
    answer = run_sql(Home.open(first_run.home), query)
    assert len(answer.columns) >= 3
    one_run_only = "run_diff" in query or number == 8
    assert answer.rows or number in MAY_BE_EMPTY or one_run_only


@pytest.mark.parametrize(("number", "query"), QUERIES, ids=lambda value: str(value)[:12])
def test_the_command_line_of_duckdb_answers_the_same(number: int, query: str, first_run: FirstRun) -> None:
    home = Home.open(first_run.home)
    for statement in filter(str.strip, query.split(";")):
        done = subprocess.run(
            [DUCKDB, "-readonly", "-csv", str(home.snapshot), "-c", statement],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        answer = run_sql(home, statement)
        head, *rows = list(csv.reader(io.StringIO(done.stdout))) or [list(answer.columns)]
        assert (head, len(rows)) == (list(answer.columns), len(answer.rows))
