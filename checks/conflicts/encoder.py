"""The embedded encoder: texts in, the states of their tokens out; with its upper part, judgements on pairs of them.

Every text goes alone through the lower layers, once however many pairs it stands in; each pair alone through the upper
ones. Nothing is padded or batched, since the activations of an int8 model are scaled by what is in a batch: one pair
gives one answer, whatever else is compared. See docs/model_card.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from warehouse.records import Kind

States = NDArray[np.float32]

_PLACES = 5


class ModelDamaged(Exception):
    """A model file is missing or altered: install the package again, or run with the rules alone."""


class Judgement(NamedTuple):
    """Probabilities of the three labels, and the likeliest kind were it a conflict."""

    contradiction: float
    agreement: float
    neither: float
    kind: Kind
    kind_probability: float


class Encoder:
    """The model with its hash; `threads` pairs are judged at a time."""

    def __init__(self, folder: Traversable | None = None, threads: int = 2) -> None:
        """Load the parts in `folder` (default: those shipped); raises ModelDamaged when one is not as it was made."""
        from tokenizers import Tokenizer

        folder = folder or files("checks.conflicts") / "model"
        try:
            described = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
            parts = {name: _joined(folder, name) for name in described["sha256"]}
            self._tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
        except FileNotFoundError as missing:
            raise ModelDamaged(f"{missing.filename}: the model file is missing; install the package again") from None
        except ValueError as broken:
            raise ModelDamaged(f"{folder}: a model file cannot be read ({broken}); install the package again") from None
        for name, content in parts.items():
            if hashlib.sha256(content).hexdigest() != described["sha256"][name]:
                raise ModelDamaged(f"{folder}/{name}.onnx: not the file that was shipped; install the package again")
        self.lower_digest: str = described["sha256"]["lower"]
        self.digest = hashlib.sha256("".join(sorted(described["sha256"].values())).encode()).hexdigest()[:16]
        self._kinds: list[Kind] = described["kinds"]
        self.judges = "upper" in parts
        self._lower = _session(parts["lower"])
        self._upper = _session(parts["upper"]) if self.judges else None
        self._threads = threads

    def read(self, texts: Sequence[str]) -> list[States]:
        """The hidden states (tokens, width) of each text, by itself."""
        return self._each(self._read, texts)

    def judge(self, pairs: Sequence[tuple[States, States]]) -> list[Judgement]:
        """One judgement a pair of read texts, in the order given; raises ModelDamaged without an upper part."""
        if self._upper is None:
            raise ModelDamaged("the model has no upper part; export one with training/export_cross_encoder.py")
        return self._each(self._judge, pairs)

    def _each(self, work: Any, items: Sequence[Any]) -> list[Any]:
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(work, items))

    def _read(self, text: str) -> States:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        made: States = self._lower.run(["hidden"], {"input_ids": ids, "mask": np.ones_like(ids)})[0][0]
        return made

    def _judge(self, pair: tuple[States, States]) -> Judgement:
        one, other = pair
        hidden = np.concatenate((one, other))[None]
        side = np.array([[0] * len(one) + [1] * len(other)], dtype=np.int64)
        inputs = {"hidden": hidden, "side": side, "mask": np.ones_like(side)}
        label, kind = (_softmax(row[0]) for row in cast(Any, self._upper).run(["label", "kind"], inputs))
        best = int(kind.argmax())
        rounded = [round(float(p), _PLACES) for p in label]
        return Judgement(rounded[0], rounded[1], rounded[2], self._kinds[best], round(float(kind[best]), _PLACES))


def _joined(folder: Any, name: str) -> bytes:
    parts = sorted((p for p in folder.iterdir() if p.name.startswith(f"{name}.onnx.")), key=lambda p: int(p.name[-1]))
    return b"".join(p.read_bytes() for p in parts)


def _session(content: bytes) -> Any:
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _softmax(row: NDArray[np.float32]) -> NDArray[np.float64]:
    shifted = np.exp(row.astype(np.float64) - float(row.max()))
    made: NDArray[np.float64] = shifted / shifted.sum()
    return made
