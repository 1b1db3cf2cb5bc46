"""Analyse: who claims what, in every article version that this code has not read yet."""

from __future__ import annotations

from datetime import datetime

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from checks.claims import extract, is_analysed
from flows import settings
from flows.engine.work import EXTRACT, Pending
from flows.ingest import moment
from flows.notify import tell_failure
from flows.progress import stage
from flows.session import TURN_S, Session, session
from flows.version import code_version
from warehouse.errors import one_line
from warehouse.read import Reader
from warehouse.records import Article, Claim
from warehouse.write import Writer

AnalysisError = tuple[str, int, str]
"""(article_id, version, what went wrong)."""
BATCH = 20
"""Articles in one task: what a crash can cost."""


@flow(
    name="analyse",
    flow_run_name="analyse",
    validate_parameters=False,
    on_failure=[tell_failure],
    on_crashed=[tell_failure],
)
def analyse(home: str = settings.DEFAULT_HOME) -> int:
    """Extract and store the claims of every new article version; gives the number of articles analysed."""
    with session(home, wait_s=TURN_S) as current:
        waiting, at = unread(current), moment(current.home)
        with stage("analyse", len(waiting), "articles") as advance:
            batches = [waiting[start : start + BATCH] for start in range(0, len(waiting), BATCH)]
            for batch, pending in zip(batches, current.engine.start(EXTRACT, batches), strict=True):
                store(current, at, batch, *extract_batch(batch, pending))
                advance(len(batch))
        return len(waiting)


def unread(current: Session) -> list[Article]:
    """The latest articles that can be analysed and were not, by this code."""
    with Reader(current.home.writer_file) as reader:
        return [article for article in reader.unanalysed(code_version()) if is_analysed(article)]


@task(name="extract claims", cache_policy=NO_CACHE)
def extract_batch(articles: list[Article], pending: Pending) -> tuple[list[Claim], list[AnalysisError]]:
    """The claims of one batch, and in which of its articles the code failed; pure, so that trying again would not help.

    One article that the code cannot digest must not keep the others, and all later runs, from being read: it is told to
    the gate, and tried again by the next run.
    """
    try:
        return pending(), []
    except Exception:  # Whatever it is: the articles one by one tell which of them it comes from.
        claims: list[Claim] = []
        errors: list[AnalysisError] = []
        for article in articles:
            try:
                claims += extract([article])
            except Exception as error:
                errors.append((article.article_id, article.version, f"{type(error).__name__}: {one_line(error)}"))
        return claims, errors


def store(
    current: Session, at: datetime, articles: list[Article], claims: list[Claim], errors: list[AnalysisError]
) -> None:
    """Write one batch down at once, as recorded `at` (naive UTC), so that the next run need not read it again."""
    failed = {(article_id, version) for article_id, version, _ in errors}
    keys = [(article.article_id, article.version) for article in articles]
    with Writer(current.home, at) as writer:
        writer.add_claims([key for key in keys if key not in failed], code_version(), claims)
        writer.add_analysis_errors(errors, code_version())
