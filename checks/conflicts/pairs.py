"""What a rule sees of two claims, and what it says: a `Signal` with its kind, relation, strength and reason."""

from __future__ import annotations

from dataclasses import dataclass

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
class Pair:
    """Two claims with how alike they are: `alike` in 0..1, the words of each that the other covers, names in common."""

    a: Side
    b: Side
    covered_a: float
    covered_b: float
    alike: float
    alike_in_context: float
    shared_names: frozenset[str]

    @classmethod
    def of(cls, a: Side, b: Side) -> Pair:
        """Measure two sides."""
        first, second = coverage(a.bag, b.bag)
        return cls(a, b, first, second, (first * second) ** 0.5, likeness(a.wide, b.wide), a.names & b.names)

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
        """Who disagrees with whom."""
        a, b = self.a.claim, self.b.claim
        if self.same_speaker:
            return "self"
        if self.same_article:
            return "speakers" if a.speaker and b.speaker else "within_article"
        return "outlets" if a.held_by_outlet and b.held_by_outlet else "speakers"


def who(side: Side) -> str:
    """The holder of a claim, for a sentence: the speaker with the outlet, or the outlet."""
    claim = side.claim
    return f"{claim.speaker}, {claim.outlet}" if claim.speaker and claim.speaker != claim.outlet else claim.outlet


def short(text: str, limit: int = 110) -> str:
    """A quote cut at a word for use inside a sentence."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit].rsplit(" ", 1)[0] + " …"
