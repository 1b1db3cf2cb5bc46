"""Rule `different_cause`: one effect, two causes or two to blame."""

from __future__ import annotations

from collections.abc import Iterator

from checks.conflicts.pairs import Pair, Signal, who


def different_cause(pair: Pair) -> Iterator[Signal]:
    """Both sides name a cause and share the effect, but not all of their other words."""
    both = "cause" in pair.a.reading.flags and "cause" in pair.b.reading.flags
    one = "cause" in pair.a.reading.flags or "cause" in pair.b.reading.flags
    if not one:
        return
    apart = 1.0 - min(pair.covered_a, pair.covered_b)
    context = max(pair.alike, 0.8 * pair.alike_in_context)
    strength = (0.75 if both else 0.5) * (0.4 * apart + 0.9 * context)
    why = f"{who(pair.a)} and {who(pair.b)} name different causes."
    yield Signal("cause", "conflict", round(min(1.0, strength), 4), why, "different_cause")
