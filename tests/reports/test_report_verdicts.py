"""Verdicts that last: through runs, new models and new code; and go stale when, and only when, their words change."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import report_sample as s
from report_home import groups, judged, made, published

from checks.reports import ReportInput, build
from checks.reports.judged import expected
from flows.verdict_spool import put, waiting
from flows.verdicts import given, read_file, take_over
from warehouse.home import Home
from warehouse.ids import claim_id, pair_id, sha256_text
from warehouse.read import Reader
from warehouse.records import Article, Claim, Verdict

FINDINGS = [each for each in s.CONFLICTS if each.relation == "conflict"]


def plain(**other: Any) -> ReportInput:
    return s.sample(verdicts=(), **other)


def verdicts(home: Home, word: str = "not_a_conflict", reviewer: str = "Ada", day: int = 10) -> list[Verdict]:
    """One on each finding, by its id alone, as the command gives them."""
    rows = [{"conflict_id": each.conflict_id, "verdict": word, "given_at": f"2031-10-{day}"} for each in FINDINGS]
    return given(home, rows, reviewer, "test")


def recut(sample: ReportInput, article: Article, cuts: dict[str, tuple[Claim, Claim]]) -> ReportInput:
    """The sample with claims replaced, in an article that may have another text."""
    claims = {key: each for key, each in sample.claims.items() if key not in cuts}
    claims |= {new.claim_id: new for _, new in cuts.values()}
    renamed = {old.claim_id: new.claim_id for old, new in cuts.values()}

    def moved(conflict: Any) -> Any:
        a, b = renamed.get(conflict.claim_a, conflict.claim_a), renamed.get(conflict.claim_b, conflict.claim_b)
        return replace(conflict, claim_a=a, claim_b=b, conflict_id=pair_id(conflict.kind, a, b))

    articles = [article if each.article_id == article.article_id else each for each in sample.articles]
    return replace(sample, claims=claims, articles=articles, conflicts=[moved(each) for each in sample.conflicts])


def edited(old: str, new: str) -> tuple[Article, dict[str, tuple[Claim, Claim]]]:
    """The Courier's article with words replaced, and all its claims at their place in the new text."""
    text = s.COURIER.replace(old, new)
    assert text != s.COURIER
    article = replace(s.courier, text=text, text_sha256=sha256_text(text), capture_id="cap_edited")
    cuts = {}
    for key, claim in s.CLAIMS.items():
        if claim.article_id == s.courier.article_id:
            quote = claim.quote.replace(old, new)
            start = text.index(quote)
            end = start + len(quote)
            made_id = claim_id(article.article_id, str(article.text_sha256), start, end, claim.speaker)
            cuts[key] = (claim, replace(claim, claim_id=made_id, quote=quote, start_char=start, end_char=end))
    return article, cuts


def test_nothing_settled_comes_back_after_a_run_a_model_and_new_code(tmp_path: Path) -> None:
    home = made(tmp_path)
    first = published(home, plain())
    assert set(groups(first).values()) == {"fresh"}
    assert judged(home, *verdicts(home)) == len(FINDINGS)
    assert set(groups(published(home, plain(), "run_1")).values()) == {"settled"}
    # Another model: other scores, reasons, rules, and one kind of level.
    model = [replace(each, score=each.score / 2, why=each.why + "!", rule="model") for each in s.CONFLICTS]
    assert set(groups(published(home, plain(conflicts=model), "run_2", "code-2")).values()) == {"settled"}
    # New code cuts quotes otherwise, and names another speaker: other claims, conflicts and passages.
    wider = s.claim(s.courier, "Nine people were injured, two of them seriously", "the harbour office")
    narrower = s.claim(s.courier, "captain was not on the bridge", "Rask", "direct")
    cuts = {s.nine.claim_id: (s.nine, wider), s.off_bridge.claim_id: (s.off_bridge, narrower)}
    code = published(home, recut(plain(), s.courier, cuts), "run_3", "code-3")
    assert set(groups(code).values()) == {"settled"}
    carried = {pair["kind"]: pair["verdict"]["carried"] for each in code["discrepancies"] for pair in each["conflicts"]}
    assert carried["number"]
    assert not carried["assessment"]
    with Reader(home.snapshot) as reader:
        rows = [row for row in reader.conflict_rows() if row["relation"] == "conflict"]
    assert {(row["status"], row["verdict"]) for row in rows} <= {
        ("persisting", "not_a_conflict"),
        ("changed", "not_a_conflict"),
    }
    assert code["counts"]["discrepancies"] == 0


def test_an_edited_page_makes_the_right_verdicts_stale(tmp_path: Path) -> None:
    home = made(tmp_path)
    published(home, plain())
    judged(home, *verdicts(home))
    article, cuts = edited("Nine people", "Eleven people")
    data = published(home, recut(plain(), article, cuts), "run_2")
    assert groups(data) == {
        "d_number": "fresh",
        "d_negation": "settled",
        "d_assessment": "settled",
        "d_cause": "settled",
        "d_silence": "settled",
    }
    (finding,) = [each for each in data["discrepancies"] if each["group"] == "fresh"]
    assert finding["stale_verdict"]["reviewer"] == "Ada"
    assert finding["verdict"] is None
    with Reader(home.snapshot) as reader:
        assert {row["kind"] for row in reader.rows("verdicts") if row["stale"]} == {"number"}
    assert [pair["kind"] for pair in data["resolved_pairs"]] == ["number"]
    assert data["resolved_pairs"][0]["passages"][0]["quote"] in (s.nine.quote, s.fourteen.quote)
    page = (home.latest / "discrepancies.html").read_text("utf-8")
    assert "Stale:" in page
    assert "resolved</b>" in page


def test_an_edit_elsewhere_and_other_wrapping_change_nothing(tmp_path: Path) -> None:
    home = made(tmp_path)
    published(home, plain())
    judged(home, *verdicts(home))
    article, cuts = edited("with 212 people on board", "with\n212 people on board")
    data = published(home, recut(plain(), article, cuts), "run_2")
    assert set(groups(data).values()) == {"settled"}
    assert data["resolved_pairs"] == []
    with Reader(home.snapshot) as reader:
        assert not [row for row in reader.rows("verdicts") if row["stale"]]


def test_what_cannot_be_read_again_makes_no_verdict_stale(tmp_path: Path) -> None:
    home = made(tmp_path)
    published(home, plain())
    judged(home, *verdicts(home))
    wall = replace(s.courier, text=None, text_sha256=None, status="paywall", reason="wall", capture_id="cap_wall")
    left = {key: each for key, each in s.CLAIMS.items() if each.article_id != wall.article_id}
    data = published(home, plain(articles=(wall, s.post, s.herald), claims=left, conflicts=(), positions=()), "run_2")
    with Reader(home.snapshot) as reader:
        assert not [row for row in reader.rows("verdicts") if row["stale"]]
    told = {(any(side["outlet"] == wall.outlet for side in pair["passages"]), pair["both_legible"])
            for pair in data["resolved_pairs"]}  # fmt: skip
    assert told == {(True, False), (False, True)}


def test_the_last_word_wins_others_disagree_and_a_withdrawn_one_is_silent(tmp_path: Path) -> None:
    home = made(tmp_path)
    published(home, plain())
    judged(home, *verdicts(home, "confirmed", "Ada", 10))
    judged(home, *verdicts(home, "not_a_conflict", "Ben", 11))
    told = published(home, plain())["discrepancies"][0]["conflicts"][0]["verdict"]
    assert (told["verdict"], told["reviewer"]) == ("not_a_conflict", "Ben")
    assert told["disagreeing"] == [{"reviewer": "Ada", "verdict": "confirmed"}]
    judged(home, *verdicts(home, "withdrawn", "Ben", 12))
    told = published(home, plain())["discrepancies"][0]["conflicts"][0]["verdict"]
    assert (told["verdict"], told["disagreeing"]) == ("confirmed", [])
    with Reader(home.snapshot) as reader:
        assert {row["verdict"] for row in reader.conflict_rows() if row["relation"] == "conflict"} == {"confirmed"}
        assert len(reader.verdicts()) == 3 * len(FINDINGS)


def test_precision_by_kind_is_learned_and_orders_the_report() -> None:
    heavy = s.discrepancy("number", "Which?", 0.8)
    light = s.discrepancy("negation", "Or?", 0.7)
    pairs = (s.injured, s.bridge)
    past = [
        replace(s.verdict(s.radar, word, "Ada", 9), verdict_id=f"v{n}{kind}", passage_key=f"pk{n}{kind}", kind=kind)
        for n in range(8)
        for kind, word in (("number", "not_a_conflict"), ("negation", "confirmed"))
    ]
    before = build(plain(conflicts=pairs, discrepancies=(heavy, light)))
    after = build(s.sample(conflicts=pairs, discrepancies=(heavy, light), verdicts=past))
    assert [each["kind"] for each in before["discrepancies"]] == ["number", "negation"]
    assert [each["kind"] for each in after["discrepancies"]] == ["negation", "number"]
    assert after["precision"]["number"] == {"judged": 8, "confirmed": 0, "precision": 0.0, "expected": 0.1}
    assert expected(0, 0) == 0.5


def test_one_verdict_on_many_pairs_of_a_matter_counts_once() -> None:
    both = [replace(s.verdict(each, "confirmed", "Ada", 9), kind="negation", discrepancy_id="d_negation")
            for each in (s.bridge, s.bridge_too)]  # fmt: skip
    assert build(s.sample(verdicts=both))["precision"]["negation"]["judged"] == 1


def test_a_file_saved_in_the_report_is_imported_whole(tmp_path: Path) -> None:
    home = made(tmp_path)
    published(home, plain())
    with Reader(home.snapshot) as reader:
        row = next(each for each in reader.conflict_rows() if each["kind"] == "cause")
    saved = [{"conflict_id": "cf_of_an_older_run", "passage_key": row["passage_key"], "verdict": "confirmed",
              "discrepancy_id": "d_cause", "note": None, "reviewer": None, "given_at": "2031-10-10T08:00:00.000Z",
              "code_version": "0.1.0"}]  # fmt: skip
    (tmp_path / "verdicts.json").write_text(json.dumps(saved), "utf-8")
    (verdict,) = given(home, read_file(tmp_path / "verdicts.json"), "Ada", "verdicts.json")
    assert (verdict.reviewer, verdict.given_at) == ("Ada", datetime(2031, 10, 10, 8))
    assert verdict.quote_a in (s.radar_fine.quote, s.radar_broken.quote)
    assert [judged(home, verdict), judged(home, verdict)] == [1, 0]


def test_a_verdict_given_while_a_run_holds_the_home_waits_for_it(tmp_path: Path) -> None:
    home = made(tmp_path)
    published(home, plain())
    (first, *_) = verdicts(home)
    put(home, [first])
    assert [batch for _, batch in waiting(home)] == [[first]]
    data = published(home, plain(), "run_2")
    assert waiting(home) == []
    assert [each["group"] for each in data["discrepancies"]].count("settled") == 1
    put(home, [first])
    assert take_over(home) == 0


@pytest.mark.parametrize("name", ["a.json", "b.json"])
def test_what_is_half_written_is_not_taken_over(tmp_path: Path, name: str) -> None:
    home = made(tmp_path)
    published(home, plain())
    put(home, verdicts(home)[:1])
    (home.path / "verdicts" / f"{name}.fresh").write_text("[{", "utf-8")
    assert take_over(home) == 1
