"""A real Chromium for the tests of the page: Debian's, driven by Playwright, with no way out of this machine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import report_sample as s
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from checks.reports import ReportInput, build, render_html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For one module only: while Playwright is open, nothing else in this thread can run an event loop."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the page is not tried in one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(60_000)
    yield context
    context.close()


class Opened:
    """A report in the browser, and everything that it asked for, logged or threw."""

    def __init__(self, context: BrowserContext, folder: Path) -> None:
        self.context, self.folder = context, folder
        self.file = folder / "discrepancies.html"
        self.asked: list[str] = []
        self.said: list[str] = []
        context.on("request", lambda request: self.asked.append(request.url))

    def write(self, given: ReportInput) -> None:
        self.file.write_text(render_html(build(given)), "utf-8")

    def open(self, fragment: str = "", given: ReportInput | None = None) -> Page:
        if given is not None or not self.file.exists():
            self.write(given or s.sample())
        page = self.context.new_page()
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.goto(self.file.as_uri() + fragment)
        return page


@pytest.fixture
def report(context: BrowserContext, tmp_path: Path) -> Iterator[Opened]:
    """Whatever a test does, the page asks for nothing but itself, and nothing goes wrong in it."""
    opened = Opened(context, tmp_path)
    yield opened
    assert [url for url in opened.asked if url.partition("#")[0] != opened.file.as_uri() and url[:5] != "blob:"] == []
    assert opened.said == []


def until(page: Page, fragment: str) -> None:
    """Wait for the address to have this in its fragment (nothing: to have none)."""
    for _ in range(200):
        has = str(page.evaluate("location.hash"))
        if (fragment in has) if fragment else not has:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{fragment!r} did not come into {page.url}")


def saved(page: Page) -> list[dict[str, Any]]:
    """The rows of the file that the page saves."""
    with page.expect_download() as caught:
        page.get_by_role("button", name="Save as file").click()
    assert caught.value.suggested_filename == "verdicts.json"
    return list(json.loads(Path(caught.value.path()).read_text("utf-8")))
