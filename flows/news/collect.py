"""Collecting: one batch of targets fetched, kept and read; what its lists name is handed back as new targets."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flows.news.answer import Answer
from flows.news.capture import Kept, keep_answer, keep_passed
from flows.news.credentials import headers_without_secrets, without_secrets
from flows.news.exchange import Known
from flows.news.listing import listed_by
from flows.news.reading import Page, Reading
from flows.news.sources import Target
from warehouse.records import Article, Capture, Visit

if TYPE_CHECKING:
    from flows.news.fetch import Fetcher

HOSTS_AT_ONCE = 256
WAITING = 16
"""Answers that may wait to be read while others are fetched: what bounds the memory."""

Work = Callable[[Target], tuple[Kept, Answer]]


@dataclass(frozen=True, slots=True)
class Collected:
    """«This batch gave these captures, these articles read from them, and these pages listed by its feeds.»

    Captures and articles are in the order of the targets. A feed that was read has a capture and no article; one that
    could not be read has an article of status "unreadable", so that its outlet is not mistaken for a silent one.
    `visits` are all requests that were answered.
    """

    captures: tuple[Capture, ...]
    articles: tuple[Article, ...]
    discovered: tuple[Target, ...]
    visits: tuple[Visit, ...] = ()


def collect(
    targets: Sequence[Target],
    raw_root: Path,
    run_id: str,
    now: datetime,
    fetcher: Fetcher,
    *,
    known: Callable[[str], Known | None] = lambda url: None,
    reading: Reading | None = None,
) -> Collected:
    """Fetch, keep and read one batch; `now` (naive UTC) is the time of its captures.

    Hosts are visited side by side, the pages of one host one after the other. `known` is what an address answered
    before, for conditional requests. A bad page never stops the others; raises OSError when the bytes cannot be kept.
    """
    info = {"software": fetcher.user_agent, "isPartOf": f"run of {now.isoformat()}Z", "robots": fetcher.robots_policy}

    def work(target: Target) -> tuple[Kept, Answer]:
        try:
            answer = fetcher.fetch(target, known(without_secrets(target.url)))
            moment = answer.exchanges[0].asked_at if target.place is not None and answer.exchanges else now
            kept = keep_answer(recorded(target), to_keep(answer), raw_root, moment, info)
        except OSError:
            raise
        except Exception as error:  # A server can send what no library expects; one page must not end a run.
            answer = Answer(target.url, error=f"the answer broke its reader ({type(error).__name__})")
            kept = keep_answer(recorded(target), to_keep(answer), raw_root, now, info)
        # Only what the list needs is carried on: the exchanges are kept.
        return kept, replace(answer, exchanges=())

    kept: dict[int, Kept] = {}
    articles: dict[int, Callable[[], Article]] = {}
    discovered: dict[object, Target] = {}
    with ExitStack() as stack:
        reader = reading or stack.enter_context(Reading(workers=1))
        for number, (one, answer) in stack.enter_context(_Pipeline(targets, work)):
            target = targets[number]
            listed = answer.listed or listed_by(target, answer)
            for page in listed or ():
                discovered.setdefault(page.key, page)
            if target.kind == "warc" and answer.error is None:
                continue  # The archive is no answer; its pages are.
            if listed is None or answer.error is not None:
                articles[number] = reader.submit(_page(target, one))
            kept[number] = replace(one, content=None)
        read = tuple(articles[number]() for number in sorted(articles))
    ordered = [kept[number] for number in sorted(kept)]
    visits = tuple(replace(visit, run_id=run_id) for visit in keep_passed(ordered, raw_root, info))
    asked = {target.key for target in targets}
    return Collected(
        tuple(replace(one.capture, run_id=run_id) for one in ordered),
        read,
        tuple(page for page in discovered.values() if page.key not in asked),
        visits,
    )


def recorded(target: Target) -> Target:
    """The target as it is kept: without the secrets that its address may hold."""
    return replace(target, url=without_secrets(target.url))


def to_keep(answer: Answer) -> Answer:
    """The answer as it is kept: no address in it, its archive or its error holds a secret."""
    return replace(
        answer,
        final_url=without_secrets(answer.final_url),
        headers=headers_without_secrets(answer.headers),
        error=None if answer.error is None else without_secrets(answer.error),
        redirects=tuple(map(without_secrets, answer.redirects)),
        exchanges=tuple(
            replace(
                one,
                url=without_secrets(one.url),
                request_line=without_secrets(one.request_line),
                headers=headers_without_secrets(one.headers),
            )
            for one in answer.exchanges
        ),
    )


def _page(target: Target, kept: Kept) -> Page:
    capture = kept.capture
    if target.kind in ("feed", "sitemap") and capture.error is None:
        capture = replace(capture, error=f"named as a {target.kind}, and it is none")
        return Page(capture, None)
    return Page(capture, kept.content, target.policy.language, target.credit)


class _Pipeline:
    """Works on all targets, those of one host in turn, and gives each result with its number as it comes."""

    def __init__(self, targets: Sequence[Target], work: Work) -> None:
        self._targets, self._work = targets, work
        self._done: queue.Queue[tuple[int, tuple[Kept, Answer] | BaseException]] = queue.Queue(WAITING)
        self._stop = threading.Event()
        self._by_host: dict[str, list[int]] = {}
        for number, target in enumerate(targets):
            host = "" if target.place is not None else _host(target.url)
            self._by_host.setdefault(host, []).append(number)
        self._local = self._by_host.pop("", [])
        self._pool = ThreadPoolExecutor(max(1, min(HOSTS_AT_ONCE, len(self._by_host))), thread_name_prefix="fetch")

    def __enter__(self) -> Iterator[tuple[int, tuple[Kept, Answer]]]:
        for numbers in self._by_host.values():
            self._pool.submit(self._visit, numbers)
        return self._results()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _results(self) -> Iterator[tuple[int, tuple[Kept, Answer]]]:
        waiting = sum(map(len, self._by_host.values()))
        for number in self._local:
            yield number, self._work(self._targets[number])
            while waiting and not self._done.empty():
                waiting -= 1
                yield self._next()
        while waiting:
            waiting -= 1
            yield self._next()

    def _next(self) -> tuple[int, tuple[Kept, Answer]]:
        number, result = self._done.get()
        if isinstance(result, BaseException):
            raise result
        return number, result

    def _visit(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            if self._stop.is_set():
                return
            try:
                self._put(number, self._work(self._targets[number]))
            except BaseException as error:
                self._put(number, error)

    def _put(self, number: int, result: tuple[Kept, Answer] | BaseException) -> None:
        while not self._stop.is_set():
            try:
                self._done.put((number, result), timeout=0.5)
                return
            except queue.Full:
                continue


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
