"""Captures: the bytes of an answer, kept for good under the hash of their content, and the record of seeing them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.ids import capture_id, sha256_bytes
from warehouse.records import Capture, Visit

if TYPE_CHECKING:
    from flows.news.answer import Answer
    from flows.news.exchange import Exchange
    from flows.news.sources import Target
    from flows.news.warc import Original

    Passed = tuple[Exchange, Original | None]

PASSED = "passed"
"""The folder under `raw/` of archives with what led to captures: redirects, failed attempts, repeated answers."""


@dataclass(frozen=True, slots=True)
class Kept:
    """«This answer is `capture`, and `visits` led to it.»

    `passed` are the exchanges that are not kept with the capture's bytes, by their number on the way: to be kept by
    `keep_passed`, which tells the visits where.
    """

    capture: Capture
    content: bytes | None
    visits: tuple[Visit, ...] = ()
    passed: Mapping[int, Passed] = field(default_factory=dict)


def keep(raw_root: Path, content: bytes) -> str:
    """Keep the bytes under `raw_root` and give their place relative to its parent, such as `raw/ab/ab12….bin`.

    The name is the SHA-256 of the content: the same bytes are kept once. A file under its final name is whole (it is
    written beside and renamed); a kept file that no longer has its hash is written anew. Raises OSError (disk full).
    """
    digest = sha256_bytes(content)
    place = raw_root / digest[:2] / f"{digest}.bin"
    if not (place.is_file() and place.stat().st_size == len(content) and sha256_bytes(place.read_bytes()) == digest):
        _write_whole(place, content)
    return _relative(raw_root, place)


def keep_answer(target: Target, answer: Answer, raw_root: Path, now: datetime, info: Mapping[str, str]) -> Kept:
    """Keep an answer: of a server with its request as `raw/ab/ab12….warc.gz`, of a file as `keep` does.

    The archive is named by the SHA-256 of the decoded content; the same content again is written once. `info` is about
    the run and goes into the archive. Raises OSError (disk full).
    """
    content, exchanges = answer.content, answer.exchanges
    if content is None or not exchanges:
        capture = to_capture(target, answer, None if content is None else keep(raw_root, content), now, "")
        return Kept(
            capture, content, _visits(capture, exchanges), {hop: (one, None) for hop, one in enumerate(exchanges)}
        )
    from flows.news.warc import archive_of, original_of, payload_digest

    digest, last = sha256_bytes(content), exchanges[-1]
    place = raw_root / digest[:2] / f"{digest}.warc.gz"
    passed: dict[int, Passed] = {hop: (one, None) for hop, one in enumerate(exchanges[:-1])}
    original = original_of(place)
    if answer.unchanged:
        passed[len(passed)] = (last, original)
        place = place if original is not None else place.with_name(f"{digest}.bin")
    elif original is None:
        _write_whole(place, archive_of([(last, None)], info))
    else:
        same = original.payload_digest == payload_digest(last.body)
        passed[len(passed)] = (replace(last, body=b""), original) if same else (last, None)
    capture = to_capture(target, answer, _relative(raw_root, place), now, "")
    if target.place is not None:  # Nobody was asked: the archive that it comes from is its record.
        return Kept(capture, content)
    return Kept(capture, content, _visits(capture, exchanges), passed)


def keep_passed(kept: Iterable[Kept], raw_root: Path, info: Mapping[str, str]) -> tuple[Visit, ...]:
    """Keep what is not kept yet of these answers in one archive under `raw/passed/`; gives all visits, told where.

    The archive is named by the moment of its first request and its own hash. Raises OSError (disk full).
    """
    kept = list(kept)
    passed = [exchange for one in kept for _, exchange in sorted(one.passed.items())]
    path = ""
    if passed:
        from flows.news.warc import archive_of

        content = archive_of(passed, info)
        moment = min(exchange.asked_at for exchange, _ in passed)
        place = raw_root / PASSED / f"{moment:%Y%m%dT%H%M%S}-{sha256_bytes(content)[:16]}.warc.gz"
        _write_whole(place, content)
        path = _relative(raw_root, place)
    return tuple(
        replace(visit, warc_path=path if visit.hop in one.passed else str(one.capture.raw_path))
        for one in kept
        for visit in one.visits
    )


def to_capture(target: Target, answer: Answer, raw_path: str | None, captured_at: datetime, run_id: str) -> Capture:
    """The record of one answer; `captured_at` is naive UTC, `raw_path` what `keep` gave (None without content)."""
    digest = None if answer.content is None else sha256_bytes(answer.content)
    return Capture(
        capture_id=capture_id(target.url, answer.final_url, answer.http_status, digest, answer.error),
        source=target.source,
        requested_url=target.url,
        final_url=answer.final_url,
        http_status=answer.http_status,
        media_type=answer.media_type,
        sha256=digest,
        byte_count=0 if answer.content is None else len(answer.content),
        captured_at=captured_at,
        raw_path=raw_path,
        error=answer.error,
        run_id=run_id,
        headers=answer.headers,
    )


def _visits(capture: Capture, exchanges: Iterable[Exchange]) -> tuple[Visit, ...]:
    return tuple(
        Visit(capture.capture_id, hop, one.url, one.http_status, one.header("location"), one.asked_at, "", "")
        for hop, one in enumerate(exchanges)
    )


def _relative(raw_root: Path, place: Path) -> str:
    return f"{raw_root.name}/{place.relative_to(raw_root).as_posix()}"


def _write_whole(place: Path, content: bytes) -> None:
    """Write the file so that under its name it is whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
