"""A question for each kind of matter, in English that a newsroom would write."""

from __future__ import annotations

import pytest

from checks.conflicts.asking import when, whether, who_did, why
from checks.conflicts.compare import Judged
from checks.conflicts.counting import counted_things, how_many
from checks.conflicts.grouping import Matter
from checks.conflicts.pairs import Signal
from checks.conflicts.wording import label, question_of


@pytest.mark.parametrize(
    ("quote", "figure", "question"),
    [
        ("The fire destroyed 36 boats.", "36", "How many boats did the fire destroy?"),
        ("36 boats were destroyed.", "36", "How many boats were destroyed?"),
        (
            "At least 19 people were killed in the fire, the mayor said.",
            "19",
            "How many people were killed in the fire?",
        ),
        ("The owners listed 83 workers, most of them women.", "83", "How many workers did the owners list?"),
        ("The bridge cost 40 million euros.", "40 million euros", "How much did the bridge cost?"),
        ("Output fell by 3 million dollars in June.", "3 million dollars", "By how much did output fall in June?"),
        ("LARKHAVEN, May 6 (HPA) - The mill employs 310 people.", "310", "How many people does the mill employ?"),
    ],
)
def test_how_many(quote, figure, question) -> None:
    assert how_many(quote, figure) == question


@pytest.mark.parametrize(
    ("quote", "moment", "question"),
    [
        ("The gates opened at 11.40pm.", "11.40pm", "When did the gates open?"),
        ("A vote on the pier is due on 27 May.", "27 May", "When is a vote on the pier due?"),
        ("The last inspection, on 3 February, found nothing.", "3 February", "When was the last inspection?"),
        ("I resigned on 3 May.", "3 May", "When did Alma Reyes resign?"),
    ],
)
def test_when(quote, moment, question) -> None:
    assert when(quote, moment, "Alma Reyes") == question


@pytest.mark.parametrize(
    ("quote", "question"),
    [
        ("The governor did not sign the order.", "Did the governor sign the order?"),
        ("The governor has yet to sign the order.", "Did the governor sign the order?"),
        ("The council refused to fund the pier.", "Did the council fund the pier?"),
        ("No boat was lost.", "Was any boat lost?"),
        ("The harbour is closed.", "Is the harbour closed?"),
        ("The mayor said the harbour had been closed.", "Had the harbour been closed?"),
    ],
)
def test_whether(quote, question) -> None:
    assert whether(quote) == [question]


@pytest.mark.parametrize(
    ("quote", "question"),
    [
        ("Mayor Ilse Brandt ordered the evacuation.", "Who ordered the evacuation?"),
        ("The plan was written by two clerks.", "Who wrote the plan?"),
        ("Who ordered it, the clerks are asking.", None),
    ],
)
def test_who(quote, question) -> None:
    assert (who_did(quote) or [None])[0] == question


@pytest.mark.parametrize(
    ("quote", "question"),
    [
        ("The fire was caused by a faulty pump.", "What caused the fire?"),
        ("The Farmers' Union left the talks because of the tax.", "Why did the Farmers' Union leave the talks?"),
        ("The fire was bright.", None),
    ],
)
def test_why(quote, question) -> None:
    assert why(quote) == question


def test_a_question_is_given_up_rather_than_broken() -> None:
    assert how_many("which the summary puts at 2.8 million marks", "2.8 million marks") is None
    assert whether("It did.") == []
    assert whether("Nobody told us to go home.") == []
    assert counted_things("The bridge cost 40 million euros.", "40 million euros") is None


def question(pairs, kind: str, one: str, other: str) -> str:
    pair = pairs(one, other)[0]
    judged = Judged(pair, Signal(kind, "conflict", 0.5, "why", "test"), 0.6)  # type: ignore[arg-type]
    return question_of(Matter(kind, (judged,), ((pair.a,), (pair.b,))))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "one", "other", "asked"),
    [
        (
            "number",
            "The fire destroyed 36 boats.",
            "In all, 63 boats were lost.",
            "How many boats did the fire destroy?",
        ),
        ("date", "The bridge opened on 3 March.", "The bridge was opened on 9 April.", "When did the bridge open?"),
        ("negation", "The council has yet to pay.", "The council paid in full.", "Did the council pay?"),
        (
            "silence",
            "Governor Alma Reyes has not commented on the flood.",
            "“The flood was foreseen,” said Governor Alma Reyes.",
            "Has Governor Alma Reyes said anything about the flood?",
        ),
        (
            "silence",
            "Governor Alma Reyes has not condemned the raid.",
            "Alma Reyes condemned the raid at once.",
            "Has Alma Reyes condemned the raid?",
        ),
        (
            "assessment",
            "The harbour treaty strengthens the alliance.",
            "The harbour treaty is worthless.",
            "What is the harbour treaty worth?",
        ),
        (
            "wording",
            "“The pier must go,” she said.",
            "“The pier can wait,” she said.",
            "What exactly was said about the pier?",
        ),
    ],
)
def test_each_kind_is_asked_in_its_own_way(pairs, kind, one, other, asked) -> None:
    assert question(pairs, kind, one, other) == asked


def test_without_a_common_thing_both_accounts_are_put_side_by_side(pairs) -> None:
    asked = question(pairs, "cause", "They hired like sailors.", "A robot makes it in a second.")
    assert asked == "Which is right: “They hired like sailors” or “A robot makes it in a second”?"


def test_label_is_the_part_with_the_verb(pairs) -> None:
    long = (
        "In the harbour, where the wind had been rising since the early hours of the day, "
        "the old crane fell on the customs shed, as everybody in the town had known it would."
    )
    told = label(pairs(long, "The crane stands.")[0].a)
    assert told == "the old crane fell on the customs shed"
