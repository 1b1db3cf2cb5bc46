"""Read the token states of all statements of events and matters, as train_ranker.py wants them.

python -m training.read_states OUT.pickle --train EVENT … --matters FILE … --test EVENT …
"""

from __future__ import annotations

import argparse
import json
import pickle
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from checks.conflicts.encoder import Encoder
from training.corpus import load
from training.make_pool import labelled


def of_event(path: Path, group: str, model: Encoder) -> dict[str, Any]:
    """States of all claims of an event, and the pairs that are about one matter."""
    event = load(path)
    states = [s.astype(np.float16) for s in model.read([s.told for s in event.sides])]
    return {"name": event.name, "group": group, "X": states, "lab": labelled(event)}


def of_matters(path: Path, model: Encoder) -> dict[str, Any]:
    """States of all statements of a matters file; those of one matter are pairs."""
    texts, matter = [], []
    for number, line in enumerate(x for x in path.read_text(encoding="utf-8").splitlines() if x.strip()):
        for statement in json.loads(line)["statements"]:
            texts.append(statement["text"])
            matter.append(number)
    pairs = {(i, j): ("matter", "", "") for i, j in combinations(range(len(texts)), 2) if matter[i] == matter[j]}
    return {"name": path.stem, "group": "m", "X": [s.astype(np.float16) for s in model.read(texts)], "lab": pairs}


def main() -> None:
    """Write the states."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    for name in ("train", "matters", "test"):
        parser.add_argument(f"--{name}", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    model = Encoder()
    read = [of_event(p, "w", model) for p in args.train] + [of_matters(p, model) for p in args.matters]
    args.out.write_bytes(pickle.dumps(read + [of_event(p, "s", model) for p in args.test]))


if __name__ == "__main__":
    main()
