"""The embedded model: the same pair gets the same answer, a damaged file is refused, and what it says makes sense."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from checks.claims import extract
from checks.conflicts import Model, ModelDamaged, embedded, find
from checks.conflicts.cross_encoder import CrossEncoder
from checks.conflicts.encoder import Encoder
from checks.conflicts.events import Events
from checks.conflicts.judges import Asked, Judge, pair_key
from checks.conflicts.nearness import Nearness, directions
from checks.conflicts.sides import read, sides_of
from tests.conflicts.conftest import article


@pytest.fixture(scope="module")
def model() -> Model:
    return embedded()


def test_a_text_is_read_alike_whatever_stands_beside_it(model: Model) -> None:
    told = ["The crane fell on the depot roof.", "A choir sang.", "The roof of the depot was crushed by the crane."]
    together = model.reader.read(told)
    for text, states in zip(told, together, strict=True):
        assert (model.reader.read([text])[0] == states).all()


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


@pytest.mark.parametrize(
    ("load", "weights", "split"),
    [(Encoder, "lower.onnx.1", "tokenizer.json"), (CrossEncoder, "pair.onnx", "pair_tokenizer.json")],
)
@pytest.mark.parametrize("harm", ["altered", "missing"])
def test_a_damaged_model_file_is_refused_by_name(
    tmp_path: Path, load: Callable[[Path], object], weights: str, split: str, harm: str
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(str(files("checks.conflicts") / "model"), folder)
    if harm == "altered":
        content = bytearray((folder / weights).read_bytes())
        content[len(content) // 2] ^= 1
        (folder / weights).write_bytes(content)
    else:
        (folder / split).unlink()
    with pytest.raises(ModelDamaged, match=r"lower|pair|tokenizer"):
        load(folder)


@pytest.fixture(scope="module")
def judge(model: Model) -> Judge:
    assert model.judge is not None
    return model.judge


def test_a_pair_is_judged_alike_whatever_stands_beside_it_and_whichever_comes_first(judge: Judge) -> None:
    pairs = [
        ("The ferry carried 214 passengers.", "The ferry carried 241 passengers."),
        ("A choir sang.", "Nobody sang, and the church was empty but for two of the sexton's cats, the verger said."),
    ]
    together = judge.judge([Asked("k", *pair) for pair in pairs])
    for pair, opinion in zip(pairs, together, strict=True):
        assert judge.judge([Asked("k", *pair)]) == [opinion]
        assert judge.judge([Asked("k", *pair[::-1])]) == [opinion]
        assert opinion.contradiction + opinion.agreement <= 1.0001


def test_what_excludes_each_other_is_likelier_a_contradiction_than_what_has_nothing_in_common(judge: Judge) -> None:
    opposed = Asked("k", "The minister signed the treaty on Monday.", "The minister has refused to sign the treaty.")
    apart = Asked("k", "The minister signed the treaty on Monday.", "Tickets for the concert cost four crowns.")
    first, second = judge.judge([opposed, apart])
    assert first.contradiction > second.contradiction


def test_a_conflict_names_the_model_that_judged_its_claims(model: Model, judge: Judge) -> None:
    told = [
        article("The Kestrel ferry carried 214 passengers, the coast guard said.", "Harbour Post"),
        article("The Kestrel ferry carried 241 passengers, the owners said.", "Valley Courier"),
    ]
    claims = extract(told)
    assert {c.model for c in find(told, claims, (), model).conflicts} == {judge.digest}
    assert {c.model for c in find(told, claims, ()).conflicts} == {None}
    assert find(told, claims, (), model) == find(told[::-1], claims[::-1], (), model)
    assert pair_key("one", "a", "b") != pair_key("two", "a", "b")
