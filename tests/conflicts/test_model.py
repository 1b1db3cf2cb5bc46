"""The embedded model: the same pair gets the same answer, a damaged file is refused, and what it says makes sense."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from checks.claims import extract
from checks.conflicts import Model, ModelDamaged, embedded, find
from checks.conflicts.encoder import Encoder
from checks.conflicts.events import Events
from checks.conflicts.judges import pair_key
from checks.conflicts.nearness import Nearness, directions
from checks.conflicts.sides import read, sides_of
from tests.conflicts.conftest import article

OPPOSED = (
    ("Nobody was hurt when the crane fell.", "Three workers were injured by the falling crane."),
    ("The council approved the new school.", "The councillors voted the school down."),
    ("The minister has resigned.", "He remains in office, the minister insisted."),
    ("The talks ended on Monday.", "It was Thursday before the talks came to an end."),
)
BESIDE = (
    ("Nobody was hurt when the crane fell.", "The crane had been inspected in the spring."),
    ("The council approved the new school.", "The library will close at noon on Fridays."),
    ("The minister has resigned.", "Her predecessor had served for nine years."),
    ("The talks ended on Monday.", "The delegates stayed at a hotel by the lake."),
)


@pytest.fixture(scope="module")
def model() -> Model:
    return embedded()


def judged(model: Model, pairs: tuple[tuple[str, str], ...]) -> list[float]:
    """The probability of a contradiction of each pair."""
    states = [(a, b) for a, b in zip(*(model.reader.read([p[n] for p in pairs]) for n in (0, 1)), strict=True)]
    return [j.contradiction for j in model.reader.judge(states)]


def test_a_pair_gets_one_answer_whatever_stands_beside_it(model: Model) -> None:
    together = judged(model, OPPOSED + BESIDE)
    alone = [judged(model, (pair,))[0] for pair in OPPOSED + BESIDE]
    assert together == alone
    assert judged(model, (OPPOSED + BESIDE)[::-1]) == together[::-1]


def test_statements_that_exclude_each_other_weigh_more_than_those_beside_them(model: Model) -> None:
    assert min(judged(model, OPPOSED)) > max(judged(model, BESIDE))


def test_what_is_about_one_matter_is_nearer_than_what_is_not(model: Model) -> None:
    told = [
        article("The crane fell on the depot roof. Flags were flown at half mast. A choir sang.", "Harbour Post"),
        article("The roof of the depot was crushed by the crane. Tickets cost four crowns.", "Valley Courier"),
    ]
    claims = read(extract(told))
    sides = sides_of(told, claims)
    near = Nearness(sides, directions(model.reader.read([s.told for s in sides])), Events(claims))
    number = {s.claim.quote.rstrip("."): s.order for s in sides}
    fell, crushed = number["The crane fell on the depot roof"], number["The roof of the depot was crushed by the crane"]
    others = [n for n in number.values() if n not in (fell, crushed)]
    assert all(near.of(fell, crushed) > near.of(fell, n) for n in others)
    assert near.of(fell, crushed) == near.of(crushed, fell)


@pytest.mark.parametrize("harm", ["altered", "missing"])
def test_a_damaged_model_file_is_refused_by_name(tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(str(files("checks.conflicts") / "model"), folder)
    part = folder / "upper.onnx.1"
    if harm == "altered":
        content = bytearray(part.read_bytes())
        content[len(content) // 2] ^= 1
        part.write_bytes(content)
    else:
        (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelDamaged, match=r"upper|tokenizer"):
        Encoder(folder)


def test_opinions_are_remembered_under_the_texts_and_the_model(model: Model) -> None:
    told = [
        article("The Kestrel ferry sank off Marrow Point. Nobody was hurt on the Kestrel ferry.", "Harbour Post"),
        article("Three passengers of the Kestrel ferry were injured when it sank off Marrow Point.", "Valley Courier"),
    ]
    claims = extract(told)
    first = find(told, claims, (), model)
    assert first.opinions
    assert all(o.model == model.judge.digest for o in first.opinions.values())
    forged = {k: type(o)(k, o.model, 0.0, 1.0, 0.0, o.kind, 1.0) for k, o in first.opinions.items()}
    assert find(told, claims, (), model, lambda keys: {k: forged[k] for k in keys if k in forged}).opinions == forged
    assert find(told, claims, (), model, lambda _: first.opinions) == first
    assert pair_key("one", "a", "b") != pair_key("two", "a", "b")
