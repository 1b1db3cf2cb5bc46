"""A page of many findings: what is not near waits as text, and is still found, printed, judged and addressed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page
from report_browser import Opened, until
from report_many import many, matter
from test_report_page import HOSTILE

from checks.reports import build, render_html
from checks.reports.html import WHOLE_CARDS, visible

MANY = 150
FAR = "d_00149"


def far(page: Page) -> Any:
    return page.locator(f"article[id='d={FAR}']")


@pytest.fixture
def page(report: Opened) -> Page:
    return report.open(given=many(MANY))


def test_what_is_not_near_is_text_until_it_is_gone_to(page: Page) -> None:
    assert far(page).locator("blockquote").count() == 0
    assert page.locator("article.finding h3").count() == MANY
    page.evaluate(f"location.hash = '#d={FAR}'")
    far(page).locator("mark", has_text=matter(149).one).wait_for()
    assert far(page).locator("figure").count() == 2
    assert far(page).locator(".judge").count() == 1


def test_scrolling_unfolds_what_comes_near(page: Page) -> None:
    far(page).scroll_into_view_if_needed()
    far(page).locator("blockquote").first.wait_for()


def test_the_search_knows_words_that_are_not_unfolded_and_no_markup(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type('class holm-149 ," one of')
    page.locator("output", has_text=f"1 of {MANY} shown").wait_for()
    assert far(page).is_visible()
    page.get_by_label("Search").fill("blockquote")
    page.locator("output", has_text=f"0 of {MANY} shown").wait_for()
    page.get_by_label("Search").fill("&#34;")
    until(page, "q=%26")
    assert page.locator("output").first.inner_text() == f"0 of {MANY} shown"


def test_the_search_of_the_browser_finds_every_word(page: Page) -> None:
    page.get_by_label("Kind").select_option("cause")
    until(page, "kind=cause")
    page.keyboard.press("Control+f")
    shown = page.locator("article.finding:not([hidden])")
    assert shown.count() == MANY // 5
    assert shown.locator("noscript").count() == 0
    assert page.locator("article.finding[hidden] noscript").count() > 0


def test_what_is_printed_is_whole(page: Page, tmp_path: Path) -> None:
    page.get_by_label("Kind").select_option("cause")
    until(page, "kind=cause")
    page.pdf(path=tmp_path / "report.pdf")
    shown = page.locator("article.finding:not([hidden])")
    assert shown.locator("blockquote").count() >= 2 * shown.count()
    assert shown.locator("noscript").count() == 0


def test_a_finding_far_down_can_be_stepped_to_and_judged(report: Opened) -> None:
    page = report.open("#d=d_00148", given=many(MANY))
    order = page.locator("article.finding").evaluate_all("cards => cards.map((card) => card.id)")
    page.keyboard.press("j")
    page.keyboard.press("1")
    after = order[order.index("d=d_00148") + 1]
    assert page.locator(f"article[id='{after}'] button[aria-pressed=true]").count() == 1
    page.close()
    page = report.open("#verdict=confirmed")
    assert page.locator("article.finding:not([hidden])").evaluate_all("all => all.map((one) => one.id)") == [after]


def test_thousands_can_be_filtered_and_stepped_through(report: Opened) -> None:
    page = report.open("#kind=number", given=many(1500))
    assert page.locator("output").first.inner_text() == "300 of 1,500 shown"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("1")
    assert page.locator("article:focus button[aria-pressed=true]").count() == 1


def test_hostile_words_stay_words_when_they_are_unfolded(report: Opened) -> None:
    page = report.open(f"#d={FAR}", given=hostile(MANY))
    far(page).locator("mark").first.wait_for()
    page.keyboard.press("o")
    assert far(page).locator("img, script, style, noscript").count() == 0
    assert far(page).locator("figcaption b").first.inner_text() == visible(HOSTILE).strip()
    page.keyboard.press("/")
    page.keyboard.type("<script>alert(1)</script><img")
    page.locator("output", has_text=f"{MANY} of {MANY} shown").wait_for()


def hostile(number: int) -> Any:
    given = many(number)
    evil = f"</noscript></template>{HOSTILE}"
    claims = {key: replace(each, speaker=evil if each.speech == "indirect" else HOSTILE) for key, each in
              given.claims.items()}  # fmt: skip
    return replace(given, claims=claims, conflicts=[replace(each, why=evil) for each in given.conflicts])


def test_without_its_script_the_page_is_whole(report: Opened, browser: Any) -> None:
    report.write(many(MANY))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.file.as_uri())
    assert page.locator("article.finding blockquote").count() >= 2 * MANY
    assert far(page).locator("mark").first.text_content() == matter(149).one
    context.close()


def test_equal_input_is_an_equal_page_and_only_the_far_cards_are_folded() -> None:
    html = render_html(build(many(MANY)))
    assert html == render_html(build(many(MANY)))
    cards = BeautifulSoup(html, "lxml").select("article.finding")
    assert [len(card.select(":scope > noscript")) for card in cards] == [0] * WHOLE_CARDS + [1] * (MANY - WHOLE_CARDS)
    assert all(json.loads(card["data-outlet"]) for card in cards)
