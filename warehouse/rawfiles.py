"""The bytes of captures on disk: hashing files and telling what is wrong with one."""

from __future__ import annotations

import hashlib
from pathlib import Path


def sha256_file(path: Path) -> str:
    """The hex SHA-256 of a file's bytes, read piece by piece.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def bytes_fault(root: Path, raw_path: str | None, sha256: str | None, byte_count: int) -> str | None:
    """What is wrong with the bytes a capture says it kept at `raw_path` under the home `root`; None when nothing is."""
    if raw_path is None or sha256 is None:
        return "it names bytes without a path, or a path without their SHA-256"
    path = root / raw_path
    if not path.resolve().is_relative_to(root.resolve()):
        return f"its bytes lie outside the home ({raw_path})"
    try:
        size = path.stat().st_size
        if size != byte_count:
            return f"{raw_path} has {size} bytes instead of {byte_count}"
        return None if sha256_file(path) == sha256 else f"{raw_path} does not have its SHA-256: the bytes were changed"
    except OSError as error:
        return f"{raw_path} cannot be read: {error.strerror or error}"
