"""Response bodies, decompressed under a limit: a bomb is refused before it has been unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from threading import BoundedSemaphore

CHUNK_BYTES = 65_536
MAX_CODINGS = 2
LARGE_BYTES = 2_000_000
"""Bytes, on the wire and decoded together, from which a body is large."""
LARGE_AT_ONCE = 12
"""Large bodies that are in memory at a time, however many hosts send them: what bounds the memory."""
LARGE_WAIT_S = 30.0


class BodyRefusedError(Exception):
    """The body is longer than the limit, or coded in a way that cannot be undone; the message says which."""


class _Inflater:
    """Undoes one gzip or deflate coding, in pieces of bounded size; gzip may have several members."""

    def __init__(self, coding: str) -> None:
        self._gzip = coding in ("gzip", "x-gzip")
        self._inner = zlib.decompressobj(zlib.MAX_WBITS | 16 if self._gzip else zlib.MAX_WBITS)
        self._started = False

    def feed(self, data: bytes) -> Iterable[bytes]:
        while data or self._inner.unconsumed_tail:
            if self._inner.eof:
                if not self._gzip or not data.strip(b"\0"):
                    return
                self._inner = zlib.decompressobj(zlib.MAX_WBITS | 16)
            out = self._inflate(data)
            # A full piece may leave output inside the decompressor with no input left: ask once more.
            while out:
                yield out
                out = self._inflate(self._inner.unconsumed_tail) if not self._inner.eof else b""
            data = self._inner.unused_data

    def _inflate(self, data: bytes) -> bytes:
        try:
            out = self._inner.decompress(data, CHUNK_BYTES)
        except zlib.error as error:
            # Some servers send "deflate" without the zlib header (RFC 9110, 8.4.1.2 notes it).
            if self._gzip or self._started:
                raise BodyRefusedError("the body is damaged: it cannot be decompressed") from error
            self._inner = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                out = self._inner.decompress(data, CHUNK_BYTES)
            except zlib.error:
                raise BodyRefusedError("the body is damaged: it cannot be decompressed") from error
        self._started = True
        return out

    @property
    def whole(self) -> bool:
        return self._inner.eof or not self._started


def codings(header: str | None) -> tuple[str, ...]:
    """The content codings of a Content-Encoding header in the order in which they were applied."""
    names = [part.strip().lower() for part in (header or "").split(",")]
    return tuple(name for name in names if name and name != "identity")


def read_body(
    chunks: Iterable[bytes], content_encoding: str | None, max_bytes: int, large: BoundedSemaphore | None = None
) -> tuple[bytes, bool]:
    """The decoded body and whether it came whole; neither the wire nor the decoded size may pass `max_bytes`.

    `large` has the places for large bodies: one waits for its place. Raises BodyRefusedError when it is longer,
    damaged, in a coding that was not asked for, or finds no place in time.
    """
    applied = codings(content_encoding)
    for name in applied:
        if name not in ("gzip", "x-gzip", "deflate"):
            raise BodyRefusedError(f"the body is coded as {name}, which was not asked for")
    if len(applied) > MAX_CODINGS:
        raise BodyRefusedError(f"the body is coded {len(applied)} times over")
    inflaters = [_Inflater(name) for name in reversed(applied)]
    pieces: list[bytes] = []
    total = on_wire = 0
    held = False
    try:
        for chunk in chunks:
            on_wire += len(chunk)
            for piece in _undo(chunk, inflaters):
                total += len(piece)
                if total > max_bytes:
                    raise BodyRefusedError(f"the body is longer than the limit of {max_bytes:,} bytes")
                if large is not None and not held and total + on_wire > LARGE_BYTES:
                    held = _place(large)
                pieces.append(piece)
            if on_wire > max_bytes:
                raise BodyRefusedError(f"the body is longer than the limit of {max_bytes:,} bytes")
        return b"".join(pieces), all(inflater.whole for inflater in inflaters)
    finally:
        if large is not None and held:
            large.release()


def _place(large: BoundedSemaphore) -> bool:
    if not large.acquire(timeout=LARGE_WAIT_S):
        raise BodyRefusedError("too many large answers came at once; it is asked for again in the next run")
    return True


def _undo(data: bytes, inflaters: list[_Inflater]) -> Iterable[bytes]:
    if not inflaters:
        yield data
        return
    for piece in inflaters[0].feed(data):
        yield from _undo(piece, inflaters[1:])
