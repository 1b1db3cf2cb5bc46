"""Verdicts: what a person made of a conflict, tied to the two passages, appended and never overwritten."""

from __future__ import annotations

import csv
import io
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

from flows.session import session
from flows.verdict_spool import put, waiting
from flows.version import code_version
from warehouse.home import Home, HomeLocked
from warehouse.ids import content_id
from warehouse.read import Reader
from warehouse.records import Verdict, VerdictWord
from warehouse.snapshot import publish
from warehouse.write import Writer

WORDS: tuple[str, ...] = get_args(VerdictWord)

MOST_BYTES = 50_000_000
MOST_CHARS = {"reviewer": 200, "note": 10_000}
"""How much a file of verdicts may hold, and how long a name and a note may be."""

_TURN = threading.Lock()
"""Verdicts that come at once are taken over by the first, and the others find it done."""


class VerdictError(Exception):
    """The verdict cannot be taken as given: one line that names the input and the remedy."""


@dataclass(frozen=True, slots=True)
class Saved:
    """«So many of these verdicts are news»; `waiting`: a run holds the home and takes them over when it ends."""

    number: int
    waiting: bool = False


def save(home: Home, verdicts: Sequence[Verdict]) -> Saved:
    """Append those that say something new, and publish them. When this returns, no crash loses them.

    Raises:
        WarehouseError: they are safe on disk, but could not be taken over or published; the next run tries again.
    """
    put(home, verdicts)
    with _TURN:
        try:
            with session(home.path):
                number = take_over(home)
                if number:
                    publish(home)
        except HomeLocked:
            return Saved(len(verdicts), waiting=True)
    return Saved(number)


def take_over(home: Home) -> int:
    """Append to the ledger what is on its way to it, in a session of the home; gives how many say something new."""
    batches = waiting(home)
    fresh = _news(home, [verdict for _, batch in batches for verdict in batch])
    if fresh:
        with Writer(home) as writer:
            writer.add_verdicts(fresh)
    for path, _ in batches:
        path.unlink(missing_ok=True)
    return len(fresh)


def judgeable(home: Home) -> dict[str, dict[str, Any]]:
    """What can be judged: the published rows of `conflicts`, by id."""
    with Reader(home.snapshot) as reader:
        return {row["conflict_id"]: row for row in reader.conflict_rows()}


def given(
    home: Home,
    rows: Sequence[Mapping[str, Any]],
    reviewer: str,
    where: str,
    conflicts: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[Verdict]:
    """Verdicts out of rows with conflict_id (or its beginning), verdict, and if they like reviewer, note, given_at.

    A row with a passage_key holds on to that, whatever its conflict is called today. `conflicts` is what `judgeable`
    gives, for who has it at hand.

    Raises:
        VerdictError: names `where`, the row and what is wrong with it.
    """
    known = judgeable(home) if conflicts is None else conflicts
    by_key = {row["passage_key"]: row for row in known.values()}
    return [_given(known, by_key, row, reviewer, f"{where}, row {at}") for at, row in enumerate(rows, 1)]


def read_file(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of verdicts: CSV with a header, a JSON list of objects, or one JSON object on each line.

    Raises:
        VerdictError: it cannot be read as any of these.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise VerdictError(f"{path}: has more than {MOST_BYTES:,} bytes; import it in parts")
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise VerdictError(f"{path}: cannot be read ({reason}); name a CSV or JSON file of verdicts") from error
    try:
        if path.suffix.lower() == ".csv":
            return list(csv.DictReader(io.StringIO(text)))
        rows = json.loads(text) if text.lstrip().startswith("[") else [json.loads(li) for li in text.splitlines() if li]
    except (ValueError, RecursionError, csv.Error) as error:
        raise VerdictError(f"{path}: not valid JSON or CSV ({error}); correct it") from error
    if not all(isinstance(row, dict) for row in rows):
        raise VerdictError(f"{path}: not a list of objects; write one object for each verdict")
    return rows


_PASSAGES = ("kind", "discrepancy_id", "article_a", "quote_a", "article_b", "quote_b")


def _given(
    known: Mapping[str, Mapping[str, Any]],
    by_key: Mapping[str, Mapping[str, Any]],
    row: Mapping[str, Any],
    reviewer: str,
    where: str,
) -> Verdict:
    row = {name: _storable(value) for name, value in row.items()}
    for name, most in MOST_CHARS.items():
        if len(str(row.get(name) or "")) > most:
            raise VerdictError(f"{where}: {name} is longer than {most:,} characters; shorten it")
    wanted, word = str(row.get("conflict_id") or ""), row.get("verdict")
    if word not in WORDS:
        raise VerdictError(f"{where}: verdict {word!r} is none; write one of {', '.join(WORDS)}")
    key = str(row.get("passage_key") or "")
    found = by_key.get(key, {}) if key else _resolve(known, wanted, where)
    key = key or str(found["passage_key"])
    at = _moment(row.get("given_at"), where)
    who, note = str(row.get("reviewer") or reviewer), str(row.get("note") or "") or None
    told = {name: str(row[name]) for name in _PASSAGES if row.get(name)}
    return Verdict(
        verdict_id=content_id("vd", key, word, who, note, at.isoformat()),
        conflict_id=str(found.get("conflict_id", wanted)),
        passage_key=key,
        verdict=word,
        reviewer=who,
        note=note,
        given_at=at,
        code_version=str(row.get("code_version") or code_version()),
        **{name: told.get(name, found.get(name)) for name in _PASSAGES},
    )


def _storable(value: Any) -> Any:
    """A text without what no database and no file can hold: halves of a character, and NUL."""
    return value.encode("utf-8", "replace").decode().replace("\0", "\ufffd") if isinstance(value, str) else value


def _resolve(known: Mapping[str, Mapping[str, Any]], wanted: str, where: str) -> Mapping[str, Any]:
    found = [wanted] if wanted in known else [each for each in known if wanted and each.startswith(wanted)]
    if len(found) != 1:
        what = "no conflict begins" if not found else f"{len(found)} conflicts begin"
        raise VerdictError(
            f'{where}: {what} with {wanted!r}; see rashomon sql "SELECT conflict_id, why FROM conflicts"'
        )
    return known[found[0]]


def _moment(value: Any, where: str) -> datetime:
    """A moment in naive UTC; now, when none is told."""
    if not value:
        return datetime.now(UTC).replace(tzinfo=None)
    try:
        moment = datetime.fromisoformat(str(value))
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError) as error:
        raise VerdictError(f"{where}: given_at {value!r} is no moment; write it as 2026-01-31T12:00:00") from error


def _news(home: Home, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Those that are not what the same reviewer last said of the same passages, nor known already."""
    with Reader(home.writer_file) as reader:
        stored = reader.verdicts()
    known = {verdict.verdict_id for verdict in stored}
    last: dict[tuple[str, str], tuple[str, str | None]] = {}
    last |= {(verdict.passage_key, verdict.reviewer): (verdict.verdict, verdict.note) for verdict in stored}
    fresh = []
    for verdict in verdicts:
        key, said = (verdict.passage_key, verdict.reviewer), (verdict.verdict, verdict.note)
        if verdict.verdict_id not in known and last.get(key) != said:
            fresh.append(verdict)
            last[key] = said
    return fresh
