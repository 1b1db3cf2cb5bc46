"""The report's data: one plain structure from which the page and `discrepancies.json` are both made."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from checks.reports import coverage, matrix
from checks.reports.canonical import canonical
from checks.reports.data import SCHEMA, ReportInput
from checks.reports.findings import findings, position_order
from checks.reports.headline import headline
from checks.reports.judged import precision
from checks.reports.pairs import pairs
from checks.reports.plots import activity
from checks.reports.timeline import timeline

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def build(given: ReportInput) -> dict[str, Any]:
    """Everything the report says, as JSON values; a pure function of its input, whatever the order of records."""
    every = pairs(given)
    kinds = {pair["passage_key"]: pair["kind"] for pair in every if pair["passage_key"]}
    learned = precision(given.verdicts, kinds, given.carried)
    found = findings(given, every, learned)
    gate = coverage.gate(given, coverage.problems(given, every))
    if gate["state"] == "failed" and given.last_good is not None:
        gate["last_good"] = given.last_good
    unread = coverage.unread(given)
    counts = _counts(given, found, every, unread, trusted=gate["state"] == "passed")
    positions = sorted(given.positions, key=position_order)
    articles = coverage.articles(given)
    for finding in found:
        finding["timeline"] = timeline(finding["conflicts"], articles)
    return {
        "schema": SCHEMA,
        "run": {"run_id": given.run.run_id, "code_version": given.run.code_version, "gate": given.run.gate},
        "headline": headline(gate, counts, found),
        "gate": gate,
        "counts": counts,
        "outlets": coverage.by_outlet(given, found),
        "articles": articles,
        "activity": activity(articles, given.counted(), every),
        "discrepancies": found,
        "discrepancy_table": matrix.table([(item["discrepancy_id"], item["question"]) for item in found], positions),
        "standing_questions": matrix.standing(
            positions, (item.discrepancy_id for item in given.discrepancies), given.claims
        ),
        "non_conflicts": _non_conflicts(every),
        "resolved": _resolved(given),
        "resolved_pairs": _resolved_pairs(given),
        "precision": learned,
        "unread": unread,
    }


def _counts(
    given: ReportInput,
    found: Sequence[Mapping[str, Any]],
    every: Iterable[Mapping[str, Any]],
    unread: Sequence[Mapping[str, Any]],
    *,
    trusted: bool,
) -> dict[str, Any]:
    """The numbers on top, of what is open; how many are settled is told apart.

    `discrepancies` and `conflicts` are null, not 0, when a run that cannot be trusted found none.
    """
    read = [article for article in given.articles if article.status in coverage.READ]
    still_open = [finding for finding in found if finding["group"] != "settled"]
    conflicts = sum(len(finding["conflicts"]) for finding in still_open)
    return {
        "articles": len(given.articles),
        "articles_read": len(read),
        "outlets_read": len({article.outlet for article in read}),
        "claims": sum(given.counted().values()),
        "pairs_compared": given.run.pairs_compared,
        "discrepancies": len(still_open) if still_open or trusted else None,
        "conflicts": conflicts if conflicts or trusted else None,
        "settled": len(found) - len(still_open),
        "by_kind": _tally(finding["kind"] for finding in still_open),
        "by_status": _tally(finding["status"] for finding in still_open),
        "by_severity": _tally(finding["severity"] for finding in still_open),
        "non_conflicts_by_relation": _tally(pair["relation"] for pair in every if pair["relation"] != "conflict"),
        "unread": len(unread),
    }


def _tally(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))


def _non_conflicts(every: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The pairs that only look like conflicts, by relation, the likeliest to be mistaken for one first."""
    by_relation: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for pair in every:
        if pair["relation"] != "conflict":
            by_relation[pair["relation"]].append(pair)
    return [
        {"relation": relation, "pairs": sorted(kept, key=lambda pair: (-pair["score"], pair["conflict_id"]))}
        for relation, kept in sorted(by_relation.items())
    ]


def _resolved(given: ReportInput) -> list[str]:
    """The conflicts of the last run that are gone now, by id: their passages are in the warehouse's history."""
    present = {conflict.conflict_id for conflict in given.conflicts}
    return sorted(key for key, status in given.statuses.items() if status == "resolved" and key not in present)


_RESOLVED_FIELDS = ("conflict_id", "discrepancy_id", "kind", "why", "verdict", "both_legible")
_RESOLVED_SIDE = ("outlet", "speaker", "quote")


def _resolved_pairs(given: ReportInput) -> list[dict[str, Any]]:
    """The findings that went away since the last run, with the words that they had; by id."""
    return [
        {name: row[name] for name in _RESOLVED_FIELDS}
        | {"passages": [{name: row[f"{name}_{side}"] for name in _RESOLVED_SIDE} for side in "ab"]}
        for row in sorted(given.resolved, key=lambda row: str(row["conflict_id"]))
    ]


def cut_down(data: Mapping[str, Any], finding: Mapping[str, Any]) -> dict[str, Any]:
    """The report's data with one finding and its articles only; what was read and judged besides is left out."""
    cited = {side["article_id"] for pair in finding["conflicts"] for side in pair["passages"]}
    table = data["discrepancy_table"]
    rows = [row for row in table["rows"] if row["question_id"] == finding["discrepancy_id"]]
    sentence = f"One discrepancy out of {data['run']['run_id']}: {finding['question']}"
    return {
        **data,
        "headline": {**data["headline"], "sentence": sentence},
        "articles": {key: _alone(article) for key, article in data["articles"].items() if key in cited},
        "activity": [],
        "discrepancies": [finding],
        "discrepancy_table": {"outlets": table["outlets"], "rows": rows},
        "standing_questions": {"table": {"outlets": [], "rows": []}, "answers": []},
        "non_conflicts": [],
        "resolved": [],
        "resolved_pairs": [],
    }


def _alone(article: Mapping[str, Any]) -> dict[str, Any]:
    """The article outside of its home: its capture is named by its content and lies at no path."""
    digest = article["capture_sha256"]
    return {**article, "capture_path": f"{digest}.bin" if digest else None}


def to_json(data: Mapping[str, Any]) -> str:
    """The data as canonical JSON: sorted keys, one space of indent, a newline at the end, safe to encode as UTF-8."""
    text = canonical(data)
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"
