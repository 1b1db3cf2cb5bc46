"""The embedded cross-encoder: two texts in, what it thinks of them out, as int8 ONNX shipped with the package.

Each pair is judged alone: the activations of an int8 model are scaled by what is in a batch, so that a batch would let
one pair change another's answer. See docs/model_card.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from checks.conflicts.encoder import KINDS, ModelDamaged, abreast, session
from warehouse.records import Kind

_PLACES = 5
_CLS, _SEP = 101, 102
_FILES = ("pair.onnx", "pair_tokenizer.json")


class Judgement(NamedTuple):
    """Probabilities of the three labels, and the likeliest kind were it a conflict."""

    contradiction: float
    agreement: float
    neither: float
    kind: Kind
    kind_probability: float


class CrossEncoder:
    """The model with its hash; `threads` pairs are judged at a time (see `abreast`)."""

    def __init__(self, folder: Traversable | None = None, threads: int | None = None) -> None:
        """Load the files in `folder` (default: those shipped); raises ModelDamaged when one is not as it was made."""
        from tokenizers import Tokenizer

        folder = folder or files("checks.conflicts") / "model"
        try:
            described = json.loads((folder / "pair.json").read_text(encoding="utf-8"))
            contents = {name: (folder / name).read_bytes() for name in _FILES}
        except FileNotFoundError as missing:
            raise ModelDamaged(f"{missing.filename}: the model file is missing; install the package again") from None
        except ValueError as broken:
            raise ModelDamaged(f"{folder}: a model file cannot be read ({broken}); install the package again") from None
        for name, content in contents.items():
            if hashlib.sha256(content).hexdigest() != described.get(name):
                raise ModelDamaged(f"{folder}/{name}: not the file that was shipped; install the package again")
        self.digest = hashlib.sha256("".join(described[name] for name in _FILES).encode()).hexdigest()[:16]
        self._tokenizer = Tokenizer.from_str(contents["pair_tokenizer.json"].decode("utf-8"))
        self._session = session(contents["pair.onnx"])
        self._threads = threads

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        """One judgement a pair of texts, in the order given; which of the two comes first makes no difference."""
        ids = {text: self.pieces(text) for text in sorted({text for pair in pairs for text in pair})}
        with ThreadPoolExecutor(self._threads or abreast()) as pool:
            return list(pool.map(lambda pair: self._judge(*(ids[text] for text in sorted(pair))), pairs))

    def pieces(self, text: str) -> list[int]:
        """The word pieces of one text."""
        made: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return made

    def bare(self, one: list[int], other: list[int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """What the session answers on the word pieces of two texts: logits of the labels and of the kinds."""
        row = np.array([[_CLS, *one, _SEP, *other, _SEP]], dtype=np.int64)
        side = np.array([[0] * (len(one) + 2) + [1] * (len(other) + 1)], dtype=np.int64)
        label, kind = self._session.run(["label", "kind"], {"input_ids": row, "side": side, "mask": np.ones_like(row)})
        return label[0], kind[0]

    def _judge(self, one: list[int], other: list[int]) -> Judgement:
        label, kind = (_softmax(logits) for logits in self.bare(one, other))
        best = int(kind.argmax())
        rounded = [round(float(p), _PLACES) for p in label]
        return Judgement(rounded[0], rounded[1], rounded[2], KINDS[best], round(float(kind[best]), _PLACES))


def _softmax(row: NDArray[np.float32]) -> NDArray[np.float64]:
    shifted = np.exp(row.astype(np.float64) - float(row.max()))
    made: NDArray[np.float64] = shifted / shifted.sum()
    return made
