"""For all tests: Prefect keeps to a folder that goes away with them, and tells nobody."""

from __future__ import annotations

import atexit
import os
import runpy
import shutil
import tempfile
from pathlib import Path

import pytest

from flows import settings

PREFECT = Path(tempfile.mkdtemp(prefix="rashomon-tests-"))
settings.set_prefect_api(None)
settings.prepare_prefect(PREFECT)

# No packet leaves this machine, from this process or any Python that it starts: see guard/sitecustomize.py.
GUARD = Path(__file__).parent / "guard"
REFUSED = PREFECT / "refused-connections"
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(GUARD), os.environ.get("PYTHONPATH")]))
os.environ["RASHOMON_TEST_CONNECTIONS"] = str(REFUSED)
runpy.run_path(str(GUARD / "sitecustomize.py"))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test that tried to leave the machine fails the session, whatever it made of the refusal."""
    if REFUSED.is_file():
        print(f"\nconnections that tests tried to make:\n{REFUSED.read_text('utf-8')}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


# Everything is reported by then. Prefect leaves threads behind, and DuckDB complains at length about what they hold.
atexit.register(lambda: os.dup2(os.open(os.devnull, os.O_WRONLY), 2))
atexit.register(shutil.rmtree, PREFECT, ignore_errors=True)
