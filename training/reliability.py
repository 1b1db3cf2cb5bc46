"""How far a score can be taken at its word: the share of conflicts by score, in figures and as a diagram."""

from __future__ import annotations

from pathlib import Path

import leather  # type: ignore[import-untyped]
import numpy as np


def reliability(scored: list[tuple[float, int]], bins: int = 5) -> list[tuple[float, float, int]]:
    """Mean probability, share of conflicts and number of pairs, for bins of probability that hold pairs.

    The lowest bin holds nearly all pairs, so that bins are equally wide rather than equally full.
    """
    found = []
    for low in np.arange(0, 1, 1 / bins):
        inside = [(p, y) for p, y in scored if low <= p < low + 1 / bins or (p == 1 and low + 1 / bins >= 1)]
        if inside:
            found.append((float(np.mean([p for p, _ in inside])), float(np.mean([y for _, y in inside])), len(inside)))
    return found


def diagram(points: list[tuple[float, float, int]], path: Path) -> None:
    """The reliability diagram: on the diagonal, the probability says what happens."""
    chart = leather.Chart("How often a pair scored so is a conflict (left-out events)")
    chart.add_x_scale(0, 1)
    chart.add_y_scale(0, 1)
    chart.add_x_axis(name="score")
    chart.add_y_axis(name="share of conflicts")
    chart.add_line([(0, 0), (1, 1)], name="perfect")
    chart.add_dots([(p, y) for p, y, _ in points], name="measured")
    chart.to_svg(str(path))
