"""Rules `opposite_polarity` (the same predicate affirmed and denied) and `opposite_words` (opposites of one matter)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from checks.claims.reading import Frame
from checks.conflicts.pairs import Pair, Signal, short, who
from checks.conflicts.sides import Side, terms
from checks.conflicts.words import Weights, coverage, word_likeness

_PLAIN = Weights()
_ENOUGH = 0.22
_SAME_MATTER = 0.48  # nearness from which what is denied of everything and everybody may be what the other tells
# «no lamp was lit», «nobody signed», «not a word was spoken»
_ALL_DENIED = re.compile(
    r"\b(?:no|nobody|none|nothing|never|neither|nowhere|no one|without (?:a|any)|"
    r"not (?:a|an|one|any|anybody|anyone|anything|once|ever))\b",
    re.IGNORECASE,
)
_SAME_ROLES = 0.7


def opposite_polarity(pair: Pair) -> Iterator[Signal]:
    """The best aligned pair of predicates of opposite polarity."""
    denied_by_a = [_denied(x, pair.a) for x in pair.a.reading.frames]
    denied_by_b = [_denied(y, pair.b) for y in pair.b.reading.frames]
    if len({*denied_by_a, *denied_by_b}) < 2:
        return  # nearly all pairs: nothing is denied at all
    best: tuple[float, Frame, Frame] | None = None
    same = 0.0
    for x, denied in zip(pair.a.reading.frames, denied_by_a, strict=True):
        for y, as_well in zip(pair.b.reading.frames, denied_by_b, strict=True):
            fit = _alignment(x, y, pair)
            if denied == as_well:
                same = max(same, fit)
            elif best is None or fit > best[0]:
                best = (fit, x, y)
    if best is None:
        return
    fit, x, y = best
    wholly = _denies_all(pair.a) != _denies_all(pair.b) and pair.matter >= _SAME_MATTER
    if not wholly and (fit < _ENOUGH or same > fit + 0.05):
        return
    affirming, denying = (pair.b, pair.a) if _denied(x, pair.a) else (pair.a, pair.b)
    why = f"{who(affirming)} affirms what {who(denying)} denies: «{short(denying.claim.quote)}»."
    evidence = (
        ("verb", word_likeness(x.verb, y.verb)),
        ("subject", _shared(x.subject, y.subject)),
        ("object", _shared(x.object, y.object)),
        ("rest", _shared((*x.object, *x.subject), (*y.object, *y.subject))),
        ("roots", float(x.root and y.root)),
        ("same", same),
        ("wholly", float(wholly)),
        ("wholly_near", wholly * pair.matter),
    )
    yield Signal("negation", "conflict", round(min(1.0, fit), 4), why, "opposite_polarity", evidence)


def _denies_all(side: Side) -> bool:
    return any(f.negated and f.root for f in side.reading.frames) and bool(_ALL_DENIED.search(side.claim.quote))


def _denied(frame: Frame, side: Side) -> bool:
    flags = side.reading.flags
    return frame.negated != ("denied_by_speaker" in flags and frame.root)


def _alignment(x: Frame, y: Frame, pair: Pair) -> float:
    verb = word_likeness(x.verb, y.verb)
    subject = _shared(x.subject, y.subject)
    rest = _shared((*x.object, *x.subject), (*y.object, *y.subject))
    root = 1.0 if x.root and y.root else 0.85
    return root * (0.30 * verb + 0.15 * subject + 0.25 * rest + 0.30 * pair.alike)


@lru_cache(maxsize=32_768)
def _shared(x: tuple[str, ...], y: tuple[str, ...]) -> float:
    first, second = coverage(_PLAIN.bag(x), _PLAIN.bag(y))
    return max(first, second) * 0.5 + min(first, second) * 0.5


def opposite_words(pair: Pair) -> Iterator[Signal]:
    """Opposites ("approved", "rejected") used by two claims that otherwise speak of the same things.

    Sure when both are verbs told of one subject and one object, neither of them denied.
    """
    if pair.alike < 0.15:
        return
    opposite = terms().opposites
    aligned = _aligned_opposites(pair)
    first, second = set(pair.a.bag.words), set(pair.b.bag.words)
    for word in [aligned[0]] if aligned else sorted(first - second):
        against = {aligned[1]} if aligned else (opposite.get(word, frozenset()) & second) - first
        if against:
            other = min(against)
            why = f"«{word}» ({who(pair.a)}) against «{other}» ({who(pair.b)}) of the same matter."
            evidence = (("sure", float(aligned is not None)),)
            strength = round(min(1.0, 0.2 + pair.alike), 4)
            yield Signal("outcome", "conflict", strength, why, "opposite_words", evidence)
            return


def _aligned_opposites(pair: Pair) -> tuple[str, str] | None:
    """Two opposite verbs, both affirmed, whose subjects or objects are told of both and do not differ."""
    opposite = terms().opposites
    for x in pair.a.reading.frames:
        for y in pair.b.reading.frames:
            if x.negated or y.negated or y.verb not in opposite.get(x.verb, frozenset()):
                continue
            mine, yours = (*x.subject, *x.object), (*y.subject, *y.object)
            if mine and yours and min(coverage(_PLAIN.bag(mine), _PLAIN.bag(yours))) >= _SAME_ROLES:
                return x.verb, y.verb
    return None
