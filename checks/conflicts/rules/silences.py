"""Rule `silent_against_spoke`: an actor reported silent, against words of that actor or of those who speak for it."""

from __future__ import annotations

from collections.abc import Iterator

from checks.conflicts.pairs import Pair, Signal, short, who
from checks.conflicts.sides import Side
from checks.conflicts.words import Weights, coverage

_PLAIN = Weights()


def silent_against_spoke(pair: Pair) -> Iterator[Signal]:
    """One side must report a silence, the other an act of speaking; the actors must be alike."""
    for silent, other in ((pair.a, pair.b), (pair.b, pair.a)):
        if "silence" not in silent.reading.flags or "silence" in other.reading.flags:
            continue
        if "speaks" not in other.reading.flags:
            continue
        actor = same_actor(silent, other)
        if actor < 0.3:
            continue
        topic = max(pair.alike, 0.8 * pair.alike_in_context)
        strength = 0.45 * actor + 0.55 * topic
        why = f"{who(silent)} reports a silence («{short(silent.claim.quote, 90)}»); {who(other)} has words on it."
        yield Signal("silence", "conflict", round(min(1.0, strength), 4), why, "silent_against_spoke", (("actor", actor), ("topic", topic)))
        return


def same_actor(silent: Side, other: Side) -> float:
    """How surely the one who is silent is the one who speaks (0..1), by names first, then by role nouns."""
    quiet = [*silent.reading.actors, *silent.reading.names]
    speakers = [w.lower().strip(".,") for w in (other.claim.speaker or "").replace("’s", "").split() if len(w) > 2]
    heard = [*speakers, *other.reading.actors]
    if not quiet or not heard:
        return 0.0
    first, second = coverage(_PLAIN.bag(quiet), _PLAIN.bag(heard))
    return max(first, second)
