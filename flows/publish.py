"""Publish: what disagrees, whether the run looked well enough, the report, and the snapshot that everybody reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from checks.conflicts import Findings, Question, Recall, find, load
from checks.quality import gate
from checks.reports import ReportInput, build
from flows import settings
from flows.evidence import Evidence, gather_evidence
from flows.ingest import now
from flows.judge import judge
from flows.models import chosen_model
from flows.progress import stage
from flows.report_files import drafted, write_report
from flows.session import TURN_S, Session, session
from warehouse.read import Reader
from warehouse.records import Article, Claim, Comparison, Opinion, QualityResult, Run
from warehouse.snapshot import publish as publish_snapshot
from warehouse.write import Writer


@dataclass(frozen=True, slots=True)
class Outcome:
    """«Run `run_id` read so many articles, found these conflicts, could not read those, and its report is here.»

    `unreadable` are (address, reason); `broken` says which critical expectations do not hold; `judge` how far a
    second judge looked, when there is one.
    """

    run_id: str
    gate: Literal["passed", "failed"]
    articles: int
    claims: int
    conflicts_by_kind: dict[str, int]
    discrepancies: int
    unreadable: tuple[tuple[str, str], ...]
    broken: tuple[str, ...]
    report: Path
    judge: str | None = None


class GateFailed(Exception):
    """A critical expectation does not hold: read the top of the report (`outcome.report`) before trusting the rest."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(f"the quality gate of run {outcome.run_id} failed; see the top of {outcome.report}")
        self.outcome = outcome


@flow(name="publish", flow_run_name="publish", validate_parameters=False)
def publish(home: str = settings.DEFAULT_HOME, questions: str | None = None, run_id: str | None = None) -> Outcome:
    """Compare all claims, judge the run, and replace report and snapshot; gives what came out.

    `run_id` is the run that `ingest` opened; without it, the one that it opened last.

    Raises:
        GateFailed: at the very end, when everything is written.
    """
    standing = load(Path(questions)) if questions else ()
    with session(home, wait_s=TURN_S) as current:
        with stage("compare", 1, "comparison") as advance:
            evidence = gather_evidence(current.home, run_id)
            findings = found_before(current, evidence.run.run_id) or compare(
                evidence.articles, evidence.claims, standing, recalling(current)
            )
            record(current, evidence, findings)
            advance(1)
        with stage("publish", 1, "report") as advance:
            outcome = conclude(current, evidence, findings)
            advance(1)
    if outcome.gate == "failed":
        raise GateFailed(outcome)
    return outcome


@task(name="compare claims", cache_policy=NO_CACHE)
def compare(articles: list[Article], claims: list[Claim], questions: tuple[Question, ...], recall: Recall) -> Findings:
    """Everything the claims disagree on; pure but for a judge that has its own retries: trying again would not help."""
    return find(articles, claims, questions, chosen_model(), recall)


def recalling(current: Session) -> Recall:
    """What the model said in earlier runs, asked of the warehouse."""

    def recall(keys: Sequence[str]) -> Mapping[str, Opinion]:
        with Reader(current.home.writer_file) as reader:
            return {opinion.pair_key: opinion for opinion in reader.opinions(keys)}

    return recall


def found_before(current: Session, run_id: str) -> Findings | None:
    """What the very same run found when it was run before: its id hashes all that is compared, and with which code."""
    with Reader(current.home.writer_file) as reader:
        before = reader.comparison(run_id)
        if before is None:
            return None
        stored = reader.findings(run_id)
    return Findings(
        conflicts=stored.conflicts,
        discrepancies=stored.discrepancies,
        positions=stored.positions,
        pairs_compared=before.pairs_compared,
        pairs_by_rule={},
        unasked=before.unasked,
    )


def record(current: Session, evidence: Evidence, findings: Findings) -> None:
    """Store what was found, and how much was looked at."""
    with Writer(current.home, evidence.run.started_at) as writer:
        writer.add_opinions(list(findings.opinions.values()))
        writer.add_findings(evidence.run.run_id, findings.conflicts, findings.discrepancies, findings.positions)
        if not findings.look.unanswered:  # What had no reply is asked again when the same run is run again.
            writer.add_comparison(Comparison(evidence.run.run_id, findings.pairs_compared, findings.unasked))
        writer.add_run(counted(evidence, findings))


def counted(evidence: Evidence, findings: Findings) -> Run:
    """The run with its numbers."""
    unread = {article.capture_id for article in evidence.articles if article.status != "ok"}
    return replace(
        evidence.run,
        captures=len(evidence.asked),
        articles=sum(article.status == "ok" for article in evidence.articles),
        claims=len(evidence.claims),
        pairs_compared=findings.pairs_compared,
        conflicts=sum(conflict.relation == "conflict" for conflict in findings.conflicts),
        unreadable=len(unread | {capture.capture_id for capture in evidence.errors}),
    )


def conclude(current: Session, evidence: Evidence, findings: Findings) -> Outcome:
    """Judge the run, write its report beside the old one, publish the snapshot, and only then show the new report."""
    home = current.home
    with drafted(home) as draft:
        results = judge(current, evidence, draft / "quality")
        finished = replace(counted(evidence, findings), gate=gate(results), finished_at=now())
        with Writer(home, evidence.run.started_at) as writer:
            writer.add_quality(results)
            writer.add_run(finished)
        data = build(report_input(current, evidence, finished, findings, results))
        write_report(data, draft)
        publish_snapshot(home)
    return outcome_of(data, findings, home.latest / "discrepancies.html")


def report_input(
    current: Session, evidence: Evidence, run: Run, findings: Findings, results: tuple[QualityResult, ...]
) -> ReportInput:
    """All that the report may know."""
    with Reader(current.home.writer_file) as reader:
        statuses, verdicts = reader.statuses(), reader.verdicts()
    return ReportInput(
        run=run,
        articles=evidence.articles,
        claims={claim.claim_id: claim for claim in evidence.claims},
        conflicts=findings.conflicts,
        statuses=statuses,
        verdicts=verdicts,
        discrepancies=findings.discrepancies,
        positions=findings.positions,
        captures=evidence.captures,
        quality=results,
        errors=evidence.errors,
    )


def outcome_of(data: Mapping[str, Any], findings: Findings, report: Path) -> Outcome:
    """The end of a run in short, in the numbers of its report."""
    kinds = Counter(conflict.kind for conflict in findings.conflicts if conflict.relation == "conflict")
    failed = data["gate"]["failed"]
    return Outcome(
        run_id=data["run"]["run_id"],
        gate="passed" if data["gate"]["state"] == "passed" else "failed",
        articles=data["counts"]["articles_read"],
        claims=data["counts"]["claims"],
        conflicts_by_kind=dict(sorted(kinds.items())),
        discrepancies=len(findings.discrepancies),
        unreadable=tuple((row["address"], row["reason"] or row["status"]) for row in data["unread"]),
        broken=(*(f"{check['suite']}.{check['expectation']}" for check in failed), *data["gate"]["problems"]),
        report=report,
        judge=findings.look.note,
    )
