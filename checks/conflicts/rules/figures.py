"""How alike two figures are, whatever they count."""

from __future__ import annotations

import re

from checks.claims.reading import Amount


def ratio(x: Amount, y: Amount) -> float:
    """The smaller magnitude over the larger, 0 when the signs differ or one is zero."""
    one, other = (x.low + min(x.high, 10 * abs(x.low) + 1)) / 2, (y.low + min(y.high, 10 * abs(y.low) + 1)) / 2
    return min(abs(one), abs(other)) / max(abs(one), abs(other)) if one * other > 0 else 0.0


def like_figures(x: Amount, y: Amount) -> float:
    """1 when the digits of two figures are permuted or differ in one place: how one figure is miscopied as another."""
    one, other = (re.sub(r"\D", "", a.text) for a in (x, y))
    if len(one) < 2 or len(one) != len(other) or one == other:
        return 0.0
    return float(sorted(one) == sorted(other) or sum(p != q for p, q in zip(one, other, strict=True)) == 1)
