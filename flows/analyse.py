"""Analyse: who claims what, in every article version that this code has not read yet."""

from __future__ import annotations

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from checks.claims import is_analysed
from flows import settings
from flows.engine.work import EXTRACT, Pending
from flows.progress import stage
from flows.session import TURN_S, Session, session
from flows.version import code_version
from warehouse.read import Reader
from warehouse.records import Article, Claim
from warehouse.write import Writer

BATCH = 20
"""Articles in one task: what a crash can cost."""


@flow(name="analyse", flow_run_name="analyse", validate_parameters=False)
def analyse(home: str = settings.DEFAULT_HOME) -> int:
    """Extract and store the claims of every new article version; gives the number of articles analysed."""
    with session(home, wait_s=TURN_S) as current:
        waiting = unread(current)
        with stage("analyse", len(waiting), "articles") as advance:
            batches = [waiting[start : start + BATCH] for start in range(0, len(waiting), BATCH)]
            for batch, pending in zip(batches, current.engine.start(EXTRACT, batches), strict=True):
                store(current, batch, extract_batch(pending))
                advance(len(batch))
        return len(waiting)


def unread(current: Session) -> list[Article]:
    """The latest articles that can be analysed and were not, by this code."""
    with Reader(current.home.writer_file) as reader:
        return [article for article in reader.unanalysed(code_version()) if is_analysed(article)]


@task(name="extract claims", cache_policy=NO_CACHE)
def extract_batch(pending: Pending) -> list[Claim]:
    """The claims of one batch, wherever the engine finds them; pure, so that trying again would not help."""
    claims: list[Claim] = pending()
    return claims


def store(current: Session, articles: list[Article], claims: list[Claim]) -> None:
    """Write one batch down at once, so that the next run need not read it again."""
    with Writer(current.home) as writer:
        writer.add_claims([(article.article_id, article.version) for article in articles], code_version(), claims)
