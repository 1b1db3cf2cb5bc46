"""The guard that keeps every test on this machine keeps it there: in this process, and in those that it starts."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest


def test_the_guard_is_on_here() -> None:
    with pytest.raises(socket.gaierror, match="no name"):
        socket.getaddrinfo("rashomon.example", 443)
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "10.1.2.3"])
def test_the_guard_is_on_in_children(address: str, tmp_path: Path) -> None:
    family = "AF_INET6" if ":" in address else "AF_INET"
    code = f"import socket; s = socket.socket(socket.{family}); s.settimeout(1); s.connect(({address!r}, 9))"
    told = os.environ | {"RASHOMON_TEST_CONNECTIONS": str(tmp_path / "refused")}
    done = subprocess.run([sys.executable, "-c", code], env=told, capture_output=True, text=True, check=False)
    assert "PermissionError: tests must not connect" in done.stderr
    assert address in (tmp_path / "refused").read_text("utf-8")
