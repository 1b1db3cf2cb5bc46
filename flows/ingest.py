"""Ingest: every source is asked once; what it answered is kept, read, and opens a run."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from checks.conflicts.questions import load
from flows import settings
from flows.news.collect import Collected, collect
from flows.news.fetch import Fetcher
from flows.news.fetch import Settings as FetchSettings
from flows.news.sources import Target, read_sources
from flows.progress import stage
from flows.session import TURN_S, Session, session
from flows.version import code_version
from warehouse.ids import content_id, set_id, sha256_bytes
from warehouse.read import Reader
from warehouse.records import Article, Capture, Run
from warehouse.write import Writer

BATCH = 100
"""Targets in one task."""


@flow(name="ingest", flow_run_name="ingest", validate_parameters=False)
def ingest(sources: list[str], home: str = settings.DEFAULT_HOME, questions: str | None = None) -> str:
    """Ask every source, keep what it answered, and open a run; gives its id.

    `questions` is a file of standing questions: what is asked is part of what a run is.

    Raises:
        SourceError, QuestionError, HomeError: what was given cannot be used; nothing was fetched.
    """
    targets = read_sources(sources)
    asked = questions_digest(questions)
    with session(home, create=True, wait_s=TURN_S) as current:
        started = now()
        captures, articles = gather(current, targets, started)
        return open_run(current, captures, articles, asked, started)


def gather(current: Session, targets: Sequence[Target], started: datetime) -> tuple[list[Capture], list[Article]]:
    """Captures and articles of all targets and of the pages their feeds list, batch by batch."""
    captures: dict[str, Capture] = {}
    articles: list[Article] = []
    wanted, seen = list(targets), {target.url for target in targets}
    told = settings.read()
    fetching = FetchSettings(contact=told.contact, allow_private=told.allow_private)
    with Fetcher(fetching) as fetcher, stage("ingest", len(wanted), "sources") as advance:
        while wanted:
            batch, wanted = wanted[:BATCH], wanted[BATCH:]
            collected = collect_batch(batch, current.home.raw, started, fetcher)
            captures |= {capture.capture_id: capture for capture in collected.captures}
            articles += collected.articles
            listed = [target for target in collected.discovered if target.url not in seen]
            seen |= {target.url for target in listed}
            wanted += listed
            advance(len(batch))
    return list(captures.values()), articles


def worth_another_try(_task: Any, _run: Any, state: Any) -> bool:
    """A full or read-only disk stays so; other troubles of the system may pass."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError) and error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)


@task(
    name="collect a batch",
    retries=2,
    retry_delay_seconds=[2, 10],
    retry_condition_fn=worth_another_try,
    cache_policy=NO_CACHE,
)
def collect_batch(batch: list[Target], raw: Path, started: datetime, fetcher: Fetcher) -> Collected:
    """Fetch, keep and read one batch; a page that fails is an answer, too, and no failure of the batch."""
    return collect(batch, raw, "", started, fetcher)


def open_run(
    current: Session, captures: Sequence[Capture], articles: Sequence[Article], asked: str, started: datetime
) -> str:
    """Write everything down under the id of the run that it makes."""
    run_id = run_id_of(captures, compared_texts(current, articles), asked)
    with Writer(current.home, started) as writer:
        writer.add_captures([replace(capture, run_id=run_id) for capture in captures])
        writer.add_articles(articles)
        unreadable = sum(capture.error is not None for capture in captures)
        writer.add_run(
            Run(run_id, started, None, code_version(), "running", len(captures), 0, 0, 0, 0, unreadable)
        )  # fmt: skip
    return run_id


def run_id_of(captures: Sequence[Capture], texts: Sequence[str], asked: str) -> str:
    """The same answers, set beside the same texts, with the same questions and code, are the same run."""
    answers = set_id("in", (capture.capture_id for capture in captures))
    return content_id("run", answers, set_id("tx", texts), asked, code_version())


def compared_texts(current: Session, articles: Sequence[Article]) -> list[str]:
    """A key for each text that the run will compare: those just read, and of other articles those read before."""
    fresh = {article.article_id for article in articles}
    compared: list[tuple[str, str | None, str]] = [
        (article.article_id, article.text_sha256, article.status) for article in articles
    ]
    if current.home.writer_file.is_file():
        with Reader(current.home.writer_file) as reader:
            compared += [stored for stored in reader.latest_texts() if stored[0] not in fresh]
    return [f"{article_id} {text} {status}" for article_id, text, status in compared]


def questions_digest(path: str | None) -> str:
    """The hash of a questions file that can be used; empty without one. Raises QuestionError."""
    if path is None:
        return ""
    load(Path(path))
    return sha256_bytes(Path(path).read_bytes())


def now() -> datetime:
    """This moment in UTC, naive, as the records want it."""
    return datetime.now(UTC).replace(tzinfo=None)
