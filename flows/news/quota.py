"""Quotas: in what order targets are read, how many of a source at most, and how many are expected of it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from urllib.parse import urlsplit

from flows.news.sources import Target


class Waiting:
    """Targets that wait to be read: each once, listed pages up to their source's maximum, hosts taking turns."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self._waiting: deque[Target] = deque()
        self._seen: set[tuple[str, tuple[str, int] | None]] = set()
        self._listed: Counter[str] = Counter()
        self._last = False
        for target in targets:
            self._take(target)

    def add(self, discovered: Sequence[Target]) -> None:
        """Pages and further lists that a feed, sitemap or archive named."""
        for target in _in_turns(discovered):
            most = target.policy.max_articles
            if target.kind == "page" and target.key not in self._seen:
                if most is not None and self._listed[target.source] >= most:
                    continue
                self._listed[target.source] += 1
            self._take(target)

    def batch(self, size: int, at_last: Callable[[Iterable[str]], Iterable[Target]]) -> list[Target]:
        """The next targets, none when all are read; `at_last` is asked once for more when the others are."""
        if not self._waiting and not self._last:
            self._last = True
            for target in at_last([url for url, _ in self._seen]):
                self._take(target)
        return [self._waiting.popleft() for _ in range(min(size, len(self._waiting)))]

    def _take(self, target: Target) -> None:
        if target.key not in self._seen:
            self._seen.add(target.key)
            self._waiting.append(target)


def bounds(targets: Iterable[Target]) -> dict[str, tuple[int | None, int | None]]:
    """How many articles each source is expected to give, at least and at most (None: any); others are left out.

    The gate of the run compares them with what was read: a source that has run dry (a feed that moved, a site that
    blocks us) must not pass for one with no news.
    """
    return {
        target.source: (target.policy.min_articles or None, target.policy.max_articles)
        for target in targets
        if target.policy.min_articles or target.policy.max_articles
    }


def _in_turns(targets: Sequence[Target]) -> list[Target]:
    """The targets in an order in which hosts take turns, so that a batch keeps many of them busy."""
    by_host: dict[str, list[Target]] = {}
    for target in targets:
        by_host.setdefault(_host(target.url) if target.place is None else "", []).append(target)
    return [one for row in zip_longest(*by_host.values()) for one in row if one is not None]


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
