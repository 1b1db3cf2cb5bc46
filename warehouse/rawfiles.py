"""The bytes of captures on disk: reading them back, hashing them and telling what is wrong with them.

A capture's bytes are a plain file (`….bin`: local files, and all captures of older homes) or the payload of the
response in an archive (`….warc.gz`: what came from the network, with the request and the headers it came with).
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from pathlib import Path
from typing import Any

ARCHIVE = ".warc.gz"


def sha256_file(path: Path) -> str:
    """The hex SHA-256 of a file's bytes, read piece by piece.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_raw(path: Path) -> bytes:
    """The bytes that a capture rests on, out of the file that keeps them; content codings are undone.

    Raises:
        OSError: the file cannot be read, or holds no response that can be.
    """
    if not path.name.endswith(ARCHIVE):
        return path.read_bytes()
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    content = None
    try:
        with gzip.open(path) as file:
            while file.read(1 << 20):
                pass
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                body = _drained(record.raw_stream)
                if record.rec_type == "response" and content is None:
                    content = _decoded(body, record.http_headers.get_header("Content-Encoding") or "")
    except (ArchiveLoadFailed, zlib.error, ValueError, EOFError, AttributeError) as error:
        raise OSError(f"it is no archive that can be read ({str(error).strip()})") from error
    if content is None:
        raise OSError("it has no response in it")
    return content


def _drained(stream: Any) -> bytes:
    pieces = []
    while piece := stream.read(1 << 20):
        pieces.append(piece)
    return b"".join(pieces)


def bytes_fault(root: Path, raw_path: str | None, sha256: str | None, byte_count: int) -> str | None:
    """What is wrong with the bytes a capture says it kept at `raw_path` under the home `root`; None when nothing is."""
    if raw_path is None or sha256 is None:
        return "it names bytes without a path, or a path without their SHA-256"
    path = root / raw_path
    if not path.resolve().is_relative_to(root.resolve()):
        return f"its bytes lie outside the home ({raw_path})"
    try:
        if path.name.endswith(ARCHIVE):
            content = read_raw(path)
            size, digest = len(content), hashlib.sha256(content).hexdigest()
        else:
            size = path.stat().st_size
            digest = sha256_file(path) if size == byte_count else ""
    except OSError as error:
        return f"{raw_path} cannot be read: {error.strerror or error}"
    if size != byte_count:
        return f"{raw_path} has {size} bytes instead of {byte_count}"
    return None if digest == sha256 else f"{raw_path} does not have its SHA-256: the bytes were changed"


def _decoded(body: bytes, coding: str) -> bytes:
    """The body with its content codings (gzip, deflate; last applied first) undone, as far as it came."""
    for name in reversed([part.strip().lower() for part in coding.split(",")]):
        if name in ("gzip", "x-gzip", "deflate"):
            body = _inflated(body)
    return body


def _inflated(body: bytes) -> bytes:
    out: list[bytes] = []
    while body.strip(b"\0"):
        inflater = zlib.decompressobj(zlib.MAX_WBITS | 32)
        try:
            out.append(inflater.decompress(body))
        except zlib.error:
            if out:
                break
            inflater = zlib.decompressobj(-zlib.MAX_WBITS)
            out.append(inflater.decompress(body))
        body = inflater.unused_data if inflater.eof else b""
    return b"".join(out)
