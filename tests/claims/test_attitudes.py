"""Words and acts: what somebody said is theirs, what they did, back or think is the reporter's telling."""

from __future__ import annotations

import pytest

from checks.claims import extract_one
from checks.claims.attribution import Attribution, attributions
from checks.claims.nlp import read
from tests.conflicts.conftest import article


def only(text: str) -> tuple[Attribution, str]:
    """The one attribution of a sentence, with its content."""
    (found,) = attributions(read(text))
    return found, text[found.spans[0][0] : found.spans[-1][1]]


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("The council backed the new plan.", "backed", "the new plan"),
        ("Ana Ruiz has been critical of the mayor.", "been critical of", "the mayor"),
        ("Protesters were frustrated that the police left early.", "frustrated", "the police left early"),
        ("Ana Ruiz cares about the harbour.", "cares about", "the harbour"),
    ],
)
def test_an_act_or_attitude_leaves_the_reporter_his_words(text: str, cue: str, content: str) -> None:
    found, told = only(text)
    assert (found.cue, told, found.telling) == (cue, content, False)
    assert all(claim.held_by_outlet for claim in extract_one(article(text, "Harbour Post")))


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Ana Ruiz hopes the ferry will sail.", "the ferry will sail"),
        ("Ana Ruiz accused the mayor of hiding the letters.", "the mayor of hiding the letters"),
        ("The mayor noted that it was late, and that nobody had come.", "it was late, and that nobody had come"),
    ],
)
def test_words_are_their_speakers(text: str, content: str) -> None:
    found, told = only(text)
    assert (told, found.telling) == (content, True)


def test_what_nobody_said_is_no_attribution() -> None:
    assert attributions(read("Nobody could say that the bridge was safe.")) == ()


def test_a_label_before_a_colon_speaks_no_word() -> None:
    assert attributions(read("Fotografía: The old harbour of Elm.\n\nThe harbour burned on Monday.")) == ()


def test_a_document_speaks_for_its_author() -> None:
    text = "A statement from the Foreign Ministry said that the talks had failed."
    (found,) = attributions(read(text))
    assert found.speaker is not None and "Foreign Ministry" in found.speaker and "statement" not in found.speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("As a source close to the port told this paper, the ferry will never sail.", "a source close to the port"),
        ("Elmton, EL — Since the storm began, Norland has said that the port is safe.", "Norland"),
        ("Analysts say the deal is dead and buried.", "Analysts"),
    ],
)
def test_the_speaker_stands_where_grammar_puts_it(text: str, speaker: str) -> None:
    assert [one.speaker for one in attributions(read(text))] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "This opens the possibility that the ferry sails again.",
        "Now tell us when the ferry will sail.",
        "The first, referred to as the “near islands,” includes the territories of the north.",
    ],
)
def test_what_no_one_says_has_no_speaker(text: str) -> None:
    assert [one.speaker for one in attributions(read(text)) if one.telling] == []


def test_a_shared_word_tells_which_president_is_meant() -> None:
    text = (
        "Norlandish President Karel Halas met Deputy President Yuri Boros in Elm. The Norlandish president stated that"
    )
    assert [one.speaker for one in attributions(read(f"{text} another world is possible."))] == ["Karel Halas"]


def test_who_speaks_about_what_a_thing_seems_to_cite() -> None:
    text = "Analysts say Norland's support for Elm is going to be \"symbolic,\" citing Norland's priorities elsewhere."
    assert {one.speaker for one in attributions(read(text))} == {"Analysts"}


def test_who_is_asked_by_nobody_named_is_told_of_by_the_article() -> None:
    page = article("Parents are asked to keep windows shut after the fire at the depot.", "Harbour Post")
    assert {(c.speaker, c.speech, c.held_by_outlet) for c in extract_one(page)} == {(None, "author", True)}


@pytest.mark.parametrize(
    "text",
    [
        "Asked who had opened the lock gate, Mayor Ilse Brandt did not hesitate for a moment.",
        "Mayor Ilse Brandt asked why it had taken four days to close the road.",
    ],
)
def test_what_is_asked_is_no_claim(text: str) -> None:
    quotes = [c.quote for c in extract_one(article(text, "Harbour Post"))]
    assert not [q for q in quotes if q.lower().startswith(("who ", "why "))]
