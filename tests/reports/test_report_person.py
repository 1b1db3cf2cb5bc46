"""As a person does it: read, judge by key, save the file, import it, read the next report; then a page is edited."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page
from report_browser import saved
from report_pages import write_pages

ROOT = Path(__file__).parents[2]
DEAD, HURT, INSPECTED = "workers were killed", "people were hurt", "inspected in March"
JUDGED = {DEAD: "2", HURT: "1", INSPECTED: "3"}


def rashomon(*arguments: str | Path) -> str:
    """What the command says, which must end well."""
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    told = {**os.environ, "PYTHONWARNINGS": "ignore"}
    ended = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def read(context: BrowserContext, home: Path) -> Page:
    page = context.new_page()
    page.goto((home / "reports" / "latest" / "discrepancies.html").as_uri())
    return page


def card(page: Page, words: str) -> Locator:
    """The finding that marks these words in both of its passages."""
    return page.locator("article.finding").filter(has=page.locator("mark", has_text=words))


def cards(page: Page, group: str) -> set[str]:
    """Which of the three matters stand in this part of the report."""
    part = page.locator(f"section[aria-labelledby=g-{group}]")
    return {words for words in JUDGED if part.locator("article.finding mark", has_text=words).count()}


def judge(page: Page, words: str, key: str) -> None:
    name = card(page, words).get_attribute("id")
    page.evaluate(f"location.hash = '#{name}'")
    page.locator(f"article[id='{name}']:focus").wait_for()
    page.keyboard.press(key)


def test_verdicts_go_from_the_page_into_the_next_report(context: BrowserContext, tmp_path: Path) -> None:
    home, pages = tmp_path / "home", write_pages(tmp_path / "pages")
    rashomon("run", pages, "--home", home)
    page = read(context, home)
    assert cards(page, "fresh") == set(JUDGED)
    for words, key in JUDGED.items():
        judge(page, words, key)
    page.keyboard.press("n")
    page.keyboard.type("two inspections")
    page.keyboard.press("Enter")
    page.get_by_label("Reviewer").fill("Ada")
    (tmp_path / "verdicts.json").write_text(json.dumps(saved(page)), "utf-8")
    page.close()
    assert "3 of 3 verdicts were new" in rashomon("import-verdicts", tmp_path / "verdicts.json", "--home", home)

    rashomon("run", pages, "--home", home)
    page = read(context, home)
    assert cards(page, "settled") == {DEAD, INSPECTED}
    assert cards(page, "fresh") | cards(page, "known") == {HURT}
    assert "Different time or scope, says Ada" in card(page, INSPECTED).inner_text()
    assert "two inspections" in card(page, INSPECTED).inner_text()
    assert not page.locator("#drafts").is_visible()  # What has come back as a verdict is no draft any more.
    page.close()

    write_pages(pages, edited=("Seven workers", "Eight workers"))
    rashomon("run", pages, "--home", home)
    page = read(context, home)
    assert cards(page, "settled") == {INSPECTED}
    stale = page.locator("article.finding", has_text="Stale:")
    assert stale.count() == 1
    assert "Eight workers were killed" in stale.inner_text()
    assert "Ada said not a conflict" in stale.inner_text()
    assert "Confirmed, says Ada" in card(page, HURT).inner_text()
