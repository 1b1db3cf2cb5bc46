"""Rule `different_amount`: two disjoint amounts of the same thing at the same time."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from checks.claims.reading import Amount
from checks.conflicts.pairs import Pair, Signal, who
from checks.conflicts.rules.figures import change_and_level, is_comparison, like_figures, other_base, ratio
from checks.conflicts.rules.reported import FORETOLD, is_ahead
from checks.conflicts.rules.scopes import figure_scope, part_of_whole
from checks.conflicts.rules.times import later
from checks.conflicts.rules.updates import later_figure
from checks.conflicts.sides import Side, terms
from checks.conflicts.words import coverage, word_likeness
from warehouse.records import Relation

_COMPARABLE = 0.2
_SAME_MATTER = 0.55  # nearness from which nouns may name one thing although their words are unlike
_EQUAL = 0.7  # of the best pair's strength, from which an equal amount is taken for the one meant
_NEAR = 0.65  # ratio from which two estimates are one spread
_FAR = 0.05  # ratio of two measures below which they measure different things
_ESTIMATED = re.compile(
    r"\b(?:estimat(?:e|es|ed|ing)|reckon(?:s|ed)?|guess(?:es|ed)?|believed|thought to|roughly|approximately|"
    r"puts? \w+ at|speaks? of|ball ?park)\b",
    re.IGNORECASE,
)


def different_amount(pair: Pair) -> Iterator[Signal]:
    """The closest comparable pair of amounts decides: disjoint is a conflict, meeting in other words a rounding."""
    if not pair.a.reading.amounts or not pair.b.reading.amounts:
        return
    ranked = _unmatched(_ranked(pair))
    if not ranked:
        return
    whole = [t for t in ranked if overlaps(t[1], t[2]) or not part_of_whole(pair, t[1], t[2])]
    _, x, y, fit = (whole or ranked)[0]
    if overlaps(x, y):
        if x.text.lower() != y.text.lower():
            yield _signal(pair, (x, y), "rounding", fit, 0.0)
        return
    # An agreeing comparable amount as good as the differing one speaks against a conflict.
    rival = max((t for t, p, q, _ in ranked if overlaps(p, q)), default=0.0)
    relation, reason = _relation(pair, x, y)
    yield _signal(pair, (x, y), relation, fit, rival, reason=reason)


def _ranked(pair: Pair) -> list[Ranked]:
    """The comparable pairs of amounts, best first, without figures that are only there to compare with."""
    return sorted(
        (
            (fit.strength, x, y, fit)
            for x in pair.a.reading.amounts
            for y in pair.b.reading.amounts
            if (fit := same_thing(x, y, pair)).strength >= _least(pair)
            and is_comparison(x, pair.a) == is_comparison(y, pair.b)
            and not change_and_level(x, pair.a, y, pair.b)
        ),
        key=lambda t: (-t[0], t[1].text, t[2].text),
    )


def _unmatched(ranked: list[Ranked]) -> list[Ranked]:
    """Without the pairs one of whose amounts has its equal in the other claim: that equal is what it is about."""
    equal = [
        (x, y)
        for strength, x, y, _ in ranked
        if strength >= _EQUAL * ranked[0][0] and x.low == y.low and x.high == y.high
    ]
    first, second = {id(x) for x, _ in equal}, {id(y) for _, y in equal}
    return [t for t in ranked if overlaps(t[1], t[2]) or (id(t[1]) not in first and id(t[2]) not in second)]


def _least(pair: Pair) -> float:
    return 0.1 if pair.matter >= _SAME_MATTER else _COMPARABLE


@dataclass(frozen=True, slots=True)
class Fit:
    """How surely two amounts measure one thing: `strength` in 0..1, and the parts it is made of."""

    strength: float
    noun: float = 0.0
    clause_most: float = 0.0
    clause_least: float = 0.0
    verb: float = 0.0


Ranked = tuple[float, Amount, Amount, Fit]


def same_thing(x: Amount, y: Amount, pair: Pair) -> Fit:
    """Compare kind and unit (must agree), the noun counted, and what the clauses around are about."""
    if x.kind in {"score", "ordinal"} or not _same_kind(x, y):
        return Fit(0.0)
    if x.kind == "age" and not pair.shared_names:
        return Fit(0.0)  # two people are of two ages
    if x.unit and x.kind not in {"count", "percent", "money"} and 0 < ratio(x, y) < _FAR:
        return Fit(0.0)
    noun = _noun_likeness(x, y)
    if noun <= 0.3 and (pair.matter < _SAME_MATTER or outcomes(x, y) == "apart"):
        return Fit(0.0)
    weigh = pair.a.weights
    least, most = sorted(coverage(weigh.bag(x.about), weigh.bag(y.about)))
    verb = word_likeness(x.verb, y.verb)
    whole = max(pair.alike, 0.8 * pair.alike_in_context)
    strength = 0.30 * noun + 0.25 * most + 0.15 * least + 0.10 * verb + 0.20 * whole
    return Fit(strength, noun, most, least, verb)


def _same_kind(x: Amount, y: Amount) -> bool:
    shares = {"percent", "fraction"}
    if x.kind in shares and y.kind in shares:
        return True
    if x.kind != y.kind:
        return _bare(x, y) or _bare(y, x)
    if x.kind == "temperature" and "degree" in {x.unit, y.unit}:
        return True  # "two degrees" are of the scale that is usual there
    return x.unit == y.unit or (x.kind == "money" and (x.unit is None or y.unit is None))


def _bare(bare: Amount, other: Amount) -> bool:
    """Whether a large number without a noun ("a fine of 221 million") can be an amount of money."""
    large = bare.kind == "count" and bare.noun is None and bare.low >= 1e5
    return large and other.kind == "money" and ratio(bare, other) >= 0.2


def _noun_likeness(x: Amount, y: Amount) -> float:
    if x.kind != y.kind:
        return 0.6
    if x.kind != "count":
        return 0.9 if x.noun == y.noun else 0.6 + 0.3 * word_likeness(x.noun, y.noun)
    people = terms().people
    came = outcomes(x, y)
    if came == "apart":
        return 0.0
    if x.noun is None or y.noun is None:
        return 0.9 if came == "same" else 0.45
    base = max(word_likeness(x.noun, y.noun), 0.8 if came == "same" else 0.0)
    return max(base, 0.6) if x.noun in people and y.noun in people else base


def outcomes(x: Amount, y: Amount) -> Literal["same", "apart", ""]:
    """Whether both count people by what became of them (killed, injured, arrested …), and whether that is the same."""
    first, second = _outcomes(x), _outcomes(y)
    if not first or not second or not x.kind == y.kind == "count":
        return ""
    return "same" if first & second else "apart"


def _outcomes(amount: Amount) -> set[str]:
    """What became of those counted: as their noun tells, else the verb, else the words of the clause."""
    families = terms().outcomes
    for words in ({amount.noun}, {amount.verb}, set(amount.about)):
        found = {name for name, family in families.items() if words & family}
        if found:
            return found
    return set()


def overlaps(x: Amount, y: Amount) -> bool:
    """Whether one value can satisfy both, open bounds included."""
    return max(_low(x), _low(y)) <= min(_high(x), _high(y))


def _low(amount: Amount) -> float:
    return -math.inf if amount.form in {"at_most", "less_than"} else amount.low


def _high(amount: Amount) -> float:
    return math.inf if amount.form in {"at_least", "more_than"} else amount.high


def _relation(pair: Pair, x: Amount, y: Amount) -> tuple[Relation, str]:
    """The relation of two disjoint figures, and the reason where they only look like a conflict."""
    if is_ahead(pair.a, x.text) != is_ahead(pair.b, y.text):
        return "forecast", f"but {FORETOLD}"
    if overtaken := later_figure(pair, x, y):
        return "update", overtaken
    if _round(x, y) or _round(y, x):
        return "rounding", "but one is a round figure"
    if _loose(x, pair.a) and _loose(y, pair.b) and _close(x, y):
        return "estimate", "but both are estimates close to each other"
    base = other_base(x, pair.a, y, pair.b)
    scope = f"but one is a share of {base[0]}, the other of {base[1]}" if base else figure_scope(pair, x, y)
    return ("scope", scope) if scope else ("conflict", "for the same thing")


def _loose(amount: Amount, side: Side) -> bool:
    """Whether a figure is told as an estimate: about, a range, or by the words around it."""
    return amount.form in {"about", "range"} or bool(_ESTIMATED.search(side.claim.quote))


def _round(round_one: Amount, other: Amount) -> bool:
    """Whether a count is told in round words ("two hundred") and the other is within a tenth of it."""
    if round_one.kind != "count" or round_one.low < 100 or any(c.isdigit() for c in round_one.text):
        return False
    digits = f"{round_one.low:.0f}".rstrip("0")
    return len(digits) == 1 and abs(round_one.low - other.low) <= 0.1 * round_one.low


def _close(x: Amount, y: Amount) -> bool:
    small, large = sorted((max(abs(x.high), abs(x.low)), max(abs(y.high), abs(y.low))))
    return large > 0 and small / large >= _NEAR


_BECAUSE = {
    "update": "later_figure",
    "rounding": "same_figure",
    "forecast": "foretold",
    "estimate": "estimate_spread",
    "scope": "figure_scope",
}


def _signal(
    pair: Pair,
    amounts: tuple[Amount, Amount],
    relation: Relation,
    fit: Fit,
    rival: float,
    *,
    reason: str = "which can be the same figure",
) -> Signal:
    x, y = amounts
    why = f"{_phrase(x)} ({who(pair.a)}) against {_phrase(y)} ({who(pair.b)}), {reason}."
    evidence = (
        ("noun", fit.noun),
        ("clause_most", fit.clause_most),
        ("clause_least", fit.clause_least),
        ("verb", fit.verb),
        ("telling_noun", min(1.0, pair.a.weights.of(x.noun)) if x.noun and fit.noun > 0.9 else 0.0),
        ("ratio", ratio(x, y)),
        ("figures", like_figures(x, y)),
        ("rival", rival),
        ("exact", float(x.form == y.form == "exact")),
        ("counts", float(x.kind == "count")),
        ("small", float(max(abs(x.low), abs(y.low)) < 4)),
        ("part_of", float(x.part_of != y.part_of)),
        ("times_differ", float(later(pair) is not None)),
        ("outcome", float(outcomes(x, y) == "same")),
    )
    return Signal(
        "number",
        relation,
        round(min(1.0, fit.strength), 4),
        why,
        "different_amount",
        evidence,
        (_phrase(x), _phrase(y)),
        _BECAUSE.get(relation, ""),
    )


def _phrase(amount: Amount) -> str:
    text = " ".join(amount.text.split())
    if not amount.noun or amount.noun in text.lower() or (amount.kind != "count" and " " in text):
        return text
    return f"{text} {amount.noun if amount.high <= 1 else plural(amount.noun)}"


def plural(noun: str) -> str:
    """The English plural of a noun, for display."""
    irregular = {"child": "children", "person": "people", "man": "men", "woman": "women", "people": "people"}
    if noun in irregular or noun.endswith("s"):
        return irregular.get(noun, noun)
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("x", "ch", "sh", "z")) else "s")
