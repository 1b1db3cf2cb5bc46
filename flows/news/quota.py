"""Quotas: in what order targets are read, how many of a source at most, and what to say when there are too few."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from urllib.parse import urlsplit

from flows.news.sources import Target
from warehouse.ids import capture_id
from warehouse.records import Article, Capture


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
    """How many articles each source is expected to give, at least and at most (None: any); others are left out."""
    return {
        target.source: (target.policy.min_articles or None, target.policy.max_articles)
        for target in targets
        if target.policy.min_articles or target.policy.max_articles
    }


def missing_articles(
    targets: Iterable[Target], captures: Mapping[str, Capture], articles: Iterable[Article], now: datetime
) -> list[Capture]:
    """For each source of which fewer articles could be read than it is expected to have, a capture that says so.

    A source that has run dry (a feed that moved, a site that blocks us) must not pass for one with no news.
    """
    sources = {target.source: target for target in targets if target.policy.min_articles}
    read = Counter(captures[one.capture_id].source for one in articles if one.status == "ok")
    return [
        _shortfall(target, read[source], now)
        for source, target in sources.items()
        if read[source] < target.policy.min_articles
    ]


def _shortfall(target: Target, count: int, now: datetime) -> Capture:
    least = target.policy.min_articles
    error = f"only {count} articles of {target.source} could be read, where at least {least} are expected"
    url = target.url
    identity = capture_id(url, url, None, None, error)
    return Capture(identity, target.source, url, url, None, None, None, 0, now, None, error, "")


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
