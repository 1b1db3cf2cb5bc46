"""Each rule has a pair that must trip it and one that must not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checks.conflicts.pairs import Signal
from checks.conflicts.rules import signals
from checks.conflicts.rules.agents import different_agent, same_words_other_speaker
from checks.conflicts.rules.amounts import different_amount
from checks.conflicts.rules.causes import different_cause
from checks.conflicts.rules.identities import different_filler, different_name
from checks.conflicts.rules.moments import different_moment
from checks.conflicts.rules.origins import same_origin
from checks.conflicts.rules.polarity import opposite_polarity, opposite_words
from checks.conflicts.rules.quotations import other_words
from checks.conflicts.rules.reported import only_reported
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
    (
        silent_against_spoke,
        "Governor Alma Reyes has avoided a condemnation of the raid.",
        "“I condemn the raid,” said Governor Alma Reyes.",
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
    (
        different_agent,
        "The order was signed by Mayor Ilse Brandt.",
        "Chief Omar Haddad signed the order.",
        "attribution",
    ),
    (
        same_words_other_speaker,
        "“We will rebuild every house on the quay by spring,” said Mayor Ilse Brandt.",
        "“We will rebuild every house on the quay by spring,” said Bishop Paul Okafor.",
        "attribution",
    ),
    (different_filler, "The talks were held in Larkhaven.", "The talks were held in Stennis.", "identity"),
    (
        different_name,
        "A patrol of the 3rd Coastal Regiment fired at the boat.",
        "The boat was fired at by a patrol of the 8th Coastal Regiment.",
        "identity",
    ),
    (
        other_words,
        "“The pier will never be closed while I am mayor,” said Ilse Brandt.",
        "“The pier will never be sold while I am mayor,” said Ilse Brandt.",
        "wording",
    ),
    (opposite_words, "The council extended the lease.", "The council cancelled the lease.", "outcome"),
    (different_cause, "The flood was due to heavy rain.", "The flood was caused by a broken lock gate.", "cause"),
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
    (
        silent_against_spoke,
        "Governor Alma Reyes has avoided a condemnation of the raid.",
        "Mayor Tom Okafor condemned the raid, Governor Alma Reyes said.",
    ),
    (opposite_worth, "The harbour treaty strengthens the alliance.", "The harbour treaty is a success."),
    (different_cause, "The boats were painted blue.", "The boats were built in Norway."),
    (different_agent, "Mayor Ilse Brandt ordered the evacuation.", "Ilse Brandt ordered the evacuation."),
    (different_agent, "Ilse Brandt signed the order.", "Omar Haddad did not sign the order."),
    (
        same_words_other_speaker,
        "“We will rebuild every house on the quay by spring,” said Mayor Ilse Brandt.",
        "“We will rebuild every house on the quay by spring,” said Ilse Brandt.",
    ),
    (
        same_words_other_speaker,
        "“We will rebuild every house on the quay,” said Mayor Ilse Brandt.",
        "“Nobody will rebuild a house on that quay,” said Bishop Paul Okafor.",
    ),
    (different_filler, "The talks were held in Larkhaven.", "The talks were held on the quay."),
    (different_filler, "Ilse Brandt met the bishop.", "Omar Haddad met the fishermen."),
    (different_name, "The 3rd Coastal Regiment fired.", "A patrol of the 3rd Coastal Regiment fired."),
    (different_name, "The Larkhaven Harbour Board met.", "The Stennis Sailing Club met."),
    (
        other_words,
        "“The pier will never be closed while I am mayor,” said Ilse Brandt.",
        "“The pier will never be closed while I am mayor,” said Ilse Brandt.",
    ),
    (
        other_words,
        "“The pier will never be closed while I am mayor,” said Ilse Brandt.",
        "“We need a bridge and a school more than a pier,” said Ilse Brandt.",
    ),
]


@pytest.mark.parametrize(("rule", "one", "other"), QUIET)
def test_rule_stays_quiet(seen, rule, one, other) -> None:
    assert [s for s in seen(rule, one, other) if s.relation == "conflict"] == []


LOOKALIKES = [
    ("rounding", "The fire destroyed 24 boats.", "The fire destroyed two dozen boats.", ()),
    ("rounding", "At least 12 boats were lost.", "In all, 15 boats were lost.", ()),
    ("rounding", "More than 100 boats were lost.", "In all, 112 boats were lost.", ()),
    ("rounding", "About 200 boats were lost.", "In all, 212 boats were lost.", ()),
    ("forecast", "The bridge will cost 40 million euros.", "The bridge cost 55 million euros.", ()),
    ("forecast", "The owners had planned to sell 900 tickets.", "The owners sold 640 tickets.", ()),
    ("update", "The flood killed 12 people.", "The flood killed 19 people.", (date(2031, 5, 6), date(2031, 5, 8))),
    ("update", "The fee is 20 euros.", "The fee was raised to 35 euros.", (date(2031, 5, 6), date(2031, 5, 8))),
    (
        "update",
        "At first the count stood at 31 boats.",
        "In all, 25 boats were lost.",
        (date(2031, 5, 6), date(2031, 5, 8)),
    ),
    ("scope", "Farming as a whole loses 900 million euros.", "Fuel alone loses 240 million euros.", ()),
    ("scope", "The village of Hasel has 640 inhabitants.", "The Dorle district has 4,100 inhabitants.", ()),
    ("scope", "The fire of 1998 killed 40 people.", "The fire of 2019 killed 9 people.", ()),
    ("scope", "The bank covers 14 weeks of imports.", "Excluding gold, the bank covers 11 weeks of imports.", ()),
    ("scope", "58 percent of those voting said yes.", "41 percent of those entitled said yes.", ()),
    (
        "estimate",
        "Dealers estimate the loss at 16 million euros.",
        "The union reckons the loss at 20 million euros.",
        (),
    ),
]


@pytest.mark.parametrize(("relation", "one", "other", "days"), LOOKALIKES)
def test_lookalike_is_typed(seen, relation, one, other, days) -> None:
    found = seen(signals, one, other, *days)
    assert relation in [s.relation for s in found]
    assert "conflict" not in [s.relation for s in found if s.kind == "number"]
    assert all(s.because for s in found if s.relation == relation)


STILL_CONFLICTS = [
    ("The flood killed 12 people.", "The flood killed 21 people.", (date(2031, 5, 6), date(2031, 5, 8))),
    ("The owners want to sell 900 tickets.", "The owners want to sell 640 tickets.", ()),
    ("The toll rose to 26.", "The toll rose to 31.", (date(2031, 5, 6), date(2031, 5, 6))),
    ("Farming as a whole loses 900 million euros.", "Farming loses 240 million euros.", ()),
    ("The bridge cost 12 million euros against 9 million a year before.", "The bridge cost 15 million euros.", ()),
]


@pytest.mark.parametrize(("one", "other", "days"), STILL_CONFLICTS)
def test_a_difference_is_not_explained_away(seen, one, other, days) -> None:
    assert "conflict" in [s.relation for s in seen(signals, one, other, *days) if s.kind == "number"]


SILENT = [
    ("Revenue was 12 million euros, against 9 million in the year before.", "Revenue was 12 million euros."),
    ("The bank raised its rate by 150 basis points to 7.75 percent.", "The bank raised its rate to 7.75 percent."),
    ("Three of eight systems were offline.", "Of eight systems, three were offline."),
]


@pytest.mark.parametrize(("one", "other"), SILENT)
def test_agreement_in_other_words_is_silent(seen, one, other) -> None:
    assert [s for s in seen(signals, one, other) if s.relation == "conflict"] == []


TYPED = [
    (
        "forecast",
        "The governor is expected to sign the order.",
        "The governor did not sign the order.",
        (),
    ),
    (
        "update",
        "The prosecutors had not opened a case by Thursday evening.",
        "The prosecutors opened a case on Friday.",
        (date(2031, 5, 9), date(2031, 5, 10)),
    ),
]


@pytest.mark.parametrize(("relation", "one", "other", "days"), TYPED)
def test_denial_is_typed(seen, relation, one, other, days) -> None:
    found = [s for s in seen(signals, one, other, *days) if s.kind in {"negation", "outcome"}]
    assert [s.relation for s in found] == [relation]
    assert found[0].why.endswith(".")


def test_what_is_only_rumoured_is_denied_by_nobody_else(pairs) -> None:
    seen = Signal("negation", "conflict", 0.5, "why.", "opposite_polarity")
    rumour = pairs("There’s a rumour doing the rounds that one of the gates jammed.", "The gate did not jam.")
    assert any(only_reported(pair, seen) for pair in rumour)
    told = pairs("The union said that one of the gates jammed.", "The gate did not jam.")
    assert not any(only_reported(pair, seen) for pair in told)


def test_copies_of_one_report_are_one_voice(pairs) -> None:
    pair = pairs("The governor signed the order.", "The governor did not sign the order.")[0]
    copies = replace(pair, a=replace(pair.a, origin="wire:1"), b=replace(pair.b, origin="wire:1"))
    assert [s.relation for s in signals(copies) if s.kind == "negation"] == ["same_origin"]
    other = replace(copies, b=replace(copies.b, origin="wire:2"))
    assert [s.relation for s in signals(other) if s.kind == "negation"] == ["conflict"]
    assert not same_origin(None, None)


LEVELS = [
    ("outlets", "The pier is closed.", "The pier is open."),
    ("speakers", "“The pier is closed,” said Omar Haddad.", "“The pier is open,” said Ilse Brandt."),
    ("self", "“The pier is closed,” said Omar Haddad.", "“The pier is open,” said Omar Haddad."),
    (
        "misattribution",
        "“We will rebuild every house on the quay by spring,” said Omar Haddad.",
        "“We will rebuild every house on the quay by spring,” said Ilse Brandt.",
    ),
]


@pytest.mark.parametrize(("level", "one", "other"), LEVELS)
def test_level_tells_who_disagrees(pairs, level, one, other) -> None:
    assert level in [p.level for p in pairs(one, other)]


def test_denial_reported_in_one_article_is_no_conflict_of_the_outlet(pairs) -> None:
    from checks.claims import extract
    from checks.conflicts.pairs import Pair
    from checks.conflicts.sides import read, sides_of
    from tests.conflicts.conftest import article

    text = "The union said the mill had dumped acid. The owner denied that the mill had dumped acid."
    told = [article(text, "Harbour Post")]
    sides = sides_of(told, read(extract(told)))
    relations = {s.relation for i, a in enumerate(sides) for b in sides[i + 1 :] for s in signals(Pair.of(a, b))}
    assert relations <= {"reported_denial"}
