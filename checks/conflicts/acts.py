"""Acts of speech that somebody may withhold: a condemnation, an apology, praise, a defence."""

from __future__ import annotations

from checks.claims.lexicon import lexicon


def withheld_acts(words: set[str]) -> list[int]:
    """The numbers of the families of acts that one of the lemmas belongs to."""
    return [n for n, family in enumerate(lexicon().withheld) if family & words]


def stems(cue: str | None) -> set[str]:
    """The likely lemmas of a cue as written ("condemned": condemn, condemne, condemned)."""
    word = (cue or "").lower().split(" ")[0]
    return {word, word.removesuffix("d"), word.removesuffix("ed"), word.removesuffix("ing"), word.removesuffix("s")}
