"""The report's data: order, states, counts, and what a run that could not look may say."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import report_sample as s

from checks.reports import ReportInput, build, render_html, to_json


def ids(data: dict[str, Any]) -> list[str]:
    return [finding["discrepancy_id"] for finding in data["discrepancies"]]


def test_news_by_weight_come_first_then_known_then_settled() -> None:
    data = build(s.sample())
    assert ids(data) == ["d_negation", "d_number", "d_assessment", "d_silence", "d_cause"]
    assert [finding["group"] for finding in data["discrepancies"]] == ["fresh"] * 4 + ["settled"]


def test_a_known_finding_comes_after_a_lighter_new_one() -> None:
    statuses = {s.injured.conflict_id: "persisting", s.silent.conflict_id: "new"}
    data = build(s.sample(statuses=statuses, conflicts=(s.injured, s.silent)))
    assert ids(data) == ["d_silence", "d_number"]


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("new", "new", "new"),
        ("new", "persisting", "changed"),
        ("persisting", "persisting", "persisting"),
        ("persisting", "resolved", "changed"),
        ("resolved", "resolved", "resolved"),
        ("reopened", "persisting", "reopened"),
    ],
)
def test_the_status_of_a_finding_sums_up_its_conflicts(first: str, second: str, told: str) -> None:
    statuses = {s.bridge.conflict_id: first, s.bridge_too.conflict_id: second}
    data = build(s.sample(statuses=statuses, conflicts=(s.bridge, s.bridge_too)))
    assert data["discrepancies"][0]["status"] == told
    assert (data["discrepancies"][0]["group"] == "settled") == (told == "resolved")


def test_the_same_records_in_another_order_give_the_same_bytes() -> None:
    plain = to_json(build(s.sample()))
    for seed in range(5):
        shuffled = random.Random(seed)

        def mixed(items: Any, source: random.Random = shuffled) -> Any:
            return source.sample(list(items), len(items))

        given = s.sample()
        other = ReportInput(
            run=given.run,
            articles=mixed(given.articles),
            claims=dict(mixed(given.claims.items())),
            conflicts=mixed(given.conflicts),
            statuses=dict(mixed(given.statuses.items())),
            verdicts=mixed(given.verdicts),
            discrepancies=mixed(given.discrepancies),
            positions=mixed(given.positions),
            captures=dict(mixed(given.captures.items())),
            quality=mixed(given.quality),
            errors=mixed(given.errors),
        )
        assert to_json(build(other)) == plain


def test_neither_the_clock_nor_a_folder_reaches_the_report() -> None:
    given = s.sample()
    later = datetime(2040, 1, 1)
    moved = {key: replace(each, captured_at=later, run_id="run_b") for key, each in given.captures.items()}
    captures = {key: replace(each, captured_at=later) for key, each in moved.items()}
    again = s.sample(run=s.run(started_at=later, finished_at=later), captures=captures)
    # Of the clock there is only the day of each capture: it is part of the evidence.
    days = re.compile(r'"captured_on": "[0-9-]+"')
    assert days.sub("", to_json(build(again))) == days.sub("", to_json(build(given)))
    page = render_html(build(given))
    for shown in (page, to_json(build(given))):
        assert "/srv/inbox" not in shown
        assert str(Path.cwd()) not in shown


def test_json_is_canonical_and_survives_a_lone_surrogate() -> None:
    broken = replace(s.courier, title="Ferry \ud800 aground")
    text = to_json(build(s.sample(articles=(broken, s.post, s.herald, s.walled))))
    assert text.endswith("}\n")
    data = json.loads(text.encode("utf-8"))
    assert data["articles"][broken.article_id]["title"] == "Ferry \ud800 aground"
    assert to_json(data) == text
    assert data["schema"] == 1


def test_every_quote_is_given_with_its_place_and_exact_context() -> None:
    data = build(s.sample())
    texts = {each.article_id: each.text or "" for each in (s.courier, s.post, s.herald)}
    sides = [side for finding in data["discrepancies"] for pair in finding["conflicts"] for side in pair["passages"]]
    assert len(sides) == 12
    for side in sides:
        text, start, end = texts[side["article_id"]], side["start"], side["end"]
        assert text[start:end] == side["quote"]
        assert text[start - len(side["before"]) : start] == side["before"]
        assert text[end : end + len(side["after"])] == side["after"]


def test_a_quote_that_is_not_in_the_text_is_told_on_top() -> None:
    moved = replace(s.nine, start_char=s.nine.start_char + 1, end_char=s.nine.end_char + 1)
    data = build(s.sample(claims={**s.CLAIMS, s.nine.claim_id: moved}))
    assert data["gate"]["state"] == "failed"
    assert "not at their place" in data["gate"]["problems"][0]
    assert "These words were not found at their place" in render_html(data)
    gone = build(s.sample(claims={**s.CLAIMS, s.nine.claim_id: moved}, statuses={s.injured.conflict_id: "resolved"}))
    assert gone["gate"]["state"] == "passed"


def test_a_conflict_without_its_claim_or_discrepancy_is_told_on_top() -> None:
    claims = {key: each for key, each in s.CLAIMS.items() if key != s.nine.claim_id}
    lost = build(s.sample(claims=claims))
    assert s.injured.conflict_id in " ".join(lost["gate"]["problems"])
    assert s.nine.claim_id in render_html(lost)
    orphan = build(s.sample(discrepancies=()))
    assert orphan["gate"]["state"] == "failed"
    assert orphan["counts"]["discrepancies"] is None


def test_the_strongest_pair_leads_and_a_dismissed_one_does_not() -> None:
    first = build(s.sample(verdicts=()))["discrepancies"][0]
    assert [pair["conflict_id"] for pair in first["conflicts"]] == [s.bridge.conflict_id, s.bridge_too.conflict_id]
    judged = build(s.sample(verdicts=(s.verdict(s.bridge, "extraction_error", "K. Brandt", 9),)))
    finding = next(each for each in judged["discrepancies"] if each["discrepancy_id"] == "d_negation")
    assert finding["conflicts"][0]["conflict_id"] == s.bridge_too.conflict_id
    assert finding["verdict"] == "partly_judged"
    assert finding["group"] == "fresh"


def test_the_latest_verdict_wins_and_the_other_reviewer_is_named() -> None:
    finding = build(s.sample())["discrepancies"][-1]
    assert finding["discrepancy_id"] == "d_cause"
    assert finding["verdict"] == "not_a_conflict"
    verdict = finding["conflicts"][0]["verdict"]
    assert (verdict["reviewer"], verdict["note"]) == ("M. Lund", "two different evenings")
    assert verdict["disagreeing"] == [{"reviewer": "K. Brandt", "verdict": "confirmed"}]


def test_a_verdict_follows_the_passages_and_not_the_id() -> None:
    renamed = replace(s.radar, conflict_id="cf_from_new_code")
    data = build(s.sample(conflicts=(renamed,)))
    assert data["discrepancies"][0]["verdict"] == "not_a_conflict"


def test_positions_are_grouped_and_the_silent_and_unread_come_last() -> None:
    finding = build(s.sample())["discrepancies"][0]
    assert [(group["state"], group["position"]) for group in finding["positions"]] == [
        ("states", "was"),
        ("contradicts", "was not"),
        ("unreadable", None),
    ]
    assert [who["outlet"] for who in finding["positions"][1]["held_by"]] == ["Ossel Courier", "Strait Herald"]


def test_pairs_that_only_look_like_conflicts_are_no_findings() -> None:
    data = build(s.sample())
    assert [(kind["relation"], len(kind["pairs"])) for kind in data["non_conflicts"]] == [
        ("forecast", 1),
        ("rounding", 1),
        ("update", 1),
    ]
    assert build(s.sample(conflicts=(s.rounding,)))["discrepancies"] == []


def test_a_table_has_a_cell_only_where_something_is_known() -> None:
    data = build(s.sample())
    assert data["discrepancy_table"]["outlets"] == ["Harbour Post", "Isle Gazette", "Ossel Courier", "Strait Herald"]
    rows = {row["question_id"]: row["cells"] for row in data["discrepancy_table"]["rows"]}
    assert rows["d_number"]["Harbour Post"]["state"] == "contradicts"
    assert rows["d_number"]["Isle Gazette"]["state"] == "unreadable"
    assert "Strait Herald" not in rows["d_silence"]
    assert [row["question_id"] for row in data["standing_questions"]["table"]["rows"]] == ["sq_captain", "sq_cause"]


def test_an_outlet_may_stand_on_both_sides_and_unread_outweighs_silent() -> None:
    extra = (
        s.position("number", s.post, "states", "9", s.nine),
        s.position("sq_cause", s.courier, "unreadable"),
    )
    data = build(s.sample(positions=s.POSITIONS + extra))
    rows = {row["question_id"]: row["cells"] for row in data["discrepancy_table"]["rows"]}
    assert rows["d_number"]["Harbour Post"]["state"] == "both"
    standing = {row["question_id"]: row["cells"] for row in data["standing_questions"]["table"]["rows"]}
    assert standing["sq_cause"]["Ossel Courier"]["state"] == "unreadable"


def test_what_could_not_be_read_is_listed_once_with_its_reason() -> None:
    failed = replace(s.capture(s.walled), error="HTTP 451")
    data = build(s.sample(errors=(s.unreachable(), s.unreachable(), failed)))
    assert [(row["status"], row["reason"]) for row in data["unread"]] == [
        ("no_answer", "no connection to down.example within 20 s; check the address, or run again later"),
        ("consent_wall", "the page shows only a consent dialogue"),
    ]
    assert data["counts"]["unread"] == 2


def test_resolved_conflicts_of_the_last_run_are_named() -> None:
    data = build(s.sample(statuses={"cf_gone": "resolved"}))
    assert data["resolved"] == ["cf_gone"]


@pytest.mark.parametrize(
    "given",
    [
        {"run": s.run(gate="failed")},
        {"quality": (s.quality(False),)},
        {"run": s.run(gate="running")},
    ],
)
def test_a_run_that_cannot_be_trusted_never_reports_none(given: dict[str, Any]) -> None:
    data = build(s.sample(conflicts=(), discrepancies=(), positions=(), **given))
    assert data["headline"]["state"] in ("failed", "undecided")
    assert data["counts"]["discrepancies"] is None
    assert data["counts"]["conflicts"] is None
    assert "not known" in data["headline"]["sentence"]
    page = render_html(data)
    assert "No discrepancy" not in page
    assert "0 discrepancies" not in page
    assert 'class="gate"' in page


def test_none_found_says_what_was_looked_at() -> None:
    data = build(s.sample(conflicts=(s.rounding,), discrepancies=()))
    assert data["headline"]["state"] == "none"
    assert data["headline"]["sentence"] == "No discrepancy was found in what could be read."
    assert data["headline"]["detail"] == (
        "3 articles from 3 outlets were read, 16 claims taken from them and 57 pairs compared. "
        "1 pair only looks like a conflict. "
        "2 sources could not be read, or only in part; what they say is not covered."
    )


def test_nothing_compared_is_not_none_found() -> None:
    data = build(ReportInput(run=s.run(pairs_compared=0), articles=(s.courier,)))
    assert data["headline"]["state"] == "nothing_compared"
    assert "No discrepancy" not in render_html(data)


def test_an_empty_input_still_gives_a_page() -> None:
    assert "Nothing could be compared" in render_html(build(ReportInput(run=s.run(pairs_compared=0))))
