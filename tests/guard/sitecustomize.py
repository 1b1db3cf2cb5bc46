"""No packet of a test leaves this machine: Python asks this hook before it connects, sends or looks up a name.

`tests/conftest.py` puts this folder on PYTHONPATH, so that every Python process that a test starts has the hook, too.
What was refused is written to the file that RASHOMON_TEST_CONNECTIONS names, and fails the test session.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from typing import Any

_SENDING = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
"""Which argument of an event is the address."""


def is_here(host: object) -> bool:
    """Whether a host is this machine; no address at all (a connected or local socket) is."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if not isinstance(name, str) or name in ("", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(name.split("%")[0])
    except ValueError:
        return name == socket.gethostname()
    return address.is_loopback or address.is_unspecified


def guard(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse what would leave the machine: a name is unknown, an address not permitted."""
    if event == "socket.getaddrinfo" and not is_here(arguments[0]) and not _is_address(arguments[0]):
        raise socket.gaierror(socket.EAI_NONAME, f"no name is looked up in tests: {arguments[0]!r}")
    if event in _SENDING:
        address = arguments[_SENDING[event]]
        if isinstance(address, tuple) and not is_here(address[0]):
            if place := os.environ.get("RASHOMON_TEST_CONNECTIONS"):
                with open(place, "a", encoding="utf-8") as file:  # noqa: PTH123 (as little as can be, in every process)
                    file.write(f"{event} {address!r} {' '.join(sys.argv)[:200]}\n")
            raise PermissionError(f"tests must not connect to {address!r}")


def _is_address(host: object) -> bool:
    try:
        ipaddress.ip_address(str(host).split("%")[0])
    except ValueError:
        return False
    return True


sys.addaudithook(guard)
