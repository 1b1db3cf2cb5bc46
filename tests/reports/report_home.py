"""A home that holds the sample of the report tests, published as a run publishes it, without reading any page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import report_sample as s

from checks.conflicts import Findings
from checks.reports import ReportInput, build
from flows.evidence import gather_evidence
from flows.publish import counted, record, report_input
from flows.report_files import drafted, write_report
from flows.session import session
from flows.verdicts import save, take_over
from warehouse.home import Home
from warehouse.ids import sha256_bytes
from warehouse.records import Article, Capture, Verdict
from warehouse.snapshot import publish
from warehouse.write import Writer


def made(path: Path) -> Home:
    return Home.open(path / "home", create=True)


def published(home: Home, given: ReportInput, run_id: str = "run_1", code: str = "code-1") -> dict[str, Any]:
    """Store the records of `given` as a run of its own, publish, and give the data of the report."""
    with session(home.path) as current:
        with Writer(home) as writer:
            writer.add_captures([captured(home, each, run_id) for each in given.articles])
            articles = writer.add_articles(given.articles)
            versions = {each.article_id: each.version for each in articles}
            claims = [replace(each, version=versions[each.article_id]) for each in given.claims.values()]
            keys = [(each.article_id, each.version) for each in articles if each.text is not None]
            writer.add_claims(keys, code, claims)
            writer.add_run(replace(given.run, run_id=run_id, gate="running"))
        evidence = gather_evidence(home, run_id)
        findings = Findings(tuple(given.conflicts), tuple(given.discrepancies), tuple(given.positions), 57, {})
        record(current, evidence, findings)
        take_over(home)
        finished = replace(counted(evidence, findings), gate="passed", finished_at=given.run.finished_at)
        with Writer(home) as writer:
            writer.add_run(finished)
        data = build(report_input(current, evidence, finished, findings, ()))
        with drafted(home) as draft:
            write_report(data, finished, draft)
        publish(home)
    return data


def captured(home: Home, of: Article, run_id: str) -> Capture:
    """A capture whose bytes are the article's text."""
    content = (of.text or "").encode()
    path = f"raw/{sha256_bytes(content)[:2]}/{sha256_bytes(content)}.bin"
    (home.path / path).parent.mkdir(parents=True, exist_ok=True)
    (home.path / path).write_bytes(content)
    seen = replace(s.capture(of), run_id=run_id, captured_at=datetime(2031, 10, 9 + int(run_id[-1])))
    return replace(seen, sha256=sha256_bytes(content), byte_count=len(content), raw_path=path)


def judged(home: Home, *verdicts: Verdict) -> int:
    """Save verdicts that know their passages, as all do that are given in a report."""
    return save(home, verdicts).number


def groups(data: Mapping[str, Any]) -> dict[str, str]:
    """Where each finding stands in the report."""
    return {finding["discrepancy_id"]: finding["group"] for finding in data["discrepancies"]}
