"""The schedules of `rashomon serve`: the three deployments of prefect.yaml, kept by this process."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from prefect.runner import Runner

from flows.analyse import analyse
from flows.ingest import ingest
from flows.publish import publish

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
    Schedule(ingest, "0 5 * * *", "every-morning-at-5"),
    Schedule(analyse, "30 5 * * *", "every-morning-at-half-past-5"),
    Schedule(publish, "0 6 * * *", "every-morning-at-6"),
)


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


def serve_all(sources: list[str], home: str, questions: str | None) -> None:
    """Keep the schedules until this process is interrupted or terminated, which raises KeyboardInterrupt."""
    runner = _Runner()
    for deployment in deployments(sources, home, questions):
        runner.add_deployment(deployment)
    asyncio.run(runner.start())
