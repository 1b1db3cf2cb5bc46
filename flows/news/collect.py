"""Collecting: one batch of targets fetched, kept and read; what its feeds list is handed back as new targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flows.news.capture import keep, to_capture
from flows.news.feeds import entries, looks_like_feed
from flows.news.sources import Target
from warehouse.records import Article, Capture

if TYPE_CHECKING:
    from flows.news.fetch import Answer, Fetcher

HOSTS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Collected:
    """«This batch gave these captures, these articles read from them, and these pages listed by its feeds.»

    Both are in the order of the targets. A feed that was read has a capture and no article; one that could not be read
    has an article of status "unreadable", so that its outlet is not mistaken for a silent one.
    """

    captures: tuple[Capture, ...]
    articles: tuple[Article, ...]
    discovered: tuple[Target, ...]


def collect(targets: Sequence[Target], raw_root: Path, run_id: str, now: datetime, fetcher: Fetcher) -> Collected:
    """Fetch, keep and read one batch; `now` (naive UTC) is the time of its captures.

    Hosts are visited side by side, the pages of one host one after the other. A bad page never stops the others; raises
    OSError when the bytes cannot be kept (a full disk).
    """
    captures: list[Capture] = []
    articles: list[Article] = []
    discovered: dict[str, Target] = {}
    for target, answer in zip(targets, _answers(targets, fetcher), strict=True):
        raw_path = None if answer.content is None else keep(raw_root, answer.content)
        capture = to_capture(target, answer, raw_path, now, run_id)
        captures.append(capture)
        listed = _listed(target, answer)
        if listed is None:
            articles.append(_read(capture, answer.content))
        else:
            discovered.update((page.url, page) for page in listed if page.url not in discovered)
    asked = {target.url for target in targets}
    return Collected(tuple(captures), tuple(articles), tuple(p for p in discovered.values() if p.url not in asked))


def _read(capture: Capture, content: bytes | None) -> Article:
    from flows.news.parse import parse  # The extractor takes most of a second to import.

    return parse(capture, content)


def _listed(target: Target, answer: Answer) -> list[Target] | None:
    """The pages a feed lists; None for anything that is not a feed that was asked for.

    A feed found among saved files is not followed: what was named is the folder, not the network.
    """
    if target.kind not in ("feed", "auto") or answer.content is None or answer.error is not None:
        return None
    if not looks_like_feed(answer.content, answer.media_type):
        return None
    return [Target(target.source, entry.url, "page") for entry in entries(answer.content, answer.final_url)]


def _answers(targets: Sequence[Target], fetcher: Fetcher) -> Iterable[Answer]:
    """The answers in the order of the targets; files are read as they come, so that few are in memory at once."""
    by_host: dict[str, list[int]] = {}
    for number, target in enumerate(targets):
        host = _host(target.url)
        if host:
            by_host.setdefault(host, []).append(number)
    fetched: dict[int, Answer] = {}
    if by_host:
        with ThreadPoolExecutor(min(HOSTS_AT_ONCE, len(by_host)), thread_name_prefix="fetch") as pool:
            for answers in pool.map(
                lambda numbers: [(n, fetcher.fetch(targets[n])) for n in numbers], by_host.values()
            ):
                fetched.update(answers)
    for number, target in enumerate(targets):
        yield fetched.pop(number) if number in fetched else fetcher.fetch(target)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
