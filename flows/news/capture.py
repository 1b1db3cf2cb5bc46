"""Captures: the bytes of an answer, kept for good under the hash of their content, and the record of seeing them."""

from __future__ import annotations

import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.ids import capture_id, sha256_bytes
from warehouse.records import Capture

if TYPE_CHECKING:
    from flows.news.fetch import Answer
    from flows.news.sources import Target


def keep(raw_root: Path, content: bytes) -> str:
    """Keep the bytes under `raw_root` and give their place relative to its parent, such as `raw/ab/ab12….bin`.

    The name is the SHA-256 of the content: the same bytes are kept once. A file under its final name is whole (it is
    written beside and renamed); a kept file that no longer has its hash is written anew. Raises OSError (disk full).
    """
    digest = sha256_bytes(content)
    place = raw_root / digest[:2] / f"{digest}.bin"
    relative = f"{raw_root.name}/{digest[:2]}/{digest}.bin"
    if place.is_file() and place.stat().st_size == len(content) and sha256_bytes(place.read_bytes()) == digest:
        return relative
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
    return relative


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
