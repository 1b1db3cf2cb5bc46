"""robots.txt by RFC 9309: read once per host and run; none allows everything, a failing one nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

MAX_CHARS = 512_000

RobotsText = Callable[[str], tuple[int | None, str]]


class Robots:
    """Which addresses the hosts of this run allow; safe to use from many threads."""

    def __init__(self, agent: str, read: RobotsText) -> None:
        """`read` gives the HTTP status (None when there was no answer) and the text of a robots.txt address."""
        self._agent = agent
        self._read = read
        self._rules: dict[str, Protego | bool] = {}
        self._lock = threading.Lock()

    def allows(self, url: str) -> bool:
        """Whether the rules of the host let the address be read (RFC 9309: 4xx allows, 5xx and silence forbid)."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
        if site not in self._rules:
            rules = self._load(f"{site}/robots.txt")
            with self._lock:
                self._rules.setdefault(site, rules)
        found = self._rules[site]
        return found if isinstance(found, bool) else bool(found.can_fetch(url, self._agent))

    def _load(self, url: str) -> Protego | bool:
        status, text = self._read(url)
        if status is None or status >= 500 or status == 429:
            return False
        if status >= 400:
            return True
        return Protego.parse(text[:MAX_CHARS])
