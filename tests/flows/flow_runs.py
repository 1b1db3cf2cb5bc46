"""One whole run for all tests of the flows and of the command, and one Prefect server for those in this process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.local_api import answering, local_api

ROOT = Path(__file__).parents[2]
PAGES = {
    "one": ("Harbour Post", "12 people were hurt", "“The bridge was inspected in March,” said Mira Holm, the mayor."),
    "two": ("Valley Times", "31 people were hurt", "The bridge was not inspected in March, engineers said."),
    "three": (
        "Lune Courier",
        "Twelve people were hurt",
        "Mira Holm, the mayor, declined to comment on the inspection.",
    ),
}


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Command:
    """The command as a process, which reports to the Prefect server at `api`, or to one of its own without."""

    api: str | None = None

    def environment(self) -> dict[str, str]:
        """What the process is told; warnings of other people's packages are not what is tested."""
        told = os.environ | {"PYTHONWARNINGS": "ignore"}
        return told | {"PREFECT_API_URL": self.api} if self.api else told

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        """The running process, in a session of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "flows.cli", *map(str, arguments)],
            cwd=ROOT,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def __call__(self, *arguments: str | Path) -> Ended:
        """How it ended."""
        running = self.start(*arguments)
        out, err = running.communicate()
        return Ended(running.returncode, out, err)


def write_pages(folder: Path) -> Path:
    """Three short accounts of one accident, as saved pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (outlet, hurt, inspected) in PAGES.items():
        (folder / f"{name}.html").write_text(
            f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Bridge at Eastbank falls</title>"
            f"<meta property='og:site_name' content='{outlet}'><meta property='og:type' content='article'>"
            f"<meta property='og:url' content='https://{name}.example/bridge'>"
            "<meta property='article:published_time' content='2025-05-06T18:00:00+00:00'></head><body><article>"
            f"<h1>Bridge at Eastbank falls</h1><p>{hurt} when the bridge at Eastbank fell into the Lune on Tuesday.</p>"
            f"<p>{inspected}</p><p>Divers searched the river until nightfall, and the road to Eastbank stays closed for"
            " at least a week while the council looks for another way across the water.</p></article></body></html>",
            "utf-8",
        )
    return folder


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One Prefect server for all flows of this process and of its children: its address."""
    from prefect.settings import PREFECT_API_URL, temporary_settings

    with local_api(tmp_path_factory.mktemp("server") / "log"):
        address = os.environ.pop("PREFECT_API_URL")
        with temporary_settings({PREFECT_API_URL: address}), answering():
            yield address


@pytest.fixture(scope="session")
def command(prefect_server: str) -> Command:
    return Command(prefect_server)


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pages(tmp_path_factory.mktemp("pages") / "accounts")


@dataclass(frozen=True)
class FirstRun:
    """A home after one run, how that ended, and its report as it was then."""

    home: Path
    ended: Ended
    report: bytes


@pytest.fixture(scope="session")
def first_run(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> FirstRun:
    """A run with no Prefect server. Nobody may write to this home: copy it first."""
    home = tmp_path_factory.mktemp("run") / "home"
    ended = Command()("run", pages, "--home", home)
    assert (home / "reports" / "latest" / "discrepancies.json").is_file(), ended.err
    return FirstRun(home, ended, (home / "reports" / "latest" / "discrepancies.json").read_bytes())
