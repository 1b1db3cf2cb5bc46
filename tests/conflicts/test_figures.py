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
        "The bill passed with 31 votes for and 12 against.",
        "Thirty members voted in favour and 12 against.",
    ),
    (
        different_record,
        "It was the first strike since May 2011.",
        "The walkout was the first of its kind since August 2008.",
    ),
    (different_amount, "Eleven people died in the fire.", "The fire left fourteen dead."),
    (different_amount, "The firm was fined 470 million.", "The fine comes to 407 million euros."),
    (different_amount, "Police made 54 arrests.", "Police made 45 arrests, the last of them on the quay."),
    (
        different_amount,
        "Fourteen carriages left the rails, among them the dining car.",
        "Whoever was there saw 19 carriages derail.",
    ),
    (different_moment, "The ship docked at 05:10.", "At 04:32 the vessel tied up at the quay."),
    (different_moment, "The lights failed at half past eight.", "It went dark at 21:30."),
    (different_moment, "The strike is to begin on 8 June.", "The dockers will have their walkout on 15 June."),
    (opposite_polarity, "No lamp was lit in the tower.", "The keeper put a light in the window."),
    (opposite_polarity, "Nobody signed anything.", "The clerk put his name to the deed."),
]


@pytest.mark.parametrize(("rule", "one", "other"), CONFLICTS)
def test_one_matter_in_other_words_is_seen(pairs, rule, one, other) -> None:
    found = told(pairs, rule, one, other)
    assert [s.relation for s in found] == ["conflict"], f"{rule.__name__}: {found}"
    assert found[0].why.endswith(".")


NO_CONFLICTS = [
    (different_tally, "The plan was adopted by six votes to three.", "The vote was split three to six."),
    (different_tally, "The home side won 3-1.", "The council was split five to four."),
    (different_record, "It was the first strike since May 2011.", "Wages have been falling since August 2008."),
    (different_amount, "Eleven people died in the fire.", "Thirty people were injured in the fire."),
    (different_amount, "The book has 409 pages.", "The book has four hundred pages."),
    (
        different_amount,
        "Fourteen carriages derailed.",
        "Of these carriages, among them two sleepers, most were empty.",
    ),
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
    one, other = "The ship docked at 05:10.", "At 04:32 the vessel tied up at the quay."
    assert not [s for pair in pairs(one, other) for s in different_moment(pair)]


def test_one_electorate_makes_a_tally_sure(pairs) -> None:
    same = told(pairs, different_tally, "The board voted 6-3.", "The board was split five to four.")
    other = told(pairs, different_tally, "The board voted 6-3.", "The board was split seven to four.")
    assert [dict(s.evidence)["sure"] for s in same + other] == [1.0, 0.0]
