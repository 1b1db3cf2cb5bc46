"""Exchanges: what was asked of a server and what came over the wire, as it is kept in the archive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """«At `asked_at` (naive UTC), `url` was asked with `request` and answered `status_line` with `body`.»

    `body` is what came with its content coding still on and the transfer coding undone; `request` and `headers` are in
    the order and writing of the wire. `server` is the address that was dialled (None when a record does not tell).
    """

    url: str
    asked_at: datetime
    request_line: str
    request: Headers
    http_status: int
    status_line: str
    headers: Headers
    body: bytes
    server: str | None = None

    def header(self, name: str) -> str | None:
        """The last value of a response header, by its name in lower case."""
        return next((value for key, value in reversed(self.headers) if key.lower() == name), None)


@dataclass(frozen=True, slots=True)
class Known:
    """«When last asked, `url` answered this»: what a server is told, so that it need not send the same again.

    `content` reads the bytes kept then; it raises OSError when they are lost or spoiled. `raw_path` is where they are.
    """

    url: str
    http_status: int | None
    headers: Headers
    media_type: str | None
    raw_path: str
    content: Callable[[], bytes]

    @property
    def validators(self) -> dict[str, str]:
        """The headers of a conditional request (RFC 9110, 13.1); none if the answer had nothing to compare."""
        given = {name: value for name, value in self.headers if value}
        wanted = {"If-None-Match": given.get("etag"), "If-Modified-Since": given.get("last-modified")}
        return {name: value for name, value in wanted.items() if value}
