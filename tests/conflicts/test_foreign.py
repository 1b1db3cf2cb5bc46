"""A model that the user names: labels in any order, one answer a pair, and an error that says what to do."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from checks.conflicts.foreign import Foreign, ForeignModelError, kind_of, located
from checks.conflicts.judges import Asked

TINY = Path(__file__).parent / "tiny_nli" / "model.onnx"
WORDS = {"[UNK]": 0, "[SEP]": 1, "clash": 2, "same": 3, "other": 4}
LABELS = ("Contradiction", "ENTAILMENT", "neutral")
Change = Callable[[Path], object]


def tiny(folder: Path, labels: tuple[str, ...] = LABELS, weights: str = "model.onnx") -> Path:
    """A folder as the hub has it, with the tiny model."""
    (folder / weights).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(TINY, folder / weights)
    tokenizer = Tokenizer(WordLevel(WORDS, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="$A [SEP]", pair="$A [SEP] $B:1 [SEP]:1", special_tokens=[("[SEP]", 1)]
    )
    tokenizer.enable_padding(length=64)  # As some are saved: it must not leak into the answer.
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps({"id2label": dict(enumerate(labels))}), "utf-8")
    return folder


def pair(one: str, other: str) -> Asked:
    return Asked(f"{one}|{other}", one, other)


def share(*logits: float) -> float:
    return math.exp(logits[0]) / sum(map(math.exp, logits))


def test_both_directions_are_averaged_and_nothing_else_has_a_say(tmp_path: Path) -> None:
    judge = Foreign(tiny(tmp_path))
    asked = [pair("clash", "same"), pair("same", "clash"), pair("other", "other"), pair("clash clash clash", "x")]
    together = judge.judge(asked)
    first, turned, beside, clash = together
    assert first.contradiction == pytest.approx((share(1, 2, 0) + share(2, 1, 0)) / 2, abs=1e-5)
    assert first.contradiction == turned.contradiction
    assert beside.neither == pytest.approx(share(3, 0, 0), abs=1e-5)
    assert clash.contradiction > max(clash.agreement, clash.neither)
    assert [judge.judge([one])[0] for one in asked] == together
    assert {o.model for o in together} == {judge.digest}
    assert [o.pair_key for o in together] == [a.key for a in asked]


def test_labels_are_found_by_name_in_any_order(tmp_path: Path) -> None:
    asked = [pair("clash clash", "x")]
    usual = Foreign(tiny(tmp_path / "a")).judge(asked)[0]
    turned = Foreign(tiny(tmp_path / "b", ("entailment", "neutral", "contradiction"))).judge(asked)[0]
    assert usual.contradiction == turned.agreement
    assert usual.agreement == turned.neither


def test_the_digest_tells_models_apart_and_nothing_else(tmp_path: Path) -> None:
    one, moved = Foreign(tiny(tmp_path / "a")), Foreign(tiny(tmp_path / "b", weights="onnx/model_quantized.onnx"))
    relabelled = Foreign(tiny(tmp_path / "c", LABELS[::-1]))
    assert one.digest == moved.digest
    assert one.digest != relabelled.digest


def test_a_long_text_is_cut_to_what_the_model_takes(tmp_path: Path) -> None:
    folder = tiny(tmp_path)
    (folder / "config.json").write_text(
        json.dumps({"id2label": dict(enumerate(LABELS)), "max_position_embeddings": 8}), "utf-8"
    )
    # Cut, 6 of the 400 words are left: their share is that of the few.
    assert Foreign(folder).judge([pair("other " * 400, "clash")])[0].contradiction > 0.001


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda f: (f / "model.onnx").unlink(), "no model.onnx and no onnx/model"),
        (lambda f: (f / "tokenizer.json").unlink(), "no tokenizer.json"),
        (lambda f: (f / "config.json").unlink(), "no config.json"),
        (lambda f: (f / "config.json").write_text("{"), "not valid JSON"),
        (lambda f: (f / "config.json").write_text("[]"), "not an object"),
        (lambda f: (f / "config.json").write_text("{}"), "no labels"),
        (lambda f: (f / "config.json").write_text('{"id2label": {"0": "LABEL_0"}}'), "label_0"),
        (lambda f: (f / "config.json").write_text('{"id2label": {"0": "neutral", "1": "entailment"}}'), "must name"),
        (lambda f: (f / "tokenizer.json").write_text("{}"), "not a tokenizer"),
        (lambda f: (f / "model.onnx").write_bytes(b"nothing"), "not a usable ONNX model"),
    ],
)
def test_an_unusable_folder_is_named_with_the_remedy(tmp_path: Path, change: Change, says: str) -> None:
    folder = tiny(tmp_path / "mine")
    change(folder)
    with pytest.raises(ForeignModelError, match=says) as refused:
        Foreign(folder)
    assert str(folder) in str(refused.value)


def test_a_name_is_looked_up_in_the_cache_alone(tmp_path: Path) -> None:
    kept = tmp_path / "models--some--nli"
    only = kept / "snapshots" / "aaa"
    only.mkdir(parents=True)
    assert located("some/nli", tmp_path) == only
    (kept / "snapshots" / "bbb").mkdir()
    with pytest.raises(ForeignModelError, match="2 versions"):
        located("some/nli", tmp_path)
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text("bbb", "utf-8")
    assert located("some/nli", tmp_path).name == "bbb"
    with pytest.raises(ForeignModelError, match="downloads nothing"):
        located("some/unknown", tmp_path)
    with pytest.raises(ForeignModelError, match="no such folder"):
        located("/not/here", tmp_path)
    with pytest.raises(ForeignModelError, match="no such folder"):
        located("../outside", tmp_path)


def test_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    assert located(str(tmp_path), tmp_path / "none") == tmp_path.resolve()


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("It killed 19.", "It killed 23.", "number"),
        ("It killed 19.", "19 died, not more.", "negation"),
        ("He did not resign.", "He resigned.", "negation"),
        ("He won.", "She won.", "outcome"),
    ],
)
def test_kind_without_a_judge_that_says_it(one: str, other: str, kind: str) -> None:
    assert kind_of(one, other) == kind
