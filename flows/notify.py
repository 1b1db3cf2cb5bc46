"""Notices: what a run found that is new, or why it failed, sent to the one address that the operator configured.

Off by default. Nothing is sent but to RASHOMON_WEBHOOK: no redirect is followed, no proxy of the environment asked. The
address may hold a secret, so that it is never shown.
"""

from __future__ import annotations

import sys
from typing import Any

from flows import settings

TIMEOUT_S = 10.0


def notify(notice: dict[str, Any]) -> bool:
    """Send a notice as JSON; gives whether it was taken. That it was not is told, and is no failure of the run."""
    address = settings.read().webhook
    if address is None:
        return False
    import httpx

    try:
        with httpx.Client(timeout=TIMEOUT_S, follow_redirects=False, trust_env=False) as client:
            answer = client.post(address, json=notice)
        problem = None if answer.is_success else f"it answered HTTP {answer.status_code}"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        problem = type(error).__name__
    if problem is not None:
        print(f"rashomon: RASHOMON_WEBHOOK did not take the notice ({problem}); check the address", file=sys.stderr)
    return problem is None


def notice_of(outcome: Any) -> dict[str, Any]:
    """What is told of a run: `text` for people (chat services show it), the rest for programs."""
    new = [
        {"status": status, "severity": severity, "question": question} for status, severity, question in outcome.news
    ]
    failed = outcome.gate == "failed"
    head = f"run {outcome.run_id} FAILED its gate: {'; '.join(outcome.broken)}" if failed else f"run {outcome.run_id}"
    found = f"{len(new)} new or changed of {outcome.discrepancies} discrepancies in {outcome.articles} articles"
    looked = [f"look before relying on it: {'; '.join(outcome.warnings)}"] if outcome.warnings else []
    news = [f"- {row['question']} ({row['status']}, {row['severity']})" for row in new]
    lines = [f"rashomon: {head}", found, *looked, *news]
    return {
        "text": "\n".join(lines),
        "run_id": outcome.run_id,
        "gate": outcome.gate,
        "broken": list(outcome.broken),
        "warnings": list(outcome.warnings),
        "articles": outcome.articles,
        "claims": outcome.claims,
        "discrepancies": outcome.discrepancies,
        "new": new,
        "report": str(outcome.report),
    }


def tell_failure(flow: Any, flow_run: Any, state: Any) -> None:
    """A hook of our flows: a flow that failed or crashed on its own is told of; a gate that failed was told already."""
    if flow_run.parent_task_run_id is not None or "GateFailed" in str(state.message):
        return
    text = f"rashomon: flow {flow.name} {state.name.lower()}: {' '.join(str(state.message).split())[:300]}"
    notify({"text": text, "flow": flow.name, "state": state.name})
