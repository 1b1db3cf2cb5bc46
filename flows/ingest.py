"""Ingest: every source is asked once; what it answered is kept, read, and opens a run."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from pydantic import SecretStr

from checks.conflicts.questions import load
from flows import settings
from flows.hidden import plain
from flows.lookback import due_again, known_answers
from flows.models import identity
from flows.news.collect import Collected, collect
from flows.news.exchange import Known
from flows.news.fetch import Fetcher
from flows.news.fetch import Settings as FetchSettings
from flows.news.origins import index_version, origins
from flows.news.quota import Waiting, bounds
from flows.news.reading import Reading
from flows.news.sources import Target, read_sources
from flows.news.stamp import StampError, stamp
from flows.notify import tell_failure
from flows.progress import stage
from flows.session import TURN_S, Session, session
from flows.version import code_version
from warehouse.home import Home
from warehouse.ids import content_id, set_id, sha256_bytes
from warehouse.memory import Memory
from warehouse.read import Reader
from warehouse.records import Article, Capture, Run, Visit
from warehouse.write import Writer

BATCH = 400
"""Targets in one task."""


@flow(
    name="ingest",
    flow_run_name="ingest",
    validate_parameters=False,
    on_failure=[tell_failure],
    on_crashed=[tell_failure],
)
def ingest(sources: Sequence[str | SecretStr], home: str = settings.DEFAULT_HOME, questions: str | None = None) -> str:
    """Ask every source, keep what it answered, and open a run; gives its id.

    `questions` is a file of standing questions: what is asked, and which model, is part of what a run is.

    Raises:
        SourceError, QuestionError, HomeError, ModelError: what was given cannot be used; nothing was fetched.
    """
    targets = read_sources(plain(sources))
    asked = questions_digest(questions) + identity()
    with session(home, create=True, wait_s=TURN_S) as current:
        started = moment(current.home)
        if started > now():
            print(f"rashomon: the clock is behind the last run; times count on from {started} UTC", file=sys.stderr)
        gathered = gather(current, targets, started)
        run_id = open_run(current, gathered, asked, started)
        with Writer(current.home, started) as writer:
            writer.add_bounds(run_id, bounds(targets))
        return run_id


@dataclass(frozen=True, slots=True)
class Gathered:
    """«All sources of a run gave these captures and articles, over these visits.»"""

    captures: Sequence[Capture]
    articles: Sequence[Article]
    visits: Sequence[Visit] = ()


def gather(current: Session, targets: Sequence[Target], started: datetime) -> Gathered:
    """Captures, articles and visits of all targets and of the pages their lists name, batch by batch.

    At last come pages that were read before and that are due for another look.
    """
    captures: dict[str, Capture] = {}
    articles: list[Article] = []
    visits: list[Visit] = []
    queue, told = Waiting(targets), settings.read()
    fetching = FetchSettings(contact=told.contact, allow_private=told.allow_private)
    known = known_answers(current)
    with (
        Fetcher(fetching) as fetcher,
        Reading() as reading,
        stage("ingest", len(targets), "sources") as advance,
    ):
        while batch := queue.batch(BATCH, lambda taken: due_again(current, targets, taken, started)):
            collected = collect_batch(batch, current.home.raw, started, fetcher, known=known, reading=reading)
            captures |= {capture.capture_id: capture for capture in collected.captures}
            articles += collected.articles
            visits += collected.visits
            queue.add(collected.discovered)
            advance(len(batch))
    if told.timestamp_url is not None:
        have_stamped(captures.values(), current.home.raw, told.timestamp_url, fetching)
    return Gathered(list(captures.values()), articles, visits)


def have_stamped(captures: Iterable[Capture], raw: Path, authority: str, fetching: FetchSettings) -> None:
    """Have the hashes of the captures stamped; a run does without when the authority does not answer, and says so."""
    try:
        stamp(captures, raw, authority, fetching.user_agent, fetching.allow_private)
    except StampError as error:
        print(f"rashomon: not time-stamped: {error}", file=sys.stderr)


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
def collect_batch(
    batch: list[Target],
    raw: Path,
    started: datetime,
    fetcher: Fetcher,
    *,
    known: Callable[[str], Known | None],
    reading: Reading,
) -> Collected:
    """Fetch, keep and read one batch; a page that fails is an answer, too, and no failure of the batch."""
    return collect(batch, raw, "", started, fetcher, known=known, reading=reading)


def open_run(current: Session, gathered: Gathered, asked: str, started: datetime) -> str:
    """Write everything down under the id of the run that it makes."""
    captures = gathered.captures
    run_id = run_id_of(captures, compared_texts(current, gathered.articles), asked)
    with Writer(current.home, started) as writer:
        writer.add_captures([replace(capture, run_id=run_id) for capture in captures])
        writer.add_visits([replace(visit, run_id=run_id) for visit in gathered.visits])
        writer.add_articles(gathered.articles)
        unreadable = sum(capture.error is not None for capture in captures)
        writer.add_run(
            Run(run_id, started, None, code_version(), "running", len(captures), 0, 0, 0, 0, unreadable)
        )  # fmt: skip
    mark_origins(current, started)
    return run_id


def mark_origins(current: Session, started: datetime) -> None:
    """Tell which of all latest articles are copies of one story, where that has changed; only new texts are read."""
    with Reader(current.home.writer_file) as reader, Memory(current.home, index_version()) as memory:
        found = origins(reader.latest_articles(with_text=False), memory, reader.texts)
    with Writer(current.home, started) as writer:
        writer.add_origins({key: (origin.origin_id, origin.why) for key, origin in found.items()})


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


def moment(home: Home) -> datetime:
    """Now, but after all that the home has on record: a clock that was put back must not make the newest look old."""
    if not home.writer_file.is_file():
        return now()
    with Reader(home.writer_file) as reader:
        last = reader.last_moment()
    return now() if last is None else max(now(), last + timedelta(microseconds=1))


def now() -> datetime:
    """This moment in UTC, naive, as the records want it."""
    return datetime.now(UTC).replace(tzinfo=None)
