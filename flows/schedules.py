"""The schedules of `rashomon serve`: the three deployments of prefect.yaml, kept by this process."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prefect.runner import Runner

from flows.analyse import analyse
from flows.ingest import ingest, now
from flows.notify import notify
from flows.publish import publish
from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.read import Reader

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

TIMEZONE = "Etc/UTC"


@dataclass(frozen=True, slots=True)
class Schedule:
    """«`flow` runs when `cron` (in TIMEZONE) says, under the name `slug`.»"""

    flow: Any
    cron: str
    slug: str


SCHEDULES = (
    Schedule(ingest, "5 * * * *", "every-hour-at-5-past"),
    Schedule(analyse, "25 * * * *", "every-hour-at-25-past"),
    Schedule(publish, "0 6 * * *", "every-morning-at-6"),
)
PUBLISHED_AT = time(6)
"""When the morning's report is due, in UTC: the hour of the last schedule."""


def missed(home: Home, now: datetime) -> bool:
    """Whether a morning's report was due (naive UTC) since the last one was published, or none ever was."""
    if not home.snapshot.is_file() or not home.writer_file.is_file():
        return True
    due = datetime.combine(now.date(), PUBLISHED_AT)
    due = due if due <= now else due - timedelta(days=1)
    with Reader(home.writer_file) as reader:
        ended = [row["finished_at"] for row in reader.rows("runs") if row["finished_at"] is not None]
    return not ended or max(ended) < due


def deployments(sources: list[str], home: str, questions: str | None) -> list[RunnerDeployment]:
    """The three deployments, for these sources and this home; one run of each at a time."""
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    parameters = {"sources": sources, "home": home, "questions": questions}
    only_one = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    return [
        schedule.flow.to_deployment(
            name=schedule.flow.name,
            schedules=[Cron(schedule.cron, timezone=TIMEZONE, slug=schedule.slug)],
            parameters={name: parameters[name] for name in parameters if name in schedule.flow.parameters.properties},
            concurrency_limit=only_one,
            paused=False,  # the last `serve` paused them when it stopped
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for schedule in SCHEDULES
    ]


class _Runner(Runner):
    """Prefect's runner, stopped by SIGTERM as by Ctrl-C: its own handler forgets to await its end."""

    def handle_sigterm(self, *_: Any, **__: Any) -> None:
        """End the wait of `start`."""
        raise KeyboardInterrupt


def catch_up(sources: list[str], home: str, questions: str | None) -> None:
    """One whole run at once, when a morning was missed while this machine slept; that, and a failure, is told."""
    from flows.daily import daily
    from flows.publish import GateFailed

    ours = Home.open(Path(home))
    if not missed(ours, now()):
        return
    if ours.snapshot.is_file():  # no report is late in a home that never had one
        notify({"text": "rashomon: the report of 6:00 UTC is late; it is made now", "state": "Late"})
    print("rashomon: a report is due: catching up", file=sys.stderr, flush=True)
    try:
        print(f"rashomon: published {daily(sources, home, questions).report}", file=sys.stderr, flush=True)
    except (GateFailed, WarehouseError, OSError) as error:
        print(f"rashomon: {error}", file=sys.stderr, flush=True)


def serve_all(sources: list[str], home: str, questions: str | None) -> None:
    """Keep the schedules until this process is interrupted or terminated, which raises KeyboardInterrupt."""
    catch_up(sources, home, questions)
    runner = _Runner()
    for deployment in deployments(sources, home, questions):
        runner.add_deployment(deployment)
    asyncio.run(runner.start())
