"""Verdicts on their way into the ledger: safe on disk at once, also while a run holds the home.

Each batch is a file of its own, written aside, flushed to disk and then named. What is named is taken over into the
warehouse by whoever has the home next, and only then removed; taken over twice it changes nothing, since a verdict's id
hashes what it says.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path

from warehouse.home import Home
from warehouse.records import Verdict

_SUFFIX = ".json"


def put(home: Home, verdicts: Sequence[Verdict]) -> Path:
    """Write down verdicts so that no crash loses them; gives the file. Raises OSError."""
    folder = _folder(home)
    folder.mkdir(exist_ok=True)
    rows = [asdict(verdict) | {"given_at": verdict.given_at.isoformat()} for verdict in verdicts]
    name = f"{datetime.now():%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
    fresh = folder / f"{name}.fresh"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(rows, file)
        file.flush()
        os.fsync(file.fileno())
    path = fresh.replace(folder / f"{name}{_SUFFIX}")
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return path


def waiting(home: Home) -> list[tuple[Path, list[Verdict]]]:
    """The batches that are not in the warehouse yet, oldest first. Raises OSError."""
    return [(path, _read(path)) for path in sorted(_folder(home).glob(f"*{_SUFFIX}"))]


def _folder(home: Home) -> Path:
    return home.path / "verdicts"


def _read(path: Path) -> list[Verdict]:
    names = {field.name for field in fields(Verdict)}
    rows = json.loads(path.read_text("utf-8"))
    return [
        Verdict(
            **{name: value for name, value in row.items() if name in names}
            | {"given_at": datetime.fromisoformat(row["given_at"])}
        )
        for row in rows
    ]
