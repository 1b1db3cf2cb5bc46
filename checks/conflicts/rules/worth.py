"""Rule `opposite_worth`: one thing's worth or effect affirmed by one side and denied by the other."""

from __future__ import annotations

from collections.abc import Iterator

from checks.conflicts.pairs import Pair, Signal, who
from checks.conflicts.sides import Side
from checks.conflicts.words import Weights, coverage

_PLAIN = Weights()


def opposite_worth(pair: Pair) -> Iterator[Signal]:
    """Praise against dismissal of one target; the target is what both name (a shared subject, name or noun)."""
    first, second = valence(pair.a), valence(pair.b)
    if first * second >= 0:
        return
    target = max(pair.alike, 0.85 * pair.alike_in_context, _target(pair))
    why = (
        f"{who(pair.a if first > 0 else pair.b)} speaks well of what {who(pair.b if first > 0 else pair.a)} dismisses."
    )
    yield Signal("assessment", "conflict", round(min(1.0, 0.15 + 0.85 * target), 4), why, "opposite_worth")


def valence(side: Side) -> int:
    """+1 for praise, -1 for dismissal, 0 for neither or both; a denial turns it round."""
    flags = set(side.reading.flags)
    if ("positive" in flags) == ("negative" in flags):
        return 0
    sign = 1 if "positive" in flags else -1
    root = next((f for f in side.reading.frames if f.root), None)
    return -sign if root is not None and root.negated else sign


def _target(pair: Pair) -> float:
    first, second = pair.a.reading.actors, pair.b.reading.actors
    if not first or not second:
        return 0.0
    return 0.7 * min(coverage(_PLAIN.bag(first), _PLAIN.bag(second)))
