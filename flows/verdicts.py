"""Verdicts: what a person made of a conflict, tied to the two passages, appended and never overwritten."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

from flows.session import session
from flows.version import code_version
from warehouse.home import Home
from warehouse.ids import content_id
from warehouse.read import Reader
from warehouse.records import Verdict, VerdictWord
from warehouse.snapshot import publish
from warehouse.write import Writer

WORDS: tuple[str, ...] = get_args(VerdictWord)


class VerdictError(Exception):
    """The verdict cannot be taken as given: one line that names the input and the remedy."""


def save(home: Home, verdicts: Sequence[Verdict]) -> int:
    """Append those that say something new, and publish them; gives how many.

    Raises:
        HomeLocked: a run goes on; its snapshot must not be replaced half-way.
    """
    with session(home.path):
        fresh = _news(home, verdicts)
        if fresh:
            with Writer(home) as writer:
                writer.add_verdicts(fresh)
            publish(home)
    return len(fresh)


def given(home: Home, rows: Sequence[Mapping[str, Any]], reviewer: str, where: str) -> list[Verdict]:
    """Verdicts out of rows with conflict_id (or its beginning), verdict, and if they like reviewer, note, given_at.

    Raises:
        VerdictError: names `where`, the row and what is wrong with it.
    """
    with Reader(home.snapshot) as reader:
        conflicts = {row["conflict_id"]: row["passage_key"] for row in reader.conflict_rows()}
    return [_given(conflicts, row, reviewer, f"{where}, row {at}") for at, row in enumerate(rows, 1)]


def read_file(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of verdicts: CSV with a header, a JSON list of objects, or one JSON object on each line.

    Raises:
        VerdictError: it cannot be read as any of these.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise VerdictError(f"{path}: cannot be read ({reason}); name a CSV or JSON file of verdicts") from error
    if path.suffix.lower() == ".csv":
        return list(csv.DictReader(io.StringIO(text)))
    try:
        rows = json.loads(text) if text.lstrip().startswith("[") else [json.loads(li) for li in text.splitlines() if li]
    except ValueError as error:
        raise VerdictError(f"{path}: not valid JSON ({error}); correct it") from error
    if not all(isinstance(row, dict) for row in rows):
        raise VerdictError(f"{path}: not a list of objects; write one object for each verdict")
    return rows


def _given(conflicts: Mapping[str, str], row: Mapping[str, Any], reviewer: str, where: str) -> Verdict:
    wanted, word = str(row.get("conflict_id") or ""), row.get("verdict")
    if word not in WORDS:
        raise VerdictError(f"{where}: verdict {word!r} is none; write one of {', '.join(WORDS)}")
    key = str(row.get("passage_key") or "")
    if not key:
        wanted, key = _resolve(conflicts, wanted, where)
    at = _moment(row.get("given_at"), where)
    who, note = str(row.get("reviewer") or reviewer), str(row.get("note") or "") or None
    return Verdict(
        verdict_id=content_id("vd", key, word, who, note, at.isoformat()),
        conflict_id=wanted,
        passage_key=key,
        verdict=word,
        reviewer=who,
        note=note,
        given_at=at,
        code_version=str(row.get("code_version") or code_version()),
    )


def _resolve(conflicts: Mapping[str, str], wanted: str, where: str) -> tuple[str, str]:
    found = [known for known in conflicts if wanted and known.startswith(wanted)]
    if wanted in conflicts:
        found = [wanted]
    if len(found) != 1:
        what = "no conflict begins" if not found else f"{len(found)} conflicts begin"
        raise VerdictError(
            f'{where}: {what} with {wanted!r}; see rashomon sql "SELECT conflict_id, why FROM conflicts"'
        )
    return found[0], conflicts[found[0]]


def _moment(value: Any, where: str) -> datetime:
    """A moment in naive UTC; now, when none is told."""
    if not value:
        return datetime.now(UTC).replace(tzinfo=None)
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise VerdictError(f"{where}: given_at {value!r} is no moment; write it as 2026-01-31T12:00:00") from error
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _news(home: Home, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Those that are not what the same reviewer last said of the same passages, nor known already."""
    with Reader(home.writer_file) as reader:
        stored = reader.verdicts()
    known = {verdict.verdict_id for verdict in stored}
    last = {(verdict.passage_key, verdict.reviewer): (verdict.verdict, verdict.note) for verdict in stored}
    fresh = []
    for verdict in verdicts:
        key, said = (verdict.passage_key, verdict.reviewer), (verdict.verdict, verdict.note)
        if verdict.verdict_id not in known and last.get(key) != said:
            fresh.append(verdict)
            last[key] = said
    return fresh
