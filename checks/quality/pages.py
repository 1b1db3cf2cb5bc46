"""The pages about a run's quality: a summary in plain words, and beneath it what Great Expectations says itself.

They open from disk with no network and no script.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

from checks.quality.clean import sections
from checks.quality.rules import HERE, SUITES, Rule, describe
from checks.quality.trend import trend
from warehouse.records import QualityResult

SEVERITIES = ("critical", "warning", "info")
HEADINGS = {
    "captures": "Captures: what the sources answered",
    "articles": "Articles: what could be read",
    "claims": "Claims: who says what",
    "conflicts": "Conflicts: what was compared",
}
NO_TIME = "not shown: equal runs give equal pages"


def write_docs(
    docs_dir: Path,
    run_id: str,
    gate: str,
    results: Sequence[QualityResult],
    suite_pages: Mapping[str, str],
    *,
    history: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Write index.html and a page for each suite to `docs_dir`. Raises OSError when that cannot be written.

    `history` are the numbers of this run and of those before it, oldest first: see `checks.quality.trend`.
    """
    docs_dir.mkdir(parents=True, exist_ok=True)
    index = frame(f"Quality of run {run_id}", None, summary(gate, results) + trend(history))
    (docs_dir / "index.html").write_text(index, encoding="utf-8")
    for suite, page in suite_pages.items():
        body = sections(page).replace("__none__", NO_TIME)
        told = f"<p>As Great Expectations reports it, for run <span class='id'>{html.escape(run_id)}</span>.</p>"
        (docs_dir / f"{suite}.html").write_text(frame(HEADINGS[suite], suite, told + body), encoding="utf-8")


def frame(title: str, suite: str | None, body: str) -> str:
    """A whole page. `title` is plain text, `body` HTML."""
    pages = {None: "Summary"} | {name: name.capitalize() for name in SUITES}
    links = (
        f"<b>{label}</b>" if name == suite else f'<a href="{name or "index"}.html">{label}</a>'
        for name, label in pages.items()
    )
    return Template((HERE / "page.html").read_text(encoding="utf-8")).substitute(
        title=html.escape(title),
        style=(HERE / "page.css").read_text(encoding="utf-8"),
        navigation=" ".join(links),
        body=body,
    )


def summary(gate: str, results: Sequence[QualityResult]) -> str:
    """The body of the summary: the gate, what does not hold with its remedy, then every rule by suite."""
    broken = [result for result in results if not result.success]
    ordered = sorted(broken, key=lambda result: SEVERITIES.index(result.severity))
    findings = "".join(finding(result) for result in ordered) or "<p>Nothing: every expectation holds.</p>"
    tables = "".join(suite_table(suite, [r for r in results if r.suite == suite]) for suite in SUITES)
    return f"{banner(gate, results)}<h2>What does not hold</h2>{findings}{tables}"


def banner(gate: str, results: Sequence[QualityResult]) -> str:
    """Whether the run can be believed, in a sentence."""
    failed = {s: sum(r.severity == s and not r.success for r in results) for s in SEVERITIES}
    kind, verdict, meaning = (
        ("good", "The run passed its gate.", "No critical expectation failed.")
        if gate == "passed"
        else (
            "bad",
            "The run failed its gate.",
            "Do not rely on its findings, nor on there being none, before reading on.",
        )
    )
    counts = ", ".join(f"{number} {severity}" for severity, number in failed.items() if number)
    held = sum(result.success for result in results)
    return (
        f'<div class="gate {kind}"><strong>{verdict}</strong> {meaning}<br>'
        f"{held} of {len(results)} expectations hold{f'; not holding: {counts}' if counts else ''}.</div>"
    )


def finding(result: QualityResult) -> str:
    """A rule that does not hold: what was expected, what was seen, where, and what to do."""
    rule = describe(result.suite, result.expectation)
    violations = json.loads(result.violations)
    rows = "".join(
        f'<li><span class="id">{html.escape(identifier)}</span>{html.escape(f": {detail}" if detail else "")}</li>'
        for identifier, detail in zip(violations["ids"], violations["details"], strict=True)
    )
    more = violations["total"] - len(violations["ids"])
    rows += f"<li>and {more} more</li>" if rows and more > 0 else ""
    return (
        f'<div class="finding {rule.severity}"><span class="severity">{rule.severity}</span> '
        f'<span class="id">{html.escape(f"{rule.suite}.{rule.name}")}</span>'
        f"<h3>Expected: {prose(rule.description)}</h3>"
        f"<p>Seen: {html.escape(in_words(rule, json.loads(result.observed)))}</p>"
        f"{f'<ul>{rows}</ul>' if rows else ''}"
        f"<p>What to do: {prose(rule.remedy)}</p></div>"
    )


def suite_table(suite: str, results: Sequence[QualityResult]) -> str:
    """Every rule of a suite with what was seen."""
    rows = "".join(table_row(result) for result in results)
    return (
        f'<h2>{HEADINGS[suite]}</h2><table class="all"><thead><tr><th>Holds</th><th>Severity</th><th>Expectation</th>'
        f'<th class="seen">Seen</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def table_row(result: QualityResult) -> str:
    """One rule in its suite's table."""
    rule = describe(result.suite, result.expectation)
    holds = '<span class="good">✓ yes</span>' if result.success else f'<span class="{rule.severity}">✗ no</span>'
    return (
        f"<tr><td>{holds}</td><td>{rule.severity}</td><td>{prose(rule.description)}</td>"
        f"<td>{html.escape(in_words(rule, json.loads(result.observed)))}</td></tr>"
    )


def in_words(rule: Rule, observed: Mapping[str, Any]) -> str:
    """`observed` of a QualityResult as a person would say it."""
    if "not_checked" in observed:
        return f"could not be checked: {observed['not_checked']}"
    if "violating" in observed:
        of_rows = f"of {observed['of']} {rule.about} against it"
        return f"{observed['violating'] or 'none'} {of_rows}" if observed["of"] else f"no {rule.about}"
    if observed["value"] is None:
        return "nothing to measure"
    bounds = [
        f"{word} {number(rule, observed[key])}"
        for key, word in (("min", "at least"), ("max", "at most"))
        if key in observed
    ]
    return f"{number(rule, observed['value'])} ({', '.join(bounds)})"


def prose(text: str) -> str:
    """A rule's text as HTML, where `backticks` mark what one types."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))


def number(rule: Rule, value: float) -> str:
    """A bound or a measured value: shares as percentages."""
    return f"{100 * value:.4g} %" if rule.share else f"{value:.10g}"
