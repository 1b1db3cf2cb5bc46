"""A small good run as tables, and a DuckDB that sees it: what the quality tests spoil, one thing at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.ids import sha256_text

Row = dict[str, Any]
Tables = dict[str, list[Row]]

RUN = "run_a"
SCHEMAS = {
    "captures": pa.schema(
        [
            (name, pa.string())
            for name in ("capture_id", "source", "requested_url", "sha256", "raw_path", "error", "run_id")
        ]
        + [("http_status", pa.int32()), ("byte_count", pa.int64()), ("captured_at", pa.timestamp("us"))]
    ),
    "articles": pa.schema(
        [
            (name, pa.string())
            for name in (
                "article_id",
                "url",
                "outlet",
                "language",
                "text",
                "text_sha256",
                "status",
                "reason",
                "capture_id",
            )
        ]
        + [("version", pa.int32()), ("published_at", pa.timestamp("us")), ("is_latest", pa.bool_())]
        + [("last_seen_at", pa.timestamp("us"))]
    ),
    "claims": pa.schema(
        [
            (name, pa.string())
            for name in ("claim_id", "article_id", "url", "quote", "speaker", "speaker_as_written", "speech")
        ]
        + [(name, pa.string()) for name in ("polarity", "certainty")]
        + [(name, pa.int32()) for name in ("version", "start_char", "end_char")]
        + [(name, pa.date32()) for name in ("event_from", "event_to")]
    ),
    "conflicts": pa.schema(
        [
            (name, pa.string())
            for name in ("conflict_id", "kind", "relation", "level", "claim_a", "claim_b", "quote_a", "quote_b")
        ]
        + [(name, pa.string()) for name in ("why", "rule", "status")]
        + [("score", pa.float64())]
    ),
    "runs": pa.schema(
        [(name, pa.string()) for name in ("run_id", "gate", "code_version")]
        + [(name, pa.int64()) for name in ("run_seq", "captures", "articles", "unreadable", "claims")]
        + [(name, pa.int64()) for name in ("pairs_compared", "pairs_unasked", "conflicts")]
        + [("started_at", pa.timestamp("us"))]
    ),
    "run_sources": pa.schema(
        [(name, pa.string()) for name in ("run_id", "source")]
        + [(name, pa.int64()) for name in ("asked", "answered", "min_articles", "max_articles")]
    ),
    "analysis_errors": pa.schema(
        [(name, pa.string()) for name in ("article_id", "code_version", "error")] + [("version", pa.int32())]
    ),
}
PADDING = " The harbour office kept the list of names open until the evening, and asked relatives to call." * 3
TEXTS = {
    "art_1": "Nine sailors died, the mayor said." + PADDING,
    "art_2": "Fourteen sailors died." + PADDING + " 🚢 end",
}


def good() -> Tables:
    """A run that every rule is content with: two articles, two claims, one conflict."""
    return {
        "captures": [capture(1), capture(2)],
        "articles": [article(1), article(2)],
        "claims": [
            claim(1, "Nine sailors died", 0, speaker="the mayor", speaker_as_written="the mayor", speech="indirect"),
            claim(2, "🚢 end", len(TEXTS["art_2"]) - 5, event_from=date(2025, 3, 1), event_to=date(2025, 3, 1)),
        ],
        "conflicts": [conflict()],
        "runs": [*(run(number) for number in range(1, 4)), run(4) | {"run_id": RUN, "gate": "running"}],
        "run_sources": [
            {"run_id": run_id, "source": "news1", "asked": 1, "answered": 1, "min_articles": 1, "max_articles": 1}
            for run_id in ("run_1", "run_2", "run_3", RUN)
        ],
        "analysis_errors": [],
    }


def run(number: int) -> Row:
    return {
        "run_id": f"run_{number}",
        "run_seq": number,
        "gate": "passed",
        "code_version": "code_1",
        "captures": 2,
        "articles": 2,
        "unreadable": 0,
        "claims": 2,
        "pairs_compared": 3,
        "pairs_unasked": 0,
        "conflicts": 1,
        "started_at": datetime(2025, 3, 2, 12),
    }


def capture(number: int) -> Row:
    return {
        "capture_id": f"cap_{number}",
        "source": f"news{number}",
        "requested_url": f"https://news{number}.test/a",
        "sha256": sha256_text(str(number)),
        "raw_path": f"raw/{number}",
        "http_status": 200,
        "byte_count": 10,
        "captured_at": datetime(2025, 3, 2, 12),
        "run_id": RUN,
    }


def article(number: int) -> Row:
    text = TEXTS[f"art_{number}"]
    return {
        "article_id": f"art_{number}",
        "version": 1,
        "url": f"https://news{number}.test/a",
        "outlet": f"News {number}",
        "language": "en",
        "text": text,
        "text_sha256": sha256_text(text),
        "status": "ok",
        "capture_id": f"cap_{number}",
        "published_at": datetime(2025, 3, 2, 8),
        "last_seen_at": datetime(2025, 3, 2, 12),
        "is_latest": True,
    }


def claim(number: int, quote: str, start_char: int, **changes: Any) -> Row:
    return {
        "claim_id": f"cl_{number}",
        "article_id": f"art_{number}",
        "version": 1,
        "url": f"https://news{number}.test/a",
        "quote": quote,
        "start_char": start_char,
        "end_char": start_char + len(quote),
        "speech": "author",
        "polarity": "affirmed",
        "certainty": "asserted",
    } | changes


def conflict() -> Row:
    return {
        "conflict_id": "cf_1",
        "kind": "number",
        "relation": "conflict",
        "level": "outlets",
        "score": 0.9,
        "claim_a": "cl_1",
        "claim_b": "cl_2",
        "quote_a": "Nine sailors died",
        "quote_b": "🚢 end",
        "why": "9 dead against 14 dead, same ship and day",
        "rule": "numbers_differ",
        "status": "new",
    }


def with_row(table: str, at: int, **changes: Any) -> Tables:
    """The good run with one row changed."""
    tables = good()
    tables[table][at] |= changes
    return tables


def to_arrow(tables: Mapping[str, Sequence[Row]]) -> dict[str, pa.Table]:
    return {name: pa.Table.from_pylist(list(rows), schema=SCHEMAS[name]) for name, rows in tables.items()}


class Engine:
    """A DuckDB in memory that sees the given tables under their names."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self.connection = duckdb.connect()
        for name, table in tables.items():
            self.connection.register(name, table)

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def __call__(self, sql: str) -> pa.Table:
        return self.connection.sql(sql).to_arrow_table()
