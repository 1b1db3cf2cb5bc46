"""Publish: what disagrees, whether the run looked well enough, the report, and the snapshot that everybody reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from checks.conflicts import Findings, Question, Recall, load
from checks.conflicts.shards import Shard, compare_pile, find_all, shards
from checks.quality import gate
from checks.reports import PassagePair, ReportInput, build, carried
from flows import settings
from flows.artifacts import show
from flows.engine.work import COMPARE, Pending
from flows.evidence import Evidence, gather_evidence
from flows.ingest import now
from flows.judge import judge
from flows.models import chosen_model, identity
from flows.notify import notice_of, notify, tell_failure
from flows.progress import stage
from flows.report_files import drafted, keep_good, write_report
from flows.session import TURN_S, Session, session
from flows.verdicts import take_over
from flows.version import code_version
from warehouse.archive import keep_report
from warehouse.ids import passage_key
from warehouse.memory import Memory
from warehouse.read import Reader
from warehouse.records import Article, Comparison, Opinion, QualityResult, Run
from warehouse.snapshot import publish as publish_snapshot
from warehouse.write import Writer


@dataclass(frozen=True, slots=True)
class Outcome:
    """«Run `run_id` read so many articles, found these conflicts, could not read those, and its report is here.»

    `unreadable` are (address, reason); `broken` says which critical expectations do not hold, `warnings` which others
    call for a look; `news` are (status, severity, question) of what is new, changed or reopened; `judge` how far a
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
    news: tuple[tuple[str, str, str], ...] = ()
    judge: str | None = None
    warnings: tuple[str, ...] = ()


class GateFailed(Exception):
    """A critical expectation does not hold: read the top of the report (`outcome.report`) before trusting the rest."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(f"the quality gate of run {outcome.run_id} failed; see the top of {outcome.report}")
        self.outcome = outcome


@flow(
    name="publish",
    flow_run_name="publish",
    validate_parameters=False,
    on_failure=[tell_failure],
    on_crashed=[tell_failure],
)
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
            findings = found_before(current, evidence.run.run_id) or compare(current, evidence, standing)
            record(current, evidence, findings)
            advance(1)
        with stage("publish", 1, "report") as advance:
            outcome, results = conclude(current, evidence, findings)
            advance(1)
    show(outcome, results)
    notify(notice_of(outcome))
    if outcome.gate == "failed":
        raise GateFailed(outcome)
    return outcome


def compare(current: Session, evidence: Evidence, questions: tuple[Question, ...]) -> Findings:
    """Everything the claims disagree on: stories that are as they were in the last run are not looked at again."""
    code = code_version() + identity()
    with Memory(current.home, code) as memory:
        given = shards(evidence.articles, evidence.told, questions, code, memory)
        found, _ = find_all(given, memory, lambda piles: map(compare_stories, pieces(current, piles)), evidence.told)
    return found


def pieces(current: Session, piles: Sequence[tuple[Shard, ...]]) -> Iterator[Pending]:
    """The pieces of the comparison: done by the engine, or here when the user has named a judge of their own."""
    if not identity():
        return current.engine.start(COMPARE, piles)
    return (partial(compare_pile, pile, chosen_model, recalling(current)) for pile in piles)


def recalling(current: Session) -> Recall:
    """What a judge that the user named said in earlier runs, asked of the warehouse."""

    def recall(keys: Sequence[str]) -> Mapping[str, Opinion]:
        with Reader(current.home.writer_file) as reader:
            return {opinion.pair_key: opinion for opinion in reader.opinions(keys)}

    return recall


@task(name="compare claims", cache_policy=NO_CACHE)
def compare_stories(pending: Pending) -> list[Findings]:
    """The findings of one piece of the comparison; pure, so that trying again would not help."""
    found: list[Findings] = pending()
    return found


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
    with Reader(current.home.writer_file) as reader:
        known = [PassagePair(*row.values()) for row in reader.known_pairs()]
    same = carried(passage_pairs(evidence, findings), known, texts_of(evidence.articles))
    with Writer(current.home, evidence.run.started_at) as writer:
        writer.add_findings(evidence.run.run_id, findings.conflicts, findings.discrepancies, findings.positions)
        if identity():
            writer.add_opinions(list(findings.opinions.values()))
        if not findings.look.unanswered:  # What had no reply is asked again when the same run is run again.
            writer.add_comparison(Comparison(evidence.run.run_id, findings.pairs_compared, findings.unasked))
        writer.add_carried(same)
        writer.add_run(replace(counted(evidence, findings), gate="running", finished_at=None))


def passage_pairs(evidence: Evidence, findings: Findings) -> Iterator[PassagePair]:
    """The two passages of each conflict."""
    claims = evidence.told.by_id({claim for one in findings.conflicts for claim in (one.claim_a, one.claim_b)})
    for conflict in findings.conflicts:
        a, b = claims[conflict.claim_a], claims[conflict.claim_b]
        key = passage_key(a.article_id, a.quote, b.article_id, b.quote)
        yield PassagePair(key, conflict.kind, a.article_id, a.quote, b.article_id, b.quote)


def texts_of(articles: Iterable[Article]) -> dict[str, str]:
    """The texts that there are, by article id."""
    return {article.article_id: article.text for article in articles if article.text is not None}


def counted(evidence: Evidence, findings: Findings) -> Run:
    """The run with its numbers."""
    unread = {article.capture_id for article in evidence.articles if article.status != "ok"}
    return replace(
        evidence.run,
        captures=len(evidence.asked),
        articles=sum(article.status == "ok" for article in evidence.articles),
        claims=len(evidence.told),
        pairs_compared=findings.pairs_compared,
        conflicts=sum(conflict.relation == "conflict" for conflict in findings.conflicts),
        unreadable=len(unread | {capture.capture_id for capture in evidence.errors}),
    )


def conclude(current: Session, evidence: Evidence, findings: Findings) -> tuple[Outcome, tuple[QualityResult, ...]]:
    """Judge the run, write its report beside the old one, publish the snapshot, and only then show the new report.

    What the last run that passed its gate has published stays beside it, also when this one fails.
    """
    home = current.home
    take_over(home)
    with drafted(home) as draft:
        results = judge(current, evidence, draft / "quality")
        data, judged = reported(current, evidence, findings, results)
        write_report(data, judged, draft)
        kept = keep_report(home, draft)
        with Writer(home, evidence.run.started_at) as writer:
            writer.add_quality(results)
            writer.add_run(judged)
            writer.add_report(judged, kept.sha256, kept.path)
        publish_snapshot(home)
    if judged.gate == "passed":
        keep_good(home)
    return outcome_of(data, findings, home.latest / "discrepancies.html"), results


def reported(
    current: Session, evidence: Evidence, findings: Findings, results: tuple[QualityResult, ...]
) -> tuple[Mapping[str, Any], Run]:
    """The report's data and the run as judged: the report's own check of its records has a say in the gate, too."""
    ended = max(now(), evidence.run.started_at)
    judged = replace(counted(evidence, findings), gate=gate(results), finished_at=ended)
    data = build(report_input(current, evidence, judged, findings, results))
    if data["gate"]["state"] != "passed" and judged.gate == "passed":
        judged = replace(judged, gate="failed")
        data = build(report_input(current, evidence, judged, findings, results))
    return data, judged


def report_input(
    current: Session, evidence: Evidence, run: Run, findings: Findings, results: tuple[QualityResult, ...]
) -> ReportInput:
    """All that the report may know."""
    with Reader(current.home.writer_file) as reader:
        rows, verdicts, same, last = reader.conflict_rows(), reader.verdicts(), reader.carried(), reader.run_before()
        runs, good = reader.rows("runs"), reader.last_good(run.run_id)
    began = {row["run_id"]: row["first_started_at"] for row in runs}
    return ReportInput(
        run=run,
        articles=evidence.articles,
        claims=evidence.told.by_id(cited(findings)),
        claim_counts=evidence.told.counts(),
        conflicts=findings.conflicts,
        statuses={row["conflict_id"]: row["status"] for row in rows},
        first_seen={row["conflict_id"]: began[row["first_run"]] for row in rows if row["first_run"] in began},
        verdicts=verdicts,
        discrepancies=findings.discrepancies,
        positions=findings.positions,
        captures=evidence.captures,
        quality=results,
        errors=evidence.errors,
        last_good=good,
        carried=same,
        resolved=[
            row
            for row in rows
            if row["status"] == "resolved" and row["relation"] == "conflict" and row["last_run"] == last
        ],
    )


def cited(findings: Findings) -> set[str]:
    """The claims that the findings name."""
    pairs = {claim for conflict in findings.conflicts for claim in (conflict.claim_a, conflict.claim_b)}
    return pairs | {position.claim_id for position in findings.positions if position.claim_id is not None}


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
        broken=(*map(name_of, failed), *data["gate"]["problems"]),
        report=report,
        news=tuple(
            (row["status"], row["severity"], row["question"])
            for row in data["discrepancies"]
            if row["status"] in ("new", "changed", "reopened") and row["group"] != "settled"
        ),
        judge=findings.look.note,
        warnings=tuple(name_of(check) for check in data["gate"]["warnings"] if check["severity"] == "warning"),
    )


def name_of(check: Mapping[str, Any]) -> str:
    """A check as people look it up: `suite.expectation`."""
    return f"{check['suite']}.{check['expectation']}"
