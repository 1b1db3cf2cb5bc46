"""docs/server.md as it stands: a Prefect server, a worker and our deployments, on another port; and the systemd unit.

The steps take minutes of computing, so that they are run by `make faults`; `make check` checks what it can without.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import pytest
from flow_hook import Hook
from flow_runs import ROOT

PAGE = (ROOT / "docs" / "server.md").read_text("utf-8")
STEPS = "\n".join(re.findall(r"^```sh\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE))
LONG = os.environ.get("RASHOMON_LONG") == "1"
THEN = """
prefect artifact inspect rashomon-summary
prefect deployment run publish/publish --param home=/nowhere
until [ -e failure-told ]; do sleep 1; done
prefect deployment run analyse/analyse
until [ -e crash-told ]; do sleep 1; done
kill -9 %2
prefect deployment run ingest/ingest
until [ -e lateness-told ]; do sleep 1; done
prefect worker start --pool rashomon --limit 1 >> worker.log 2>&1 &
prefect deployment schedule create analyse/analyse --cron "* * * * *"
python -m flows.automations --silence-hours 0.005
echo "all steps done"
wait
"""
"""After the steps: a run that fails, one that is killed, one that is late since no worker is there, a schedule that is
soon due, and a silence that does not last a day."""
ASKED_FOR = 2
"""Runs of ingest: by the page's steps, and while no worker was there."""
DEADLINE_S = 3600
"""A machine may be very busy: what is waited for is a state, and only a hang meets this."""


def test_the_steps_name_what_there_is() -> None:
    deployed = re.findall(r"deployment run (\w+)/(\w+)", STEPS)
    assert deployed == [("ingest", "ingest"), ("analyse", "analyse"), ("publish", "publish")]
    assert "python -m flows.automations" in STEPS
    assert "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS=1800" in STEPS


@contextmanager
def carried_out(script: str, place: Path, told: dict[str, str]) -> Iterator[Callable[[], str]]:
    """The script as a process, with all that it started, until the block ends; what it said, by asking."""
    with (place / "said.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            ["bash", "-c", f"set -e\n{script}"], cwd=place, env=told, stdout=log, stderr=log, start_new_session=True
        )

    def said() -> str:
        names = ("said.log", "server.log", "worker.log")
        logs = [(place / name).read_text("utf-8") for name in names if (place / name).is_file()]
        assert process.poll() is None, "\n".join(logs)
        return logs[0]

    try:
        yield said
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(what: Callable[[], bool]) -> None:
    until = monotonic() + DEADLINE_S
    while not what():
        assert monotonic() < until
        sleep(1)


def runs_of(api: str, deployment: str, state: str | None = None) -> list[dict[str, Any]]:
    """The runs of a deployment, those asked for and those of its schedule that have come up; of one state, or all."""
    asked = {"deployments": {"name": {"any_": [deployment]}}, "limit": 200}
    try:
        answer = httpx.post(f"{api}/flow_runs/filter", json=asked, trust_env=False, timeout=600)
    except httpx.TransportError:
        return []
    return [run for run in answer.json() if state in (None, run["state_type"])] if answer.is_success else []


def killed(run_ids: set[str]) -> bool:
    """Whether the process of one of these runs was there to be killed."""
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            told = (place / "environ").read_bytes()
            if any(f"FLOW_RUN_ID={run_id}".encode() in told for run_id in run_ids):
                os.kill(int(place.name), signal.SIGKILL)
                return True
    return False


def notice(webhook: type[Hook], flow: str, *states: str) -> dict[str, Any] | None:
    """What the server's automations told of a run of the flow that came to one of these states."""
    return next(
        (one for one in webhook.told if one.get("flow") == flow and one.get("state") in states and "why" in one), None
    )


@pytest.mark.skipif(not LONG, reason="takes minutes: make faults")
def test_the_steps_work_as_written(pages: Path, tmp_path: Path, webhook: type[Hook]) -> None:
    home = tmp_path / "home"
    given = (ROOT / "prefect.yaml").read_text("utf-8").replace("home: rashomon-home", f"home: {home}")
    (tmp_path / "prefect.yaml").write_text(given.replace("[examples/sources.toml]", f"[{pages}]"), "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment["PYTHONPATH"] = f"{ROOT}{os.pathsep}{os.environ['PYTHONPATH']}"
    api = f"http://127.0.0.1:{port}/api"
    steps = STEPS.replace("4200", str(port)).replace("AFTER_SECONDS=1800", "AFTER_SECONDS=20")
    with carried_out(steps + THEN, tmp_path, environment) as said:
        wait_for(lambda: bool(said()) and notice(webhook, "publish", "Failed") is not None)
        assert (home / "reports" / "latest" / "discrepancies.html").is_file(), said()
        assert any("new or changed of" in told["text"] for told in webhook.told), webhook.told
        (tmp_path / "failure-told").touch()
        done = {run["id"] for run in runs_of(api, "analyse", "COMPLETED")}
        wait_for(lambda: bool(said()) and killed({run["id"] for run in runs_of(api, "analyse")} - done))
        wait_for(lambda: bool(said()) and notice(webhook, "analyse", "Crashed") is not None)
        webhook.told[:] = [told for told in webhook.told if told.get("state") != "Late"]
        (tmp_path / "crash-told").touch()
        wait_for(lambda: bool(said()) and notice(webhook, "ingest", "Late") is not None)
        (tmp_path / "lateness-told").touch()
        wait_for(lambda: "all steps done" in said())
        assert "rashomon: no report" in said()
        assert "gate" in said()
        wait_for(lambda: bool(said()) and any("no report was published" in told["text"] for told in webhook.told))
        wait_for(lambda: bool(said()) and len(runs_of(api, "ingest", "COMPLETED")) >= ASKED_FOR)
        wait_for(lambda: bool(said()) and any(run["auto_scheduled"] for run in runs_of(api, "analyse", "COMPLETED")))
    print(*(told["text"] for told in webhook.told), sep="\n")
    failed, late = notice(webhook, "publish", "Failed"), notice(webhook, "ingest", "Late")
    assert failed is not None and late is not None
    for one in (failed, late):
        assert [
            words for words in (one["flow"], one["run"], one["state"], one["why"]) if words not in one["text"]
        ] == []
    assert "no home at /nowhere" in failed["why"]
    assert "due at 20" in late["why"]


def test_the_unit_is_one(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not here")
    text = (ROOT / "docs" / "rashomon.service").read_text("utf-8")
    unit = tmp_path / "rashomon.service"
    unit.write_text(text.replace("/srv/rashomon/.venv/bin/rashomon", shutil.which("true") or "/bin/true"), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "rashomon.service" in line]
    assert [line for line in ours if "Unknown" in line or "Failed" in line or "Invalid" in line] == []
