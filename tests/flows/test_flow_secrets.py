"""No secret in the home or in what is said: addresses with a token in them, and keys of the environment."""

from __future__ import annotations

import gzip
import sqlite3
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from flow_hook import Hook
from flow_runs import Command

from warehouse.home import Home
from warehouse.query import run_sql
from warehouse.verify import verify

SECRET = "s3cr3t0fTheDesk"
KEY = "k3y0fTheJudge"
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Post</title>{items}</channel></rss>"""
ITEM = "<item><title>Story</title><link>http://127.0.0.1:{port}{path}</link></item>"


class Closed(BaseHTTPRequestHandler):
    """A server that answers only who knows its token; it lists pages, one of which is elsewhere."""

    pages: ClassVar[dict[str, bytes]] = {}
    asked: ClassVar[list[tuple[str, int]]] = []

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        given = [value for values in parse_qs(parts.query).values() for value in values]
        status, headers, body = 200, {"Content-Type": "text/html", "ETag": '"1"'}, self.pages.get(parts.path, b"")
        if parts.path == "/robots.txt":
            status = 404
        elif SECRET not in given:
            status = 403
        elif self.headers.get("If-None-Match") == '"1"':
            status, body = 304, b""
        elif parts.path == "/moved":
            status, body = 302, b""
            headers["Location"] = f"/two.html?story=2&X-Amz-Signature={SECRET}"
        elif parts.path == "/feed":
            port = self.server.server_address[1]
            links = (f"/one.html?sig={SECRET}", f"/moved?access_token={SECRET}")
            body = FEED.format(items="".join(ITEM.format(port=port, path=path) for path in links)).encode()
            headers["Content-Type"] = "application/rss+xml"
        self.asked.append((parts.path, status))
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def closed(pages: Path) -> Iterator[str]:
    Closed.pages = {f"/{path.name}": path.read_bytes() for path in pages.iterdir()}
    with ThreadingHTTPServer(("127.0.0.1", 0), Closed) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = Closed.pages["/one.html"]
        own = f"http://127.0.0.1:{server.server_port}/one.html?token={SECRET}"
        Closed.pages["/one.html"] = page.replace(b"https://one.example/bridge", own.encode())
        Closed.asked.clear()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def plain(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def telling(home: Path, secret: str) -> set[str]:
    """The files of a home that hold a secret, compressed ones too."""
    return {
        str(path.relative_to(home)) for path in home.rglob("*") if path.is_file() and secret.encode() in plain(path)
    }


def test_a_token_in_an_address_is_used_and_not_kept(
    closed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, webhook: type[Hook]
) -> None:
    monkeypatch.setenv("RASHOMON_ALLOW_PRIVATE", "1")
    monkeypatch.setenv("RASHOMON_JUDGE_KEY", KEY)
    monkeypatch.delenv("PREFECT_HOME")  # as a user has it: Prefect's own state lies in the home
    home, feed = tmp_path / "home", f"{closed}/feed?token={SECRET}"
    ended = [Command()("run", feed, f"{closed}/three.html?token=wrong{KEY}", "--home", home) for _ in range(2)]
    assert [one.status for one in ended] == [0, 0], ended[0].err
    assert [status for path, status in Closed.asked if path == "/one.html"] == [200, 304]
    opened = Home.open(home)
    addresses = run_sql(opened, "SELECT requested_url FROM captures ORDER BY ALL").rows
    assert [str(row[0]).removeprefix(closed) for row in addresses] == [
        "/feed?token=***", "/moved?access_token=***", "/one.html?sig=***", "/three.html?token=***",
    ]  # fmt: skip
    read = run_sql(opened, "SELECT url FROM articles WHERE status = 'ok' ORDER BY ALL").rows
    assert [str(row[0]).removeprefix(closed) for row in read] == [
        "/one.html?token=***", "/two.html?story=2&X-Amz-Signature=***",
    ]  # fmt: skip
    assert verify(opened) == []
    # What a server sent is kept as it was sent: the feed with its links, the page with its own address.
    served = {
        row[0]
        for row in run_sql(
            opened, "SELECT raw_path FROM captures WHERE final_url LIKE '%/feed%' OR final_url LIKE '%/one.html%'"
        ).rows
    }
    assert telling(home, SECRET) == served
    for word in (KEY, "secret-token"):
        assert telling(home, word) == set()
    for text in (*(one.out + one.err for one in ended), *(notice["text"] for notice in webhook.told)):
        assert SECRET not in text and KEY not in text and "secret-token" not in text
    (state,) = home.glob("prefect/prefect.db")
    told = "\n".join(sqlite3.connect(state).iterdump())
    assert "daily" in told and SECRET not in told and KEY not in told
