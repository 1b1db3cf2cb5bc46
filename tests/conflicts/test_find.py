"""From articles to discrepancies: same input same findings, one question a matter, every outlet a position."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checks.claims import extract
from checks.conflicts import Findings, QuestionError, find, load
from tests.conflicts.conftest import article
from warehouse.records import Article

FIRST = (
    "The Kestrel ferry sank off Marrow Point on Monday.\n\nThe ferry carried 214 passengers, the coast guard said. "
    "The ferry was last inspected on 3 March. “We looked everywhere,” said Captain Ines Duarte of the coast guard."
)
SECOND = (
    "Divers searched the wreck of the Kestrel ferry off Marrow Point on Tuesday.\n\nThe ferry carried 241 passengers, "
    "the owners said. The ferry was last inspected on 9 April."
)
THIRD = "The Kestrel ferry, which sank off Marrow Point, was painted green. Captain Ines Duarte praised the divers."


def articles() -> list[Article]:
    lost = replace(article("", "Night Mail"), text=None, text_sha256=None, status="unreadable", reason="empty file")
    return [article(FIRST, "Harbour Post"), article(SECOND, "Valley Courier"), article(THIRD, "Coast Weekly"), lost]


@pytest.fixture(scope="module")
def found() -> Findings:
    told = articles()
    return find(told, extract(told))


def test_the_two_disputes_are_found_and_nothing_else(found) -> None:
    kinds = sorted(d.kind for d in found.discrepancies)
    assert kinds == ["date", "number"]
    assert all("?" in d.question for d in found.discrepancies)
    number = next(d for d in found.discrepancies if d.kind == "number")
    assert number.question == "How many passengers did the ferry carry?"
    held = {p.outlet: p.position for p in found.positions if p.question_id == number.discrepancy_id and p.claim_id}
    assert held == {"Harbour Post": "214 passengers", "Valley Courier": "241 passengers"}
    dated = next(d for d in found.discrepancies if d.kind == "date")
    assert dated.question == "When was the ferry last inspected?"


def test_every_conflict_belongs_to_a_discrepancy(found) -> None:
    known = {d.discrepancy_id for d in found.discrepancies}
    assert {c.discrepancy_id for c in found.conflicts if c.relation == "conflict"} == known


def test_every_outlet_has_a_position(found) -> None:
    number = next(d for d in found.discrepancies if d.kind == "number")
    states = {p.outlet: p.state for p in found.positions if p.question_id == number.discrepancy_id}
    assert states["Coast Weekly"] == "silent"
    assert states["Night Mail"] == "unreadable"
    assert {states["Harbour Post"], states["Valley Courier"]} == {"states", "contradicts"}


def test_order_of_the_input_changes_nothing(found) -> None:
    told = articles()[::-1]
    assert find(told, extract(told)[::-1]) == found


def test_articles_of_other_events_are_not_compared() -> None:
    other = "The Larch museum opened its glass wing on Monday. The museum sold 241 tickets, its director said."
    told = [article(FIRST, "Harbour Post"), article(other, "Valley Courier")]
    assert [c for c in find(told, extract(told)).conflicts if c.relation == "conflict"] == []


def test_nothing_in_gives_nothing_out() -> None:
    assert find([], []) == Findings((), (), (), 0, {})


def test_pairs_are_counted_per_blocking_rule(found) -> None:
    assert found.pairs_compared > 0
    assert set(found.pairs_by_rule) <= {"shared_words", "same_measure", "same_clock", "silences", "neighbours"}


QUESTIONS = """
[[question]]
id = "wreck-raised"
question = "Has the wreck been raised?"
about = ["wreck", "ferry"]
yes = ["The wreck was raised."]
no = ["The wreck was not raised.", "The ferry stays on the sea floor."]
"""


def test_standing_question_takes_each_outlets_answer(tmp_path: Path) -> None:
    path = tmp_path / "questions.toml"
    path.write_text(QUESTIONS, encoding="utf-8")
    told = [
        article("The wreck of the ferry was raised on Friday.", "Harbour Post"),
        article("The wreck of the ferry was not raised on Friday.", "Valley Courier"),
        article("The band played until midnight.", "Coast Weekly"),
    ]
    positions = find(told, extract(told), load(path)).positions
    answers = {p.outlet: (p.state, p.position) for p in positions if p.question_id == "wreck-raised"}
    assert answers == {
        "Harbour Post": ("states", "yes"),
        "Valley Courier": ("contradicts", "no"),
        "Coast Weekly": ("silent", None),
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[question]\n", "not valid TOML"),
        ("questions = 1\n", "expected only [[question]]"),
        ('[[question]]\nid = "A B"\nquestion = "x?"\nyes = ["y"]\n', "id must be"),
        ('[[question]]\nid = "a"\nquestion = ""\nyes = ["y"]\n', "question must be"),
        ('[[question]]\nid = "a"\nquestion = "x?"\n', "at least one example"),
        ('[[question]]\nid = "a"\nquestion = "x?"\nyes = [1]\n', "yes must be a list"),
        ('[[question]]\nid = "a"\nquestion = "x?"\nyes = ["y"]\nwho = "z"\n', "unknown key 'who'"),
        (QUESTIONS + QUESTIONS, "used twice"),
    ],
)
def test_bad_questions_name_file_and_key(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "questions.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionError) as refused:
        load(path)
    assert str(path) in str(refused.value)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_missing_questions_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="no such file"):
        load(tmp_path / "none.toml")
