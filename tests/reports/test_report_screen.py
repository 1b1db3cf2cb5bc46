"""One finding, one screen: what decides it is in view on every screen, the rest is folded and can be had by all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import report_sample as s
from playwright.sync_api import Locator, Page
from report_browser import Opened

from checks.reports import ReportInput

SCREENS = {"desktop": (1280, 800), "phone": (390, 844), "small phone": (320, 640)}
WORDS = "the harbour master and all the pilots of the night shift told the inquiry in writing that "


def long_input() -> ReportInput:
    """A finding in which everything is as long as it can get, and one quote is a single word of 10,000 letters."""
    quotes = (WORDS * 60 + "nineteen boats sailed " + WORDS * 60, "x" * 10_000)
    places = []
    for at, quote in enumerate(quotes):
        text = f"{WORDS.capitalize()}it was so. {quote}. After that {WORDS} nothing more was to be said of it."
        article = s.article(
            "The Long Name of a Newspaper " * 4, text, f"https://long.example/{at}", None, title=WORDS * 3
        )
        places.append((article, s.claim(article, quote, "A speaker whose name does not end " * 4, "indirect")))
    (one, said), (two, held) = places
    finding = s.conflict("number", said, held, WORDS * 6, "d_long")
    stands = [
        replace(s.position("number", one, "states", "nineteen boats " * 9, said), question_id="d_long"),
        replace(s.position("number", two, "contradicts", "x" * 200, held), question_id="d_long"),
    ]
    return s.sample(
        articles=(one, two, s.courier, s.post),
        claims={**s.CLAIMS, said.claim_id: said, held.claim_id: held},
        conflicts=(finding, s.bridge, s.bridge_too),
        discrepancies=(
            s.discrepancy("number", WORDS * 5, 0.9, discrepancy_id="d_long"),
            s.discrepancy("negation", "Where was he?", 0.5),
        ),
        positions=stands,
        verdicts=(),
    )


def cards(page: Page) -> list[Locator]:
    return page.locator("article.finding").all()


def bottom(card: Locator, part: str) -> float:
    """How far below the top of the finding the last of these ends, in pixels."""
    ends = "Math.max(...Array.from(card.querySelectorAll(part), (one) => one.getBoundingClientRect().bottom))"
    return float(card.evaluate(f"(card, part) => {ends} - card.getBoundingClientRect().top", part))


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("given", [s.sample, long_input], ids=["sample", "all as long as can be"])
def test_a_finding_fits_on_one_screen(report: Opened, given: Callable[[], ReportInput], screen: str) -> None:
    width, height = SCREENS[screen]
    report.write(given())
    page = report.context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.goto(report.file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for card in cards(page):
        assert float(card.evaluate("(card) => card.offsetHeight")) <= height
        assert card.locator(":scope > .pair mark").count() == 2
        for part in ("h3", ".why", ":scope > .pair mark", ":scope > .judge button"):
            assert all(one.is_visible() for one in card.locator(part).first.all())
        assert 0 < bottom(card, ":scope > .judge button[data-word]") <= height
        for mark in card.locator(":scope > .pair mark:has(.differs:not(.far))").all():
            assert mark.locator(".differs:not(.far)").first.is_visible()


def small(report: Opened, given: ReportInput | None = None) -> Page:
    """The page on a phone, with the keyboard on its first finding."""
    page = report.open(given=given)
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("article.brief").first.wait_for()
    page.keyboard.press("j")
    return page


def first(page: Page) -> Locator:
    return page.locator("article[id='d=d_negation']")


FOLDED = (":scope > .pair .context", ":scope > .pair .source", ":scope > .facts", ":scope > details.others")


def state(card: Locator) -> set[bool]:
    return {card.locator(part).first.is_visible() for part in FOLDED}


def test_what_is_folded_is_had_by_keyboard_and_told_to_a_screen_reader(report: Opened) -> None:
    page = small(report)
    card = first(page)
    more = card.get_by_role("button", name="Context, sources and all positions, 1 more pair")
    assert (more.get_attribute("aria-expanded"), state(card)) == ("false", {False})
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.unfold') !== null"):
            break
    page.keyboard.press("Enter")
    assert (more.get_attribute("aria-expanded"), state(card)) == ("true", {True})
    page.keyboard.press("Space")
    assert (more.get_attribute("aria-expanded"), state(card)) == ("false", {False})
    page.keyboard.press("o")
    assert state(card) == {True}
    assert card.locator("details:not([open])").count() == 0
    page.keyboard.press("o")
    assert state(card) == {False}


def test_what_was_unfolded_stays_so_when_the_phone_is_turned(report: Opened) -> None:
    page = small(report)
    card = first(page)
    card.locator(".unfold button").click()
    page.set_viewport_size({"width": 844, "height": 390})
    page.wait_for_timeout(400)
    assert state(card) == {True}
    assert page.locator("article.brief").count() == page.locator("article.finding").count() - 1


def test_a_pair_that_is_folded_is_unfolded_when_it_is_to_be_judged(report: Opened) -> None:
    page = small(report)
    for key in ("p", "p", "2"):
        page.keyboard.press(key)
    card = first(page)
    assert card.locator(".others .alone button[aria-pressed=true]").is_visible()
    assert card.locator(":scope > .alone button[aria-pressed=true]").count() == 0


def test_the_search_of_the_browser_and_paper_see_what_is_folded(report: Opened, tmp_path: Path) -> None:
    page = small(report, long_input())
    page.emulate_media(media="print")
    for card in cards(page):
        assert card.locator(":scope > .pair .context").first.is_visible()
        assert card.locator(":scope > .pair .source").first.is_visible()
        assert card.locator(":scope > .check pre").first.is_visible()
        assert not card.locator(".unfold").is_visible()
    assert page.locator(".others blockquote").first.is_visible()
    page.emulate_media(media="screen")
    page.keyboard.press("Control+f")
    assert page.locator("article.brief").count() == 0


def test_a_folded_quote_is_read_out_whole_and_shows_what_only_it_says(report: Opened) -> None:
    page = small(report, long_input())
    mark = page.locator("article[id='d=d_long'] mark").first
    sizes = "(mark) => Array.from(mark.querySelectorAll('.far'), (one) => getComputedStyle(one).fontSize)"
    assert set(mark.evaluate(sizes)) == {"0px"}
    assert mark.locator(".differs:not(.far)", has_text="nineteen").is_visible()
    assert str(mark.text_content()).startswith(WORDS)
