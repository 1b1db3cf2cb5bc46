"""A verdict on one pair of passages alone: given by key and by button, kept, saved, summed up, and learned from."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import report_sample as s
from playwright.sync_api import Locator, Page
from report_browser import Opened, saved

from checks.reports import ReportInput, build
from warehouse.records import Conflict

WHOLE = "article[id='d=d_negation']"
BEFORE, AFTER = datetime(2031, 10, 8), datetime(2031, 10, 20)


def plain(**other: Any) -> ReportInput:
    return s.sample(verdicts=(), **other)


def pair(page: Page, of: Conflict) -> Locator:
    claims = (s.CLAIMS[of.claim_a], s.CLAIMS[of.claim_b])
    return page.locator(f"{WHOLE} .pair", has_text=claims[0].quote).filter(has_text=claims[1].quote).first


def told(rows: list[dict[str, Any]]) -> dict[str, tuple[str, str | None]]:
    return {row["conflict_id"]: (row["verdict"], row["note"]) for row in rows}


def test_by_key_pair_after_pair_and_the_finding_is_summed_up(report: Opened) -> None:
    page = report.open("#d=d_negation", given=plain())
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Pair 1 of 2"
    page.keyboard.press("2")
    assert page.locator(WHOLE).get_attribute("data-verdict") == "partly_judged"
    assert "1 of 2 pairs judged one by one" in page.locator(f"{WHOLE} > .judge").inner_text()
    page.keyboard.press("p")
    assert page.locator(f"{WHOLE} details.others[open]").count() == 1
    page.keyboard.press("1")
    page.keyboard.press("n")
    page.keyboard.type("the Herald has it too")
    page.keyboard.press("Enter")
    assert page.locator(WHOLE).get_attribute("data-verdict") == "confirmed"
    assert told(saved(page)) == {
        s.bridge.conflict_id: ("not_a_conflict", None),
        s.bridge_too.conflict_id: ("confirmed", "the Herald has it too"),
    }
    page.keyboard.press("u")
    page.keyboard.press("u")
    assert told(saved(page)) == {s.bridge.conflict_id: ("not_a_conflict", None)}


def test_from_the_last_pair_the_way_leads_back_to_the_whole_finding(report: Opened) -> None:
    page = report.open("#d=d_negation", given=plain())
    for _ in range(3):
        page.keyboard.press("p")
    page.keyboard.press("3")
    words = {verdict for verdict, _ in told(saved(page)).values()}
    assert (len(saved(page)), words) == (2, {"different_time_or_scope"})


def test_by_button_and_kept_in_the_browser(report: Opened) -> None:
    page = report.open(given=plain())
    page.locator(f"{WHOLE} > .alone").get_by_role("button", name="Judge this pair alone").click()
    bar = page.get_by_role("group", name="Your verdict on this pair alone")
    bar.get_by_role("button", name="Extraction error").click()
    page.close()
    page = report.open("#verdict=partly_judged")
    assert page.locator("article.finding:visible").count() == 1
    pressed = page.locator(f"{WHOLE} button[aria-pressed=true]")
    assert pressed.count() == 1
    assert pressed.locator("xpath=ancestor::*[@class='alone']").count() == 1
    pressed.click()
    assert page.locator(WHOLE).get_attribute("data-verdict") == "none"


def test_a_finding_of_one_pair_has_no_second_bar(report: Opened) -> None:
    page = report.open("#d=d_number", given=plain())
    page.keyboard.press("p")
    page.keyboard.press("1")
    assert page.locator("article[id='d=d_number'] .alone").count() == 0
    assert len(saved(page)) == 1


def test_a_pair_that_was_judged_in_the_report_keeps_its_word_beside_a_draft(report: Opened) -> None:
    judged = s.verdict(s.bridge, "confirmed", "Ada", 9)
    page = report.open("#d=d_negation", given=s.sample(verdicts=(judged,)))
    assert page.locator(WHOLE).get_attribute("data-verdict") == "confirmed"
    page.keyboard.press("p")
    page.keyboard.press("p")
    page.keyboard.press("2")
    assert page.locator(WHOLE).get_attribute("data-verdict") == "confirmed"
    assert told(saved(page)) == {s.bridge_too.conflict_id: ("not_a_conflict", None)}


# The same two articles, three passages: the Herald and the Courier agree that Rask denies it, in other words.
third = s.conflict(
    "negation", s.off_bridge, s.rask_again, "and these two are worded otherwise", "d_negation", score=0.3
)
CONFLICTS = (s.bridge, s.bridge_too, third)
DISMISSED = tuple(s.verdict(each, "not_a_conflict", "Ada", 10) for each in (s.bridge, s.bridge_too))


def found(seen: dict[str, datetime], *verdicts: Any) -> dict[str, Any]:
    given = s.sample(
        verdicts=verdicts,
        conflicts=CONFLICTS,
        discrepancies=(s.discrepancy("negation", "Was he on the bridge?", 0.8),),
        first_seen=seen,
    )
    (finding,) = build(given)["discrepancies"]
    return dict(finding)


def test_a_pair_that_came_later_does_not_open_what_was_settled() -> None:
    assert found({third.conflict_id: AFTER}, *DISMISSED)["group"] == "settled"


def test_a_pair_that_stood_beside_the_judged_ones_stays_open() -> None:
    finding = found({third.conflict_id: BEFORE}, *DISMISSED)
    assert (finding["group"], finding["verdict"]) == ("fresh", "partly_judged")
    assert [each["left_open"] for each in finding["conflicts"]] == [True, False, False]
    assert finding["conflicts"][0]["conflict_id"] == third.conflict_id


def test_what_was_dismissed_alone_leaves_the_rest_in_front() -> None:
    finding = found({each.conflict_id: BEFORE for each in CONFLICTS}, DISMISSED[0])
    assert finding["group"] == "fresh"
    assert finding["conflicts"][-1]["conflict_id"] == s.bridge.conflict_id


@pytest.mark.parametrize("confirmed", CONFLICTS[:2])
def test_one_confirmed_pair_makes_a_matter_right_whichever_was_judged_last(confirmed: Conflict) -> None:
    verdicts = [
        s.verdict(each, "confirmed" if each is confirmed else "not_a_conflict", "Ada", 10 + at)
        for at, each in enumerate(CONFLICTS[:2])
    ]
    told = [replace(each, kind="negation", discrepancy_id="d_negation") for each in verdicts]
    row = build(s.sample(verdicts=told))["precision"]["negation"]
    assert (row["judged"], row["confirmed"]) == (1, 1)
