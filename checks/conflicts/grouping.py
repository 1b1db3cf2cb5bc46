"""Group conflicting pairs about one matter into a discrepancy: its claims, its positions, how much it matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.conflicts.compare import Judged
from checks.conflicts.sides import Side
from warehouse.records import Kind


@dataclass(frozen=True, slots=True)
class Matter:
    """The conflicts about one matter; `camps` are the sides by position, the first camp holding the earliest claim."""

    kind: Kind
    judged: tuple[Judged, ...]
    camps: tuple[tuple[Side, ...], ...]

    @property
    def best(self) -> Judged:
        """The pair that shows the matter best: the most probable one."""
        return self.judged[0]


Node = tuple[str, str, str]  # kind, claim, and what the claim holds: one claim may hold two figures


def matters(judged: Sequence[Judged]) -> list[Matter]:
    """Conflicts of one kind that share a claim and what it holds are one matter; the most probable pair names it."""
    findings = [j for j in judged if j.signal.relation == "conflict"]
    root: dict[Node, Node] = {}

    def find(node: Node) -> Node:
        while root.setdefault(node, node) != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for item in findings:
        first, second = (find(node) for node in _nodes(item))
        root[max(first, second)] = min(first, second)
    groups: dict[Node, list[Judged]] = defaultdict(list)
    for item in findings:
        groups[find(_nodes(item)[0])].append(item)
    made = [_matter(members) for members in groups.values()]
    return sorted(made, key=lambda m: (-m.best.score, m.best.pair.a.order, m.best.pair.b.order, m.kind))


def _nodes(item: Judged) -> tuple[Node, Node]:
    held = item.signal.held or ("", "")
    kind = item.signal.kind
    return (kind, item.pair.a.claim.claim_id, held[0]), (kind, item.pair.b.claim.claim_id, held[1])


def _matter(members: list[Judged]) -> Matter:
    ranked = sorted(members, key=lambda j: (-j.score, j.pair.a.order, j.pair.b.order))
    return Matter(ranked[0].signal.kind, tuple(ranked), tuple(tuple(c) for c in _camps(ranked)))


def _camps(ranked: Sequence[Judged]) -> Iterator[list[Side]]:
    """Each claim joins the first camp none of whose claims it conflicts with and with which it shares an opponent."""
    against: dict[str, set[str]] = defaultdict(set)
    sides: dict[str, Side] = {}
    for item in ranked:
        one, other = item.pair.a, item.pair.b
        against[one.claim.claim_id].add(other.claim.claim_id)
        against[other.claim.claim_id].add(one.claim.claim_id)
        sides |= {one.claim.claim_id: one, other.claim.claim_id: other}
    camps: list[list[Side]] = []
    for side in sorted(sides.values(), key=lambda s: s.order):
        mine = side.claim.claim_id
        home = next((c for c in camps if all(s.claim.claim_id not in against[mine] for s in c)), None)
        if home is None:
            camps.append([side])
        else:
            home.append(side)
    yield from camps


def weight(matter: Matter) -> float:
    """Consequence in 0..1: probability, how many outlets take part, how many pairs show it."""
    outlets = {s.claim.outlet for camp in matter.camps for s in camp}
    breadth = min(1.0, (len(outlets) - 1) / 3)
    depth = min(1.0, len(matter.judged) / 4)
    level = 1.0 if any(j.pair.level in {"outlets", "speakers"} for j in matter.judged) else 0.7
    return round(level * (0.6 * matter.best.score + 0.25 * breadth + 0.15 * depth), 6)
