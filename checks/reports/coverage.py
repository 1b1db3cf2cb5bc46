"""Coverage: what was looked at, what could not be looked at and why, and whether the run can be trusted at all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from checks.reports.data import ReportInput
from checks.reports.links import address, link, without_folders
from checks.reports.pairs import published
from warehouse.records import Article, Capture, QualityResult

READ = ("ok", "truncated")
"""The statuses of an article whose text was compared, whole or in part."""


def articles(given: ReportInput) -> dict[str, dict[str, Any]]:
    """What the page says of each article, by article id: who published it, when, where, and which bytes were read."""
    return {
        article.article_id: _article(article, given.captures.get(article.capture_id))
        for article in sorted(given.articles, key=lambda article: article.article_id)
    }


def _article(article: Article, capture: Capture | None) -> dict[str, Any]:
    day = published(article)
    return {
        "outlet": article.outlet,
        "title": article.title,
        "author": article.author,
        "published_on": day.isoformat() if day else None,
        "language": article.language,
        "address": address(article.url),
        "link": link(article.url),
        "status": article.status,
        "version": article.version,
        "text_sha256": article.text_sha256,
        "capture_id": article.capture_id,
        "captured_on": capture.captured_at.date().isoformat() if capture else None,
        "capture_sha256": capture.sha256 if capture else None,
        "capture_path": _within_home(capture.raw_path) if capture else None,
    }


def _within_home(raw_path: str | None) -> str | None:
    """A capture's path below the home; of an absolute one only the name, since a report may not know where it lies."""
    if raw_path and raw_path.startswith("/"):
        return raw_path.rsplit("/", 1)[-1]
    return raw_path


def unread(given: ReportInput) -> list[dict[str, Any]]:
    """Everything that was meant to be read and was not, or only in part, with the reason; by outlet and address."""
    parsed = {article.capture_id for article in given.articles}
    rows = [_unread_article(article, given) for article in given.articles if article.status != "ok"]
    rows += [_failed_capture(capture) for capture in given.errors if capture.capture_id not in parsed]
    unique = {row["id"]: row for row in rows}
    return sorted(unique.values(), key=lambda row: (row["outlet"] or "", row["address"], row["id"]))


def _unread_article(article: Article, given: ReportInput) -> dict[str, Any]:
    capture = given.captures.get(article.capture_id)
    reason = article.reason or (capture.error if capture else None)
    return {
        "id": article.article_id,
        "outlet": article.outlet,
        "title": article.title,
        "address": address(article.url),
        "link": link(article.url),
        "status": article.status,
        "reason": without_folders(reason, article.url) if reason else None,
    }


def _failed_capture(capture: Capture) -> dict[str, Any]:
    return {
        "id": capture.capture_id,
        "outlet": None,
        "title": None,
        "address": address(capture.requested_url),
        "link": link(capture.requested_url),
        "status": "no_answer",
        "reason": without_folders(capture.error, capture.requested_url) if capture.error else None,
    }


def by_outlet(given: ReportInput, findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Per outlet: articles met and read, claims taken from them, findings it takes part in."""
    met, read = Counter(a.outlet for a in given.articles), Counter(a.outlet for a in given.articles if a.status in READ)
    claims: Counter[str] = Counter()
    for (outlet, _), number in given.counted().items():
        claims[outlet] += number
    part = Counter(outlet for finding in findings for outlet in finding["outlets"])
    return [
        {
            "outlet": outlet,
            "articles": met[outlet],
            "read": read[outlet],
            "claims": claims[outlet],
            "findings": part[outlet],
        }
        for outlet in sorted(met)
    ]


def gate(given: ReportInput, problems: Sequence[str]) -> dict[str, Any]:
    """Whether the run may be trusted: its state, each failed check, and what does not hold together in its records.

    `state` is "passed", "failed" or "undecided"; only a passed gate makes an absence of findings mean anything.
    """
    failed = sorted((result for result in given.quality if not result.success), key=_check_order)
    critical = [_check(result) for result in failed if result.severity == "critical"]
    if given.run.gate == "failed" or critical or problems:
        state = "failed"
    else:
        state = "passed" if given.run.gate == "passed" else "undecided"
    return {
        "state": state,
        "failed": critical,
        "warnings": [_check(result) for result in failed if result.severity != "critical"],
        "checks": len(given.quality),
        "problems": list(problems),
    }


def _check_order(result: QualityResult) -> tuple[str, ...]:
    return (result.severity, result.suite, result.expectation, result.observed, result.violations)


def _check(result: QualityResult) -> dict[str, Any]:
    return {
        "suite": result.suite,
        "expectation": result.expectation,
        "severity": result.severity,
        "observed": result.observed,
        "violations": result.violations,
    }


def problems(given: ReportInput, pairs: Iterable[Mapping[str, Any]]) -> list[str]:
    """What the records of this run get wrong among themselves, a sentence each, with the ids to look up."""
    known = {discrepancy.discrepancy_id for discrepancy in given.discrepancies}
    broken: defaultdict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        if pair["status"] == "resolved":  # its passages may belong to an older version of the text
            continue
        if pair["missing_claims"]:
            broken["conflicts name claims that are not in the warehouse"].append(pair["conflict_id"])
        if pair["relation"] == "conflict" and pair["discrepancy_id"] not in known:
            broken["conflicts belong to no discrepancy and are not shown"].append(pair["conflict_id"])
        if not all(side["in_place"] for side in pair["passages"]):
            broken["conflicts quote words that are not at their place in the stored text"].append(pair["conflict_id"])
    return [
        f"{len(ids)} {what} ({', '.join(ids[:5])}{', …' if len(ids) > 5 else ''})"
        for what, ids in sorted(broken.items())
    ]
