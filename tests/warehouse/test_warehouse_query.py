"""`rashomon sql`: every answer, and no way out of the snapshot."""

import subprocess
import sys
from pathlib import Path

import pytest
from warehouse_samples import Story, store

from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.query import QueryResult, run_sql, run_sql_arrow
from warehouse.read import Reader
from warehouse.snapshot import publish

OUT_OF_BOUNDS = [
    "COPY (SELECT 1) TO '{out}'",
    "COPY conflicts TO '{out}' (FORMAT parquet)",
    "EXPORT DATABASE '{out}'",
    "ATTACH '{out}' AS other",
    "ATTACH '{writer}' AS other (READ_ONLY)",
    "SELECT * FROM read_csv('{secret}')",
    "SELECT * FROM read_text('{secret}')",
    "SELECT * FROM read_blob('{secret}')",
    "SELECT * FROM read_json('{secret}')",
    "SELECT * FROM read_parquet('{parquet}')",
    "SELECT * FROM '{parquet}'",
    "SELECT * FROM sniff_csv('{secret}')",
    "SELECT * FROM glob('{folder}/*')",
    "COPY core.claim FROM '{secret}'",
    "IMPORT DATABASE '{folder}'",
    "SELECT getenv('HOME')",
    "PRAGMA enable_external_access = true",
    "SET temp_directory = '{folder}'",
    "SET log_query_path = '{out}'",
    "PRAGMA enable_profiling = 'json'",
    "CALL enable_logging(storage = 'file', storage_path = '{out}')",
    "SELECT * FROM read_duckdb('{writer}')",
    "SELECT * FROM duckdb_secrets()",
    "DETACH warehouse",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "RESET lock_configuration",
    "SET allowed_directories = ['/']",
    "SET python_enable_replacements = true",
    "SELECT * FROM variable_of_the_caller",
    "INSERT INTO out.verdict VALUES ('v', 'c', 'p', 'confirmed', 'r', NULL, now(), 'x')",
    "UPDATE core.claim SET quote = ''",
    "DELETE FROM out.conflict",
    "DROP VIEW conflicts",
    "CREATE TABLE mine (a INTEGER)",
    "CREATE OR REPLACE VIEW conflicts AS SELECT 1",
    "CREATE SECRET s (TYPE s3)",
    "COMMENT ON VIEW conflicts IS 'mine'",
]


@pytest.fixture
def published(home: Home) -> Home:
    store(home, "run_1", Story(home).pair)
    publish(home)
    return home


def test_an_answer_has_columns_and_rows(published: Home) -> None:
    assert run_sql(published, "SELECT kind, status FROM conflicts") == QueryResult(
        ("kind", "status"), (("number", "new"),), False
    )
    assert run_sql(published, "SELECT 1 AS a WHERE false").rows == ()


def test_rows_beyond_the_limit_are_told(published: Home) -> None:
    assert run_sql(published, "FROM range(5)", 3) == QueryResult(("range",), ((0,), (1,), (2,)), True)
    assert run_sql(published, "FROM range(3)", 3).truncated is False
    assert run_sql(published, "FROM range(3)", 0) == QueryResult(("range",), (), True)


def test_several_statements_answer_with_the_last(published: Home) -> None:
    assert run_sql(published, "SELECT 1; CREATE TEMP TABLE t AS SELECT 42 AS a; FROM t;").rows == ((42,),)


def test_the_same_answer_as_arrow(published: Home) -> None:
    assert run_sql_arrow(published, "SELECT quote_a, score FROM conflicts").to_pylist() == [
        {"quote_a": "Nine people died", "score": 0.9}
    ]


@pytest.mark.parametrize("sql", OUT_OF_BOUNDS)
def test_nothing_else_can_be_read_or_written(published: Home, tmp_path: Path, sql: str) -> None:
    variable_of_the_caller = run_sql_arrow(published, "SELECT 1 AS a")
    assert variable_of_the_caller.num_rows == 1
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words\n", "utf-8")
    before = published.snapshot.read_bytes()
    filled = sql.format(
        out=tmp_path / "out",
        secret=secret,
        folder=tmp_path,
        writer=published.writer_file,
        parquet=published.parquet / "claims.parquet",
    )
    with pytest.raises(QueryError) as caught:
        run_sql(published, filled)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()
    assert published.snapshot.read_bytes() == before


@pytest.mark.parametrize(
    "sql, told",
    [
        ("SELEC 1", "syntax error"),
        ("SELECT * FROM clams", 'Did you mean "claims"'),
        ("SELECT qoute FROM claims", "qoute"),
        ("", "no statement"),
        ("-- only a comment", "no statement"),
        (";;", "no statement"),
        ("SELECT ?", "parameter"),
        ("SELECT '\ud800'", ""),
        ("SELECT 1; SELEC 2", "syntax error"),
        ("SELECT CAST('x' AS INTEGER)", "x"),
        ("SELECT error('first\nsecond')", "first"),
    ],
)
def test_a_wrong_statement_is_told_in_one_line(published: Home, sql: str, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_sql(published, sql)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
    with pytest.raises(QueryError):
        run_sql_arrow(published, sql)


def test_without_a_snapshot_the_remedy_is_told(home: Home) -> None:
    with pytest.raises(QueryError, match=f"nothing is published in {home.path}.*rashomon run"):
        run_sql(home, "SELECT 1")
    home.snapshot.write_bytes(b"not a database" * 2000)
    with pytest.raises(QueryError, match=r"cannot open .*warehouse\.duckdb"):
        run_sql(home, "SELECT 1")


def test_a_query_and_a_reader_share_the_snapshot(published: Home) -> None:
    with Reader(published.snapshot) as reader:
        assert reader.last_run() is not None
    assert run_sql(published, "SELECT 1").rows == ((1,),)


def test_the_way_to_an_answer_imports_nothing_heavy(published: Home) -> None:
    code = """
import sys
from pathlib import Path
from warehouse.home import Home
from warehouse.query import run_sql
assert run_sql(Home.open(Path(sys.argv[1])), "SELECT 42").rows == ((42,),)
heavy = {"pyarrow", "pandas", "numpy", "prefect", "great_expectations", "spacy"} & set(sys.modules)
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", code, str(published.path)], check=True, timeout=60)
