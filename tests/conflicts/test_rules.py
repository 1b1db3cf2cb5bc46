"""Each rule has a pair that must trip it and one that must not."""

from __future__ import annotations

from datetime import date

import pytest

from checks.conflicts.rules.agents import different_agent
from checks.conflicts.rules.amounts import different_amount
from checks.conflicts.rules.causes import different_cause
from checks.conflicts.rules.moments import different_moment
from checks.conflicts.rules.polarity import opposite_polarity, opposite_words
from checks.conflicts.rules.silences import silent_against_spoke
from checks.conflicts.rules.worth import opposite_worth

TRIPS = [
    (different_amount, "The fire destroyed 36 boats.", "The fire destroyed 63 boats.", "number"),
    (different_amount, "The bridge cost 40 million euros.", "The bridge cost 55 million euros.", "number"),
    (different_amount, "At least 30 boats were lost.", "Fewer than 20 boats were lost.", "number"),
    (different_moment, "The bridge was inspected on 3 March.", "The bridge was inspected on 9 April.", "date"),
    (different_moment, "The train left at 06:10.", "The train left at 07:45.", "date"),
    (opposite_polarity, "The governor signed the order.", "The governor did not sign the order.", "negation"),
    (opposite_polarity, "The governor signed the order.", "The governor declined to sign the order.", "negation"),
    (
        opposite_polarity,
        "The governor signed the order.",
        "The governor stopped short of signing the order.",
        "negation",
    ),
    (opposite_polarity, "The governor signed the order.", "The governor failed to sign the order.", "negation"),
    (opposite_polarity, "The governor signed the order.", "The governor avoided signing the order.", "negation"),
    (opposite_words, "The council approved the harbour plan.", "The council rejected the harbour plan.", "outcome"),
    (
        silent_against_spoke,
        "Governor Alma Reyes has not commented on the flood.",
        "“The flood was foreseen,” said Governor Alma Reyes.",
        "silence",
    ),
    (opposite_worth, "The harbour treaty strengthens the alliance.", "The harbour treaty is worthless.", "assessment"),
    (different_cause, "The fire was caused by a faulty pump.", "The fire was caused by lightning.", "cause"),
    (
        different_agent,
        "Mayor Ilse Brandt ordered the evacuation.",
        "Chief Omar Haddad ordered the evacuation.",
        "attribution",
    ),
]


@pytest.mark.parametrize(("rule", "one", "other", "kind"), TRIPS)
def test_rule_sees_the_conflict(seen, rule, one, other, kind) -> None:
    found = [s for s in seen(rule, one, other) if s.relation == "conflict"]
    assert found, f"{rule.__name__} says nothing"
    assert found[0].kind == kind
    assert found[0].why.endswith(".")
    assert 0 < found[0].strength <= 1


QUIET = [
    (different_amount, "The fire destroyed 24 boats.", "The fire destroyed two dozen boats."),
    (different_amount, "At least 12 boats were lost.", "The fire destroyed 15 boats."),
    (different_amount, "The bridge is 40 metres long.", "The bridge cost 55 million euros."),
    (different_moment, "The bridge was inspected on Tuesday.", "The bridge was inspected on 6 May."),
    (different_moment, "The treaty was signed in May 2031.", "The treaty was signed on 4 May 2031."),
    (opposite_polarity, "The governor signed the order.", "The governor put his name to the order."),
    (opposite_polarity, "The governor did not sign the order.", "The governor refused to sign the order."),
    (opposite_words, "The council approved the harbour plan.", "The council adopted the harbour plan."),
    (
        silent_against_spoke,
        "Governor Alma Reyes has not commented on the flood.",
        "“The flood was foreseen,” said engineer Tom Okafor.",
    ),
    (opposite_worth, "The harbour treaty strengthens the alliance.", "The harbour treaty is a success."),
    (different_cause, "The boats were painted blue.", "The boats were built in Norway."),
    (different_agent, "Mayor Ilse Brandt ordered the evacuation.", "Ilse Brandt ordered the evacuation."),
]


@pytest.mark.parametrize(("rule", "one", "other"), QUIET)
def test_rule_stays_quiet(seen, rule, one, other) -> None:
    assert [s for s in seen(rule, one, other) if s.relation == "conflict"] == []


LOOKALIKES = [
    ("rounding", "The fire destroyed 24 boats.", "The fire destroyed two dozen boats.", ()),
    ("rounding", "At least 12 boats were lost.", "In all, 15 boats were lost.", ()),
    ("forecast", "The bridge will cost 40 million euros.", "The bridge cost 55 million euros.", ()),
    (
        "update",
        "The flood killed 12 people.",
        "The flood killed 19 people.",
        (date(2031, 5, 6), date(2031, 5, 8)),
    ),
]


@pytest.mark.parametrize(("relation", "one", "other", "days"), LOOKALIKES)
def test_lookalike_is_typed(seen, relation, one, other, days) -> None:
    assert relation in [s.relation for s in seen(different_amount, one, other, *days)]


def test_denial_reported_in_one_article_is_no_conflict_of_the_outlet(pairs) -> None:
    from checks.claims import extract
    from checks.conflicts.pairs import Pair
    from checks.conflicts.rules import signals
    from checks.conflicts.sides import sides_of
    from tests.conflicts.conftest import article

    text = "The union said the mill had dumped acid. The owner denied that the mill had dumped acid."
    told = [article(text, "Harbour Post")]
    sides = sides_of(told, extract(told))
    relations = {s.relation for i, a in enumerate(sides) for b in sides[i + 1 :] for s in signals(Pair.of(a, b))}
    assert relations <= {"reported_denial"}
