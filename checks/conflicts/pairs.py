"""What a rule sees of two claims, and what it says: a `Signal` with its kind, relation, strength and reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from checks.conflicts.sides import Side
from checks.conflicts.words import coverage, likeness
from warehouse.records import Kind, Level, Relation


@dataclass(frozen=True, slots=True)
class Signal:
    """«Rule `rule` sees `relation` of `kind` with this `strength` (0..1), because `why`.»

    `evidence` is what the rule measured, by name, for the score; `held` what each side holds, in few words, where two
    values are compared; `because` the name of the rule that explains a pair which only looks like a conflict.
    """

    kind: Kind
    relation: Relation
    strength: float
    why: str
    rule: str
    evidence: tuple[tuple[str, float], ...] = ()
    held: tuple[str, str] | None = None
    because: str = ""

    @property
    def decided_by(self) -> str:
        """The rule that a reader is told: the explanation where there is one, else the rule that saw the pair."""
        return self.because or self.rule


@dataclass(frozen=True, slots=True)
class Near:
    """Nearness of a pair in matter (about 0..1), and as a share of either side's nearest neighbour."""

    value: float = 0.0
    least: float = 0.0
    most: float = 0.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims with how alike they are: `alike` in 0..1, the words of each that the other covers, names in common.

    `near` is their nearness in matter, None where no model has read them.
    """

    a: Side
    b: Side
    covered_a: float
    covered_b: float
    alike: float
    alike_in_context: float
    shared_names: frozenset[str]
    near: Near | None = None

    @classmethod
    def of(cls, a: Side, b: Side, near: Near | None = None) -> Pair:
        """Measure two sides."""
        first, second = coverage(a.bag, b.bag)
        return cls(a, b, first, second, (first * second) ** 0.5, likeness(a.wide, b.wide), a.names & b.names, near)

    @property
    def matter(self) -> float:
        """How near the sides are to being about one matter, 0 where no model has read them."""
        return self.near.value if self.near else 0.0

    @property
    def same_article(self) -> bool:
        """Whether both stand in one article version."""
        return (self.a.claim.article_id, self.a.claim.version) == (self.b.claim.article_id, self.b.claim.version)

    @property
    def same_speaker(self) -> bool:
        """Whether one person or body says both."""
        return self.a.claim.speaker is not None and self.a.claim.speaker == self.b.claim.speaker

    @property
    def level(self) -> Level:
        """Who disagrees with whom; the same words given to two speakers are one misattributed."""
        a, b = self.a.claim, self.b.claim
        if self.same_speaker:
            return "self"
        if a.speaker and b.speaker and _quoted_alike(self.a, self.b):
            return "misattribution"
        if self.same_article:
            return "speakers" if a.speaker and b.speaker else "within_article"
        return "outlets" if a.held_by_outlet and b.held_by_outlet else "speakers"


_SAME_WORDS, _FEWEST = 0.85, 6  # share of words in common, and words at least, that make two quotations one
_WORD = re.compile(r"[\w’'-]+")


def spoken_words(side: Side) -> list[str]:
    """The words of a claim, lower-case."""
    return [w.replace("’", "'") for w in _WORD.findall(side.claim.quote.lower())]


def said_alike(a: Side, b: Side) -> float:
    """The share (0..1) of words that two quotations have in common, in their order."""
    first, second = spoken_words(a), spoken_words(b)
    if not set(first) & set(second):
        return 0.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _quoted_alike(a: Side, b: Side) -> bool:
    """Whether both are direct speech with the same words, of speakers whose names share none."""
    if "direct" not in {a.claim.speech} & {b.claim.speech} or min(len(a.bag.words), len(b.bag.words)) < 3:
        return False
    if len(set(a.bag.words) & set(b.bag.words)) * 2 < len(a.bag.words):
        return False
    names = [set(_WORD.findall((s.claim.speaker or "").lower())) for s in (a, b)]
    if names[0] & names[1] or min(len(spoken_words(s)) for s in (a, b)) < _FEWEST:
        return False
    return said_alike(a, b) >= _SAME_WORDS


def who(side: Side) -> str:
    """The holder of a claim, for a sentence: the speaker with the outlet, or the outlet."""
    claim = side.claim
    return f"{claim.speaker}, {claim.outlet}" if claim.speaker and claim.speaker != claim.outlet else claim.outlet


def short(text: str, limit: int = 110) -> str:
    """A quote cut at a word for use inside a sentence."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit].rsplit(" ", 1)[0] + " …"
