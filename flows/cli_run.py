"""`rashomon run` and `rashomon serve`: flows started from a terminal, with no Prefect server needed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from flows import progress, settings
from flows.exits import DONE, FAILED, Failed, UsageError
from flows.local_api import ApiFailed, answering, local_api
from flows.news.credentials import without_secrets
from flows.news.sources import SourceError, read_sources
from flows.session import session
from warehouse.home import Home

if TYPE_CHECKING:
    from flows.publish import Outcome

SHOWN = 12
"""How many unreadable sources the summary names; the report names all."""


def run(given: argparse.Namespace) -> int:
    """One whole run, with a bar for each stage and a summary at the end."""
    _check_sources(given.sources)
    _check_model()
    home = Home.open(given.home, create=True)
    progress.show("bars" if sys.stderr.isatty() else "lines")
    with _engine_named(given.engine), session(home.path, judge_ahead=True, engine=given.engine), _flows_of(home):
        from flows.daily import daily
        from flows.hidden import hidden
        from flows.publish import GateFailed

        questions = _checked_questions(given.questions)
        try:
            with answering():
                outcome = daily(hidden(given.sources), str(home.path), questions)
        except GateFailed as failure:
            print(summary(failure.outcome))
            if home.last_good_report.exists():
                print(f"{'last good':<15}{home.last_good_report / 'discrepancies.html'}")
            return FAILED
    print(summary(outcome))
    return DONE


def serve(given: argparse.Namespace) -> int:
    """The three deployments on their schedules, until interrupted."""
    _check_sources(given.sources)
    _refuse_to_keep(given.sources)
    _check_model()
    home = Home.open(given.home, create=True)
    sources = [str(Path(source).resolve()) if Path(source).exists() else source for source in given.sources]
    with _engine_named(given.engine), _flows_of(home, services=True, log_level="INFO"):
        from flows.schedules import serve_all

        questions = _checked_questions(given.questions)
        with suppress(KeyboardInterrupt), answering():
            print("rashomon: schedules are kept until this is stopped (Ctrl-C)", file=sys.stderr, flush=True)
            serve_all(sources, str(home.path), questions)
    print("rashomon: schedules stopped", file=sys.stderr)
    return DONE


@contextmanager
def _flows_of(home: Home, services: bool = False, log_level: str = "CRITICAL") -> Iterator[None]:
    """Prefect prepared for this home; import it only inside."""
    home.prefect.mkdir(exist_ok=True)
    settings.prepare_prefect(home.prefect, log_level)
    try:
        with local_api(home.prefect / "server.log", services):
            yield
    except ApiFailed as error:
        raise Failed(str(error)) from error


@contextmanager
def _engine_named(name: str | None) -> Iterator[None]:
    """Flows within the block use this engine; what is wrong with it is said in one line."""
    from flows.engine.work import EngineError

    settings.set_engine(name)
    try:
        yield
    except EngineError as error:
        raise UsageError(str(error)) from error


def _check_sources(sources: list[str]) -> None:
    try:
        read_sources(sources)
    except SourceError as error:
        raise UsageError(str(error)) from error


def _refuse_to_keep(sources: list[str]) -> None:
    """Schedules keep their sources in Prefect's own state: no secret may be among them."""
    for source in sources:
        if without_secrets(source) != source:
            told = "a schedule would keep the secret in this address; write it into a sources.toml"
            raise UsageError(f"{without_secrets(source)}: {told}")


def _check_model() -> None:
    from flows.models import ModelError, identity

    try:
        identity()
    except ModelError as error:
        raise UsageError(str(error)) from error


def _checked_questions(path: Path | None) -> str | None:
    from checks.conflicts.questions import QuestionError, load

    if path is None:
        return None
    try:
        load(path)
    except QuestionError as error:
        raise UsageError(str(error)) from error
    return str(path.resolve())


def summary(outcome: Outcome) -> str:
    """The end of a run as a table of two columns."""
    kinds = ", ".join(f"{kind} {count}" for kind, count in outcome.conflicts_by_kind.items())
    unread = [("", f"{address}: {reason}") for address, reason in outcome.unreadable]
    if len(unread) > SHOWN:
        unread = [*unread[:SHOWN], ("", f"and {len(unread) - SHOWN} more, see the report")]
    rows = [
        ("articles read", str(outcome.articles)),
        ("claims", str(outcome.claims)),
        ("conflicts", f"{sum(outcome.conflicts_by_kind.values())}{f' ({kinds})' if kinds else ''}"),
        ("discrepancies", str(outcome.discrepancies)),
        ("not read", str(len(outcome.unreadable))),
        *unread,
        *([("GATE FAILED", "; ".join(outcome.broken))] if outcome.gate == "failed" else []),
        *([("warnings", "; ".join(outcome.warnings))] if outcome.warnings else []),
        *([("judge", outcome.judge)] if outcome.judge else []),
        ("report", str(outcome.report)),
    ]
    return "\n".join(f"{name:<15}{' '.join(text.split())}" for name, text in rows)
