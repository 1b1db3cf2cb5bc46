"""WARC 1.1 (ISO 28500): exchanges as records of an archive, and the pages in archives that others made."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from flows.news.exchange import Exchange, Headers

VERSION = "WARC/1.1"
NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
# What the body no longer has when it is kept: its name is kept beside it, as archives do.
UNDONE = ("transfer-encoding",)
ORIGINAL = "X-Archive-Orig-"


class WarcError(Exception):
    """The file is no WARC that can be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Original:
    """«The response with this payload digest was recorded at `date`, asked of `url`»: what a revisit refers to."""

    url: str
    date: str
    payload_digest: str


@dataclass(frozen=True, slots=True)
class Place:
    """«At `offset` of the archive stands the response of `url`, recorded at `recorded_at`» (naive UTC)."""

    url: str
    recorded_at: datetime
    offset: int


def archive_of(exchanges: Iterable[tuple[Exchange, Original | None]], info: Mapping[str, str]) -> bytes:
    """A whole WARC file, each record a gzip member: `info` about the run, then each request with its response.

    An exchange that comes with the original it repeats becomes a revisit record: of the same payload, or (304) of what
    the server says is unchanged.
    """
    buffer = io.BytesIO()
    writer = _Writer(buffer, gzip=True, warc_version=VERSION)
    writer.write_record(writer.create_warcinfo_record(None, {"format": "WARC File Format 1.1", **info}))
    for exchange, original in exchanges:
        response = _response(writer, exchange, original)
        if not exchange.request:  # Another's archive had only the answer.
            writer.write_record(response)
            continue
        request = writer.create_warc_record(
            exchange.url,
            "request",
            warc_headers_dict=_named(exchange, with_server=False),
            http_headers=StatusAndHeaders(exchange.request_line, list(exchange.request), is_http_request=True),
        )
        writer.write_request_response_pair(request, response)
    return buffer.getvalue()


def original_of(place: Path) -> Original | None:
    """What the response in an archive of ours says of itself; None if there is none, or the archive is damaged."""
    found = None
    try:
        with gzip.open(place) as file:  # A cut file is no error to the iterator.
            while file.read(1 << 20):
                pass
        with place.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                while record.raw_stream.read(1 << 20):
                    pass
                if record.rec_type == "response" and found is None:
                    names = ("WARC-Target-URI", "WARC-Date", "WARC-Payload-Digest")
                    found = Original(*(record.rec_headers.get_header(name) for name in names))
    except (ArchiveLoadFailed, zlib.error, ValueError, OSError, EOFError):
        return None
    return found


def payload_digest(body: bytes) -> str:
    """The digest of a payload as our archives write it: SHA-256, in base 32."""
    return f"sha256:{base64.b32encode(hashlib.sha256(body).digest()).decode('ascii')}"


def places(path: Path) -> Iterator[Place]:
    """The pages that an archive holds, in its order: answers of status 200 that are HTML or plain text.

    Raises:
        WarcError: the file cannot be read as WARC or ARC, from the start or at some place in it.
    """
    try:
        with path.open("rb") as file:
            records = ArchiveIterator(file, arc2warc=True)
            for record in records:
                if _is_page(record):
                    url, moment = record.rec_headers.get_header("WARC-Target-URI"), _moment(record)
                    if url and moment is not None and url.startswith(("http://", "https://")):
                        yield Place(url.strip("<>"), moment, records.get_record_offset())
    except (ArchiveLoadFailed, ValueError, OSError, EOFError, KeyError, AttributeError, TypeError) as error:
        raise WarcError(f"not a WARC file that can be read ({_first_line(error)})") from error


def read_place(path: Path, offset: int, max_bytes: int) -> Exchange:
    """The exchange at a place of an archive, its body decoded.

    Raises:
        WarcError: there is no response, it is damaged, or its body is longer than `max_bytes`.
    """
    try:
        with path.open("rb") as file:
            file.seek(offset)
            record = next(iter(ArchiveIterator(file, arc2warc=True)))
            body = record.content_stream().read(max_bytes + 1)
    except (ArchiveLoadFailed, ValueError, OSError, EOFError, StopIteration, KeyError, TypeError) as error:
        raise WarcError(f"the record at byte {offset} cannot be read ({_first_line(error)})") from error
    except Exception as error:  # zlib and brotli raise their own errors over a damaged body.
        raise WarcError(f"the record at byte {offset} is damaged ({_first_line(error)})") from error
    moment = _moment(record)
    if len(body) > max_bytes:
        raise WarcError(f"the body is longer than the limit of {max_bytes:,} bytes")
    if record.http_headers is None or moment is None:
        raise WarcError(f"the record at byte {offset} is no answer of a web server")
    headers = tuple((name, value) for name, value in record.http_headers.headers)
    url = record.rec_headers.get_header("WARC-Target-URI").strip("<>")
    status = record.http_headers.get_statuscode()
    undone = _renamed(headers, ("transfer-encoding", "content-encoding"))
    return Exchange(url, moment, f"GET {url} HTTP/1.1", (), int(status), record.http_headers.statusline, undone, body)


class _Writer(WARCWriter):  # type: ignore[misc]
    """A writer whose digests are SHA-256, like every other hash of ours."""

    @staticmethod
    def _create_digester() -> Any:
        return Digester("sha256")


def _response(writer: Any, exchange: Exchange, original: Original | None) -> Any:
    headers = StatusAndHeaders(exchange.status_line, list(_renamed(exchange.headers, UNDONE)), protocol="HTTP/1.1")
    named = _named(exchange)
    if original is None:
        body = io.BytesIO(exchange.body)
        return writer.create_warc_record(
            exchange.url, "response", body, len(exchange.body), warc_headers_dict=named, http_headers=headers
        )
    record = writer.create_revisit_record(
        exchange.url, original.payload_digest, original.url, original.date, headers, named
    )
    if exchange.http_status == 304:
        record.rec_headers.replace_header("WARC-Profile", NOT_MODIFIED_PROFILE)
    return record


def _named(exchange: Exchange, with_server: bool = True) -> dict[str, str]:
    moment = exchange.asked_at.isoformat(timespec="microseconds") + "Z"
    server = {"WARC-IP-Address": exchange.server} if with_server and exchange.server else {}
    return {"WARC-Date": moment, **server}


def _renamed(headers: Headers, undone: tuple[str, ...]) -> Headers:
    return tuple((ORIGINAL + name if name.lower() in undone else name, value) for name, value in headers)


def _is_page(record: Any) -> bool:
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type") or "text/html").partition(";")[0].strip().lower()
    named = str(record.rec_headers.get_header("WARC-Target-URI"))
    return record.http_headers.get_statuscode() == "200" and kind in PAGE_TYPES and not named.endswith("/robots.txt")


def _moment(record: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
    except (TypeError, ValueError):
        return None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
