"""A torch module as int8 ONNX: weights quantized per channel, activations at run time."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn


def quantized(module: nn.Module, inputs: dict[str, torch.Tensor], outputs: dict[str, dict[int, str]]) -> bytes:
    """The module as bytes; inputs are (batch, tokens), of any size; `outputs` name their variable axes."""
    axes = {name: {0: "batch", 1: "tokens"} for name in inputs}
    with tempfile.TemporaryDirectory() as work:
        plain, small = Path(work, "plain.onnx"), Path(work, "small.onnx")
        torch.onnx.export(
            module,
            tuple(inputs.values()),
            str(plain),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={**axes, **outputs},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(plain), str(small), weight_type=QuantType.QInt8, per_channel=True, reduce_range=False)
        return small.read_bytes()
