"""What a reading adds to a claim's words: when it was said, how long a silence lasted, what is judged, who speaks."""

from __future__ import annotations

from datetime import date

import pytest

from checks.claims import READERS, extract_one, is_analysed
from checks.claims.reading import Reading
from flows.news.parse.language import language_of
from tests.conflicts.conftest import article
from warehouse.records import Claim


def claims(text: str) -> list[Claim]:
    return extract_one(article(text, "Harbour Post"))  # published Tuesday, 6 May 2031


def reading(text: str, words: str) -> Reading:
    return Reading.from_json(next(c for c in claims(text) if words in c.quote).reading)


def test_a_claim_is_said_on_the_day_that_its_cue_names() -> None:
    said = next(c for c in claims("The minister said on Sunday that the dam had held.") if "held" in c.quote)
    assert said.said_on == date(2031, 5, 4)
    told = next(c for c in claims("The minister said that the dam had held on Sunday.") if "held" in c.quote)
    assert told.said_on == date(2031, 5, 6)


def test_a_silence_is_dated() -> None:
    assert reading("The owner has not commented.", "commented").as_of == "2031-05-06"
    assert reading("By Sunday the owner had not commented.", "commented").as_of == "2031-05-04"
    assert reading("The owner spoke on Sunday.", "spoke").as_of is None


def test_an_assessment_has_what_it_judges() -> None:
    assert reading("“The treaty is a farce,” said Ana Ruiz.", "farce").target == ("treaty",)
    assert reading("The treaty was signed in Oslo.", "signed").target == ()


def test_a_speaker_has_one_key_in_every_transliteration() -> None:
    one = reading("Volodimir Zelensky said the dam had held.", "dam had held")
    other = reading("The dam broke, Volodymyr Zelenskyy said.", "dam broke")
    assert one.speaker_key == other.speaker_key == "volodimir zelenski"


def test_an_attitude_is_the_articles_own_to_tell() -> None:
    found = claims("The council backed the new bridge. The union opposed the sale of the harbour.")
    assert found
    assert all(c.held_by_outlet and c.speaker is None for c in found)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "de",
            "Der Damm ist am Montag gebrochen, sagte die Ministerin. Es gab keine Verletzten.",
        ),
        (
            "fr",
            "Le barrage a cédé lundi, a déclaré la ministre. Il n'y a pas de blessés.",
        ),
        (
            "es",
            "La presa se rompió el lunes, dijo la ministra. No hay heridos, pero la ciudad está destruida.",
        ),
        ("ru", "Плотина прорвалась в понедельник, сообщила министр. Пострадавших нет, но многие дома разрушены."),
        (
            "uk",
            "Гребля прорвалася в понеділок, повідомила міністерка. Постраждалих немає, але багато будинків зруйновано.",
        ),
    ],
)
def test_another_language_is_known_kept_and_not_misread(language: str, text: str) -> None:
    from dataclasses import replace

    assert language_of(text, None) == language
    kept = replace(article(text, "Hafenpost"), language=language)
    assert not is_analysed(kept)
    assert extract_one(kept) == []


def test_a_language_is_added_by_one_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    german = replace(article("Der Damm ist gebrochen.", "Hafenpost"), language="de")
    monkeypatch.setitem(READERS, "de", lambda one: claims("The dam broke."))
    assert is_analysed(german)
    assert [c.quote for c in extract_one(german)] == ["The dam broke."]
