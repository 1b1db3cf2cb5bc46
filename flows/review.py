"""`rashomon review`: the report and a form for verdicts, served on loopback to the one who started it."""

from __future__ import annotations

import argparse
import html
import secrets
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flows.exits import DONE, UsageError
from flows.verdicts import WORDS, VerdictError, given, save
from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.read import Reader

MAX_FORM_BYTES = 100_000
STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
section{border-top:1px solid #999;padding:1rem 0}blockquote{margin:.3rem 0;padding-left:1rem;border-left:3px solid #999}
button{margin:.2rem}.said{font-weight:bold}input[name=note]{width:100%}"""


def review(asked: argparse.Namespace) -> int:
    """Serve until interrupted."""
    home = Home.open(asked.home)
    if not (home.latest / "discrepancies.html").is_file():
        raise UsageError(f"no report in {home.path} yet; make one with: rashomon run SOURCE --home {home.path}")
    server = make_server(home, asked.reviewer, asked.port)
    print(f"http://127.0.0.1:{server.server_port}/ (stop with Ctrl-C)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    return DONE


def make_server(home: Home, reviewer: str, port: int = 0) -> ThreadingHTTPServer:
    """A server on loopback; it saves only forms that carry the token of its own pages."""
    handler = partial(_Handler, home=home, reviewer=reviewer, token=secrets.token_urlsafe(16))
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


class _Handler(SimpleHTTPRequestHandler):
    """`/` is the form, `/report/` the files of the report, a POST to `/` a verdict."""

    def __init__(self, *arguments: Any, home: Home, reviewer: str, token: str) -> None:
        self.home, self.reviewer, self.token = home, reviewer, token
        super().__init__(*arguments, directory=str(home.latest))

    def do_GET(self) -> None:
        if not self._from_here():
            self.send_error(HTTPStatus.FORBIDDEN)
        elif urlsplit(self.path).path == "/":
            self._answer(HTTPStatus.OK, form_page(self.home, self.reviewer, self.token))
        elif self.path.startswith("/report/"):
            self.path = self.path.removeprefix("/report")
            super().do_GET()
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if not self._from_here() or length > MAX_FORM_BYTES:
            return self.send_error(HTTPStatus.FORBIDDEN)
        fields = {
            name: values[-1] for name, values in parse_qs(self.rfile.read(length).decode("utf-8", "replace")).items()
        }
        if not secrets.compare_digest(fields.pop("token", ""), self.token):
            return self.send_error(HTTPStatus.FORBIDDEN)
        try:
            save(self.home, given(self.home, [fields], self.reviewer, "form"))
        except (VerdictError, WarehouseError) as error:
            return self._answer(
                HTTPStatus.CONFLICT, page(f"<p>{html.escape(str(error))}</p><p><a href='/'>back</a></p>")
            )
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", f"/#{fields['conflict_id']}")
        self.end_headers()
        return None

    def _from_here(self) -> bool:
        """Whether the browser asked for this very address: a name that was made to point here is refused."""
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0]
        return host in ("127.0.0.1", "localhost")

    def _answer(self, status: HTTPStatus, text: str) -> None:
        content = text.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing: the terminal is the reviewer's."""


def form_page(home: Home, reviewer: str, token: str) -> str:
    """Every finding with its two passages, its verdict and the form; those without a verdict first."""
    with Reader(home.snapshot) as reader:
        rows = [row for row in reader.conflict_rows() if row["relation"] == "conflict" and row["status"] != "resolved"]
    rows.sort(key=lambda row: (row["verdict"] is not None, -row["score"], row["conflict_id"]))
    head = (
        f"<h1>Verdicts</h1><p>{len(rows)} conflicts; you are <b>{html.escape(reviewer)}</b>. "
        "<a href='/report/discrepancies.html'>The report</a> shows verdicts from the next run on.</p>"
    )
    return page(head + "".join(_section(row, token) for row in rows))


def page(body: str) -> str:
    """A whole page."""
    return f"<!doctype html><html lang=en><meta charset=utf-8><title>Rashomon</title><style>{STYLE}</style>{body}"


def _section(row: dict[str, Any], token: str) -> str:
    said = f"<p class=said>{row['verdict']}</p>" if row["verdict"] else ""
    passages = "".join(
        f"<blockquote>{html.escape(row[f'quote_{side}'] or '')}<br><small>{_who(row, side)}</small></blockquote>"
        for side in ("a", "b")
    )
    buttons = "".join(f"<button name=verdict value={word}>{word.replace('_', ' ')}</button>" for word in WORDS)
    identity = html.escape(row["conflict_id"])
    return (
        f"<section id='{identity}'><p>{html.escape(row['why'])}</p>{passages}{said}<form method=post action='/'>"
        f"<input type=hidden name=token value='{token}'><input type=hidden name=conflict_id value='{identity}'>"
        f"<input name=note placeholder=note aria-label=note>{buttons}</form></section>"
    )


def _who(row: dict[str, Any], side: str) -> str:
    speaker, outlet = row[f"speaker_{side}"], row[f"outlet_{side}"] or ""
    return html.escape(f"{speaker}, in {outlet}" if speaker else outlet)
