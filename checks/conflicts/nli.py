"""The door to the embedded cross-encoder: how strongly do two statements contradict or entail each other?

The model is a small BERT encoder fine-tuned for natural language inference, quantized to int8 ONNX;
docs/model_card.md tells of
its making. Dynamic quantization scales by the whole batch, so every pair is a batch of its own: equal pairs get equal
answers
whatever is compared beside them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np

from warehouse.ids import sha256_bytes

MAX_TOKENS = 112
_SURE_NOT = 0.08  # below this in one direction the other direction is not asked


class ModelError(Exception):
    """The model folder cannot be used; it must hold model.onnx and tokenizer.json. The message names the folder."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """Probabilities (0..1) that two statements contradict each other and that one follows from the other."""

    contradiction: float
    entailment: float


class CrossEncoder:
    """A loaded model; `judge` is a pure function of the two texts and the model's bytes."""

    def __init__(self, folder: Path) -> None:
        """Load model.onnx and tokenizer.json from a folder; raises ModelError."""
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            model = (folder / "model.onnx").read_bytes()
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # tokenizers raises a bare Exception
            raise ModelError(
                f"{folder}: no usable model ({error}); give a folder with model.onnx and tokenizer.json"
            ) from None
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.sha256 = sha256_bytes(model)

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Opinion]:
        """One opinion per pair, in order: the mean of both directions, or one where it rules a contradiction out."""
        workers = min(4, os.cpu_count() or 1)
        with ThreadPoolExecutor(workers) as pool:
            return list(pool.map(self._both_ways, pairs, chunksize=8))

    def _both_ways(self, pair: tuple[str, str]) -> Opinion:
        first = self._probabilities(*pair)
        if first[0] < _SURE_NOT:
            return Opinion(round(float(first[0]), 4), round(float(first[1]), 4))
        mean = (first + self._probabilities(pair[1], pair[0])) / 2
        return Opinion(round(float(mean[0]), 4), round(float(mean[1]), 4))

    def _probabilities(self, premise: str, hypothesis: str) -> Any:
        encoded = self._tokenizer.encode(premise, hypothesis)
        inputs = {
            "input_ids": np.array([encoded.ids], dtype=np.int64),
            "attention_mask": np.array([encoded.attention_mask], dtype=np.int64),
            "token_type_ids": np.array([encoded.type_ids], dtype=np.int64),
        }
        logits = self._session.run(["logits"], inputs)[0][0].astype(np.float64)
        shares = np.exp(logits - logits.max())
        return shares / shares.sum()


@cache
def embedded() -> CrossEncoder | None:
    """The model shipped with the package, or None where the package holds none: then the rules alone decide."""
    with as_file(files("checks.conflicts") / "model") as folder:
        return CrossEncoder(folder) if (folder / "model.onnx").exists() else None


def opinions(pairs: Sequence[tuple[str, str]]) -> Sequence[Opinion | None]:
    """The embedded model's opinion on each pair; None for each where there is no model."""
    model = embedded()
    return model.judge(pairs) if model is not None else [None] * len(pairs)
