"""One person or body across articles, and who speaks for whom."""

from __future__ import annotations

import pytest

from checks.claims.attribution import attributions
from checks.claims.entities import canonical, same_name
from checks.claims.nlp import read


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volodimir Zelensky", "Volodymyr Zelenskyy"),
        ("Zelenskiy", "Volodymyr Zelensky"),
        ("Muammar Gaddafi", "Muammar Gadafi"),
        ("Mohammed Hassan", "Muhammad Hasan"),
        ("Recep Tayyip Erdoğan", "Recep Erdogan"),
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("A. Ruiz", "Ana Ruiz"),
        ("Jürgen Müller", "Jurgen Mueller"),
    ],
)
def test_one_bearer(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Ruiz", "Ines Ruiz"),
        ("Maria Rossi", "Mario Rossi"),
        ("Foreign Ministry", "Foreign Minister"),
        ("North Harbour", "South Harbour"),
        ("Marek", "Marko"),
        ("Kharvan", "Kharvani"),
    ],
)
def test_two_bearers(one: str, other: str) -> None:
    assert not same_name(one, other)


def test_a_shared_surname_stays_open() -> None:
    found = canonical(["Ana Ruiz", "Ines Ruiz", "Ruiz", "Omar Haddad", "Haddad"])
    assert found["Ruiz"] == "Ruiz"
    assert found["Haddad"] == "Omar Haddad"


@pytest.mark.parametrize(
    ("text", "speaker", "body"),
    [
        ("“It broke,” said Halcyon's spokeswoman, Mirela Stane.", "Mirela Stane", "Halcyon"),
        ("The foreign minister, Ana Ruiz, denied that it broke.", "Ana Ruiz", "foreign ministry"),
        ("A spokesman for the Civic Front, Omar Haddad, said it broke.", "Omar Haddad", "the Civic Front"),
        ("The Foreign Ministry said it broke.", "Foreign Ministry", None),
    ],
)
def test_who_speaks_for_whom(text: str, speaker: str, body: str | None) -> None:
    said = attributions(read(text))[0]
    assert (said.speaker, said.speaks_for) == (speaker, body)
