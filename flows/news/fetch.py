"""Fetching: the one door to the network and to source files; every page gives an answer, a bad one with its reason."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from flows.news.answer import Answer, Settings, read_file
from flows.news.body import LARGE_AT_ONCE, BodyRefusedError, read_body
from flows.news.credentials import without_secrets, without_user
from flows.news.exchange import Exchange, Headers, Known
from flows.news.guard import AddressRefusedError, GuardedBackend, deadline, remaining
from flows.news.media import plain_media_type
from flows.news.retry import is_transient, pause_s, retry_after_s
from flows.news.robots import Robots, RobotsUnavailableError
from flows.news.sources import Target
from flows.news.transport import client

__all__ = ["Answer", "Fetcher", "Settings", "read_file"]

OPERATION_TIMEOUT_S = 10.0
ROBOTS_HOPS = 5
REDIRECT_BYTES = 65_536
NOT_MODIFIED = 304
REDIRECTS = (301, 302, 303, 307, 308)


class Fetcher:
    """Reads targets: http(s) politely and guarded, files from disk. A context manager; many threads may use it."""

    def __init__(
        self, settings: Settings, backend: GuardedBackend | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """`backend` replaces the guarded dialler (to set its lookup in tests); `sleep` waits between requests."""
        self._settings = settings
        self._sleep = sleep
        self._client = client(
            settings.user_agent,
            min(OPERATION_TIMEOUT_S, settings.timeout_s),
            backend or GuardedBackend(settings.allow_private),
        )
        self._robots = Robots(settings.agent, self._robots_text)
        self._hosts: dict[str, _Turn] = {}
        self._lock = threading.Lock()
        self._large = threading.BoundedSemaphore(LARGE_AT_ONCE)

    def __enter__(self) -> Fetcher:
        """The fetcher itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes every connection."""
        self._client.close()

    @property
    def user_agent(self) -> str:
        """What every server is told."""
        return self._settings.user_agent

    @property
    def robots_policy(self) -> str:
        """Whether robots.txt is kept to, in the words of a WARC file."""
        return "obey" if self._settings.obey_robots else "ignore"

    def fetch(self, target: Target, known: Known | None = None) -> Answer:
        """The answer of one target; never raises for a bad page, address, server or file: the answer says why.

        With `known`, what the address answered before, the server is asked only for what has changed since.
        """
        if target.place is not None or target.kind == "warc":
            from flows.news.archived import read_archive, read_archived

            return read_archive(target) if target.place is None else read_archived(target, self._settings.max_bytes)
        if target.url.lower().startswith("file:"):
            return read_file(target.url, self._settings.max_bytes)
        if target.policy.delay_s is not None:
            self._turn(target.url).delay_s = target.policy.delay_s
        passed: list[Exchange] = []
        with deadline(self._settings.timeout_s):
            for attempt in range(1, self._settings.attempts + 1):
                answer = self._attempt(target.url, known, passed)
                wait = pause_s(attempt, retry_after_s(answer.header("retry-after")), random.random())
                last = attempt == self._settings.attempts or wait >= self._time_left()
                if last or not is_transient(answer.http_status, answer.error):
                    break
                self._sleep(wait)
        return replace(answer, exchanges=tuple(passed))

    def _attempt(self, url: str, known: Known | None, passed: list[Exchange]) -> Answer:
        try:
            return self._follow(url, known, passed)
        except (AddressRefusedError, BodyRefusedError) as error:
            return Answer(url, error=str(error))
        except (httpcore.TimeoutException, httpx.TimeoutException) as error:
            return Answer(url, error=f"no answer in time: {error or type(error).__name__}")
        except (httpx.InvalidURL, httpcore.UnsupportedProtocol, UnicodeError, ValueError) as error:
            return Answer(url, error=f"not a usable address: {error}")
        except (
            httpcore.NetworkError,
            httpcore.ProtocolError,
            httpx.HTTPError,
            RobotsUnavailableError,
            OSError,
        ) as error:
            return Answer(url, error=f"no answer: {error or type(error).__name__}")

    def _follow(self, url: str, known: Known | None, passed: list[Exchange]) -> Answer:
        hops: list[str] = []
        while True:
            if self._settings.obey_robots and not self._robots.allows(url):
                return Answer(url, error="robots.txt of this host forbids it to be read", redirects=tuple(hops))
            answer = self._request(url, known.validators if known and known.url == without_secrets(url) else {})
            passed += answer.exchanges
            if answer.http_status == NOT_MODIFIED:
                answer = self._confirmed(url, known, passed)
            location = answer.header("location")
            if answer.http_status not in REDIRECTS or not location:
                return replace(answer, redirects=tuple(hops))
            hops.append(url)
            url = urljoin(url, location)
            if urlsplit(url).scheme not in ("http", "https"):
                return Answer(hops[-1], answer.http_status, error=f"redirects to {url[:200]}, which is not http(s)")
            if url in hops or len(hops) > self._settings.max_redirects:
                return Answer(hops[-1], answer.http_status, error="redirects in a circle or too often")

    def _confirmed(self, url: str, known: Known | None, passed: list[Exchange]) -> Answer:
        """What was kept before, since the server says that it still holds; asked for anew if it has been lost."""
        try:
            if known is not None and known.url == without_secrets(url):
                content = known.content()
                return Answer(url, known.http_status, known.headers, known.media_type, content, unchanged=True)
        except OSError:
            pass
        answer = self._request(url, {})
        passed += answer.exchanges
        return answer if answer.http_status != NOT_MODIFIED else replace(answer, error="HTTP 304 without a condition")

    def _request(self, url: str, more_headers: Mapping[str, str]) -> Answer:
        turn = self._turn(url)
        with turn.lock:
            self._wait_for(turn)
            pause = self._settings.delay_s if turn.delay_s is None else turn.delay_s
            try:
                answer = self._exchange(url, more_headers)
                if answer.http_status in (429, 503):
                    pause = max(pause, retry_after_s(answer.header("retry-after")) or 0.0)
                return answer
            finally:
                turn.free_at = time.monotonic() + pause

    def _exchange(self, url: str, more_headers: Mapping[str, str]) -> Answer:
        asked_at = datetime.now(UTC).replace(tzinfo=None)
        with self._client.stream("GET", url, headers=dict(more_headers)) as response:
            headers = _clean((name.lower(), value) for name, value in response.headers.multi_items())
            media_type = plain_media_type(response.headers.get("content-type"))
            server = _server(response)
            wire: list[bytes] = []
            moved = response.status_code in REDIRECTS and "location" in response.headers
            limit = REDIRECT_BYTES if moved else self._settings.max_bytes
            try:
                chunks = _kept(response.iter_raw(), wire)
                content, whole = read_body(chunks, response.headers.get("content-encoding"), limit, self._large)
            except BodyRefusedError:
                if not moved:
                    raise
                wire.clear()
            passed = _exchange_of(url, asked_at, response, b"".join(wire), server)
        answer = Answer(url, response.status_code, headers, media_type, exchanges=(passed,))
        if moved or response.status_code == NOT_MODIFIED:
            return answer
        error = None if whole else "the body ended early"
        if response.status_code >= 400:
            error = f"HTTP {response.status_code} {response.reason_phrase}".strip()
        return replace(answer, content=content, error=error)

    def _wait_for(self, turn: _Turn) -> None:
        wait = turn.free_at - time.monotonic()
        if wait > 0:
            if wait >= self._time_left():
                raise httpcore.ReadTimeout("its host's turn did not come in time")
            self._sleep(wait)

    def _turn(self, url: str) -> _Turn:
        host = urlsplit(url).netloc.rpartition("@")[2].lower()
        with self._lock:
            return self._hosts.setdefault(host, _Turn())

    def _robots_text(self, url: str) -> tuple[int, str]:
        """Status and text of a robots.txt, over at most five redirects (RFC 9309, 2.3.1.2); more count as none."""
        for _ in range(ROBOTS_HOPS + 1):
            answer = self._request(url, {})
            location = answer.header("location")
            if answer.http_status not in REDIRECTS or not location:
                return answer.http_status or 0, (answer.content or b"").decode("utf-8", "replace")
            url = urljoin(url, location)
        return 404, ""

    @staticmethod
    def _time_left() -> float:
        try:
            return remaining() or float("inf")
        except httpcore.TimeoutException:
            return 0.0


@dataclass(slots=True)
class _Turn:
    """One host's turn: one request at a time, and none before `free_at` on the monotonic clock."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    delay_s: float | None = None


def _kept(chunks: Iterable[bytes], wire: list[bytes]) -> Iterator[bytes]:
    """The chunks as they come, each also put into `wire`."""
    for chunk in chunks:
        wire.append(chunk)
        yield chunk


def _server(response: httpx.Response) -> str | None:
    """The address that was dialled, told while the connection is open."""
    stream = response.extensions.get("network_stream")
    try:
        found = stream.get_extra_info("server_addr") if stream is not None else None
    except OSError:
        return None
    return str(found[0]) if found else None


def _exchange_of(url: str, asked_at: datetime, response: httpx.Response, body: bytes, server: str | None) -> Exchange:
    request = response.request
    return Exchange(
        url=url,
        asked_at=asked_at,
        request_line=f"GET {request.url.raw_path.decode('ascii')} HTTP/1.1",
        request=_written(request.headers.raw),
        http_status=response.status_code,
        status_line=f"{response.status_code} {response.reason_phrase}".strip(),
        headers=_written(response.headers.raw),
        body=body,
        server=server,
    )


def _written(headers: list[tuple[bytes, bytes]]) -> Headers:
    return _clean((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)


def _clean(headers: Iterable[tuple[str, str]]) -> Headers:
    """The headers, a redirect's address without a user and a password in it."""
    return tuple((name, without_user(value) if name.lower() == "location" else value) for name, value in headers)
