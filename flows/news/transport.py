"""The transport: httpx over a connection pool that dials through the guard, with certificates always verified."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore
import httpx

from flows.news.guard import GuardedBackend

ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,text/plain;q=0.9,*/*;q=0.5"
MAX_CONNECTIONS = 512
TRANSPORT_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    httpx.HTTPError,
    httpx.InvalidURL,
    OSError,
    ValueError,
)


def client(user_agent: str, timeout_s: float, backend: GuardedBackend) -> httpx.Client:
    """A client that follows nothing by itself, keeps no cookies and reads no proxy from the environment."""
    return httpx.Client(
        transport=_Transport(backend),
        headers={"User-Agent": user_agent, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"},
        timeout=timeout_s,
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        follow_redirects=False,
        trust_env=False,
    )


class _Transport(httpx.BaseTransport):
    """httpx over a connection pool that dials through the guard; certificates are always verified."""

    def __init__(self, backend: GuardedBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_verifying(),
            max_connections=MAX_CONNECTIONS,
            max_keepalive_connections=MAX_CONNECTIONS // 4,
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
