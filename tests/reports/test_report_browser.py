"""The page in a real browser: its script runs under its own policy, filters by the address, and asks for nothing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import report_sample as s
from bs4 import BeautifulSoup

from checks.reports import build, render_html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
    "--virtual-time-budget=3000",
    "--dump-dom",
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the page is not tried in one")


def opened(folder: Path, fragment: str = "") -> tuple[BeautifulSoup, str]:
    """The page's DOM after its script has run, and what the browser logged."""
    path = folder / "discrepancies.html"
    path.write_text(render_html(build(s.sample())), "utf-8")
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={folder / 'profile'}", path.as_uri() + fragment]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return BeautifulSoup(done.stdout, "lxml"), done.stderr


def shown(soup: BeautifulSoup) -> list[str]:
    return [card["id"] for card in soup.select("article.finding") if "hidden" not in card.attrs]


def test_the_script_runs_and_the_policy_refuses_nothing(tmp_path: Path) -> None:
    soup, log = opened(tmp_path)
    assert "hidden" not in soup.select_one("#filters").attrs
    assert soup.select_one("output").get_text() == "All 5 shown"
    assert len(shown(soup)) == 5
    assert "CONSOLE" not in log, log


def test_filters_and_search_come_from_the_address(tmp_path: Path) -> None:
    soup, log = opened(tmp_path, "#kind=negation&outlet=Ossel+Courier")
    assert shown(soup) == ["d=d_negation"]
    assert soup.select_one("output").get_text() == "1 of 5 shown"
    assert [group.get("hidden") is None for group in soup.select("section.group")] == [True, False]
    soup, _ = opened(tmp_path, "#q=SUCCESS+commander")
    assert shown(soup) == ["d=d_assessment"]
    assert "CONSOLE" not in log, log


def test_an_address_of_a_filtered_finding_shows_it(tmp_path: Path) -> None:
    soup, _ = opened(tmp_path, "#d=d_silence&kind=number")
    assert "d=d_silence" in shown(soup)
