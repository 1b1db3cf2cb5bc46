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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest
from flow_runs import ROOT

PAGE = (ROOT / "docs" / "server.md").read_text("utf-8")
STEPS = "\n".join(re.findall(r"^```sh\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE))
LONG = os.environ.get("RASHOMON_LONG") == "1"
THEN = """
prefect artifact inspect rashomon-summary
prefect deployment schedule create ingest/ingest --cron "* * * * *"
echo "all steps done"
wait
"""
"""After the steps: what they came to, and a schedule that is due before an hour has passed."""
DEADLINE_S = 3600
"""A machine may be very busy: what is waited for is a state, and only a hang meets this."""


def test_the_steps_name_what_there_is() -> None:
    deployed = re.findall(r"deployment run (\w+)/(\w+)", STEPS)
    assert deployed == [("ingest", "ingest"), ("analyse", "analyse"), ("publish", "publish")]
    assert "python -m flows.automations" in STEPS


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


def scheduled_and_done(api: str) -> set[str]:
    """The flows of which a run that the schedule made (nobody asked for it) has completed."""
    with suppress(httpx.TransportError):
        runs = httpx.post(f"{api}/flow_runs/filter", json={}, trust_env=False, timeout=600)
        if runs.is_success:
            return {run["name"] for run in runs.json() if run["auto_scheduled"] and run["state_type"] == "COMPLETED"}
    return set()


@pytest.mark.skipif(not LONG, reason="takes minutes: make faults")
def test_the_steps_work_as_written(pages: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    given = (ROOT / "prefect.yaml").read_text("utf-8").replace("home: rashomon-home", f"home: {home}")
    (tmp_path / "prefect.yaml").write_text(given.replace("[examples/sources.toml]", f"[{pages}]"), "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    told |= {"PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}", "PYTHONWARNINGS": "ignore"}
    with carried_out(STEPS.replace("4200", str(port)) + THEN, tmp_path, told) as said:
        wait_for(lambda: "all steps done" in said())
        text = said()
        assert (home / "reports" / "latest" / "discrepancies.html").is_file(), text
        assert "rashomon: no report" in text
        assert "gate" in text
        wait_for(lambda: bool(said()) and "ingest" in scheduled_and_done(f"http://127.0.0.1:{port}/api"))


def test_the_unit_is_one(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not here")
    text = (ROOT / "docs" / "rashomon.service").read_text("utf-8")
    unit = tmp_path / "rashomon.service"
    unit.write_text(text.replace("/srv/rashomon/.venv/bin/rashomon", shutil.which("true") or "/bin/true"), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "rashomon.service" in line]
    assert [line for line in ours if "Unknown" in line or "Failed" in line or "Invalid" in line] == []
