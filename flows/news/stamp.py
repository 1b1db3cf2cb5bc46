"""Time stamps (RFC 3161): an authority's word that a list of hashes existed at a moment; off unless one is named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from flows.news.body import BodyRefusedError, read_body
from flows.news.capture import keep_beside
from flows.news.guard import AddressRefusedError, GuardedBackend, deadline
from flows.news.sources import host_of
from flows.news.transport import TRANSPORT_ERRORS, client
from warehouse.records import Capture

SHA256_OID = bytes.fromhex("0609608648016503040201")
TIMEOUT_S = 30.0
MAX_BYTES = 1_000_000
GRANTED = (0, 1)
"""PKIStatus granted and grantedWithMods (RFC 3161, 2.4.2)."""


class StampError(Exception):
    """The authority gave no time stamp; the captures are kept all the same. Try again, or name another authority."""


def stamp(captures: Iterable[Capture], raw_root: Path, authority: str, user_agent: str, allow_private: bool) -> Path:
    """List the hashes of the captures under `raw/stamps/` and have the list stamped; gives the stamp's file (`.tsr`).

    The list is named by its own SHA-256 and is written first. `openssl ts -verify -in ….tsr -data ….txt` checks both.

    Raises:
        StampError: the authority cannot be reached or refuses.
    """
    rows = sorted({f"{one.sha256}  {one.raw_path}\n" for one in captures if one.sha256 is not None})
    content = "".join(rows).encode()
    digest = hashlib.sha256(content).digest()
    listing = raw_root / "stamps" / f"{digest.hex()}.txt"
    keep_beside(listing, content)
    reply = _ask(authority, request_of(digest), user_agent, allow_private)
    check(reply, digest)
    place = listing.with_suffix(".tsr")
    keep_beside(place, reply)
    return place


def request_of(digest: bytes) -> bytes:
    """The DER of a TimeStampReq over a SHA-256, which asks for the authority's certificate in the reply."""
    algorithm = _der(0x30, SHA256_OID + b"\x05\x00")
    imprint = _der(0x30, algorithm + _der(0x04, digest))
    return _der(0x30, b"\x02\x01\x01" + imprint + b"\x01\x01\xff")


def check(reply: bytes, digest: bytes) -> None:
    """Whether the reply is a granted stamp of this hash; the signature is for `openssl ts -verify` to judge.

    Raises:
        StampError: it is not.
    """
    try:
        status = _inside(_inside(_inside(reply, 0x30), 0x30), 0x02)
    except (ValueError, IndexError) as error:
        raise StampError("the answer is no time stamp (RFC 3161)") from error
    if int.from_bytes(status, "big") not in GRANTED:
        raise StampError(f"the authority refused (status {int.from_bytes(status, 'big')})")
    if digest not in reply:
        raise StampError("the stamp is of something else")


def _ask(authority: str, query: bytes, user_agent: str, allow_private: bool) -> bytes:
    asking = client(user_agent, TIMEOUT_S, GuardedBackend(allow_private))
    headers = {"Content-Type": "application/timestamp-query"}
    try:
        with (
            deadline(TIMEOUT_S),
            asking,
            asking.stream("POST", authority, content=query, headers=headers) as response,
        ):
            content, whole = read_body(response.iter_raw(), response.headers.get("content-encoding"), MAX_BYTES)
            status = response.status_code
    except (AddressRefusedError, BodyRefusedError, *TRANSPORT_ERRORS) as error:
        raise StampError(f"{host_of(authority)} gave no time stamp: {error or type(error).__name__}") from error
    if status != 200 or not whole:
        raise StampError(f"{host_of(authority)} gave no time stamp: HTTP {status}")
    return content


def _der(tag: int, content: bytes) -> bytes:
    assert len(content) < 128, "a request is short"
    return bytes([tag, len(content)]) + content


def _inside(data: bytes, tag: int) -> bytes:
    """The content of the first DER element, which must have this tag."""
    if data[0] != tag:
        raise ValueError(f"tag {data[0]:#x} instead of {tag:#x}")
    size, start = data[1], 2
    if size & 0x80:
        start += size & 0x7F
        size = int.from_bytes(data[2:start], "big")
    if len(data) < start + size:
        raise ValueError("it is cut")
    return data[start : start + size]
