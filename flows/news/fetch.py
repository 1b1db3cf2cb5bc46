"""Fetching: the one door to the network and to source files; every page gives an answer, a bad one with its reason."""

from __future__ import annotations

import contextlib
import random
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import httpcore
import httpx

from flows.news.body import BodyRefusedError, read_body
from flows.news.guard import AddressRefusedError, GuardedBackend, deadline, remaining
from flows.news.media import media_type_of_path, plain_media_type
from flows.news.retry import is_transient, pause_s, retry_after_s
from flows.news.robots import Robots, RobotsUnavailableError
from flows.news.sources import Target

AGENT = "rashomon"
OPERATION_TIMEOUT_S = 10.0
ROBOTS_HOPS = 5
REDIRECTS = (301, 302, 303, 307, 308)
ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,text/plain;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Settings:
    """How sources are read.

    `timeout_s` is for one address in all, with redirects and retries; `max_bytes` is the decoded size of one answer;
    `delay_s` passes between two requests to one host; `contact` is an address (URL or mail) told to every server;
    `allow_private` lets loopback and intranet addresses be dialled; `obey_robots` keeps to robots.txt (RFC 9309).
    """

    timeout_s: float = 30.0
    max_bytes: int = 20_000_000
    delay_s: float = 1.0
    contact: str | None = None
    allow_private: bool = False
    obey_robots: bool = True
    attempts: int = 3
    max_redirects: int = 8
    version: str = "0.1.0"

    @property
    def user_agent(self) -> str:
        """What every server is told: the name, the version and where to complain."""
        return f"{AGENT}/{self.version}" + (f" (+{self.contact})" if self.contact else "")


@dataclass(frozen=True, slots=True)
class Answer:
    """«The address answered from `final_url` with these bytes, or could not be read because of `error`.»

    `content` is the body with its content coding undone; an HTTP error status keeps its body and has an `error` too.
    `redirects` are the addresses passed through, hop by hop. `http_status` is None for files and for no answer.
    """

    final_url: str
    http_status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    media_type: str | None = None
    content: bytes | None = None
    error: str | None = None
    redirects: tuple[str, ...] = ()

    def header(self, name: str) -> str | None:
        """The last value of a response header, by its name in lower case."""
        return dict(self.headers).get(name)


class Fetcher:
    """Reads targets: http(s) politely and guarded, files from disk. A context manager; many threads may use it."""

    def __init__(
        self, settings: Settings, backend: GuardedBackend | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """`backend` replaces the guarded dialler (to set its lookup in tests); `sleep` waits between requests."""
        self._settings = settings
        self._sleep = sleep
        self._client = _client(settings, backend or GuardedBackend(settings.allow_private))
        self._robots = Robots(AGENT, self._robots_text)
        self._hosts: dict[str, _Turn] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Fetcher:
        """The fetcher itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes every connection."""
        self._client.close()

    def fetch(self, target: Target) -> Answer:
        """The answer of one target; never raises for a bad page, address, server or file: the answer says why."""
        if target.url.lower().startswith("file:"):
            return read_file(target.url, self._settings.max_bytes)
        with deadline(self._settings.timeout_s):
            for attempt in range(1, self._settings.attempts + 1):
                answer = self._attempt(target.url)
                wait = pause_s(attempt, retry_after_s(answer.header("retry-after")), random.random())
                last = attempt == self._settings.attempts or wait >= self._time_left()
                if last or not is_transient(answer.http_status, answer.error):
                    break
                self._sleep(wait)
        return answer

    def _attempt(self, url: str) -> Answer:
        try:
            return self._follow(url)
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

    def _follow(self, url: str) -> Answer:
        hops: list[str] = []
        while True:
            if self._settings.obey_robots and not self._robots.allows(url):
                return Answer(url, error="robots.txt of this host forbids it to be read", redirects=tuple(hops))
            answer = self._request(url)
            location = answer.header("location")
            if answer.http_status not in REDIRECTS or not location:
                return replace(answer, redirects=tuple(hops))
            hops.append(url)
            url = urljoin(url, location)
            if urlsplit(url).scheme not in ("http", "https"):
                return Answer(hops[-1], answer.http_status, error=f"redirects to {url[:200]}, which is not http(s)")
            if url in hops or len(hops) > self._settings.max_redirects:
                return Answer(hops[-1], answer.http_status, error="redirects in a circle or too often")

    def _request(self, url: str) -> Answer:
        turn = self._turn(url)
        with turn.lock:
            self._wait_for(turn)
            pause = self._settings.delay_s
            try:
                answer = self._exchange(url)
                if answer.http_status in (429, 503):
                    pause = max(pause, retry_after_s(answer.header("retry-after")) or 0.0)
                return answer
            finally:
                turn.free_at = time.monotonic() + pause

    def _exchange(self, url: str) -> Answer:
        with self._client.stream("GET", url) as response:
            headers = tuple((name.lower(), value) for name, value in response.headers.multi_items())
            media_type = plain_media_type(response.headers.get("content-type"))
            answer = Answer(url, response.status_code, headers, media_type)
            if response.status_code in REDIRECTS and "location" in response.headers:
                return answer
            content, whole = read_body(
                response.iter_raw(), response.headers.get("content-encoding"), self._settings.max_bytes
            )
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
            answer = self._request(url)
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


def read_file(url: str, max_bytes: int) -> Answer:
    """The answer of a `file://` address: the file's bytes, or why it cannot be read."""
    try:
        path = Path(unquote(urlsplit(url).path))
        size = path.stat().st_size
        if not path.is_file():
            return Answer(url, error="not a regular file")
        if size > max_bytes:
            return Answer(url, error=f"the file has {size:,} bytes, more than the limit of {max_bytes:,}")
        return Answer(url, media_type=media_type_of_path(path.name), content=path.read_bytes())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Answer(url, error=f"the file cannot be read: {reason}")


class _Transport(httpx.BaseTransport):
    """httpx over a connection pool that dials through the guard; certificates are always verified."""

    def __init__(self, backend: GuardedBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_verifying(),
            max_connections=64,
            max_keepalive_connections=16,
            keepalive_expiry=5.0,
            network_backend=backend,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status, headers=response.headers, stream=_Stream(response), extensions=response.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_stream()

    def close(self) -> None:
        with contextlib.suppress(httpcore.TimeoutException, httpcore.NetworkError):
            self._response.close()


@cache
def _verifying() -> ssl.SSLContext:
    """The one TLS configuration: certificates and host names are verified, whatever the environment says."""
    return httpx.create_ssl_context(verify=True, trust_env=False)


def _client(settings: Settings, backend: GuardedBackend) -> httpx.Client:
    """A client that follows nothing by itself, keeps no cookies and reads no proxy from the environment."""
    return httpx.Client(
        transport=_Transport(backend),
        headers={"User-Agent": settings.user_agent, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"},
        timeout=min(OPERATION_TIMEOUT_S, settings.timeout_s),
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        follow_redirects=False,
        trust_env=False,
    )
