"""Figures and times of one thing in unlike words: what nearness in matter lets the rules see, and what stays apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.conflicts.pairs import Near, Signal
from checks.conflicts.rules.amounts import different_amount
from checks.conflicts.rules.moments import different_moment
from checks.conflicts.rules.polarity import opposite_polarity
from checks.conflicts.rules.tallies import different_record, different_tally

ONE_MATTER = Near(0.7, 0.9, 1.0)


def told(pairs, rule, one: str, other: str) -> list[Signal]:
    """What a rule says of two texts that an embedded model finds to be about one matter."""
    return [s for pair in pairs(one, other) for s in rule(replace(pair, near=ONE_MATTER))]


CONFLICTS = [
    (different_tally, "The council adopted the plan by six votes to three.", "The vote was split five to four."),
    (
        different_tally,
        "The budget went through with 61 votes for and 55 against.",
        "Fifty-eight deputies voted in favour and 55 against.",
    ),
    (
        different_record,
        "It was the first rate rise since March 2020.",
        "The decision was the first of its kind since October 2019.",
    ),
    (different_amount, "Eleven people died in the fire.", "The fire left fourteen dead."),
    (different_amount, "The company was fined 221 million.", "The fine comes to 212 million euros."),
    (different_amount, "Police made 83 arrests.", "Police made 38 arrests, the last of them on the quay."),
    (
        different_amount,
        "Fourteen vehicles went down with it, among them a school bus.",
        "Whoever was there saw 19 vehicles fall.",
    ),
    (different_moment, "The aircraft crossed the frontier at 05:10.", "At 04:32 a radar post noticed the intruder."),
    (different_moment, "Guests fell ill at half past eight.", "The first symptoms showed at 21:30."),
    (different_moment, "Voters go to the polls on 8 June.", "The citizens will have their turn on 15 June."),
    (opposite_polarity, "No rope was passed between the vessels.", "A sailor tied a line to their bow."),
    (opposite_polarity, "Nobody injected anything.", "The doctor gave it to them by syringe."),
]


@pytest.mark.parametrize(("rule", "one", "other"), CONFLICTS)
def test_one_matter_in_other_words_is_seen(pairs, rule, one, other) -> None:
    found = told(pairs, rule, one, other)
    assert [s.relation for s in found] == ["conflict"], f"{rule.__name__}: {found}"
    assert found[0].why.endswith(".")


NO_CONFLICTS = [
    (different_tally, "The plan was adopted by six votes to three.", "The vote was split three to six."),
    (different_tally, "The home side won 3-1.", "The council was split five to four."),
    (different_record, "It was the first rise since March 2020.", "Rates have been rising since October 2019."),
    (different_amount, "Eleven people died in the fire.", "Thirty people were injured in the fire."),
    (different_amount, "The judgment has 218 pages.", "The judgment has two hundred pages."),
    (different_amount, "Fourteen vehicles fell.", "Of the vehicles that fell, among them two buses, most were empty."),
    (different_moment, "The train left at half past eight.", "The train left at 20:30."),
    (
        different_moment,
        "The anniversary was celebrated on Tuesday, years after the treaty came into force on 1 January 2026.",
        "The treaty, in force since 1 January 2026, was celebrated on 6 May.",
    ),
]


@pytest.mark.parametrize(("rule", "one", "other"), NO_CONFLICTS)
def test_what_only_looks_like_one_matter_is_not_called_a_conflict(pairs, rule, one, other) -> None:
    assert not [s for s in told(pairs, rule, one, other) if s.relation == "conflict"]


def test_without_a_model_unlike_words_are_left_alone(pairs) -> None:
    one, other = "The aircraft crossed the frontier at 05:10.", "At 04:32 a radar post noticed the intruder."
    assert not [s for pair in pairs(one, other) for s in different_moment(pair)]


def test_one_electorate_makes_a_tally_sure(pairs) -> None:
    same = told(pairs, different_tally, "The board voted 6-3.", "The board was split five to four.")
    other = told(pairs, different_tally, "The board voted 6-3.", "The board was split seven to four.")
    assert [dict(s.evidence)["sure"] for s in same + other] == [1.0, 0.0]
