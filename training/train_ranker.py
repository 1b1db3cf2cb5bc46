"""Train the projection that tells which statements are about one matter, whatever they hold of it.

    python -m training.train_ranker STATES.pickle OUT.npz

Token states of the lower layers are projected to a few dimensions; two statements are as near as their tokens find
each other (late interaction, after ColBERT: Khattab and Zaharia, SIGIR 2020), tokens weighted by a learned importance.
Trained so that a statement finds those of its own matter among all of its event. Needs torch.
"""

from __future__ import annotations

import argparse
import pickle
import random
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

WIDTH = 96
TEMPERATURE = 0.05


class Ranker(nn.Module):
    """Token states (texts, tokens, 768) to directions and importances."""

    def __init__(self, mean: torch.Tensor, scale: torch.Tensor) -> None:
        """`mean` and `scale` centre the states."""
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("scale", scale)
        self.project = nn.Linear(768, WIDTH, bias=False)
        self.weigh = nn.Linear(768, 1)
        self.drop = nn.Dropout(0.2)

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """How near each text is to each other one (texts, texts), symmetric."""
        centred = self.drop((states - self.mean) / self.scale)
        found = nn.functional.normalize(self.project(centred), dim=-1)
        weight = nn.functional.softplus(self.weigh(centred).squeeze(-1)) * mask
        weight = weight / weight.sum(1, keepdim=True)
        n, tokens, _ = found.shape
        flat = found.reshape(n * tokens, -1)
        near = (flat @ flat.T).reshape(n, tokens, n, tokens) + (mask - 1.0)[None, None, :, :] * 9.0
        best = near.amax(3)  # (text, token, other)
        one = torch.einsum("ito,it->io", best, weight)
        return (one + one.T) / 2


def padded(
    event: dict[str, Any], limit: int | None, rng: random.Random
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """States, mask and positives of one event, of at most `limit` texts: those with a partner first."""
    keep = list(range(len(event["X"])))
    if limit and len(keep) > limit:
        paired = sorted({i for p in event["lab"] for i in p})
        rest = [i for i in keep if i not in set(paired)]
        rng.shuffle(paired)
        rng.shuffle(rest)
        keep = (paired + rest)[:limit]
    place = {i: n for n, i in enumerate(keep)}
    rows = [torch.tensor(event["X"][i]).float() for i in keep]
    states = nn.utils.rnn.pad_sequence(rows, batch_first=True)
    mask = torch.zeros(states.shape[:2])
    for n, row in enumerate(rows):
        mask[n, : len(row)] = 1
    positive = torch.zeros(len(keep), len(keep))
    for i, j in event["lab"]:
        if i in place and j in place:
            positive[place[i], place[j]] = positive[place[j], place[i]] = 1
    return states, mask, positive


def recall(model: Ranker, events: list[dict[str, Any]]) -> dict[int, tuple[float, int]]:
    """Share of conflicting pairs among each statement's k nearest, and pairs per event, by k."""
    found: dict[int, list[int]] = {k: [0, 0, 0] for k in (5, 8, 12, 20)}
    for event in events:
        near = scores(model, event)
        np.fill_diagonal(near, -9.0)
        order = np.argsort(-near, axis=1)
        conflicts = [p for p, (label, _, _) in event["lab"].items() if label == "contradiction"]
        for k, counts in found.items():
            pairs = {(min(i, int(j)), max(i, int(j))) for i in range(len(near)) for j in order[i, :k]}
            counts[0] += sum(p in pairs for p in conflicts)
            counts[1] += len(conflicts)
            counts[2] += len(pairs)
    return {k: (round(a / b, 3), c // len(events)) for k, (a, b, c) in found.items()}


@torch.no_grad()
def scores(model: Ranker, event: dict[str, Any]) -> np.ndarray:
    """Nearness of all statements of one event."""
    model.eval()
    states, mask, _ = padded(event, None, random.Random(0))
    made: np.ndarray = model(states, mask).numpy().copy()
    return made


def main() -> None:
    """Train, print recall on events not trained on, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("states", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--leave", type=int, nargs=2, metavar=("K", "N"), help="train without every Nth event, from K")
    args = parser.parse_args()
    torch.manual_seed(3)
    torch.set_num_threads(args.threads)
    rng = random.Random(3)
    data = pickle.loads(args.states.read_bytes())
    train = [d for d in data if d["group"] in ("w", "m")]
    if args.leave:
        start, step = args.leave
        left = set(sorted(d["name"] for d in train if d["group"] == "w")[start::step])
        train = [d for d in train if d["name"] not in left]
    test = [d for d in data if d["group"] in ("s", "c")]
    tokens = np.concatenate([np.asarray(x, dtype=np.float32) for d in train[::4] for x in d["X"][::3]])
    model = Ranker(torch.tensor(tokens.mean(0)), torch.tensor(tokens.std(0) + 1e-3))
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.02)
    print("start", recall(model, test), flush=True)
    steps = args.epochs * len(train)
    done = 0
    for epoch in range(args.epochs):
        rng.shuffle(train)
        total = 0.0
        for event in train:
            model.train()
            for group in optimizer.param_groups:
                group["lr"] = 1e-3 * max(0.05, 1 - done / steps)
            states, mask, positive = padded(event, 90, rng)
            near = model(states, mask) / TEMPERATURE - 1e4 * torch.eye(len(states))
            share = near - torch.logsumexp(near, 1, keepdim=True)
            known = positive.sum(1) > 0
            loss = -((share * positive).sum(1)[known] / positive.sum(1)[known]).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
            done += 1
        print(epoch, round(total / len(train), 3), recall(model, test), flush=True)
    np.savez_compressed(
        args.out,
        mean=model.mean.numpy().astype(np.float32),
        scale=model.scale.numpy().astype(np.float32),
        project=model.project.weight.detach().numpy().astype(np.float16),
        weigh=np.append(model.weigh.weight.detach().numpy()[0], model.weigh.bias.detach().numpy()).astype(np.float32),
    )


if __name__ == "__main__":
    main()
