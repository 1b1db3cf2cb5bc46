"""Findings: each discrepancy with its positions and its pairs, in the order in which a reviewer should read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from checks.reports.data import ReportInput
from checks.reports.judged import expected
from checks.reports.links import link
from checks.reports.pairs import dismissed, strongest_first
from warehouse.records import Claim, Discrepancy, Position

GROUPS = ("fresh", "known", "settled")
"""Where a finding stands in the report: news since the last run, seen before, dismissed by a person or resolved."""

_SEVERITIES = ("high", "medium", "low")
_STATES = ("states", "contradicts", "silent", "unreadable")


def findings(
    given: ReportInput, pairs: Iterable[dict[str, Any]], learned: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The discrepancies that rest on at least one conflict; new, changed and reopened ones first.

    Then by weight times the share of their kind that is expected to be right, as verdicts have shown (`learned`).
    """
    by_discrepancy: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for pair in pairs:
        if pair["relation"] == "conflict":
            by_discrepancy[pair["discrepancy_id"]].append(pair)
    positions: defaultdict[str, list[Position]] = defaultdict(list)
    for position in given.positions:
        positions[position.question_id].append(position)
    found = [
        _finding(discrepancy, by_discrepancy[discrepancy.discrepancy_id], positions, given.claims)
        for discrepancy in given.discrepancies
        if discrepancy.discrepancy_id in by_discrepancy
    ]
    for finding in found:
        known = learned.get(finding["kind"])
        finding["expected"] = known["expected"] if known else expected(0, 0)
    return sorted(found, key=_consequence)


def _finding(
    discrepancy: Discrepancy,
    conflicts: list[dict[str, Any]],
    positions: Mapping[str, list[Position]],
    claims: Mapping[str, Claim],
) -> dict[str, Any]:
    ordered = strongest_first(conflicts)
    status = _status([pair["status"] for pair in ordered])
    settled = status == "resolved" or _is_settled(ordered)
    stale = next((pair["stale_verdict"] for pair in ordered if pair["stale_verdict"]), None)
    sides = [side for pair in ordered for side in pair["passages"]]
    return {
        "discrepancy_id": discrepancy.discrepancy_id,
        "question": discrepancy.question,
        "kind": discrepancy.kind,
        "severity": discrepancy.severity,
        "weight": round(discrepancy.weight, 4),
        "status": status,
        "verdict": _verdict(ordered),
        "stale_verdict": stale,
        "group": "settled" if settled else "known" if status == "persisting" and not stale else "fresh",
        "position_count": discrepancy.positions,
        "origin_count": discrepancy.origins,
        "outlets": sorted({side["outlet"] for side in sides}),
        "speakers": sorted({side["speaker"] for side in sides if side["speaker"]}),
        "positions": grouped(positions.get(discrepancy.discrepancy_id, []), claims),
        "conflicts": ordered,
        "sql": reproduce(discrepancy.discrepancy_id),
    }


def _is_settled(pairs: Sequence[Mapping[str, Any]]) -> bool:
    """Whether every pair is dismissed, or came later and puts together only passages dismissed in this same matter."""
    out = [pair for pair in pairs if dismissed(pair)]
    seen = {(side["article_id"], side["quote"]) for pair in out for side in pair["passages"]}
    return bool(out) and all(
        dismissed(pair)
        or (
            pair["verdict"] is None
            and not pair["left_open"]
            and bool(pair["passages"])
            and all((side["article_id"], side["quote"]) in seen for side in pair["passages"])
        )
        for pair in pairs
    )


def _status(statuses: Sequence[str]) -> str:
    """One word for many pairs: what they agree on; reopened if any is; resolved ones apart, otherwise changed."""
    if "reopened" in statuses:
        return "reopened"
    live = {status for status in statuses if status != "resolved"}
    if len(live) == 1 and len(set(statuses)) == 1:
        return live.pop()
    return "changed" if live else "resolved"


def _verdict(pairs: Sequence[Mapping[str, Any]]) -> str | None:
    """The verdict that all pairs share; "confirmed" if any is; "partly judged" if only some are; None if none is."""
    words = [pair["verdict"]["verdict"] if pair["verdict"] else None for pair in pairs]
    if "confirmed" in words:
        return "confirmed"
    if None not in words:
        return words[0] if len(set(words)) == 1 else "not_a_conflict"
    return "partly_judged" if any(words) else None


def _consequence(finding: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        GROUPS.index(finding["group"]),
        -finding["weight"] * finding["expected"],
        -finding["weight"],
        _SEVERITIES.index(finding["severity"]),
        finding["question"],
        finding["discrepancy_id"],
    )


def position_order(position: Position) -> tuple[tuple[bool, str], ...]:
    """A total order: two positions with the same key are the same in every field."""
    names = ("question_id", "outlet", "article_id", "claim_id", "state", "position", "quote", "question")
    fields = [getattr(position, name) for name in names]
    return tuple((field is not None, field or "") for field in fields)


def grouped(positions: Iterable[Position], claims: Mapping[str, Claim]) -> list[dict[str, Any]]:
    """Positions by what is held, the most held first: who holds it, in whose words; the silent and unreadable last."""
    holders: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for position in sorted(set(positions), key=position_order):
        holders[position.state, position.position or ""].append(_holder(position, claims))
    ranked = sorted(
        holders.items(),
        key=lambda item: (_STATES.index(item[0][0]), -len({who["outlet"] for who in item[1]}), item[0][1]),
    )
    return [{"state": state, "position": label or None, "held_by": who} for (state, label), who in ranked]


def _holder(position: Position, claims: Mapping[str, Claim]) -> dict[str, Any]:
    claim = claims.get(position.claim_id) if position.claim_id else None
    return {
        "outlet": position.outlet,
        "article_id": position.article_id,
        "speaker": claim.speaker if claim else None,
        "speech": claim.speech if claim else None,
        "claim_id": position.claim_id,
        "quote": position.quote,
        "link": link(claim.url, position.quote) if claim else None,
    }


def reproduce(discrepancy_id: str) -> str:
    """The query on the published snapshot that gives the conflicts of this discrepancy."""
    literal = discrepancy_id.replace("'", "''")
    return f"SELECT * FROM conflicts WHERE discrepancy_id = '{literal}' AND relation = 'conflict' ORDER BY score DESC"
