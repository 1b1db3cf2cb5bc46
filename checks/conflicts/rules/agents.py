"""Rules `different_agent` (the same deed, done or ordered by somebody else) and `same_words_other_speaker`."""

from __future__ import annotations

from collections.abc import Iterator

from checks.conflicts.pairs import Pair, Signal, said_alike, short, who
from checks.conflicts.rules.roles import Deed, apart, as_written, deed_of, negated
from checks.conflicts.sides import terms
from checks.conflicts.words import Weights, coverage, word_likeness

_PLAIN = Weights()
_ENOUGH = 0.3
_LIKE_VERB = 0.5  # likeness of verbs under which two deeds have nothing to do with each other
_SAME_VERB, _SAME_THING = 0.65, 0.6  # likeness of verb and thing from which two deeds are surely one


def different_agent(pair: Pair) -> Iterator[Signal]:
    """The best aligned deeds whose doers share no word; sure when both doers are named and verb and thing agree."""
    best: tuple[float, float, Deed, Deed] | None = None
    for x in pair.a.reading.frames:
        for y in pair.b.reading.frames:
            if negated(x, y) or word_likeness(x.verb, y.verb) < _LIKE_VERB:
                continue
            one, other = deed_of(x, pair.a), deed_of(y, pair.b)
            fit, sure = _same_deed(one, other, pair)
            told = fit >= _ENOUGH and one.doer and other.doer and apart(one.doer, other.doer)
            if told and (best is None or (sure, fit) > best[:2]):
                best = (sure, fit, one, other)
    if best is None:
        return
    sure, fit, one, other = best
    first, second = (as_written(d.doer, s) for d, s in ((one, pair.a), (other, pair.b)))
    why = f"{who(pair.a)} names {short(first, 60)}, {who(pair.b)} names {short(second, 60)} for the same deed."
    evidence = (("sure", sure), ("named", float(one.named and other.named)))
    yield Signal(
        "attribution",
        "conflict",
        round(min(1.0, fit), 4),
        why,
        "different_agent",
        evidence,
        (first, second) if sure else None,
    )


def _same_deed(x: Deed, y: Deed, pair: Pair) -> tuple[float, float]:
    """How alike two deeds are (0..1), and 1.0 when they are surely one."""
    verb = word_likeness(x.verb, y.verb)
    authored = {x.verb, y.verb} & terms().authorship
    things = min(coverage(_PLAIN.bag(x.thing), _PLAIN.bag(y.thing))) if x.thing and y.thing else 0.0
    fit = (1.0 if authored else 0.8) * (0.35 * verb + 0.4 * things + 0.25 * max(pair.alike, pair.alike_in_context))
    sure = authored and verb >= _SAME_VERB and things >= _SAME_THING and x.named and y.named and not pair.same_speaker
    return fit, float(bool(sure))


def same_words_other_speaker(pair: Pair) -> Iterator[Signal]:
    """The same quoted words, given to two people."""
    a, b = pair.a.claim, pair.b.claim
    if pair.level != "misattribution":
        return
    why = f"{a.outlet} gives these words to {a.speaker}, {b.outlet} to {b.speaker}: «{short(a.quote)}»."
    alike = round(said_alike(pair.a, pair.b), 4)
    yield Signal(
        "attribution",
        "conflict",
        alike,
        why,
        "same_words_other_speaker",
        (("sure", 1.0),),
        (a.speaker or "", b.speaker or ""),
    )
