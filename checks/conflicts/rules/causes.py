"""Rule `different_cause`: one effect, two causes or two to blame."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.conflicts.pairs import Pair, Signal, short, who
from checks.conflicts.sides import Side
from checks.conflicts.words import Weights, coverage

_PLAIN = Weights()
_APART = 0.45  # likeness of two causes under which they are two
_ONE_EFFECT = 0.4
# «the fire was caused by X», «because of X», «blamed X for», «X caused the fire»
_AFTER = re.compile(
    r"\b(?:because of|due to|owing to|caused by|triggered by|set off by|sparked by|brought (?:on|about|down) by|"
    r"blamed? (?:it |this |that )?on|attribut\w+ (?:\w+ ){0,6}?to|down to|result of|the work of|began with|"
    r"started with)\s+"
    r"(?P<cause>[^.,;:]{3,70})",
    re.IGNORECASE,
)
_BLAMED = re.compile(r"\bblam(?:ed|es|ing)\s+(?P<cause>[^.,;:]{3,50}?)\s+for\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?P<cause>[^.,;:]{3,70}?)\s+(?:had |has |have )?(?:caused|triggered|sparked|set off|brought down|led to|"
    r"(?:was|were|is|are) (?:to blame|responsible|behind))\b",
    re.IGNORECASE,
)


def different_cause(pair: Pair) -> Iterator[Signal]:
    """Both sides tell of one effect; sure when both name its cause in so many words and the causes differ."""
    both = "cause" in pair.a.reading.flags and "cause" in pair.b.reading.flags
    one = "cause" in pair.a.reading.flags or "cause" in pair.b.reading.flags
    if not one:
        return
    apart = 1.0 - min(pair.covered_a, pair.covered_b)
    context = max(pair.alike, 0.8 * pair.alike_in_context)
    strength = (0.75 if both else 0.5) * (0.4 * apart + 0.9 * context)
    held = _held(pair) if both else None
    named = f"names {held[0]}, {who(pair.b)} {held[1]}, as the cause" if held else ""
    why = f"{who(pair.a)} {named}." if held else f"{who(pair.a)} and {who(pair.b)} name different causes."
    evidence = (("sure", float(held is not None)),)
    yield Signal("cause", "conflict", round(min(1.0, strength), 4), why, "different_cause", evidence, held)


def cause_of(side: Side) -> str | None:
    """The cause that a claim names, as written, or None."""
    quote = " ".join(side.claim.quote.split())
    found = _AFTER.search(quote) or _BLAMED.search(quote) or _BEFORE.search(quote)
    return found.group("cause").strip(" “”\"'’") if found else None


def _held(pair: Pair) -> tuple[str, str] | None:
    """Both causes, when they are told, differ, and what is left of the claims is one effect."""
    first, second = cause_of(pair.a), cause_of(pair.b)
    if first is None or second is None:
        return None
    mine, yours = _words_of(first, pair.a), _words_of(second, pair.b)
    if not mine or not yours or max(coverage(_PLAIN.bag(mine), _PLAIN.bag(yours))) >= _APART:
        return None
    rest = [[w for w in s.reading.words if w not in c] for s, c in ((pair.a, mine), (pair.b, yours))]
    if not rest[0] or not rest[1] or max(coverage(_PLAIN.bag(rest[0]), _PLAIN.bag(rest[1]))) < _ONE_EFFECT:
        return None
    return short(first, 60), short(second, 60)


def _words_of(text: str, side: Side) -> list[str]:
    told = text.lower()
    return [w for w in side.reading.words if w in told or w[:5] in told]
