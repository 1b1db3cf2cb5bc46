"""Any other cross-encoder for natural language inference that the user names: a folder as the Hugging Face hub has it.

Nothing is downloaded: a model name is looked up among what is already in the local cache. Each pair is judged alone and
in both directions, and the two are averaged, so that neither batch nor order has a say.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checks.conflicts.encoder import abreast
from checks.conflicts.judges import Asked
from warehouse.records import Kind, Opinion

_LABELS = ("contradiction", "entailment", "neutral")
_LONGEST = 512
_PLACES = 5
_KIND_PROBABILITY = 0.5
_METHOD = "both directions averaged, 1"
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_NEGATION = re.compile(r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|without)\b|n[’']t\b", re.IGNORECASE)


class ForeignModelError(Exception):
    """The model that the user named cannot be used: the message names the folder, what is wrong, and the remedy."""


class Foreign:
    """A judge out of a folder with `model.onnx` (or `onnx/model*.onnx`), `tokenizer.json` and `config.json`."""

    def __init__(self, folder: Path, name: str | None = None, threads: int | None = None) -> None:
        """Load the model and try it on one pair; `name` is what it is called, unless as its folder.

        Raises:
            ForeignModelError: a file is missing or damaged, or it is no model of contradiction, entailment and neutral.
        """
        self._folder = folder
        weights, tokenizer, config = _weights(folder), _file(folder, "tokenizer.json"), _file(folder, "config.json")
        described = _described(config)
        self._columns = _columns(config, described)
        self._tokenizer = _tokenizer(tokenizer, described)
        self._session = _session(weights)
        self._inputs = {given.name for given in self._session.get_inputs()}
        self._threads = threads
        self.name = f"model {name or folder.name}"
        self.digest = _digest([weights, weights.with_name(f"{weights.name}_data"), tokenizer, config])
        self._try()

    def judge(self, pairs: Sequence[Asked]) -> list[Opinion]:
        """One opinion a pair, in the order given."""
        with ThreadPoolExecutor(self._threads or abreast()) as pool:
            return list(pool.map(self._judge, pairs))

    def _judge(self, pair: Asked) -> Opinion:
        both = (self._probabilities(pair.one, pair.other) + self._probabilities(pair.other, pair.one)) / 2
        contradiction, agreement, neither = (round(float(p), _PLACES) for p in both[self._columns])
        kind = kind_of(pair.one, pair.other)
        return Opinion(pair.key, self.digest, contradiction, agreement, neither, kind, _KIND_PROBABILITY)

    def _probabilities(self, premise: str, hypothesis: str) -> NDArray[np.float64]:
        read = self._tokenizer.encode(premise, hypothesis)
        known = {"input_ids": read.ids, "attention_mask": read.attention_mask, "token_type_ids": read.type_ids}
        inputs = {name: np.array([known[name]], dtype=np.int64) for name in self._inputs if name in known}
        logits = np.asarray(self._session.run(None, inputs)[0], dtype=np.float64).reshape(-1)
        shifted = np.exp(logits - logits.max())
        made: NDArray[np.float64] = shifted / shifted.sum()
        return made

    def _try(self) -> None:
        try:
            width = len(self._probabilities("It rained.", "It was dry."))
        except Exception as error:  # The runtime has a dozen kinds of error, with no common one.
            raise ForeignModelError(
                f"{self._folder}: the model cannot judge a pair of texts ({error}); "
                "export a cross-encoder for sequence classification to ONNX"
            ) from error
        if width != len(self._columns):
            raise ForeignModelError(
                f"{self._folder}: the model has {width} outputs, not the three of {', '.join(_LABELS)}; "
                "name a cross-encoder trained on natural language inference"
            )


def located(name: str, hub: Path) -> Path:
    """The folder of a model: `name` itself where it is one, else the snapshot of that name in the cache `hub`.

    Raises:
        ForeignModelError: neither is there; nothing is downloaded.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder.resolve()
    if not re.fullmatch(r"[\w.-]+(?:/[\w.-]+)?", name) or name.startswith("."):
        raise ForeignModelError(f"{name}: no such folder; name a folder with model.onnx, or a model in {hub}")
    kept = hub / f"models--{name.replace('/', '--')}"
    snapshots = sorted(path for path in kept.glob("snapshots/*") if path.is_dir())
    main = kept / "refs" / "main"
    current = [path for path in snapshots if main.is_file() and path.name == main.read_text("utf-8").strip()]
    if current or len(snapshots) == 1:
        return (current or snapshots)[0]
    if snapshots:
        raise ForeignModelError(f"{name}: {len(snapshots)} versions in {kept}/snapshots; name the folder of one")
    raise ForeignModelError(
        f"{name}: neither a folder nor a model in {hub}; Rashomon downloads nothing: fetch it yourself, "
        "or name a folder with model.onnx, tokenizer.json and config.json"
    )


def kind_of(one: str, other: str) -> Kind:
    """What a conflict of two texts would be about, for a judge that does not say.

    Unlike numerals: number. A negation in only one: negation. Else: outcome.
    """
    numerals = [set(_NUMERAL.findall(text)) for text in (one, other)]
    if all(numerals) and numerals[0] != numerals[1]:
        return "number"
    return "negation" if bool(_NEGATION.search(one)) != bool(_NEGATION.search(other)) else "outcome"


def _weights(folder: Path) -> Path:
    """`model.onnx`, else `onnx/model.onnx`, else the first `onnx/model*.onnx` by name."""
    found = [folder / "model.onnx", folder / "onnx" / "model.onnx", *sorted((folder / "onnx").glob("model*.onnx"))]
    for path in found:
        if path.is_file():
            return path
    raise ForeignModelError(
        f"{folder}: no model.onnx and no onnx/model*.onnx; export the model to ONNX into this folder"
    )


def _file(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.is_file():
        raise ForeignModelError(f"{folder}: no {name}; copy it from where the model is from")
    return path


def _described(config: Path) -> dict[str, Any]:
    try:
        described = json.loads(config.read_text("utf-8"))
    except ValueError as error:
        raise ForeignModelError(f"{config}: not valid JSON ({error}); copy it again") from error
    if not isinstance(described, dict):
        raise ForeignModelError(f"{config}: not an object; copy it again from where the model is from")
    return described


def _columns(config: Path, described: dict[str, Any]) -> list[int]:
    """The output of each of our labels, by the names that the config gives them."""
    named = described.get("id2label")
    given = {str(label).strip().casefold(): str(column) for column, label in named.items()} if named else {}
    missing = [label for label in _LABELS if label not in given]
    if missing or sorted(given.values()) != ["0", "1", "2"]:
        raise ForeignModelError(
            f"{config}: id2label must name contradiction, entailment and neutral, once each for 0, 1 and 2 (it has "
            f"{', '.join(sorted(given)) or 'no labels'}); write them there in the order of the model's outputs"
        )
    return [int(given[label]) for label in _LABELS]


def _tokenizer(path: Path, described: dict[str, Any]) -> Any:
    from tokenizers import Tokenizer

    try:
        made = Tokenizer.from_file(str(path))
    except Exception as error:  # The library raises no narrower one.
        raise ForeignModelError(
            f"{path}: not a tokenizer of the `tokenizers` library ({error}); copy it again"
        ) from error
    longest = described.get("max_position_embeddings")
    made.no_padding()
    made.enable_truncation(min(_LONGEST, longest) if isinstance(longest, int) and longest > 0 else _LONGEST)
    return made


def _session(weights: Path) -> Any:
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return ort.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # The runtime has a dozen kinds of error, with no common one.
        raise ForeignModelError(f"{weights}: not a usable ONNX model ({error}); export or copy it again") from error


def _digest(files: Sequence[Path]) -> str:
    """A hash over all that the opinions depend on: weights (with those kept beside the file), tokenizer and labels."""
    digest = hashlib.sha256(_METHOD.encode())
    for path in files:
        if path.is_file():
            with path.open("rb") as content:
                digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()[:16]
