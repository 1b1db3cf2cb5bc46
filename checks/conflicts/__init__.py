"""What disagrees, and what only looks like it: claims in, typed pairs, discrepancies and positions out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checks.conflicts.compare import Compared, Judged, compare
from checks.conflicts.encoder import ModelDamaged
from checks.conflicts.events import Events, Key
from checks.conflicts.foreign import Foreign, ForeignModelError, located
from checks.conflicts.grouping import Matter, matters, origins, severity, weight
from checks.conflicts.judges import Model, Recall, embedded, nothing
from checks.conflicts.positions import on_matter, on_question
from checks.conflicts.questions import Question, QuestionError, load
from checks.conflicts.second import PER_RUN, Look, Replies, Told
from checks.conflicts.sides import Side, read, sides_of
from checks.conflicts.wording import question_of
from warehouse.ids import pair_id, set_id
from warehouse.records import Article, Claim, Conflict, Discrepancy, Opinion, Position

__all__ = [
    "Findings",
    "Foreign",
    "ForeignModelError",
    "Model",
    "ModelDamaged",
    "Question",
    "QuestionError",
    "Recall",
    "Replies",
    "Told",
    "embedded",
    "find",
    "load",
    "located",
]

BUDGET = 20_000
"""New pairs that the model looks at at most in one comparison; what is beyond is counted in `unasked`."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything the comparison found; `pairs_by_rule` counts candidate pairs per blocking rule before comparing.

    `opinions` are the model's, by the content of the pair; `promising` counts the pairs on the shortlists, `unasked`
    those that the model should have been asked about and was not; `look` is how far a second judge looked.
    """

    conflicts: tuple[Conflict, ...]
    discrepancies: tuple[Discrepancy, ...]
    positions: tuple[Position, ...]
    pairs_compared: int
    pairs_by_rule: dict[str, int]
    opinions: Mapping[str, Opinion] = field(default_factory=dict)
    unasked: int = 0
    promising: int = 0
    look: Look = field(default_factory=Look)


@dataclass(slots=True)
class _Found:
    """What has been found so far, event by event."""

    conflicts: list[Conflict] = field(default_factory=list)
    discrepancies: list[Discrepancy] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    pairs: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)
    opinions: dict[str, Opinion] = field(default_factory=dict)
    asked: int = 0
    unasked: int = 0
    promising: int = 0
    look: Look = field(default_factory=Look)


def find(
    articles: Sequence[Article],
    claims: Sequence[Claim],
    questions: Sequence[Question] = (),
    model: Model | None = None,
    recall: Recall = nothing,
) -> Findings:
    """Compare all claims and answer the standing questions; equal input gives equal findings in equal order.

    `model` is the cross-encoder to ask (see `embedded`); without one the rules alone decide. `recall` tells what
    it said in earlier runs.
    """
    ordered = sorted(articles, key=lambda a: (a.outlet, a.article_id, a.version))
    told = read(claims)
    events = Events(told)
    found = _Found()
    by_article: dict[Key, list[int]] = {}
    for number, (claim, _) in enumerate(told):
        by_article.setdefault((claim.article_id, claim.version), []).append(number)
    for group in events.groups():
        sides = sides_of(ordered, [told[n] for key in group for n in by_article[key]])
        compared = compare(sides, events, model, recall, (BUDGET - found.asked, PER_RUN - found.look.asked))
        _add(found, compared, ordered, set(group), events)
    for question in questions:
        found.positions += on_question(question, ordered, sides_of(ordered, told))
    return Findings(
        conflicts=tuple(found.conflicts),
        discrepancies=tuple(found.discrepancies),
        positions=tuple(found.positions),
        pairs_compared=found.pairs,
        pairs_by_rule=dict(sorted(found.by_rule.items())),
        opinions=found.opinions,
        unasked=found.unasked,
        promising=found.promising,
        look=found.look,
    )


def _add(found: _Found, compared: Compared, articles: Sequence[Article], group: set[Key], events: Events) -> None:
    """Add what came of comparing one event."""
    for matter in matters(compared.judged):
        discrepancy = _discrepancy(matter)
        found.discrepancies.append(discrepancy)
        found.conflicts += [_conflict(item, discrepancy.discrepancy_id) for item in matter.judged]
        taking_part = {(s.claim.article_id, s.claim.version) for camp in matter.camps for s in camp}
        involved = {k for k in group if any(events.together(k, t) for t in taking_part)}
        found.positions += on_matter(matter, discrepancy.discrepancy_id, discrepancy.question, articles, involved)
    found.conflicts += [_conflict(j, _alone(j)) for j in compared.judged if j.signal.relation != "conflict"]
    found.pairs += len(compared.drawn.pairs)
    found.by_rule.update(compared.drawn.by_rule)
    found.opinions |= compared.opinions
    found.asked += compared.asked
    found.unasked += compared.unasked
    found.promising += compared.promising
    found.look += compared.look


def _conflict(item: Judged, discrepancy_id: str) -> Conflict:
    a, b = item.pair.a.claim, item.pair.b.claim
    return Conflict(
        conflict_id=pair_id(item.signal.kind, a.claim_id, b.claim_id),
        discrepancy_id=discrepancy_id,
        kind=item.signal.kind,
        relation=item.signal.relation,
        level=item.pair.level,
        score=item.score,
        claim_a=a.claim_id,
        claim_b=b.claim_id,
        why=item.signal.why,
        rule=item.signal.decided_by,
        model=item.model,
    )


def _alone(item: Judged) -> str:
    return set_id("dp", (item.pair.a.claim.claim_id, item.pair.b.claim.claim_id))


def _discrepancy(matter: Matter) -> Discrepancy:
    sides: list[Side] = [s for camp in matter.camps for s in camp]
    consequence = weight(matter)
    return Discrepancy(
        discrepancy_id=set_id("dp", (matter.kind, *(s.claim.claim_id for s in sides))),
        question=question_of(matter),
        kind=matter.kind,
        severity=severity(consequence),
        weight=consequence,
        positions=len(matter.camps),
        outlets=len({s.claim.outlet for s in sides}),
        origins=origins(matter),
    )
