"""Automations of a Prefect server: whom it tells when a run of ours failed, crashed, is late, or did not come at all.

Run once, with PREFECT_API_URL and RASHOMON_WEBHOOK set: `python -m flows.automations`. Again replaces what was there.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

from flows import settings

BLOCK = "rashomon-alerts"
SILENCE = timedelta(hours=26)
"""How long no report may be published: a day, and the time that a slow morning takes."""
_PAYLOAD = """{"text": "rashomon: flow {{ flow.name }}, run {{ flow_run.name }}: {{ flow_run.state.name }}"}"""
_SILENT = '{"text": "rashomon: no report was published for 26 hours"}'


def triggers() -> dict[str, tuple[Any, str]]:
    """The automations by name: what sets them off, and what is then sent."""
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
        within=SILENCE,
    )
    return {
        "rashomon: a run failed": (on("Failed", "Crashed"), _PAYLOAD),
        "rashomon: a run is late": (on("Late"), _PAYLOAD),
        "rashomon: no report": (silent, _SILENT),
    }


def make(webhook: str) -> list[str]:
    """Make the webhook's block and the automations on the server; gives their names."""
    from prefect.blocks.webhook import Webhook
    from prefect.client.orchestration import get_client
    from prefect.events.actions import CallWebhook
    from prefect.events.schemas.automations import AutomationCore
    from pydantic import SecretStr

    Webhook.register_type_and_schema()
    block_id: Any = Webhook(url=SecretStr(webhook)).save(BLOCK, overwrite=True)
    with get_client(sync_client=True) as client:
        for name, (trigger, payload) in triggers().items():
            for old in client.read_automations_by_name(name):
                client.delete_automation(old.id)
            action = CallWebhook(block_document_id=block_id, payload=payload)
            client.create_automation(AutomationCore(name=name, trigger=trigger, actions=[action]))
    return list(triggers())


def main() -> int:
    """Make them, or say what is missing."""
    webhook = settings.read().webhook
    if webhook is None or not settings.has_prefect_api():
        print("rashomon: set PREFECT_API_URL and RASHOMON_WEBHOOK, then run this again", file=sys.stderr)
        return 2
    for name in make(webhook):
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
