"""The embedded encoder: texts in, the states of their tokens out.

Every text is read alone, once however many pairs it stands in. Nothing is padded or batched, since the activations of
an int8 model are scaled by what is in a batch: one text gives one answer, whatever else is read. See
docs/model_card.md.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from warehouse.records import Kind

States = NDArray[np.float32]

LABELS = ("contradiction", "entailment", "neutral")
KINDS: tuple[Kind, ...] = (
    "number",
    "date",
    "negation",
    "outcome",
    "attribution",
    "assessment",
    "silence",
    "cause",
    "identity",
    "wording",
)


class ModelDamaged(Exception):
    """A model file is missing or altered: install the package again, or run with the rules alone."""


class Encoder:
    """The model with its hash; `threads` texts are read at a time (see `abreast`)."""

    def __init__(self, folder: Traversable | None = None, threads: int | None = None) -> None:
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
        self._lower = session(parts["lower"])
        self._threads = threads

    def read(self, texts: Sequence[str]) -> list[States]:
        """The hidden states (tokens, width) of each text, by itself."""
        with ThreadPoolExecutor(self._threads or abreast()) as pool:
            return list(pool.map(self._read, texts))

    def _read(self, text: str) -> States:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        made: States = self._lower.run(["hidden"], {"input_ids": ids, "mask": np.ones_like(ids)})[0][0]
        return made


def _joined(folder: Any, name: str) -> bytes:
    parts = sorted((p for p in folder.iterdir() if p.name.startswith(f"{name}.onnx.")), key=lambda p: int(p.name[-1]))
    return b"".join(p.read_bytes() for p in parts)


def abreast() -> int:
    """How many texts a model is put at a time: two, and one in a process that has others like it beside it."""
    return 2 if multiprocessing.parent_process() is None else 1


def session(content: bytes) -> Any:
    """An ONNX session on one thread for a model's bytes."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])
