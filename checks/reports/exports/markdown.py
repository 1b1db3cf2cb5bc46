"""The report in short as Markdown (CommonMark): what a chat or an artifact shows; every foreign word stays text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from checks.reports.headline import count
from checks.reports.html import clip, visible
from checks.reports.labels import GROUPS, VERDICTS

MOST = 25
_SPECIAL = re.compile(r"[\\`*_{}\[\]|~>:@]|^[-+#=]|^\d+(?=[.)])|(?<=www)\.")
"""What is markup, begins a block at the start of a line, or would make an address a link."""


def summary(data: Mapping[str, Any]) -> str:
    """Headline, counts, and the first discrepancies of each group with both passages."""
    lines = [f"# {plain(data['headline']['sentence'])}", "", plain(data["headline"]["detail"]), ""]
    if data["gate"]["state"] != "passed":
        lines += ["**Do not rely on this run.** What failed:", ""]
        lines += [f"- {plain(check['expectation'])}" for check in data["gate"]["failed"][:MOST]]
        lines += [*(f"- {plain(problem)}" for problem in data["gate"]["problems"]), ""]
    for group, heading in GROUPS.items():
        found = [finding for finding in data["discrepancies"] if finding["group"] == group]
        if found:
            lines += [f"## {heading} ({len(found)})", ""]
            for finding in found[:MOST]:
                lines += _finding(finding)
            if len(found) > MOST:
                lines += [f"And {len(found) - MOST} more in the report.", ""]
    if data["unread"]:
        lines += [f"## Could not be read ({len(data['unread'])})", ""]
        lines += [f"- {plain(row['outlet'] or row['address'])}: {plain(row['reason'] or row['status'])}"
                  for row in data["unread"][:MOST]]  # fmt: skip
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _finding(finding: Mapping[str, Any]) -> list[str]:
    best = finding["conflicts"][0]
    judged = f", {VERDICTS[finding['verdict']]}" if finding["verdict"] else ""
    lines = [
        f"### {plain(finding['question'])}",
        "",
        f"{finding['severity']}, {finding['kind']}, {finding['status']}{judged}; "
        f"{count(finding['position_count'], 'position')}, {count(finding['origin_count'], 'independent origin')}",
        "",
        plain(best["why"]),
        "",
    ]
    for side in best["passages"]:
        who = f"{side['speaker']}, in {side['outlet']}" if side["speaker"] else side["outlet"]
        lines += [f"> {plain(clip(side['quote'], 400))}", ">", f"> — {plain(who)}", ""]
    return lines


def plain(text: str) -> str:
    """The text as one line of Markdown that shows exactly it: no markup, no HTML, no links."""
    flat = " ".join(visible(text).split())
    return _SPECIAL.sub(_escaped, flat.replace("&", "&amp;")).replace("<", "&lt;")


def _escaped(found: re.Match[str]) -> str:
    return f"{found.group()}\\" if found.group().isdigit() else f"\\{found.group()}"
