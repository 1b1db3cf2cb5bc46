"""docs/server.md as it stands: a Prefect server, a worker and our deployments, on another port; and the systemd unit.

The steps take a minute of computing, so that they are run by `make faults`; `make check` checks what it can without.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from flow_runs import ROOT

PAGE = (ROOT / "docs" / "server.md").read_text("utf-8")
STEPS = "\n".join(re.findall(r"^```sh\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE))
LONG = os.environ.get("RASHOMON_LONG") == "1"
SHOWN = """
prefect artifact inspect rashomon-summary
kill $(jobs -p); prefect server stop
"""


def test_the_steps_name_what_there_is() -> None:
    deployed = re.findall(r"deployment run (\w+)/(\w+)", STEPS)
    assert deployed == [("ingest", "ingest"), ("analyse", "analyse"), ("publish", "publish")]
    assert "python -m flows.automations" in STEPS


@pytest.mark.skipif(not LONG, reason="takes a minute: make faults")
def test_the_steps_work_as_written(pages: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    given = (ROOT / "prefect.yaml").read_text("utf-8").replace("home: rashomon-home", f"home: {home}")
    (tmp_path / "prefect.yaml").write_text(given.replace("[examples/sources.toml]", f"[{pages}]"), "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    told |= {"PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}", "PYTHONWARNINGS": "ignore"}
    script = "set -e\n" + STEPS.replace("4200", str(port)) + SHOWN
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=told, capture_output=True, text=True, check=False, timeout=900
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (home / "reports" / "latest" / "discrepancies.html").is_file(), done.stdout
    assert "rashomon: no report" in done.stdout
    assert "gate" in done.stdout


def test_the_unit_is_one(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not here")
    text = (ROOT / "docs" / "rashomon.service").read_text("utf-8")
    unit = tmp_path / "rashomon.service"
    unit.write_text(text.replace("/srv/rashomon/.venv/bin/rashomon", shutil.which("true") or "/bin/true"), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "rashomon.service" in line]
    assert [line for line in ours if "Unknown" in line or "Failed" in line or "Invalid" in line] == []
