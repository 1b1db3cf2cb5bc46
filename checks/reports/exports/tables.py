"""One row for each pair of passages, as CSV that no spreadsheet runs and as Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet run a cell (OWASP, CSV injection), full-width forms included."""

_FINDING = ("discrepancy_id", "question", "kind", "severity", "weight", "group")
_PAIR = ("conflict_id", "passage_key", "relation", "level", "score", "rule", "why", "status")
_SIDE = ("claim_id", "article_id", "outlet", "speaker", "speech", "said_on", "quote", "start", "end", "link")
_ARTICLE = ("title", "address", "published_on", "captured_on", "version", "text_sha256", "capture_sha256")
_WHOLE = ("version", "start", "end")
_REAL = ("weight", "score")


def rows(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Finding, pair, verdict, then both sides with _a and _b behind their names; what is not known is None."""
    for finding in data["discrepancies"]:
        for pair in finding["conflicts"]:
            verdict = pair["verdict"] or {}
            row = {name: finding[name] for name in _FINDING} | {name: pair[name] for name in _PAIR}
            row |= {"verdict": verdict.get("verdict"), "reviewer": verdict.get("reviewer"), "note": verdict.get("note")}
            sides = [*pair["passages"], {}, {}][:2]
            for letter, side in zip("ab", sides, strict=True):
                article = data["articles"].get(side.get("article_id"), {})
                row |= {f"{name}_{letter}": side.get(name) for name in _SIDE}
                row |= {f"{name}_{letter}": article.get(name) for name in _ARTICLE}
            yield row


def columns() -> list[str]:
    """The names of the columns, in order."""
    sides = [f"{name}_{letter}" for letter in "ab" for name in (*_SIDE, *_ARTICLE)]
    return [*_FINDING, *_PAIR, "verdict", "reviewer", "note", *sides]


def csv_table(data: Mapping[str, Any]) -> str:
    """The rows as CSV with a header (RFC 4180), every text made harmless to a spreadsheet."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns(), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: harmless(value) for name, value in row.items()} for row in rows(data))
    return out.getvalue()


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula with a quote in front, so that it stays a text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def parquet_table(data: Mapping[str, Any]) -> bytes:
    """The rows as a Parquet file, with a type for each column whatever the rows have."""
    import pyarrow as pa
    from pyarrow import parquet

    fields = [(name, _type(pa, name)) for name in columns()]
    table = pa.Table.from_pylist(list(_encodable(data)), pa.schema(fields))
    out = pa.BufferOutputStream()
    parquet.write_table(table, out, compression="zstd")
    return bytes(out.getvalue())


def _encodable(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows without lone surrogates, which no UTF-8 can hold."""
    for row in rows(data):
        yield {
            name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
            for name, value in row.items()
        }


def _type(pa: Any, name: str) -> Any:
    bare = name[:-2] if name.endswith(("_a", "_b")) else name
    return pa.int64() if bare in _WHOLE else pa.float64() if bare in _REAL else pa.string()
