"""Tracing an id back to bytes: discrepancy, conflict, claim, article version, capture, bytes; each hash re-checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.db import Connection, connect_reading, statement, translated
from warehouse.errors import TraceError, WarehouseError
from warehouse.home import Home
from warehouse.ids import capture_id, claim_id, sha256_text
from warehouse.rawfiles import bytes_fault
from warehouse.verify import Problem, verify

__all__ = ["Problem", "Step", "trace", "verify"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way back: `id` of this `kind`, what it `says`, and `problem` when its check failed (else None).

    `depth` is 0 for what was asked and grows towards the bytes; a step belongs to the nearest one above of less depth.
    """

    depth: int
    kind: str
    id: str
    says: str
    problem: str | None = None


def trace(home: Home, any_id: str) -> list[Step]:
    """The way from an id, or an unambiguous beginning of one, back to the bytes it rests on.

    An article version may be asked for as `article_id@version`; an article alone gives its latest version.

    Raises:
        TraceError: there is no such id, or several begin so (names some).
        WarehouseError: nothing is published yet.
    """
    if not home.snapshot.is_file():
        raise WarehouseError(f"nothing is published in {home.path} yet; publish with: rashomon run SOURCE")
    con = connect_reading(home.snapshot)
    try:
        with translated("read", home.snapshot):
            kind, found = _resolve(con, any_id)
            return list(_follow(con, home.path, kind, found, 0))
    finally:
        con.close()


def _resolve(con: Connection, any_id: str) -> tuple[str, str]:
    rows = con.execute(statement("queries/resolve"), {"wanted": any_id}).fetchall() if any_id else []
    exact = [row for row in rows if row[1] == any_id]
    if len(exact or rows) == 1:
        kind, found = (exact or rows)[0]
        return str(kind), str(found)
    if not rows:
        raise TraceError(f'no id begins with {any_id!r}; look one up with: rashomon sql "SELECT * FROM conflicts"')
    some = ", ".join(str(row[1]) for row in rows[:5])
    raise TraceError(f"{any_id!r} begins several ids ({some}{', …' if len(rows) > 5 else ''}); give more of it")


def _discrepancy(con: Connection, root: Path, wanted: str, depth: int) -> Iterator[Step]:
    question, severity = _row(con, "trace_discrepancy", wanted)
    yield Step(depth, "discrepancy", wanted, f"{question} ({severity})")
    for (conflict,) in con.execute(statement("queries/trace_members"), {"id": wanted}).fetchall():
        yield from _follow(con, root, "conflict", str(conflict), depth + 1)


def _conflict(con: Connection, root: Path, wanted: str, depth: int) -> Iterator[Step]:
    kind, relation, why, claim_a, claim_b = _row(con, "trace_conflict", wanted)
    yield Step(depth, "conflict", wanted, f"{relation} ({kind}): {why}")
    for claim in (claim_a, claim_b):
        yield from _follow(con, root, "claim", str(claim), depth + 1)


def _claim(con: Connection, root: Path, wanted: str, depth: int) -> Iterator[Step]:
    article, version, outlet, speaker, quote, start, end, text, sha256 = _row(con, "trace_claim", wanted)
    recomputed = claim_id(article, sha256 or "", start, end, speaker)
    fault = None if recomputed == wanted else f"its id does not follow from its place and speaker ({recomputed})"
    yield Step(depth, "claim", wanted, f"{speaker or outlet}, in {outlet}", fault)
    fault = None if text is not None and text[start:end] == quote else "the text at these offsets has other words"
    yield Step(depth + 1, "quote", f"{start}-{end}", f"«{quote}»", fault)
    yield from _follow(con, root, "article", f"{article}@{version}", depth + 1)


def _article(con: Connection, root: Path, wanted: str, depth: int) -> Iterator[Step]:
    url, outlet, title, status, text, sha256 = _row(con, "trace_article", wanted)
    fault = None if (None if text is None else sha256_text(text)) == sha256 else "its text does not have its SHA-256"
    yield Step(depth, "article", wanted, f"{title or 'untitled'} ({outlet}, {status}) {url}", fault)
    for (capture,) in con.execute(statement("queries/trace_captures"), {"id": wanted}).fetchall():
        yield from _follow(con, root, "capture", str(capture), depth + 1)


def _capture(con: Connection, root: Path, wanted: str, depth: int) -> Iterator[Step]:
    asked, url, status, captured_at, run_id, raw_path, sha256, byte_count, error = _row(con, "trace_capture", wanted)
    recomputed = capture_id(asked, url, status, sha256, error)
    fault = None if recomputed == wanted else f"its id does not follow from what it says ({recomputed})"
    answer = error or ("read" if status is None else f"HTTP {status}")
    yield Step(depth, "capture", wanted, f"{url} ({answer}) at {captured_at} UTC in run {run_id}", fault)
    if sha256 is not None or raw_path is not None:
        gone = con.execute("SELECT max(pruned_at) FROM raw.pruned WHERE sha256 = ?", [sha256]).fetchall()[0][0]
        if gone is not None and not (root / raw_path).exists():
            yield Step(depth + 1, "bytes", str(sha256), f"{byte_count} bytes, pruned at {gone}: nothing cited them")
            return
        fault = bytes_fault(root, raw_path, sha256, byte_count)
        yield Step(depth + 1, "bytes", str(sha256), f"{byte_count} bytes in {raw_path}", fault)


def _follow(con: Connection, root: Path, kind: str, wanted: str, depth: int) -> Iterator[Step]:
    """The steps from `wanted` on; what is named but not stored is a step with that problem, not the end of all."""
    try:
        yield from _STEPS[kind](con, root, wanted, depth)
    except _NotStored:
        yield Step(depth, kind, wanted, "", "it is named but not stored: the warehouse is damaged")


def _row(con: Connection, name: str, wanted: str) -> Any:
    rows = con.execute(statement(f"queries/{name}"), {"id": wanted}).fetchall()
    if not rows:
        raise _NotStored(wanted)
    return rows[0]


class _NotStored(Exception):
    """An id that something stored names is itself not stored."""


_STEPS = {
    "discrepancy": _discrepancy,
    "conflict": _conflict,
    "claim": _claim,
    "article": _article,
    "capture": _capture,
}
