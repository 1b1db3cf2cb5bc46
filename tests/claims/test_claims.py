"""Claims: whose words they are, that they are the text's own, and how they are read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.claims import extract, extract_one, is_analysed
from checks.claims.reading import Reading
from tests.conflicts.conftest import article
from warehouse.records import Claim


def claims(text: str, title: str | None = None) -> list[Claim]:
    return extract_one(article(text, "Harbour Post", title=title))


def holding(found: list[Claim], words: str) -> Claim:
    return next(c for c in found if words in c.quote)


def test_every_quote_is_the_text_at_its_offsets() -> None:
    text = "The dam broke at noon 🌊.\n\n“We saw it,” said Ana Ruiz. She left; nobody stayed.\r\n\nA naïve café burned."
    found = claims(text)
    assert found
    assert all(c.quote == text[c.start_char : c.end_char] for c in found)


def test_the_outlet_holds_what_it_says_itself_and_not_what_it_reports() -> None:
    found = claims("The dam broke on Monday. The minister, Ana Ruiz, said that nobody had been warned.")
    assert holding(found, "dam broke").held_by_outlet
    told = holding(found, "nobody had been warned")
    assert (told.held_by_outlet, told.speech) == (False, "indirect")
    assert "Ruiz" in (told.speaker or "")


@pytest.mark.parametrize(
    "text",
    [
        "“The bridge is closed for good,” said Omar Haddad.",
        "Omar Haddad said: “The bridge is closed for good.”",
        "“The bridge,” Omar Haddad said, “is closed for good.”",
        "“We are tired,” said Omar Haddad. “The bridge is closed for good.”",
        "According to Omar Haddad, the bridge is closed for good.",
    ],
)
def test_speaker_before_after_and_around_the_words(text: str) -> None:
    found = [c for c in claims(text) if "closed for good" in c.quote]
    assert found
    assert {c.speaker for c in found} == {"Omar Haddad"}


def test_a_denial_is_the_speakers_and_turns_the_polarity() -> None:
    told = [c for c in claims("The owner denied that the mill had dumped acid in the lake.") if "acid" in c.quote]
    assert [c.polarity for c in told] == ["denied"]
    assert not told[0].held_by_outlet


@pytest.mark.parametrize(
    ("sentence", "polarity"),
    [
        ("The governor signed the order.", "affirmed"),
        ("The governor did not sign the order.", "denied"),
        ("The governor never signed the order.", "denied"),
        ("No governor signed the order.", "denied"),
        ("Nobody signed the order.", "denied"),
    ],
)
def test_polarity(sentence: str, polarity: str) -> None:
    assert claims(sentence)[0].polarity == polarity


@pytest.mark.parametrize(
    ("sentence", "certainty"),
    [
        ("The bridge opened in June.", "asserted"),
        ("The bridge may open in June.", "hedged"),
        ("The bridge will open in June.", "predicted"),
        ("If the money comes, the bridge opens in June.", "conditional"),
        ("The bridge must open in June.", "desired"),
    ],
)
def test_certainty(sentence: str, certainty: str) -> None:
    assert claims(sentence)[0].certainty == certainty


def test_a_relative_day_is_resolved_against_the_publication() -> None:
    claim = claims("The dam broke on Monday.")[0]  # published Tuesday, 6 May 2031
    assert (claim.event_from, claim.event_to) == (date(2031, 5, 5), date(2031, 5, 5))


def test_questions_and_page_furniture_are_no_claims() -> None:
    furniture = "Home\n\nWho broke the dam?\n\nLeave a Reply\n\nYour email address will not be published."
    text = f"{furniture}\n\nThe dam broke on Monday."
    assert [c.quote for c in claims(text)] == ["The dam broke on Monday."]


def test_other_languages_and_unreadable_articles_are_kept_but_not_read() -> None:
    from dataclasses import replace

    german = replace(article("Der Damm ist gebrochen.", "Hafenpost"), language="de")
    lost = replace(article("", "Hafenpost"), text=None, text_sha256=None, status="unreadable", reason="empty")
    assert not is_analysed(german)
    assert not is_analysed(lost)
    assert extract([german, lost]) == []


def test_a_reading_survives_as_json() -> None:
    for claim in claims("By 6 May the flood had killed at least 12 people, the mayor said."):
        reading = Reading.from_json(claim.reading)
        assert reading.to_json() == claim.reading
        assert "Infinity" not in claim.reading


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=400))
def test_any_text_gives_claims_with_right_offsets(text: str) -> None:
    found = claims(text)
    assert all(c.quote and c.quote == text[c.start_char : c.end_char] for c in found)
    assert len({c.claim_id for c in found}) == len(found)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            [
                "“",
                "”",
                '"',
                "'",
                "said",
                "He",
                "Ana Ruiz",
                "not",
                ",",
                ".",
                "\n\n",
                "12 dead",
                "on Monday",
                "that",
                ":",
                "—",
                "told",
            ]
        ),
        max_size=60,
    )
)
def test_broken_quotations_never_break_the_reader(parts: list[str]) -> None:
    text = " ".join(parts)
    assert all(c.quote == text[c.start_char : c.end_char] for c in claims(text))


def test_same_article_gives_the_same_claims() -> None:
    one = article("The dam broke on Monday. “It was old,” said Ana Ruiz.", "Harbour Post")
    assert extract([one]) == extract([one])
