"""`rashomon review`: the report itself, served on loopback to the one who started it; each verdict is saved at once."""

from __future__ import annotations

import argparse
import html
import json
import secrets
import socket
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from checks.reports import NO_REQUEST, OWN_REQUESTS
from flows.exits import DONE, UsageError
from flows.verdict_spool import waiting
from flows.verdicts import VerdictError, given, judgeable, save
from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.read import Reader
from warehouse.records import Verdict

MAX_BODY_BYTES = 2_000_000
LINGER_S = 2.0
PAGE = "reports/latest/discrepancies.html"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".css": "text/css",
    ".js": "text/javascript",
    ".csv": "text/csv; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
"""What a browser may show; everything else, and all that a stranger wrote (raw/), is only handed over as a file."""


def review(asked: argparse.Namespace) -> int:
    """Serve until interrupted."""
    home = Home.open(asked.home)
    if not (home.latest / "discrepancies.html").is_file():
        raise UsageError(f"no report in {home.path} yet; make one with: rashomon run SOURCE --home {home.path}")
    server = make_server(home, asked.reviewer, asked.port)
    print(f"{address(server)} (stop with Ctrl-C)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    return DONE


class ReviewServer(ThreadingHTTPServer):
    """A server for one home and one reviewer; `token` is part of every address that it answers."""

    daemon_threads = True

    def __init__(self, home: Home, reviewer: str, port: int) -> None:
        """Bind to loopback only."""
        self.home, self.reviewer, self.token = home, reviewer, secrets.token_urlsafe(16)
        self._known: tuple[int, Mapping[str, Mapping[str, Any]]] = (0, {})
        super().__init__(("127.0.0.1", port), _Handler)

    def known(self) -> Mapping[str, Mapping[str, Any]]:
        """The conflicts that can be judged, read again when a new report has come."""
        report = (self.home.latest / "discrepancies.json").stat().st_mtime_ns
        if self._known[0] != report:
            self._known = (report, judgeable(self.home))
        return self._known[1]


def make_server(home: Home, reviewer: str, port: int = 0) -> ReviewServer:
    """A server on loopback; it answers only who knows the token of its address."""
    return ReviewServer(home, reviewer, port)


def address(server: ReviewServer) -> str:
    """Where the report is, token included."""
    return f"http://127.0.0.1:{server.server_port}/{server.token}/{PAGE}"


class _Handler(BaseHTTPRequestHandler):
    """Below the token: the files of the home's reports and captures, and `verdicts` to read and to add to."""

    server: ReviewServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        asked = self._asked()
        if asked is None:
            return
        if asked == "verdicts":
            self._answer(HTTPStatus.OK, {"reviewer": self.server.reviewer, "verdicts": _last_words(self.server)})
        elif asked in ("", "/"):
            self._send(HTTPStatus.FOUND, b"", {"Location": f"/{self.server.token}/{PAGE}"})
        else:
            self._file(asked)

    def do_POST(self) -> None:
        asked = self._asked()
        if asked is None:
            return
        length = self.headers.get("Content-Length") or ""
        if asked != "verdicts":
            self._refuse(HTTPStatus.NOT_FOUND, "verdicts are taken at /verdicts only")
        elif self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send the verdicts as application/json")
        elif not length.isdecimal() or int(length) > MAX_BODY_BYTES:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"send at most {MAX_BODY_BYTES} bytes, with their length")
        else:
            self._save(self.rfile.read(int(length)))

    def _save(self, body: bytes) -> None:
        server = self.server
        try:
            rows = json.loads(body)["verdicts"]
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise ValueError("verdicts is not a list of objects")
            rows = [row | {"reviewer": server.reviewer, "code_version": None} for row in rows]
            saved = save(server.home, given(server.home, rows, server.reviewer, "verdicts", server.known()))
        except (VerdictError, ValueError, KeyError, TypeError) as error:
            self._answer(HTTPStatus.BAD_REQUEST, {"error": str(error) or "not understood"})
        except (WarehouseError, OSError) as error:
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, {"error": str(error)})
        else:
            self._answer(HTTPStatus.OK, {"saved": len(rows), "news": saved.number, "waiting": saved.waiting})

    def _asked(self) -> str | None:
        """What is asked for below the token; None when the asker is refused, and was told so.

        A name that was made to point here (Host), a page from elsewhere (Origin) and who does not know the token are.
        """
        here = {f"{name}:{self.server.server_port}" for name in ("127.0.0.1", "localhost")}
        origin = self.headers.get("Origin")
        if self.headers.get("Host") not in here or (origin is not None and origin.removeprefix("http://") not in here):
            self._refuse(HTTPStatus.FORBIDDEN, "only this machine's own page is answered")
            return None
        token, _, rest = urlsplit(self.path).path.lstrip("/").partition("/")
        if not secrets.compare_digest(token.encode(), self.server.token.encode()):
            self._refuse(HTTPStatus.FORBIDDEN, "open the address that `rashomon review` printed, whole")
            return None
        return unquote(rest)

    def _file(self, asked: str) -> None:
        root = self.server.home.path
        path = (root / asked).resolve()
        top = asked.partition("/")[0]
        inside = path.is_relative_to((root / top).resolve())
        if top not in ("reports", "raw") or "\0" in asked or not inside or not path.is_file():
            self._refuse(HTTPStatus.NOT_FOUND, "there is no such file")
            return
        content = path.read_bytes()
        kind = TYPES.get(path.suffix, "application/octet-stream") if top == "reports" else "application/octet-stream"
        headers = {} if kind != "application/octet-stream" else {"Content-Disposition": "attachment"}
        if path.name == "discrepancies.html":
            content = _live(content, self.server.reviewer)
        else:  # Whatever else runs scripts is a stranger to this server: its requests have no origin.
            headers["Content-Security-Policy"] = "sandbox allow-scripts"
        self._send(HTTPStatus.OK, content, {"Content-Type": kind, **headers})

    def _refuse(self, status: HTTPStatus, reason: str) -> None:
        self.close_connection = True
        self._answer(status, {"error": reason})
        if self.command == "POST":
            self._linger()

    def _linger(self) -> None:
        """Let what was sent and not read run out: closing over it could take the answer away from the asker."""
        with suppress(OSError):
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(LINGER_S)
            for _ in range(MAX_BODY_BYTES // 65_536):
                if not self.connection.recv(65_536):
                    break

    def _answer(self, status: HTTPStatus, data: Mapping[str, Any]) -> None:
        self._send(status, json.dumps(data).encode(), {"Content-Type": "application/json"})

    def _send(self, status: HTTPStatus, content: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        always = {
            "Content-Length": str(len(content)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
        for name, value in {**always, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing: the terminal is the reviewer's."""


def _live(content: bytes, reviewer: str) -> bytes:
    """The page with the one request allowed that saves verdicts, and told whose they are."""
    page = content.replace(_in_html(NO_REQUEST), _in_html(OWN_REQUESTS), 1)
    return page.replace(b"<body", f'<body data-review="{html.escape(reviewer)}"'.encode(), 1)


def _in_html(text: str) -> bytes:
    """As the template writes it."""
    return text.replace("'", "&#39;").encode()


def _last_words(server: ReviewServer) -> list[dict[str, Any]]:
    """The last verdict of this reviewer on each pair of passages, those included that a run will take over."""
    with Reader(server.home.snapshot) as reader:
        every: list[Verdict] = reader.verdicts()
    every += [verdict for _, batch in waiting(server.home) for verdict in batch]
    last = {v.passage_key: v for v in sorted(every, key=lambda v: v.given_at) if v.reviewer == server.reviewer}
    return [
        {
            "conflict_id": v.conflict_id,
            "passage_key": v.passage_key,
            "discrepancy_id": v.discrepancy_id,
            "verdict": v.verdict,
            "note": v.note,
            "given_at": v.given_at.isoformat(),
        }
        for v in last.values()
        if v.verdict != "withdrawn"
    ]
