"""Shards: the comparison cut into pieces that depend on nothing else, so that each can be done anywhere, and only once.

A story's findings follow from its articles, its claims and the code. Their key is a hash of these: what was found
before under the same key is found again without looking, and without reading the claims. See `stories` for what makes
a story.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from operator import attrgetter
from typing import Any, Protocol

from checks.conflicts import Findings, Model, Recall, embedded, find
from checks.conflicts.judges import nothing
from checks.conflicts.positions import on_question
from checks.conflicts.questions import Question
from checks.conflicts.second import Look
from checks.conflicts.sides import sides_of
from checks.conflicts.stories import Key, Link, Profile, links, profiles, stories
from warehouse.records import Article, Claim, Conflict, Discrepancy, Position

SMALL = 30
"""Articles with claims up to which all of them are compared with each other, as one story."""
ABREAST = 40
"""Articles, compared by the rules alone, that are enough for one piece of work: small stories are done together."""
DEEP_COST = 12
"""How many times as much an article costs that the embedded model looks at (1.37 CPU s against .11, docs/scale.md)."""
DEEP = 60
"""Articles that the embedded model looks at in one run, those of the newest stories; other stories are compared by the
rules, and wait for the model until a later run."""

# What the comparison may look at: all but the bulk of a text, which its hash stands for, and where it came from.
_article: Callable[[Article], Any] = attrgetter(
    *(field.name for field in fields(Article) if field.name not in ("text", "capture_id"))
)
_claim: Callable[[Claim], Any] = attrgetter(*(field.name for field in fields(Claim)))


READ_AT_ONCE = 500
"""Article versions whose claims are read together for their profiles."""


class Told(Protocol):
    """What article versions claim, to be read where it is needed."""

    def digests(self) -> Mapping[Key, str]:
        """For each article version that has claims, what changes when these change."""

    def claims(self, keys: Collection[Key]) -> Mapping[Key, Sequence[Claim]]:
        """The claims of these article versions."""


class Given:
    """Claims that are at hand."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        """Put them by article version, in their order."""
        self._claims: dict[Key, list[Claim]] = {}
        for claim in claims:
            self._claims.setdefault((claim.article_id, claim.version), []).append(claim)

    def digests(self) -> Mapping[Key, str]:
        """See `Told`: a hash of all that they say."""
        return {key: _digest(map(_claim, claims)) for key, claims in self._claims.items()}

    def claims(self, keys: Collection[Key]) -> Mapping[Key, Sequence[Claim]]:
        """See `Told`."""
        return {key: self._claims[key] for key in keys}


@dataclass(frozen=True, slots=True)
class Shard:
    """One story (or all articles of a small home, or those without claims) with the questions put to it.

    `telling` are the article versions that have claims; the claims themselves are read when it is to be compared.
    """

    key: str
    articles: tuple[Article, ...]
    claims: tuple[Claim, ...]
    questions: tuple[Question, ...]
    deep: bool = True
    telling: tuple[Key, ...] = ()

    @property
    def weight(self) -> int:
        """What it costs to compare, in articles that are compared by the rules alone."""
        return len(self.articles) * (DEEP_COST if self.deep and (self.claims or self.telling) else 1)

    @property
    def light(self) -> Shard:
        """The same, to be compared by the rules alone."""
        return replace(self, key=f"{self.key}_light", deep=False)


class Memory(Protocol):
    """What earlier runs left: it may forget anything at any time, and then costs time alone."""

    def profiles(self) -> dict[Key, Profile]:
        """The profiles of article versions, as `stories.profiles` made them."""

    def add_profiles(self, made: Mapping[Key, Profile]) -> None:
        """Remember these, too."""

    def links(self) -> Iterable[Link]:
        """The links between the articles of `profiles`, as `stories.links` found them."""

    def add_links(self, found: Sequence[Link]) -> None:
        """Remember these, too."""

    def recall(self, keys: Sequence[str]) -> dict[str, str]:
        """What `keep` was given under those of the keys that are remembered."""

    def keep(self, made: Mapping[str, str]) -> None:
        """Remember these findings, in `packed` form."""


def shards(
    articles: Sequence[Article],
    claims: Sequence[Claim] | Told,
    questions: Sequence[Question],
    code: str,
    memory: Memory,
) -> list[Shard]:
    """All pieces of the comparison, in an order that depends on the articles' ids alone.

    They have their claims, where these are given; else `find_all` must be told where to read them.
    """
    told = Given(claims) if isinstance(claims, Sequence) else claims
    made = _shards(articles, told, questions, code, memory)
    return _filled(made, told) if isinstance(claims, Sequence) else made


def _shards(
    articles: Sequence[Article], told: Told, questions: Sequence[Question], code: str, memory: Memory
) -> list[Shard]:
    digests = told.digests()

    def shard(given: Iterable[Article], telling: Sequence[Key]) -> Shard:
        some = tuple(given)
        parts = (*map(_article, some), *(digests[key] for key in telling), *questions)
        return Shard(f"st_{_digest((code, *parts))[:32]}", some, (), tuple(questions), telling=tuple(telling))

    if len(digests) <= SMALL:
        return [shard(articles, list(digests))]
    by_key = {(a.article_id, a.version): a for a in articles}
    made = [
        shard((by_key[key] for key in story if key in by_key), story)
        for story in _stories(digests.keys(), told, memory)
    ]
    rest = [a for key, a in sorted(by_key.items()) if key not in digests]
    return [*made, *([shard(rest, ())] if rest and questions else [])]


def _digest(parts: Iterable[Any]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(repr(part).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _stories(keys: Collection[Key], told: Told, memory: Memory) -> list[tuple[Key, ...]]:
    known = {key: profile for key, profile in memory.profiles().items() if key in keys}
    unknown = [key for key in keys if key not in known]
    fresh: dict[Key, Profile] = {}
    for start in range(0, len(unknown), READ_AT_ONCE):
        read = told.claims(unknown[start : start + READ_AT_ONCE])
        fresh |= profiles(claim for said in read.values() for claim in said)
    found = list(links(known | fresh, set(fresh)))
    memory.add_profiles(fresh)
    memory.add_links(found)
    return stories(keys, [*memory.links(), *found])


def _filled(given: Sequence[Shard], told: Told) -> list[Shard]:
    """The same with their claims."""
    read = told.claims([key for shard in given for key in shard.telling])
    return [replace(shard, claims=tuple(c for key in shard.telling for c in read[key])) for shard in given]


def piles(given: Sequence[Shard]) -> list[tuple[Shard, ...]]:
    """The shards in pieces of work that cost as much as `ABREAST` articles or a little more, in order."""
    made: list[list[Shard]] = []
    room = 0
    for shard in given:
        if not made or room <= 0:
            made.append([])
            room = ABREAST
        made[-1].append(shard)
        room -= shard.weight
    return [tuple(pile) for pile in made]


def compare_pile(
    pile: Sequence[Shard], model: Callable[[], Model | None] = embedded, recall: Recall = nothing
) -> list[Findings]:
    """The findings of each shard of a piece of work; pure, as long as the model is; that is loaded when needed."""
    return [_compared(shard, model, recall) for shard in pile]


def _compared(shard: Shard, model: Callable[[], Model | None], recall: Recall) -> Findings:
    if shard.claims and shard.deep:
        return find(shard.articles, shard.claims, shard.questions, model(), recall)
    if shard.claims:
        found = find(shard.articles, shard.claims, shard.questions)
        return replace(found, unasked=found.promising)
    ordered = sorted(shard.articles, key=lambda a: (a.outlet, a.article_id, a.version))
    asked = [on_question(question, ordered, sides_of(ordered, [])) for question in shard.questions]
    return Findings((), (), tuple(position for positions in asked for position in positions), 0, {})


Compute = Callable[[Sequence[tuple[Shard, ...]]], Iterator[list[Findings]]]


def find_all(
    given: Sequence[Shard], memory: Memory, compute: Compute, told: Told | None = None
) -> tuple[Findings, int]:
    """The findings of all shards as one, and how many shards had to be looked at.

    `told` has the claims of shards that come without; `compute` does `compare_pile` for each of the piles, in order,
    wherever it likes.
    """
    keys = [key for shard in given for key in (shard.key, shard.light.key)]
    remembered = {key: unpacked(text) for key, text in memory.recall(keys).items()}
    chosen = _chosen([shard for shard in given if shard.key not in remembered])
    given = [shard if shard.key in remembered or shard.key in chosen else shard.light for shard in given]
    missing = [shard for shard in given if shard.key not in remembered]
    work = piles(missing if told is None else _filled(missing, told))
    for pile, made in zip(work, compute(work), strict=True):
        fresh = {shard.key: findings for shard, findings in zip(pile, made, strict=True)}
        memory.keep({key: packed(findings) for key, findings in fresh.items() if not findings.look.unanswered})
        remembered |= fresh
    return joined([remembered[shard.key] for shard in given]), len(missing)


def _chosen(missing: Sequence[Shard]) -> set[str]:
    """The keys of those that the model looks at in this run: the newest stories, at least one."""
    chosen: set[str] = set()
    room = DEEP
    for shard in sorted(missing, key=lambda s: (max((str(a.published_at) for a in s.articles), default=""), s.key))[
        ::-1
    ]:
        if chosen and len(shard.articles) > room:
            break
        chosen.add(shard.key)
        room -= len(shard.articles)
    return chosen


def joined(parts: Sequence[Findings]) -> Findings:
    """Several findings as one, the weightiest discrepancies first."""
    if len(parts) == 1:
        return parts[0]
    by_rule: Counter[str] = Counter()
    for part in parts:
        by_rule.update(part.pairs_by_rule)
    return Findings(
        tuple(conflict for part in parts for conflict in part.conflicts),
        tuple(sorted((d for part in parts for d in part.discrepancies), key=lambda d: (-d.weight, d.discrepancy_id))),
        tuple(position for part in parts for position in part.positions),
        sum(part.pairs_compared for part in parts),
        dict(sorted(by_rule.items())),
        opinions={key: opinion for part in parts for key, opinion in part.opinions.items()},
        unasked=sum(part.unasked for part in parts),
        promising=sum(part.promising for part in parts),
        look=sum((part.look for part in parts), Look()),
    )


def packed(findings: Findings) -> str:
    """The findings as JSON, but for the opinions, which are only of use to the run that asked for them."""
    rows = [[astuple(record) for record in getattr(findings, name)] for name in _PARTS]
    counted = [findings.pairs_compared, findings.pairs_by_rule, findings.unasked, findings.promising]
    return json.dumps([*rows, *counted], ensure_ascii=False)


def unpacked(text: str) -> Findings:
    """What `packed` wrote."""
    conflicts, discrepancies, positions, pairs, by_rule, unasked, promising = json.loads(text)
    return Findings(
        tuple(Conflict(*row) for row in conflicts),
        tuple(Discrepancy(*row) for row in discrepancies),
        tuple(Position(*row) for row in positions),
        pairs,
        by_rule,
        unasked=unasked,
        promising=promising,
    )


_PARTS = ("conflicts", "discrepancies", "positions")
