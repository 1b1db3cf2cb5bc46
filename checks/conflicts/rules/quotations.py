"""Rule `other_words`: one speaker is quoted on one occasion with different words."""

from __future__ import annotations

from collections.abc import Iterator

from checks.claims.lexicon import lexicon
from checks.conflicts.pairs import Pair, Signal, said_alike, short, spoken_words

_ALIKE, _SAME = 0.6, 0.999  # share of words in common that makes two quotations one utterance
_LEAST = 5  # words of a quotation, under which likeness is chance


def other_words(pair: Pair) -> Iterator[Signal]:
    """Direct speech of one speaker that is nearly the same and differs in a word that tells something."""
    a, b = pair.a.claim, pair.b.claim
    if not pair.same_speaker or pair.same_article or a.speech not in _DIRECT or b.speech not in _DIRECT:
        return
    first, second = spoken_words(pair.a), spoken_words(pair.b)
    if min(len(first), len(second)) < _LEAST or first == second:
        return
    alike = said_alike(pair.a, pair.b)
    one, other = (_telling(p, q) for p, q in ((first, second), (second, first)))
    if not _ALIKE <= alike < _SAME or not one or not other:
        return
    why = f"{a.outlet} quotes {a.speaker} with «{short(a.quote)}», {b.outlet} with «{short(b.quote)}»."
    yield Signal(
        "wording",
        "conflict",
        round(alike, 4),
        why,
        "other_words",
        (("sure", 1.0),),
        (short(a.quote, 80), short(b.quote, 80)),
    )


_DIRECT = frozenset({"direct", "mixed"})


def _telling(own: list[str], other: list[str]) -> list[str]:
    """The words of one quotation that the other lacks, without the little words of the language."""
    return [w for w in own if w not in other and len(w) > 3 and w not in lexicon().light]
