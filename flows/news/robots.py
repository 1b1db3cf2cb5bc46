"""robots.txt by RFC 9309: read once per host and run; a missing one allows everything, a failing one nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

MAX_CHARS = 512_000

RobotsText = Callable[[str], tuple[int, str]]


class RobotsUnavailableError(Exception):
    """The host's robots.txt fails, which forbids reading anything of it (RFC 9309, 2.3.1.4); try again later."""


class Robots:
    """Which addresses the hosts of this run allow; safe to use from many threads."""

    def __init__(self, agent: str, read: RobotsText) -> None:
        """`read` gives the HTTP status and the text of a robots.txt address; what it raises passes through."""
        self._agent = agent
        self._read = read
        self._rules: dict[str, Protego] = {}
        self._lock = threading.Lock()

    def allows(self, url: str) -> bool:
        """Whether the host's rules let the address be read; raises RobotsUnavailableError when they cannot be had."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
        if site not in self._rules:
            rules = self._load(f"{site}/robots.txt")
            with self._lock:
                self._rules.setdefault(site, rules)
        return bool(self._rules[site].can_fetch(url, self._agent))

    def _load(self, url: str) -> Protego:
        status, text = self._read(url)
        if status >= 500 or status == 429:
            raise RobotsUnavailableError(f"robots.txt of this host answers HTTP {status}")
        return Protego.parse(text[:MAX_CHARS] if status < 400 else "")
