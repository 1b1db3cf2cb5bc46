"""The address guard: which network addresses may be dialled, and a dialler that dials exactly what was checked.

A name is resolved once, every address it has is judged, and the connection goes to that very address, so that a name
which answers differently the second time (DNS rebinding) gains nothing. Each redirect is judged anew.
Every operation on a connection ends at the deadline of the fetch, so that no trickle of bytes can hold a run.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

import httpcore

if TYPE_CHECKING:
    from collections.abc import Iterator

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]

# Prefixes by which an IPv6 address carries an IPv4 one (RFC 6052, RFC 8215), besides mapped, 6to4 and Teredo.
NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
IPV4_COMPATIBLE = ipaddress.IPv6Network("::/96")
SITE_LOCAL = ipaddress.IPv6Network("fec0::/10")

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


class AddressRefusedError(Exception):
    """The host leads to an address that is not public; allow private addresses in the settings if that is meant."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Within this block every network operation of this thread ends after `seconds` in all."""
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def remaining() -> float | None:
    """Seconds left until the deadline (None without one); raises httpcore.TimeoutException once it has passed."""
    end = _deadline.get()
    if end is None:
        return None
    left = end - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for this address is used up")
    return left


def is_public(text: str) -> bool:
    """Whether an IP address is a public unicast one, in whatever form it hides another one."""
    try:
        address: Address = ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address in NAT64[1] or address in SITE_LOCAL:
            return False
        carried = _carried(address)
        if carried is not None:
            return _is_public_plain(carried) and (address.ipv4_mapped is not None or address in NAT64[0])
    return _is_public_plain(address)


def _is_public_plain(address: Address) -> bool:
    special = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    return address.is_global and not special and not address.is_link_local


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside an IPv6 one; 6to4, Teredo and compatible ones are found here only to be refused."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in NAT64[0] or address in IPV4_COMPATIBLE:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour is not None:
        return address.sixtofour
    return address.teredo[1] if address.teredo is not None else None


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host as the system resolves it, in its order of preference; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(info[4][0]) for info in found))


class GuardedBackend(httpcore.NetworkBackend):
    """A network backend that dials only addresses it has judged; `inner` does the dialling."""

    def __init__(
        self, allow_private: bool, lookup: Resolve = resolve, inner: httpcore.NetworkBackend | None = None
    ) -> None:
        """With `allow_private` every address is dialled: for tests on loopback and for intranets."""
        self._allow_private = allow_private
        self._lookup = lookup
        self._inner = inner or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve once, refuse the host if any of its addresses is not public, dial the first that answers."""
        try:
            addresses = self._lookup(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the host {host} cannot be found ({error})") from error
        for address in addresses:
            if not self._allow_private and not is_public(address):
                raise AddressRefusedError(f"the host {host} leads to {address}, which is not a public address")
        failure: Exception = httpcore.ConnectError(f"the host {host} has no address")
        for address in addresses:
            try:
                stream = self._inner.connect_tcp(address, port, _within(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream)
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[SocketOption] | None = None
    ) -> httpcore.NetworkStream:
        """Never: sources are reached over the network only."""
        raise AddressRefusedError(f"{path}: local sockets are not dialled")


class _TimedStream(httpcore.NetworkStream):
    """A connection on which no read, write or handshake outlasts the deadline of the fetch."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _within(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._inner.start_tls(ssl_context, server_hostname, _within(timeout)))

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


def _within(timeout: float | None) -> float | None:
    left = remaining()
    if left is None:
        return timeout
    return left if timeout is None else min(timeout, left)
