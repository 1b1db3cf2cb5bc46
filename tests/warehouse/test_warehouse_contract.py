"""The public interface: names of views, their columns in order, macros, and a comment on each."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from warehouse_samples import CODE, Story, at, claim, position, quality, store, verdict

from warehouse.home import Home
from warehouse.query import run_sql
from warehouse.schema import PUBLIC_MACROS, PUBLIC_VIEWS
from warehouse.snapshot import publish
from warehouse.write import Writer

CONTRACT = {
    "captures": """capture_id, source, requested_url, final_url, http_status, media_type, sha256, byte_count,
        captured_at, raw_path, error, run_id""",
    "articles": """article_id, version, url, outlet, title, author, published_at, language, text, text_sha256, status,
        capture_id, first_seen_at, last_seen_at, is_latest""",
    "claims": """claim_id, article_id, version, url, outlet, quote, start_char, end_char, speaker, speaker_as_written,
        speech, cue, held_by_outlet, polarity, certainty, said_on, event_from, event_to""",
    "conflicts": """conflict_id, discrepancy_id, kind, relation, level, score, claim_a, article_a, url_a, outlet_a,
        speaker_a, quote_a, start_a, end_a, claim_b, article_b, url_b, outlet_b, speaker_b, quote_b, start_b, end_b,
        why, rule, status, verdict, first_run, last_run""",
    "discrepancies": "discrepancy_id, question, kind, severity, positions, outlets, origins, status, verdict",
    "positions": "question_id, question, outlet, article_id, position, state, claim_id, quote",
    "verdicts": "verdict_id, conflict_id, passage_key, verdict, reviewer, note, given_at, code_version",
    "runs": """run_id, started_at, finished_at, code_version, gate, captures, articles, claims, pairs_compared,
        conflicts, unreadable""",
    "quality_results": "run_id, suite, expectation, severity, success, observed, violations",
    "lineage": "id, kind, parent_id, parent_kind",
    "visits": "capture_id, hop, url, http_status, location, visited_at, warc_path, run_id",
    "claim_changes": """article_id, url, outlet, change, version_before, version_after, quote_before, quote_after, says,
        claim_before, claim_after, capture_before, capture_after, speaker""",
    "reports": "run_id, gate, recorded_at, report_sha256, archive_path, report_seq",
    "analysis_errors": "article_id, version, code_version, error, recorded_at",
    "run_sources": "run_id, source, asked, answered, min_articles, max_articles",
}


@pytest.fixture
def published(home: Home) -> Home:
    story = Story(home)
    store(home, "run_1", story.pair)
    judged = verdict(home, story.pair.conflict_id, "confirmed", at(1))
    with Writer(home, at(2)) as writer:
        writer.add_verdicts([judged])
        writer.add_quality([quality("run_2")])
        writer.add_findings("run_2", [story.pair], [], [position(story.claims[0])])
        courier = story.articles[0]
        writer.add_claims([(courier.article_id, 1)], "code-2", [claim(courier, "in the fire")])
    publish(home)
    return home


def names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


def test_the_contract_names_every_public_view() -> None:
    assert set(CONTRACT) == set(PUBLIC_VIEWS)


@pytest.mark.parametrize("view", PUBLIC_VIEWS)
def test_columns_stand_in_the_order_of_the_contract(published: Home, view: str) -> None:
    contract = names(CONTRACT[view])
    for source in (view, f"'{published.parquet / view}.parquet'"):
        if source == view:
            columns = list(run_sql(published, f"FROM {view} LIMIT 0").columns)
        else:
            import pyarrow.parquet as pq

            columns = pq.read_schema(published.parquet / f"{view}.parquet").names
        assert columns[: len(contract)] == contract


def test_only_views_and_macros_of_the_contract_are_in_main(published: Home) -> None:
    views = run_sql(published, "SELECT view_name FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal").rows
    assert {row[0] for row in views} == set(PUBLIC_VIEWS)
    macros = run_sql(
        published, "SELECT function_name FROM duckdb_functions() WHERE schema_name = 'main' AND NOT internal"
    )
    assert {row[0] for row in macros.rows} == set(PUBLIC_MACROS)
    tables = run_sql(published, "SELECT DISTINCT schema_name FROM duckdb_tables() WHERE NOT internal").rows
    assert {row[0] for row in tables} == {"raw", "core", "out", "meta"}


def test_every_view_column_and_macro_has_a_comment(published: Home) -> None:
    views = run_sql(
        published, "SELECT view_name, comment FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal"
    )
    columns = run_sql(
        published,
        """SELECT c.table_name || '.' || c.column_name, c.comment
        FROM duckdb_columns() AS c JOIN duckdb_views() AS v
            ON c.table_name = v.view_name AND c.schema_name = v.schema_name
        WHERE c.schema_name = 'main' AND NOT v.internal""",
    )
    macros = run_sql(
        published,
        "SELECT function_name, comment FROM duckdb_functions() WHERE schema_name = 'main' AND NOT internal",
    )
    assert len(columns.rows) >= sum(len(names(text)) for text in CONTRACT.values())
    assert len(macros.rows) == len(PUBLIC_MACROS)
    assert [row[0] for row in (*views.rows, *columns.rows, *macros.rows) if not (row[1] or "").strip()] == []


def test_moments_are_plain_timestamps_and_texts_plain_varchars(published: Home) -> None:
    types = run_sql(
        published,
        """SELECT column_name, data_type FROM duckdb_columns()
        WHERE schema_name = 'main' AND NOT internal
            AND (ends_with(column_name, '_at') OR column_name IN ('text', 'quote', 'why'))""",
    ).rows
    assert {(name, kind) for name, kind in types if name.endswith("_at")} == {
        (name, "TIMESTAMP") for name, _ in types if name.endswith("_at")
    }
    assert {kind for name, kind in types if not name.endswith("_at")} == {"VARCHAR"}


def test_every_quote_is_the_substring_that_the_contract_promises(published: Home) -> None:
    sql = """SELECT count(*), count(*) FILTER (substring(text, start_char+1, end_char-start_char) = quote)
    FROM claims JOIN articles USING (article_id, version)"""
    ((every, right),) = run_sql(published, sql).rows
    assert every == right > 0


def test_lineage_leads_from_a_discrepancy_to_its_captures(published: Home) -> None:
    sql = """WITH RECURSIVE way AS (
        SELECT * FROM lineage WHERE id = 'dis_1'
        UNION SELECT l.* FROM lineage AS l JOIN way ON l.id = way.parent_id AND l.kind = way.parent_kind
    ) SELECT parent_kind, count(DISTINCT parent_id) FROM way GROUP BY ALL ORDER BY ALL"""
    assert run_sql(published, sql).rows == (("article", 2), ("capture", 2), ("claim", 2), ("conflict", 1))


def test_the_snapshot_answers_in_duckdb_1_5(published: Home) -> None:
    duckdb = str(Path(sys.executable).with_name("duckdb"))
    version = subprocess.run([duckdb, "--version"], capture_output=True, text=True, check=True, timeout=60)
    assert version.stdout.startswith("v1.5.")
    questions = [f"SELECT * FROM {view} ORDER BY ALL" for view in PUBLIC_VIEWS]
    questions += [f"SELECT * FROM {macro} ORDER BY ALL" for macro in (
        "claims_as_of('2031-05-04 07:00')", "conflicts_as_of('2040-01-01')", "run_diff('run_1', 'run_2')"
    )]  # fmt: skip
    questions += [
        """SELECT table_name, column_name, comment FROM duckdb_columns()
        WHERE schema_name = 'main' AND NOT internal ORDER BY ALL"""
    ]
    for sql in questions:
        asked = [duckdb, "-readonly", "-csv", str(published.snapshot), "-c", sql]
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=60)
        assert (done.returncode, done.stderr) == (0, "")
        answer = run_sql(published, sql)
        if not answer.rows:
            assert done.stdout.strip() in {"", ",".join(answer.columns)}
            continue
        head, *rows = csv.reader(io.StringIO(done.stdout))
        assert (head, len(rows)) == (list(answer.columns), len(answer.rows))


def test_the_code_version_of_old_claims_is_kept(published: Home) -> None:
    assert set(run_sql(published, "SELECT DISTINCT code_version FROM claims").rows) == {(CODE,), ("code-2",)}
