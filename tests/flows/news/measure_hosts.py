"""Measure reading many hosts at a time: `python tests/flows/news/measure_hosts.py [HOSTS] [PAGES]`.

A loopback server stands in for HOSTS hosts: their names are all looked up as 127.0.0.1, as DNS would. Each has a
robots.txt and PAGES articles of 200 kB, answers after a second, and counts who is with it at once.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from flows.news.collect import collect
from flows.news.fetch import Fetcher, Settings
from flows.news.guard import GuardedBackend
from flows.news.reading import Reading
from flows.news.sources import Target

DELAY_S = 0.2
ANSWERS_AFTER_S = 1.0
SAID = "The bridge was closed on Monday, the council said, for the {n}th time this year."
BODY = "".join(f"<p>{SAID.format(n=n)}</p>" for n in range(30))
HEAD = f"<title>Bridge</title><!-- {'x' * 200_000} -->"
PAGE = f"<html><head>{HEAD}</head><body><h1>Bridge</h1>{BODY}</body></html>".encode()


class Counting(BaseHTTPRequestHandler):
    """Counts the requests that are open, in all and of each host, and the pauses between those of one host."""

    protocol_version = "HTTP/1.1"
    lock = threading.Lock()
    now: ClassVar[Counter[str]] = Counter()
    most: ClassVar[Counter[str]] = Counter()
    ended: ClassVar[dict[str, float]] = {}
    pauses: ClassVar[dict[str, list[float]]] = defaultdict(list)

    def do_GET(self) -> None:
        host, asked = self.headers["Host"], time.monotonic()
        with self.lock:
            self.now.update([host, ""])
            for name in (host, ""):
                self.most[name] = max(self.most[name], self.now[name])
            if host in self.ended:
                self.pauses[host].append(asked - self.ended[host])
        time.sleep(ANSWERS_AFTER_S)
        body = b"" if self.path == "/robots.txt" else PAGE
        with self.lock:
            self.now.subtract([host, ""])
            self.ended[host] = time.monotonic()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, *_: object) -> None:
        """A client that gave up waiting asks again; it is counted as one that has gone."""


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: list[str]) -> int:
    hosts, pages = (int(argument) for argument in [*arguments, *["300", "3"][len(arguments) :]])
    server = Server(("127.0.0.1", 0), Counting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    addresses = [f"http://host{host}.example:{port}/{page}" for page in range(pages) for host in range(hosts)]
    targets = [Target("t", address, "page") for address in addresses]
    settings = Settings(timeout_s=60.0, delay_s=DELAY_S, allow_private=True)
    backend = GuardedBackend(True, lookup=lambda name, port: ("127.0.0.1",))
    with tempfile.TemporaryDirectory() as folder, Fetcher(settings, backend) as fetcher, Reading() as reading:
        with Reading(1) as first:
            collect(targets[:1], Path(folder), "warm", datetime(2026, 3, 2), fetcher, reading=first)
        before, started = megabytes(), time.monotonic()
        got = collect(targets, Path(folder), "run", datetime(2026, 3, 2), fetcher, reading=reading)
        seconds = time.monotonic() - started
    most = Counting.most
    shortest = min(pause for told in Counting.pauses.values() for pause in told)
    read, failed = (sum(article.status == "ok" for article in got.articles), sum(bool(c.error) for c in got.captures))
    print(f"{hosts} hosts, {len(targets)} pages of {len(PAGE) / 1000:.0f} kB, {seconds:.1f} s by the clock")
    print(f"{read} articles read, {failed} errors")
    print(f"requests open at once: {most['']} in all, at most {max(most[host] for host in most if host)} to one host")
    print(f"shortest pause between two requests to one host: {shortest:.2f} s, asked for {DELAY_S:.2f} s")
    print(
        f"memory: {before:.0f} MB before, at most {megabytes():.0f} MB; "
        f"the pages have {len(targets) * len(PAGE) / 1e6:.0f} MB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
