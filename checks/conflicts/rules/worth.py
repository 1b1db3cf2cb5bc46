"""Rule `opposite_worth`: one thing's worth or effect affirmed by one side and denied by the other."""

from __future__ import annotations

from collections.abc import Iterator

from checks.claims.lexicon import lexicon
from checks.conflicts.pairs import Pair, Signal, who
from checks.conflicts.sides import Side
from checks.conflicts.words import Bag, nearness

_SAME_THING = 0.7


def opposite_worth(pair: Pair) -> Iterator[Signal]:
    """Praise against dismissal of one target; the target is what both name (a shared subject, name or noun)."""
    first, second = valence(pair.a), valence(pair.b)
    if first * second >= 0 or _hypothetical(pair.a) or _hypothetical(pair.b):
        return
    target = shared_target(pair)
    if target == 0.0:
        return
    strength = 0.5 * target + 0.5 * max(pair.alike, pair.alike_in_context)
    why = (
        f"{who(pair.a if first > 0 else pair.b)} speaks well of what {who(pair.b if first > 0 else pair.a)} dismisses."
    )
    yield Signal("assessment", "conflict", round(min(1.0, strength), 4), why, "opposite_worth", (("target", target),))


def _hypothetical(side: Side) -> bool:
    """Whether a judgement is of another time or world than the present: a condition, a wish, a bygone era."""
    return side.claim.certainty in {"conditional", "predicted", "desired"} or any(
        m.precision in {"decade", "century"} for m in side.reading.moments
    )


def valence(side: Side) -> int:
    """+1 for praise, -1 for dismissal, 0 for neither or both; a denial turns it round."""
    flags = set(side.reading.flags)
    if ("positive" in flags) == ("negative" in flags):
        return 0
    sign = 1 if "positive" in flags else -1
    root = next((f for f in side.reading.frames if f.root), None)
    return -sign if root is not None and root.negated else sign


def shared_target(pair: Pair) -> float:
    """How surely both judge one thing (0..1): telling words of one that the other, or its lead-in, speaks of."""
    return max(_named(pair.a.bag, pair.b.wide, pair.shared_names), _named(pair.b.bag, pair.a.wide, pair.shared_names))


def _named(own: Bag, other: Bag, names: frozenset[str]) -> float:
    if not own.words or not other.words:
        return 0.0
    words = lexicon()
    apart = words.positive | words.negative | names
    near = nearness(own, other).max(1)
    shared = [g for w, g, n in zip(own.words, own.weights, near, strict=True) if n >= _SAME_THING and w not in apart]
    return min(1.0, float(sum(shared)) / 2)
