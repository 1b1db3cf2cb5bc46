"""The sentence on top: what a reader who reads nothing else should know, and never more than was looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 article`, `1,204 articles`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def headline(
    gate: Mapping[str, Any], counts: Mapping[str, Any], findings: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """`state` (failed, undecided, nothing_compared, none, findings), its `sentence`, and what was read (`detail`)."""
    live = [finding for finding in findings if finding["group"] != "settled"]
    if gate["state"] != "passed":
        return _untrusted(gate["state"], counts, len(live))
    if live:
        fresh = sum(finding["group"] == "fresh" for finding in live)
        involved = {outlet for finding in live for outlet in finding["outlets"]}
        what = "new" if all(each["status"] in ("new", "persisting") for each in live) else "new or changed"
        news = f"all {what}" if fresh == len(live) else f"{fresh:,} {what}"
        sentence = f"{count(len(live), 'discrepancy', 'discrepancies')} among {count(len(involved), 'outlet')}, {news}."
        return {"state": "findings", "sentence": sentence, "detail": _looked_at(counts)}
    if counts["pairs_compared"] == 0 or counts["articles_read"] < 2:
        sentence = "Nothing could be compared, so nothing can be said about discrepancies."
        return {"state": "nothing_compared", "sentence": sentence, "detail": _looked_at(counts)}
    settled = " that is still open" if findings else ""
    sentence = f"No discrepancy{settled} was found in what could be read."
    return {"state": "none", "sentence": sentence, "detail": _looked_at(counts)}


def _untrusted(state: str, counts: Mapping[str, Any], live: int) -> dict[str, Any]:
    cause = "This run failed its checks" if state == "failed" else "This run has not been checked"
    if live:
        effect = f"the {count(live, 'discrepancy', 'discrepancies')} below may be wrong, and others may be missing."
    else:
        effect = "whether the accounts disagree is not known."
    return {"state": state, "sentence": f"{cause}: {effect}", "detail": _looked_at(counts)}


def _looked_at(counts: Mapping[str, Any]) -> str:
    said = (
        f"{count(counts['articles_read'], 'article')} from {count(counts['outlets_read'], 'outlet')} "
        f"{'was' if counts['articles_read'] == 1 else 'were'} read, {count(counts['claims'], 'claim')} taken from "
        f"them and {count(counts['pairs_compared'], 'pair')} compared."
    )
    alike = sum(counts["non_conflicts_by_relation"].values())
    if alike:
        said += f" {count(alike, 'pair')} only {'looks' if alike == 1 else 'look'} like a conflict."
    if counts["unread"]:
        said += (
            f" {count(counts['unread'], 'source')} could not be read, or only in part; what they say is not covered."
        )
    return said
