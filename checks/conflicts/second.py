"""A second judge, dearer than the model: asked only about pairs that the model finds possible, and remembered.

Where it gives no reply, the model's opinion stands, and the pair is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from checks.conflicts.judges import Recall, pair_key
from warehouse.records import Opinion

FLOOR = 0.2
"""The model's probability of a contradiction from which a pair is put before the second judge."""
PER_RUN = 200
"""New pairs that it is asked about in one run; what is beyond waits for the next one and is counted."""


class Told(NamedTuple):
    """A pair of texts as told to the second judge, and the key under which its reply is remembered."""

    key: str
    one: str
    other: str


class Replies(NamedTuple):
    """Opinions by key; a pair without a reply is left out, and `trouble` says why, with the remedy."""

    opinions: Mapping[str, Opinion]
    trouble: str | None = None


class Second(Protocol):
    """A judge that may fail to reply; `name` is told to the reader of a finding that is its own."""

    @property
    def name(self) -> str:
        """Such as `judge mistral-small`."""

    @property
    def digest(self) -> str:
        """A hash of all that we know of what its replies depend on."""

    def ask(self, pairs: Sequence[Told]) -> Replies:
        """What it says of these pairs."""


@dataclass(frozen=True, slots=True)
class Look:
    """How far the second judge looked: pairs newly asked, those of them without a reply, and those beyond its budget.

    `opinions` are all of its that were used, new and remembered, by key.
    """

    opinions: Mapping[str, Opinion] = field(default_factory=dict)
    asked: int = 0
    unanswered: int = 0
    beyond: int = 0
    trouble: str | None = None

    def __add__(self, other: Look) -> Look:
        """Both together."""
        return Look(
            {**self.opinions, **other.opinions},
            self.asked + other.asked,
            self.unanswered + other.unanswered,
            self.beyond + other.beyond,
            self.trouble or other.trouble,
        )

    @property
    def note(self) -> str | None:
        """One line for whoever started the run; None when there is nothing to tell."""
        if not (self.asked or self.beyond):
            return None
        lost = f", {self.unanswered} without a reply (they keep the model's opinion)" if self.unanswered else ""
        waiting = f", {self.beyond} more wait for the next run" if self.beyond else ""
        return f"{self.asked} pairs asked{lost}{waiting}{f': {self.trouble}' if self.trouble else ''}"


def look_again(
    second: Second | None,
    texts: Sequence[tuple[str, str]],
    first: Sequence[Opinion | None],
    recall: Recall,
    budget: int,
) -> tuple[list[Opinion | None], Look]:
    """The opinions that stand for these pairs, in their order, after the second judge looked at the possible ones.

    The likeliest contradictions come first, and those before others in the order given where no model has an opinion;
    `budget` bounds the new pairs it is asked.
    """
    if second is None:
        return list(first), Look()
    keys = [pair_key(second.digest, *pair) for pair in texts]
    possible = [n for n, opinion in enumerate(first) if opinion is None or opinion.contradiction >= FLOOR]
    known = dict(recall([keys[n] for n in possible]))
    ranked = sorted(possible, key=lambda n: (-_contradiction(first[n]), n))
    new = list({keys[n]: Told(keys[n], *texts[n]) for n in ranked if keys[n] not in known}.values())
    asked = new[: max(0, budget)]
    replies = second.ask(asked) if asked else Replies({})
    known |= replies.opinions
    stands = {n: known[keys[n]] for n in possible if keys[n] in known}
    unanswered = sum(pair.key not in replies.opinions for pair in asked)
    look = Look(known, len(asked), unanswered, len(new) - len(asked), replies.trouble)
    return [stands.get(n, opinion) for n, opinion in enumerate(first)], look


def _contradiction(opinion: Opinion | None) -> float:
    return opinion.contradiction if opinion else 0.0
