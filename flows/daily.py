"""The whole pipeline: ask the sources, find out who claims what, and publish where the accounts disagree."""

from __future__ import annotations

from collections.abc import Sequence

from prefect import flow
from pydantic import SecretStr

from flows import settings
from flows.analyse import analyse
from flows.ingest import ingest
from flows.notify import tell_failure
from flows.publish import Outcome, publish
from flows.session import session


@flow(
    name="daily", flow_run_name="daily", validate_parameters=False, on_failure=[tell_failure], on_crashed=[tell_failure]
)
def daily(
    sources: Sequence[str | SecretStr], home: str = settings.DEFAULT_HOME, questions: str | None = None
) -> Outcome:
    """One whole run over `sources` (files, folders, addresses, feeds or a sources.toml), kept in `home`.

    Raises:
        GateFailed: at the very end, when a critical expectation does not hold; the report is written and says so.
    """
    with session(home, create=True, judge_ahead=True):
        run_id = ingest(sources, home, questions)
        analyse(home)
        return publish(home, questions, run_id)
