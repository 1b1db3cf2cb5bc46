"""Automations of a Prefect server: whom it tells when a run of ours failed, crashed, is late, or did not come at all.

Run once, with PREFECT_API_URL and RASHOMON_WEBHOOK set: `python -m flows.automations`. Again replaces what was there.
`--silence-hours` says how long no report may be published before that is told.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flows import settings

BLOCK = "rashomon-alerts"
SILENCE_HOURS = 26.0
"""How long no report may be published: a day, and the time that a slow morning takes."""
# Rendered by the server. A state's message may hold anything, so that it is made JSON by the template's own filter.
_RUN = """{%- set who = "rashomon: flow " ~ flow.name ~ ", run " ~ flow_run.name %}{
  "text": {{ (who ~ ": " ~ flow_run.state.name ~ ", " ~ why)|tojson }},
  "flow": {{ flow.name|tojson }},
  "run": {{ flow_run.name|tojson }},
  "run_id": {{ flow_run.id|string|tojson }},
  "state": {{ flow_run.state.name|tojson }},
  "why": {{ why|tojson }}
}"""
_FAILED = '{% set why = (flow_run.state.message or "no reason is known")|truncate(300) %}' + _RUN
_LATE = '{% set why = "due at " ~ flow_run.next_scheduled_start_time ~ " and not begun: is the worker up?" %}' + _RUN


def triggers(silence: timedelta) -> dict[str, tuple[Any, str]]:
    """The automations by name: what sets them off, and what is then sent. `silence` is how long no report may come."""
    from prefect.events.schemas.automations import EventTrigger, Posture

    ours: dict[str, str | list[str]] = {"prefect.resource.id": "prefect.tag.rashomon", "prefect.resource.role": "tag"}
    publish: dict[str, str | list[str]] = {"prefect.resource.role": "flow", "prefect.resource.name": "publish"}

    def on(*states: str) -> EventTrigger:
        return EventTrigger(
            match={"prefect.resource.id": "prefect.flow-run.*"},
            match_related=ours,
            expect={f"prefect.flow-run.{state}" for state in states},
            for_each={"prefect.resource.id"},
            posture=Posture.Reactive,
            threshold=1,
        )

    silent = EventTrigger(
        match={"prefect.resource.id": "prefect.flow-run.*"},
        match_related=publish,
        expect={"prefect.flow-run.Completed"},
        posture=Posture.Proactive,
        threshold=1,
        within=silence,
    )
    missed = f"rashomon: no report was published for {silence / timedelta(hours=1):.4g} hours"
    return {
        "rashomon: a run failed": (on("Failed", "Crashed"), _FAILED),
        "rashomon: a run is late": (on("Late"), _LATE),
        "rashomon: no report": (silent, json.dumps({"text": missed})),
    }


def make(webhook: str, silence: timedelta) -> list[str]:
    """Make the webhook's block and the automations on the server; gives their names."""
    from prefect.blocks.webhook import Webhook
    from prefect.client.orchestration import get_client
    from prefect.events.actions import CallWebhook
    from prefect.events.schemas.automations import AutomationCore
    from prefect.types import SecretDict
    from pydantic import SecretStr

    Webhook.register_type_and_schema()
    headers = SecretDict({"Content-Type": "application/json"})
    block_id: Any = Webhook(url=SecretStr(webhook), headers=headers).save(BLOCK, overwrite=True)
    with get_client(sync_client=True) as client:
        made = triggers(silence)
        for name, (trigger, payload) in made.items():
            for old in client.read_automations_by_name(name):
                client.delete_automation(old.id)
            action = CallWebhook(block_document_id=block_id, payload=payload)
            client.create_automation(AutomationCore(name=name, trigger=trigger, actions=[action]))
    return list(made)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make them, or say what is missing."""
    parser = argparse.ArgumentParser(prog="python -m flows.automations", description=__doc__)
    parser.add_argument("--silence-hours", type=float, default=SILENCE_HOURS, help="default: %(default)g")
    silence = timedelta(hours=parser.parse_args(arguments).silence_hours)
    webhook = settings.read().webhook
    if webhook is None or not settings.has_prefect_api():
        print("rashomon: set PREFECT_API_URL and RASHOMON_WEBHOOK, then run this again", file=sys.stderr)
        return 2
    for name in make(webhook, silence):
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
