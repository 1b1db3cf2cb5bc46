"""From the tables of a run to its quality results: SQL finds the rows, Great Expectations judges, the gate decides."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from checks.quality.engine import Evaluation, Outcome, Sample, evaluate
from checks.quality.pages import write_docs
from checks.quality.rules import SUITES, Rule, rules
from checks.quality.trend import history
from warehouse.records import QualityResult

if TYPE_CHECKING:
    import pyarrow as pa

Query = Callable[[str], Any]
"""Runs one SELECT and returns a pyarrow.Table (or pandas.DataFrame); see `assess` for the names it must know."""

MAX_VIOLATIONS = 20
MAX_TEXT = 200


class MissingTablesError(ValueError):
    """`assess` was not given all its tables: pass the four public views of the run, empty ones too."""


def assess(
    tables: Mapping[str, pa.Table], run_id: str, docs_dir: Path, query: Query, executor: Executor | None = None
) -> tuple[QualityResult, ...]:
    """Judge a run by every rule of suites.toml, and write the pages about it to `docs_dir`/index.html.

    `tables` are the public views captures, articles, claims and conflicts, cut to what the run looked at. `query` must
    know the same four names with the same rows, and `runs`, `run_sources` and `analysis_errors` of this and earlier
    runs. A rule that cannot be evaluated has
    failed, and its `observed` says why: could not look is never nothing found. `executor` comes from `background`.

    `observed` is a JSON object: {"violating", "of"} for rules about rows, {"value", "min", "max"} for measures,
    {"not_checked"} otherwise. `violations` is a JSON object {"ids", "details", "total"}, ids and details of the first
    20. Equal input gives equal results and pages.

    Raises MissingTablesError; OSError when `docs_dir` cannot be written.
    """
    if missing := [name for name in SUITES if name not in tables]:
        raise MissingTablesError(
            f"the run's tables {', '.join(missing)} are missing: pass the public views, empty ones too"
        )
    samples = tuple(take_sample(rule, tables[rule.about], run_id, query) for rule in rules())
    evaluation = evaluate_in(executor, samples, run_id)
    results = tuple(to_result(outcome, run_id) for outcome in evaluation.outcomes)
    write_docs(docs_dir, run_id, gate(results), results, evaluation.pages, history=history(query))
    return results


def gate(results: Sequence[QualityResult]) -> Literal["passed", "failed"]:
    """ "failed" if a critical expectation does not hold, or if nothing was expected at all."""
    broken = any(result.severity == "critical" and not result.success for result in results)
    return "failed" if broken or not results else "passed"


def evaluate_in(executor: Executor | None, samples: Sequence[Sample], run_id: str) -> Evaluation:
    """Judge in the given process, or here when there is none or it has died."""
    if executor is not None:
        with suppress(BrokenExecutor):
            return executor.submit(evaluate, samples, run_id).result()
    return evaluate(samples, run_id)


def take_sample(rule: Rule, table: pa.Table, run_id: str, query: Query) -> Sample:
    """What a rule is to be judged on: what its SQL returns."""
    try:
        frame = to_frame(query(bind(rule.sql, run_id)))
        ids = ids_of_measure(frame, run_id) if rule.check == "measure" else ()
    # Whatever goes wrong in the caller's query (a missing view, a type that changed) must fail this rule by name and
    # leave the others their say: which exceptions an engine raises is not known on this side of the door.
    except Exception as error:
        return Sample(rule, None, table.num_rows, f"{type(error).__name__}: {error}"[:MAX_TEXT])
    return Sample(rule, frame, table.num_rows, None, ids)


def bind(sql: str, run_id: str) -> str:
    """The rule's SQL with its one parameter, the run, as a literal: a Query takes no parameters."""
    return sql.replace("$run_id", "'" + run_id.replace("'", "''") + "'")


def ids_of_measure(frame: Any, run_id: str) -> tuple[str, ...]:
    """The rows that make a number what it is, as its SQL lists them; where there are none, it is one of the run."""
    listed = frame["ids"].iloc[0] if "ids" in frame.columns else None
    return tuple(map(str, listed)) if listed is not None and len(listed) else (run_id,)


def to_frame(answer: Any) -> Any:
    """A pandas frame of a query's answer, whichever of the two kinds it is."""
    return answer.to_pandas() if hasattr(answer, "to_pandas") else answer


def to_result(outcome: Outcome, run_id: str) -> QualityResult:
    """The record of one outcome."""
    rule = outcome.rule
    shown = outcome.rows[:MAX_VIOLATIONS]
    violations = {
        "ids": [identifier[:MAX_TEXT] for identifier, _ in shown],
        "details": [detail[:MAX_TEXT] for _, detail in shown],
        "total": outcome.total,
    }
    return QualityResult(
        run_id=run_id,
        suite=rule.suite,
        expectation=rule.name,
        severity=rule.severity,
        success=outcome.success,
        observed=json.dumps(observation(outcome), ensure_ascii=False),
        violations=json.dumps(
            violations if outcome.total else {"ids": [], "details": [], "total": 0}, ensure_ascii=False
        ),
    )


def observation(outcome: Outcome) -> dict[str, Any]:
    """What was seen, in the smallest form that says it."""
    rule = outcome.rule
    if outcome.problem is not None:
        return {"not_checked": outcome.problem}
    if rule.check == "measure":
        bounds = {"min": rule.minimum, "max": rule.maximum}
        return {"value": outcome.value} | {key: bound for key, bound in bounds.items() if bound is not None}
    return {"violating": outcome.total, "of": outcome.of_rows}
