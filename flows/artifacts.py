"""What Prefect's pages show of a run: a summary, every expectation, and where the report is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from warehouse.records import QualityResult


def show(outcome: Any, results: Sequence[QualityResult]) -> None:
    """Leave the artifacts of a run with its flow run: call it inside a flow."""
    from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

    create_markdown_artifact(summary(outcome), key="rashomon-summary", description=f"Run {outcome.run_id}")
    create_table_artifact(table(results), key="rashomon-quality", description=f"Expectations on run {outcome.run_id}")
    create_link_artifact(outcome.report.as_uri(), key="rashomon-report", link_text=f"Report of {outcome.run_id}")


def summary(outcome: Any) -> str:
    """The end of a run as Markdown."""
    kinds = ", ".join(f"{kind} {count}" for kind, count in outcome.conflicts_by_kind.items()) or "none"
    gate = "passed" if outcome.gate == "passed" else f"**FAILED**: {'; '.join(outcome.broken)}"
    rows = [
        ("gate", gate),
        ("warnings", "; ".join(outcome.warnings) or "none"),
        ("articles read", outcome.articles),
        ("claims", outcome.claims),
        ("conflicts", kinds),
        ("discrepancies", outcome.discrepancies),
        ("not read", len(outcome.unreadable)),
    ]
    news = [f"- {question} ({status}, {severity})" for status, severity, question in outcome.news]
    lines = [f"| {name} | {value} |" for name, value in rows]
    return "\n".join([f"# Run {outcome.run_id}", "", "| | |", "|---|---|", *lines, "", "## New or changed", "", *news])


def table(results: Sequence[QualityResult]) -> list[dict[str, Any]]:
    """Each expectation as a row, those that do not hold first."""
    return [
        {
            "expectation": f"{result.suite}.{result.expectation}",
            "severity": result.severity,
            "holds": "yes" if result.success else "NO",
            "observed": result.observed,
            "ids": ", ".join(json.loads(result.violations)["ids"][:5]),
        }
        for result in sorted(results, key=lambda result: result.success)
    ]
