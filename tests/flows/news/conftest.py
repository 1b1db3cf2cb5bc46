"""A loopback web server that behaves as badly as the web does."""

from __future__ import annotations

import gzip
import io
import socketserver
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from flows.news.fetch import Fetcher, Settings

ARTICLE = (
    "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Bridge closed after flood | Harbour Post</title>"
    "<meta property='og:site_name' content='Harbour Post'></head><body><h1>Bridge closed after flood</h1><article>"
    "<p>The old bridge over the Lune was closed on Monday after the river rose by two metres, the council said.</p>"
    "<p>Engineers will inspect the piers on Tuesday. “Nobody was hurt,” said Mira Holm, who heads the council.</p>"
    "<p>Buses take the long way round until further notice, and the school at Eastbank stays shut this week.</p>"
    "</article></body></html>"
)
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title>
<item><title>One</title><link>/article</link></item>
<item><title>Two</title><link>{base}/article?2</link><pubDate>Mon, 03 Mar 2025 10:00:00 +0100</pubDate></item>
<item><title>Local file</title><link>file:///etc/hostname</link></item>
<item><title>Broken</title><link>http://[</link></item></channel></rss>"""

CREDIT_FEED = """<rss><channel><item><link>/article</link><source url="https://apnews.com/">AP</source></item>
<item><link>/article?2</link><source url="{base}/feed">Harbour Post</source></item></channel></rss>"""
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>{base}/article?old</loc><lastmod>2025-03-01</lastmod></url>
<url><loc>{base}/article?new</loc><news:news><news:publication_date>2025-03-04T08:00:00+01:00</news:publication_date>
<news:title>New</news:title></news:news></url>
<url><loc>file:///etc/hostname</loc></url><url><lastmod>2025-03-02</lastmod></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{base}/sitemap.xml.gz</loc><lastmod>2025-03-04</lastmod></sitemap></sitemapindex>"""
LOOP = "<sitemapindex><sitemap><loc>{base}/sitemap-loop?{n}</loc></sitemap></sitemapindex>"
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items": [
{"id": "1", "url": "/article", "title": "One", "date_published": "2025-03-03T10:00:00+01:00"},
{"id": "https://post.example/2", "content_text": "Two"}, {"id": "3", "url": "file:///etc/hostname"}, 7]}"""


class HostileServer(socketserver.ThreadingTCPServer):
    """Answers by path; `seen` counts the requests of each path, `agents` holds the User-Agents."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.robots: bytes | None = None
        self.robots_status = "404 Not Found"
        self.etag = '"1"'
        self.stopping = threading.Event()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up on a bad answer is what the tests want."""


class _Handler(socketserver.StreamRequestHandler):
    server: HostileServer

    def handle(self) -> None:
        self.path = path = self.rfile.readline(65_536).decode("latin-1").split(" ")[1]
        self.asked: dict[str, str] = {}
        while (row := self.rfile.readline(65_536)) not in (b"\r\n", b""):
            name, _, value = row.decode("latin-1").partition(":")
            self.asked[name.lower()] = value.strip()
            if row.lower().startswith(b"user-agent:"):
                self.server.agents.add(row.split(b":", 1)[1].strip().decode())
        self.server.seen[path] += 1
        answer = ANSWERS.get(path.split("?")[0], lambda handler: handler.send(b"no such page", status="404 Not Found"))
        answer(self)

    def send(self, body: bytes, kind: str = "text/html", status: str = "200 OK", **headers: str) -> None:
        head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Connection: close"]
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given.setdefault("Content-Length", str(len(body)))
        head += [f"{name}: {value}" for name, value in given.items()]
        self.wfile.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)

    def drip(self, first: bytes, piece: bytes, pause_s: float) -> None:
        self.wfile.write(first)
        while not self.server.stopping.is_set():
            self.wfile.write(piece)
            self.wfile.flush()
            time.sleep(pause_s)

    def robots(self) -> None:
        if self.server.robots is None:
            self.send(b"", status=self.server.robots_status)
        else:
            self.send(self.server.robots, "text/plain")

    def tagged(self) -> None:
        """A page that knows its version: 304 to who has it."""
        if self.asked.get("if-none-match") == self.server.etag:
            self.send(b"", status="304 Not Modified", ETag=self.server.etag)
        else:
            self.send(ARTICLE.encode(), ETag=self.server.etag)

    def stamp(self) -> None:
        """A time-stamping authority: grants what it is asked, in the shape of a reply; `?no` refuses."""
        query = self.rfile.read(int(self.asked["content-length"]))
        digest = query[-3 - 32 : -3]
        status = b"\x30\x03\x02\x01" + (b"\x02" if self.path.endswith("?no") else b"\x00")
        token = b"\x04\x20" + digest
        self.send(b"\x30" + bytes([len(status + token)]) + status + token, "application/timestamp-reply")

    def flaky(self) -> None:
        if self.server.seen["/flaky"] < 2:
            self.send(b"later", status="500 Internal Server Error")
        else:
            self.send(ARTICLE.encode())


def bomb(kind: str) -> bytes:
    zeros = bytes(1_000_000)
    packer = zlib.compressobj(9, zlib.DEFLATED, {"gzip": 31, "deflate": 15, "raw": -15}[kind])
    return b"".join([packer.compress(zeros) for _ in range(50)]) + packer.flush()


def _multi_member() -> bytes:
    buffer = io.BytesIO()
    half = len(ARTICLE) // 2
    for part in (ARTICLE[:half], ARTICLE[half:]):
        buffer.write(gzip.compress(part.encode()))
    return buffer.getvalue()


def with_user(base: str) -> str:
    """The address with a user and a password in it, as a careless server links."""
    return base.replace("//", "//desk:hunter2@")


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
ANSWERS: dict[str, Callable[[_Handler], None]] = {
    "/robots.txt": lambda h: h.robots(),
    "/article": lambda h: h.send(ARTICLE.encode()),
    "/gzip": lambda h: h.send(gzip.compress(ARTICLE.encode()), Content_Encoding="gzip"),
    "/members": lambda h: h.send(_multi_member(), Content_Encoding="gzip"),
    "/deflate": lambda h: h.send(zlib.compress(ARTICLE.encode()), Content_Encoding="deflate"),
    "/raw-deflate": lambda h: h.send(zlib.compress(ARTICLE.encode(), wbits=-15), Content_Encoding="deflate"),
    "/gzip-bomb": lambda h: h.send(bomb("gzip"), Content_Encoding="gzip"),
    "/deflate-bomb": lambda h: h.send(bomb("deflate"), Content_Encoding="deflate"),
    "/double-bomb": lambda h: h.send(gzip.compress(bomb("gzip")), Content_Encoding="gzip, gzip"),
    "/brotli": lambda h: h.send(b"\x0b\x02\x80abc\x03", Content_Encoding="br"),
    "/damaged-gzip": lambda h: h.send(gzip.compress(ARTICLE.encode())[:10] + b"\xff" * 50, Content_Encoding="gzip"),
    "/cut-gzip": lambda h: h.send(gzip.compress(ARTICLE.encode())[:-40], Content_Encoding="gzip"),
    "/large": lambda h: h.send(b"x" * 3_000_000),
    "/endless": lambda h: h.drip(HEAD + b"\r\n", b"x" * 65_536, 0.0),
    "/slow-body": lambda h: h.drip(HEAD + b"\r\n", b"x", 0.05),
    "/slow-head": lambda h: h.drip(HEAD, b"X-A: b\r\n", 0.05),
    "/huge-head": lambda h: h.drip(HEAD, b"X-A: " + b"b" * 10_000 + b"\r\n", 0.0),
    "/loop-a": lambda h: h.send(b"", status="302 Found", Location="/loop-b"),
    "/loop-b": lambda h: h.send(b"", status="302 Found", Location="/loop-a"),
    "/deeper": lambda h: h.send(b"", status="302 Found", Location=f"/deeper?{h.server.seen.total()}"),
    "/moved": lambda h: h.send(b"", status="301 Moved", Location="/article"),
    "/to-user": lambda h: h.send(b"", status="302 Found", Location=with_user(h.server.base) + "/article"),
    "/user-feed": lambda h: h.send(FEED.format(base=with_user(h.server.base)).encode(), "application/rss+xml"),
    "/user-sitemap": lambda h: h.send(SITEMAP.format(base=with_user(h.server.base)).encode(), "application/xml"),
    "/to-file": lambda h: h.send(b"", status="302 Found", Location="file:///etc/hostname"),
    "/to-metadata": lambda h: h.send(b"", status="302 Found", Location="http://169.254.169.254/latest/"),
    "/to-number": lambda h: h.send(b"", status="302 Found", Location="http://2130706433/"),
    "/bad-chunks": lambda h: h.wfile.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n"),
    "/short": lambda h: h.send(ARTICLE.encode(), Content_Length="99999"),
    "/no-http": lambda h: h.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n"),
    "/empty": lambda h: h.send(b""),
    "/error": lambda h: h.send(b"<h1>Oops</h1>", status="500 Internal Server Error"),
    "/flaky": lambda h: h.flaky(),
    "/busy": lambda h: h.send(b"", status="429 Too Many Requests", Retry_After="3600"),
    "/wrong-charset": lambda h: h.send(ARTICLE.encode(), "text/html; charset=iso-8859-1"),
    "/no-charset": lambda h: h.send(ARTICLE.replace("<meta charset='utf-8'>", "").encode("cp1252")),
    "/feed": lambda h: h.send(FEED.format(base=h.server.base).encode(), "application/rss+xml"),
    "/credit-feed": lambda h: h.send(CREDIT_FEED.format(base=h.server.base).encode(), "application/rss+xml"),
    "/text-feed": lambda h: h.send(FEED.format(base=h.server.base).encode(), "text/html"),
    "/tagged": lambda h: h.tagged(),
    "/unasked-304": lambda h: h.send(b"", status="304 Not Modified"),
    "/chunked": lambda h: h.wfile.write(
        HEAD
        + b"Transfer-Encoding: chunked\r\n\r\n"
        + b"%x\r\n" % len(ARTICLE.encode())
        + ARTICLE.encode()
        + b"\r\n0\r\n\r\n"
    ),
    "/sitemap.xml": lambda h: h.send(SITEMAP.format(base=h.server.base).encode(), "application/xml"),
    "/sitemap.xml.gz": lambda h: h.send(gzip.compress(SITEMAP.format(base=h.server.base).encode()), "application/gzip"),
    "/sitemaps": lambda h: h.send(INDEX.format(base=h.server.base).encode(), "application/xml"),
    "/sitemap-loop": lambda h: h.send(LOOP.format(base=h.server.base, n=h.server.seen.total()).encode(), "text/xml"),
    "/sitemap-bomb": lambda h: h.send(bomb("gzip"), "application/gzip"),
    "/json-feed": lambda h: h.send(JSON_FEED.encode(), "application/feed+json"),
    "/stamp": lambda h: h.stamp(),
    "/cookie": lambda h: h.send(ARTICLE.encode(), Set_Cookie="id=1"),
}


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield running
        running.stopping.set()
        running.shutdown()
        thread.join()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """Reads loopback, waits for nobody, gives up soon."""
    settings = Settings(
        timeout_s=2.0, max_bytes=1_000_000, delay_s=0.0, contact="mailto:desk@example.org", allow_private=True
    )
    with Fetcher(settings, sleep=lambda seconds: None) as running:
        yield running
