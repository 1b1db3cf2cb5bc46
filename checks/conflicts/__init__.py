"""What disagrees, and what only looks like it: claims in, typed pairs, discrepancies and positions out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checks.conflicts.compare import Judged, compare
from checks.conflicts.events import Events, key_of
from checks.conflicts.grouping import Matter, matters, origins, severity, weight
from checks.conflicts.positions import on_matter, on_question
from checks.conflicts.questions import Question, QuestionError, load
from checks.conflicts.sides import Side, sides_of
from checks.conflicts.wording import question_of
from warehouse.ids import pair_id, set_id
from warehouse.records import Article, Claim, Conflict, Discrepancy, Position

__all__ = ["Findings", "Question", "QuestionError", "find", "load"]


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything the comparison found; `pairs_by_rule` counts candidate pairs per blocking rule before comparing."""

    conflicts: tuple[Conflict, ...]
    discrepancies: tuple[Discrepancy, ...]
    positions: tuple[Position, ...]
    pairs_compared: int
    pairs_by_rule: dict[str, int]


def find(articles: Sequence[Article], claims: Sequence[Claim], questions: Sequence[Question] = ()) -> Findings:
    """Compare all claims and answer the standing questions; equal input gives equal findings in equal order."""
    ordered = sorted(articles, key=lambda a: (a.outlet, a.article_id, a.version))
    sides = sides_of(ordered, claims)
    judged, drawn = compare(sides)
    conflicts: list[Conflict] = []
    discrepancies: list[Discrepancy] = []
    positions: list[Position] = []
    events = Events(sides)
    keys = sorted({key_of(s) for s in sides})
    for matter in matters(judged):
        discrepancy = _discrepancy(matter)
        discrepancies.append(discrepancy)
        conflicts += [_conflict(item, discrepancy.discrepancy_id) for item in matter.judged]
        taking_part = {key_of(s) for camp in matter.camps for s in camp}
        involved = {k for k in keys if any(events.together(k, t) for t in taking_part)}
        positions += on_matter(matter, discrepancy.discrepancy_id, discrepancy.question, ordered, involved)
    conflicts += [_conflict(item, _alone(item)) for item in judged if item.signal.relation != "conflict"]
    for question in questions:
        positions += on_question(question, ordered, sides)
    return Findings(tuple(conflicts), tuple(discrepancies), tuple(positions), len(drawn.pairs), drawn.by_rule)


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
