"""prefect.yaml: valid by Prefect's own schema, and each entrypoint is a flow that its parameters fit."""

from __future__ import annotations

import inspect
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GIVEN: dict[str, Any] = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
NAMES = [deployment["name"] for deployment in GIVEN["deployments"]]


def flow_of(deployment: dict[str, Any]) -> Any:
    module, _, name = deployment["entrypoint"].rpartition(".")
    return getattr(import_module(module), name)


def test_it_is_valid_by_prefects_own_models() -> None:
    from prefect.cli.deploy._models import PrefectYamlModel

    model = PrefectYamlModel.model_validate(GIVEN)
    assert [deployment.name for deployment in model.deployments] == ["ingest", "analyse", "publish"]


@pytest.mark.parametrize("deployment", GIVEN["deployments"], ids=NAMES)
def test_each_entrypoint_is_a_flow_that_its_parameters_fit(deployment: dict[str, Any]) -> None:
    from prefect import Flow

    found = flow_of(deployment)
    assert isinstance(found, Flow)
    signature = inspect.signature(found.fn)
    signature.bind(**deployment["parameters"])
    assert set(deployment["parameters"]) <= set(signature.parameters)
    assert "/" not in deployment["entrypoint"]


@pytest.mark.parametrize("deployment", GIVEN["deployments"], ids=NAMES)
def test_each_has_a_schedule_of_its_own_and_runs_one_at_a_time(deployment: dict[str, Any]) -> None:
    (schedule,) = deployment["schedules"]
    assert schedule["slug"]
    assert ZoneInfo(schedule["timezone"])
    assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}


def test_serve_keeps_the_same_schedules() -> None:
    from flows.schedules import SCHEDULES, TIMEZONE, deployments

    written = [
        (deployment["name"], schedule["cron"], schedule["timezone"], schedule["slug"])
        for deployment in GIVEN["deployments"]
        for schedule in deployment["schedules"]
    ]
    assert written == [(kept.flow.name, kept.cron, TIMEZONE, kept.slug) for kept in SCHEDULES]
    served = deployments(["a.toml"], "home", None)
    assert [deployment.entrypoint for deployment in served] == [
        deployment["entrypoint"] for deployment in GIVEN["deployments"]
    ]
    assert [set(deployment.parameters) for deployment in served] == [
        {"sources", "home", "questions"},
        {"home"},
        {"home", "questions"},
    ]


def test_automations_are_made_once_and_replaced(prefect_server: str) -> None:
    import httpx

    from flows.automations import make

    names = make("http://127.0.0.1:9/first-secret", timedelta(hours=26))
    assert make("http://127.0.0.1:9/second-secret", timedelta(hours=2)) == names
    shown = httpx.post(f"{prefect_server}/automations/filter", json={}, trust_env=False, timeout=600)
    assert sorted(automation["name"] for automation in shown.json()) == sorted(names)
    assert {action["type"] for automation in shown.json() for action in automation["actions"]} == {"call-webhook"}
    assert "secret" not in shown.text
    assert "published for 2 hours" in shown.text and "26 hours" not in shown.text
