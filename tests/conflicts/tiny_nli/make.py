"""Makes model.onnx beside this file: `python make.py`, with onnx installed (1.23 was used; the tests need it not).

A cross-encoder in form only: the logits are the sum over all tokens of a row of a table, twice that for the second
text. Token 2 speaks for output 0, token 3 for output 1, token 4 for output 2; every other token says nothing.
"""

from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

TABLE = np.zeros((8, 3), dtype=np.float32)
TABLE[2, 0] = TABLE[3, 1] = TABLE[4, 2] = 1.0


def main() -> None:
    ints = [helper.make_tensor_value_info(n, TensorProto.INT64, [1, "n"]) for n in ("input_ids", "token_type_ids")]
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["rows"]),
        helper.make_node("Cast", ["token_type_ids"], ["second"], to=TensorProto.FLOAT),
        helper.make_node("Add", ["second", "one"], ["weight"]),
        helper.make_node("Unsqueeze", ["weight", "last"], ["weights"]),
        helper.make_node("Mul", ["rows", "weights"], ["weighed"]),
        helper.make_node("ReduceSum", ["weighed", "tokens"], ["logits"], keepdims=0),
    ]
    constants = {"table": TABLE, "one": np.float32([1]), "last": np.int64([2]), "tokens": np.int64([1])}
    graph = helper.make_graph(
        nodes,
        "tiny",
        ints,
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, 3])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    checker.check_model(model)
    save(model, Path(__file__).with_name("model.onnx"))


if __name__ == "__main__":
    main()
