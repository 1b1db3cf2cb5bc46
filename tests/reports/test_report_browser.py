"""The page in a real browser: finding one's way, judging, saving, with a keyboard, a phone and a screen reader."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
import report_sample as s
from playwright.sync_api import Page
from report_browser import Opened, saved, until
from test_report_page import hostile_input

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def shown(page: Page) -> list[str]:
    return [str(card.get_attribute("id")) for card in page.locator("article.finding:not([hidden])").all()]


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('article.finding')?.id ?? document.activeElement.name"))


def test_all_is_shown_at_first(report: Opened) -> None:
    page = report.open()
    assert page.locator("output").first.inner_text() == "All 5 shown"
    assert len(shown(page)) == 5


def test_filters_and_search_are_the_address(report: Opened) -> None:
    page = report.open("#kind=negation&outlet=Ossel+Courier")
    assert shown(page) == ["d=d_negation"]
    page.get_by_label("Kind").select_option("number")
    until(page, "kind=number")
    assert shown(page) == ["d=d_number"]
    page.get_by_role("button", name="Show all").click()
    until(page, "")
    page.keyboard.press("/")
    page.keyboard.type("SUCCESS commander")
    until(page, "q=SUCCESS")
    assert shown(page) == ["d=d_assessment"]
    assert shown(report.open("#q=SUCCESS+commander")) == ["d=d_assessment"]


def test_an_address_of_a_finding_shows_it_whatever_is_filtered(report: Opened) -> None:
    page = report.open("#d=d_silence&kind=number")
    assert "d=d_silence" in shown(page)
    assert focused(page) == "d=d_silence"


def test_a_round_by_keyboard(report: Opened) -> None:
    page = report.open()
    page.keyboard.press("j")
    assert focused(page) == "d=d_negation"
    page.keyboard.press("o")
    assert page.locator("article[id='d=d_negation'] details[open]").count() == 2
    page.keyboard.press("1")
    page.keyboard.press("j")
    page.keyboard.press("2")
    page.keyboard.press("n")
    page.keyboard.type("two hospitals")
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    page.keyboard.press("4")
    page.keyboard.press("u")
    assert focused(page) == "d=d_assessment"
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    assert focused(page) == "d=d_number"
    assert "2 verdicts in this browser" in page.locator("#drafts").inner_text()
    page.get_by_label("Reviewer").fill("Ada")
    rows = saved(page)
    told = {(row["conflict_id"], row["discrepancy_id"], row["verdict"], row["note"]) for row in rows}
    assert told == {
        (s.bridge_too.conflict_id, "d_negation", "confirmed", None),
        (s.bridge.conflict_id, "d_negation", "confirmed", None),
        (s.injured.conflict_id, "d_number", "not_a_conflict", "two hospitals"),
    }
    assert {row["reviewer"] for row in rows} == {"Ada"}
    assert all(row["passage_key"].startswith("pk_") and row["given_at"] for row in rows)


def test_drafts_outlive_the_page_and_filter_it(report: Opened) -> None:
    page = report.open("#d=d_number")
    page.keyboard.press("3")
    page.close()
    page = report.open("#verdict=different_time_or_scope")
    assert shown(page) == ["d=d_number"]
    pressed = page.locator("article[id='d=d_number'] button[aria-pressed=true]")
    assert "Different time or scope" in pressed.inner_text()
    pressed.click()
    assert page.locator("article[id='d=d_number'] button[aria-pressed=true]").count() == 0


def test_a_draft_that_has_come_back_as_a_verdict_is_no_draft_any_more(report: Opened) -> None:
    page = report.open("#d=d_number")
    page.keyboard.press("2")
    page.close()
    judged = s.verdict(s.injured, "not_a_conflict", "Ada", 10)
    page = report.open(given=s.sample(verdicts=(judged,)))
    assert "d=d_number" in str(page.locator("section[aria-labelledby=g-settled] article").get_attribute("id"))
    assert not page.locator("#drafts").is_visible()


def test_hostile_words_stay_words(report: Opened) -> None:
    page = report.open(given=hostile_input())
    page.keyboard.press("j")
    page.keyboard.press("1")
    page.keyboard.press("o")
    assert page.locator("article.finding img, article.finding script").count() == 0
    assert "<script>alert(1)</script>" in page.locator("article.finding h3").inner_text()
    assert report.said == []


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (320, "light")], ids=["desktop", "dark", "phone"]
)
def test_axe_finds_nothing_serious(report: Opened, width: int, scheme: Any) -> None:
    page = report.open()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.keyboard.press("1")
    page.evaluate(AXE)  # by the debugger: the page's own policy lets no foreign script in
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [
        (each["id"], [node["html"][:200] for node in each["nodes"]][:3])
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]
    assert serious == []
    assert len(found["passes"]) > 20


def test_nothing_runs_over_the_edge_of_a_phone(report: Opened) -> None:
    page = report.open()
    page.set_viewport_size({"width": 320, "height": 700})
    page.keyboard.press("j")
    page.keyboard.press("o")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_print_has_the_findings_and_no_controls(report: Opened) -> None:
    page = report.open()
    page.emulate_media(media="print")
    assert not page.locator("#filters").is_visible()
    assert page.locator(".judge:visible").count() == 0
    assert page.locator("article.finding blockquote:visible").count() >= 10


def test_without_its_script_the_page_is_whole(report: Opened, browser: Any) -> None:
    report.write(s.sample())
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.file.as_uri())
    assert page.locator("article.finding:visible").count() == 5
    assert not page.locator("#filters").is_visible()
    context.close()
