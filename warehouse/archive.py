"""The archive of reports: each one that was shown, whole and compressed, under the hash of its files.

A past report is made again out of it byte for byte, whatever code, rules or verdicts have become since.
"""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.ids import sha256_bytes

_OF_THE_RUN = {"openlineage.jsonl"}  # tells when the run was, so that it would make every repetition another report


@dataclass(frozen=True, slots=True)
class Archived:
    """«The files of a report have this SHA-256, as a tar, and are kept at `path`, relative to the home.»"""

    sha256: str
    path: str


def keep_report(home: Home, folder: Path) -> Archived:
    """Keep every file of `folder` that depends on the input alone; equal ones once. Raises OSError (disk full)."""
    content = _tar(folder)
    digest = sha256_bytes(content)
    place = home.archive / f"{digest}.tar.gz"
    if not place.is_file() or report_fault(home, f"{place.relative_to(home.path)}", digest) is not None:
        home.archive.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f".{digest}.{os.getpid()}")
        try:
            fresh.write_bytes(gzip.compress(content, 6, mtime=0))
            fresh.replace(place)
        finally:
            fresh.unlink(missing_ok=True)
    return Archived(digest, f"{place.relative_to(home.path)}")


def restore_report(home: Home, kept: Archived, target: Path) -> None:
    """Write the files of a kept report into `target`, made when missing.

    Raises:
        WarehouseError: it was pruned, or its bytes were changed; nothing is written.
    """
    fault = report_fault(home, kept.path, kept.sha256)
    if fault is not None:
        raise WarehouseError(f"{fault}; it cannot be made again from here: look in a backup")
    target.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress((home.path / kept.path).read_bytes()))) as tar:
        tar.extractall(target, filter="data")


def report_fault(home: Home, path: str, sha256: str) -> str | None:
    """What is wrong with a kept report; None when nothing is."""
    try:
        content = gzip.decompress((home.path / path).read_bytes())
    except FileNotFoundError:
        return f"{path} is not there: it was pruned"
    except (OSError, EOFError, ValueError, zlib.error) as error:
        return f"{path} cannot be read: {error}"
    return None if sha256_bytes(content) == sha256 else f"{path} does not have its SHA-256: its bytes were changed"


def _tar(folder: Path) -> bytes:
    """The files as a tar that depends on their names and bytes only."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name not in _OF_THE_RUN:
                info = tarfile.TarInfo(path.relative_to(folder).as_posix())
                content = path.read_bytes()
                info.size, info.mode = len(content), 0o644
                tar.addfile(info, io.BytesIO(content))
    return out.getvalue()
