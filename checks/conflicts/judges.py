"""What judges pairs of texts: the embedded cross-encoder, or another that the user names; and what a judge is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from checks.conflicts.cross_encoder import CrossEncoder
from checks.conflicts.encoder import Encoder
from warehouse.ids import sha256_text
from warehouse.records import Opinion

if TYPE_CHECKING:
    from checks.conflicts.second import Second


class Asked(NamedTuple):
    """A pair put before a judge: its key and the two texts."""

    key: str
    one: str
    other: str


Recall = Callable[[Sequence[str]], Mapping[str, Opinion]]
"""What is remembered of the pairs with these keys; keys never asked about are left out."""


class Judge(Protocol):
    """Gives opinions on pairs; `digest` tells it from every other judge, since opinions are remembered under it."""

    @property
    def name(self) -> str:
        """What the reader of a finding is told of who says so."""

    @property
    def digest(self) -> str:
        """A hash of all that its opinions depend on."""

    def judge(self, pairs: Sequence[Asked]) -> list[Opinion]:
        """One opinion a pair, in the order given; the same pair gets the same opinion whatever stands beside it."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """The embedded cross-encoder as a judge."""

    model: CrossEncoder

    @property
    def name(self) -> str:
        """The model of the house."""
        return "embedded model"

    @property
    def digest(self) -> str:
        """The hash of the model files."""
        return self.model.digest

    def judge(self, pairs: Sequence[Asked]) -> list[Opinion]:
        """One opinion a pair."""
        found = self.model.judge([(p.one, p.other) for p in pairs])
        return [Opinion(p.key, self.digest, *f) for p, f in zip(pairs, found, strict=True)]


@dataclass(frozen=True, slots=True)
class Model:
    """Who reads the texts (to find what is about one matter) and who judges pairs, if anybody; `second` looks again.

    The embedded model always reads: what is about one matter is found by it.
    """

    reader: Encoder
    judge: Judge | None = None
    second: Second | None = None

    def name_of(self, opinion: Opinion | None) -> str:
        """Who has this opinion."""
        if self.judge is not None and (opinion is None or opinion.model == self.judge.digest):
            return self.judge.name
        return self.second.name if self.second is not None else "embedded model"


@cache
def embedded() -> Model:
    """The model shipped with the package, loaded once; raises ModelDamaged when its files are not what was shipped."""
    return Model(Encoder(), Embedded(CrossEncoder()))


def pair_key(digest: str, one: str, other: str) -> str:
    """The key of a pair of texts for the judge with this digest."""
    return sha256_text(f"{digest}\n{one}\n{other}")


def nothing(_keys: Sequence[str]) -> Mapping[str, Opinion]:
    """Remembers nothing."""
    return {}
