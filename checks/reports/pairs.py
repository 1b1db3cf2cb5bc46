"""Pairs of passages: each conflict (and each pair that only looks like one) with both quotes and its human verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from checks.reports.data import ReportInput
from checks.reports.differences import differing
from checks.reports.judged import Ledger
from checks.reports.passages import passage
from warehouse.ids import passage_key
from warehouse.records import Article, Conflict

LEVELS = ("outlets", "misattribution", "speakers", "self", "within_article")
"""Between whom a conflict stands, the weightiest first."""


def pairs(given: ReportInput) -> list[dict[str, Any]]:
    """Every conflict record as a pair, in the order of its id."""
    articles = {article.article_id: article for article in given.articles}
    ledger = Ledger(given.verdicts, given.carried, given.articles)
    found = [
        _pair(conflict, given, articles, ledger)
        for conflict in sorted(given.conflicts, key=lambda conflict: conflict.conflict_id)
    ]
    _tell_left_open(found, given.first_seen, ledger)
    return found


def _tell_left_open(found: Iterable[dict[str, Any]], first_seen: Mapping[str, datetime], ledger: Ledger) -> None:
    """Which pairs a person saw and did not judge when others of the same discrepancy were judged."""
    since: dict[str, datetime] = {}
    for pair in found:
        given_at = ledger.moment_of(pair["passage_key"], pair["kind"]) if pair["verdict"] else None
        if given_at:
            since[pair["discrepancy_id"]] = min(given_at, since.get(pair["discrepancy_id"], given_at))
    for pair in found:
        seen, judged = first_seen.get(pair["conflict_id"]), since.get(pair["discrepancy_id"])
        pair["left_open"] = bool(pair["verdict"] is None and seen and judged and seen <= judged)


def _pair(
    conflict: Conflict,
    given: ReportInput,
    articles: Mapping[str, Article],
    ledger: Ledger,
) -> dict[str, Any]:
    a, b = given.claims.get(conflict.claim_a), given.claims.get(conflict.claim_b)
    pair: dict[str, Any] = {
        "conflict_id": conflict.conflict_id,
        "discrepancy_id": conflict.discrepancy_id,
        "kind": conflict.kind,
        "relation": conflict.relation,
        "level": conflict.level,
        "score": round(conflict.score, 4),
        "rule": conflict.rule,
        "why": conflict.why,
        "status": given.statuses.get(conflict.conflict_id, "new"),
        "passage_key": None,
        "verdict": None,
        "stale_verdict": None,
        "passages": [],
        "missing_claims": [key for key in (conflict.claim_a, conflict.claim_b) if key not in given.claims],
        "days_apart": None,
        "left_open": False,
    }
    if a is None or b is None:
        return pair
    spans = differing(conflict.kind, a.quote, b.quote)
    key = passage_key(a.article_id, a.quote, b.article_id, b.quote)
    pair["passages"] = [
        passage(a, articles.get(a.article_id), spans[0]),
        passage(b, articles.get(b.article_id), spans[1]),
    ]
    pair["passage_key"] = key
    pair["verdict"] = ledger.of(key, conflict.kind)
    if pair["verdict"] is None:
        pair["stale_verdict"] = ledger.stale_for(conflict.kind, (a.article_id, a.quote), (b.article_id, b.quote))
    pair["days_apart"] = _days_apart(articles.get(a.article_id), articles.get(b.article_id))
    return pair


def published(article: Article | None) -> date | None:
    """The day of publication as the outlet wrote it, or that of the moment in UTC; None when neither is known."""
    if article is None:
        return None
    return article.published_on or (article.published_at.date() if article.published_at else None)


def _days_apart(a: Article | None, b: Article | None) -> int | None:
    first, second = published(a), published(b)
    return (second - first).days if first and second else None


def dismissed(pair: Mapping[str, Any]) -> bool:
    """Whether a person has judged the pair to be no conflict."""
    return bool(pair["verdict"]) and pair["verdict"]["verdict"] != "confirmed"


def strongest_first(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The pairs of one discrepancy, the best witness first.

    Live before dismissed and resolved, whole before broken, then by score and level; among these, pairs that show a
    claim not yet shown go before pairs that only repeat.
    """
    ranked = sorted(
        found,
        key=lambda pair: (
            dismissed(pair),
            pair["status"] == "resolved",
            not all(side["in_place"] for side in pair["passages"]) or not pair["passages"],
            -pair["score"],
            LEVELS.index(pair["level"]),
            pair["conflict_id"],
        ),
    )
    shown: set[str] = set()
    fresh: list[dict[str, Any]] = []
    repeats: list[dict[str, Any]] = []
    for pair in ranked:
        claims = {side["claim_id"] for side in pair["passages"]}
        (repeats if pair["passages"] and claims <= shown else fresh).append(pair)
        shown |= claims
    return fresh + repeats
