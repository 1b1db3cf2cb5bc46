"""A webhook on this machine that writes down what it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest


class Hook(BaseHTTPRequestHandler):
    """A webhook that writes down what it is told."""

    told: ClassVar[list[dict[str, Any]]] = []
    status: ClassVar[int] = 204

    def do_POST(self) -> None:
        assert self.headers["content-type"] == "application/json"
        self.told.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Hook]]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Hook) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("RASHOMON_WEBHOOK", f"http://127.0.0.1:{server.server_port}/secret-token")
        Hook.told.clear()
        Hook.status = 204
        yield Hook
        server.shutdown()
