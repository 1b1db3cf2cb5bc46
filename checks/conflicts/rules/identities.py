"""Rules `different_filler` (another name in the same role) and `different_name` (the 3rd against the 8th Battalion)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.claims.reading import Frame
from checks.conflicts.pairs import Pair, Signal, who
from checks.conflicts.rules.roles import as_written, negated
from checks.conflicts.sides import Side, terms
from checks.conflicts.words import Weights, coverage, word_likeness

_PLAIN = Weights()
_SAME_VERB, _SAME_REST = 0.8, 0.6
_ABOUT_THE_SAME = 0.3
# What tells like bodies and places apart; other first words may be the title or the country of one person.
_TELLS_APART = re.compile(
    r"\d+(?:st|nd|rd|th)?|(?:twenty-|thirty-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)|eleventh|"
    r"twelfth|north(?:ern)?|south(?:ern)?|east(?:ern)?|west(?:ern)?|central|upper|lower|old|new|great|little|inner|outer",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b((?:[A-Z0-9][\w’'-]*\s+)*(?:[A-Z0-9][\w’'-]*))\s+([A-Z][a-z]{3,})\b")


def different_filler(pair: Pair) -> Iterator[Signal]:
    """One role of one predicate is filled by different names, while its other roles agree."""
    for x in pair.a.reading.frames:
        for y in pair.b.reading.frames:
            if negated(x, y) or x.passive != y.passive or word_likeness(x.verb, y.verb) < _SAME_VERB:
                continue
            found = _fillers(x, y, pair)
            if found:
                first, second, fit = found
                why = f"{who(pair.a)} has {first}, {who(pair.b)} has {second} in the same place."
                yield _identity(fit, why, "different_filler", (first, second))
                return


def _fillers(x: Frame, y: Frame, pair: Pair) -> tuple[str, str, float] | None:
    for mine, yours, rest, other, is_subject in (
        (x.object, y.object, x.subject, y.subject, False),
        (x.subject, y.subject, x.object, y.object, True),
    ):
        if is_subject and not x.passive and {x.verb, y.verb} & terms().authorship:
            continue  # who did it: another rule's
        one, two = _own_names(mine, pair.a), _own_names(yours, pair.b)
        if not one or not two or not rest or not other:
            continue
        same_rest = min(coverage(_PLAIN.bag(rest), _PLAIN.bag(other)))
        common = [w for w in mine if w not in one], [w for w in yours if w not in two]
        same_kind = max(coverage(_PLAIN.bag(common[0]), _PLAIN.bag(common[1]))) if common[0] and common[1] else 1.0
        if same_rest >= _SAME_REST and same_kind >= _SAME_REST and _strangers(one, two, pair):
            return as_written(one, pair.a), as_written(two, pair.b), same_rest
    return None


def _own_names(words: tuple[str, ...], side: Side) -> tuple[str, ...]:
    return tuple(w for w in words if w in side.names)


def _strangers(one: tuple[str, ...], two: tuple[str, ...], pair: Pair) -> bool:
    """Whether neither side knows the other's names, in its claim or around it: else it may tell both."""
    here = {*pair.a.reading.words, *pair.a.reading.around, *pair.a.names}
    there = {*pair.b.reading.words, *pair.b.reading.around, *pair.b.names}
    return not set(one) & there and not set(two) & here and not set(one) & set(two)


def different_name(pair: Pair) -> Iterator[Signal]:
    """Names of one kind that differ in their first part ("3rd Mountain Battalion", "8th Mountain Battalion")."""
    if max(pair.alike, pair.alike_in_context) < _ABOUT_THE_SAME:
        return
    for front, kind in _NAME.findall(pair.a.claim.quote):
        for other_front, other_kind in _NAME.findall(pair.b.claim.quote):
            one, two = front.split(), other_front.split()
            if kind != other_kind or len(one) != len(two) or one[1:] != two[1:] or len(one) + 1 < 3:
                continue
            if one[0].lower() != two[0].lower() and _TELLS_APART.fullmatch(one[0]) and _TELLS_APART.fullmatch(two[0]):
                first, second = f"{front} {kind}", f"{other_front} {kind}"
                why = f"{first} ({who(pair.a)}) against {second} ({who(pair.b)})."
                yield _identity(max(pair.alike, pair.alike_in_context), why, "different_name", (first, second))
                return


def _identity(strength: float, why: str, rule: str, held: tuple[str, str]) -> Signal:
    return Signal("identity", "conflict", round(min(1.0, strength), 4), why, rule, (("sure", 1.0),), held)
