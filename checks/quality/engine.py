"""Samples in, plain outcomes and rendered pages out: what Great Expectations makes of a run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from checks.quality.gx import load, quiet
from checks.quality.rendering import render
from checks.quality.rules import SUITES, Check, Rule

MAX_UNEXPECTED = 20
NO_ID = "(without an id)"
EXPECTATIONS: dict[Check, str] = {"rows": "ExpectTableRowCountToEqual", "measure": "ExpectColumnValuesToBeBetween"}
RESULT_FORMAT = {"result_format": "SUMMARY", "partial_unexpected_count": MAX_UNEXPECTED}


@dataclass(frozen=True, slots=True)
class Sample:
    """«`rule` is to be judged on `frame` (pandas), out of `of_rows` rows»; or `problem` says why it cannot be.

    `ids` are the rows that make a measure what it is, or the run itself.
    """

    rule: Rule
    frame: Any
    of_rows: int
    problem: str | None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """«`rule` did (not) hold»: `rows` are (id, detail) of the first violating rows, `total` counts them all.

    `value` is what a measure saw, None when there was nothing to measure; `problem` why the rule could not be judged.
    """

    rule: Rule
    success: bool
    total: int
    of_rows: int
    rows: tuple[tuple[str, str], ...]
    value: float | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All outcomes in the order of the samples, and Great Expectations' own page of each suite as raw HTML."""

    outcomes: tuple[Outcome, ...]
    pages: dict[str, str]


def evaluate(samples: Sequence[Sample], run_id: str) -> Evaluation:
    """Judge every sample. Pure but for the import of Great Expectations, and quiet."""
    with quiet():
        judged = judge(samples)
        by_suite: dict[str, list[Any]] = {suite: [] for suite in SUITES}
        for sample, result in zip(samples, judged, strict=True):
            by_suite[sample.rule.suite].append(result)
        # The outcomes first: rendering escapes the texts within the results.
        return Evaluation(to_outcomes(samples, judged), render(run_id, by_suite))


def evaluate_quietly(samples: Sequence[Sample]) -> tuple[Outcome, ...]:
    """Judge the samples, with no pages: for trying single rules."""
    with quiet():
        return to_outcomes(samples, judge(samples))


def judge(samples: Sequence[Sample]) -> list[Any]:
    """Great Expectations' result of each sample, None where there was nothing to judge.

    One batch definition serves all frames: each new one would write the whole context anew.
    """
    context = load("great_expectations").get_context(mode="ephemeral", cloud_mode=False)
    context.enable_analytics(False)
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    asset = context.data_sources.add_pandas("run").add_dataframe_asset("sample")
    definition = asset.add_batch_definition_whole_dataframe("all")

    def result(sample: Sample) -> Any:
        if sample.problem is not None:
            return None
        batch = definition.get_batch(batch_parameters={"dataframe": to_judge(sample)})
        return batch.validate(make_suite("sample", [sample.rule]), result_format=RESULT_FORMAT).results[0]

    return [result(sample) for sample in samples]


def to_judge(sample: Sample) -> Any:
    """The frame of a sample. A measure's column is called as its rule, so that the page says what it is."""
    if sample.rule.check == "rows":
        return sample.frame
    return sample.frame[["value"]].rename(columns={"value": sample.rule.name}).astype(float)


def make_suite(name: str, rules: Sequence[Rule]) -> Any:
    """A suite of the expectations that the rules stand for."""
    suite = load("great_expectations.core").ExpectationSuite
    return suite(name, expectations=[expectation(rule) for rule in rules])


def expectation(rule: Rule) -> Any:
    """The expectation that a rule's check stands for, with the rule's text as its note."""
    wanted: dict[str, Any] = {"value": 0}
    if rule.check == "measure":
        wanted = {"column": rule.name, "min_value": rule.minimum, "max_value": rule.maximum}
    kind = getattr(load("great_expectations.expectations"), EXPECTATIONS[rule.check])
    words = f"{rule.name} ({rule.severity}): {rule.description}"
    return kind(**wanted, severity=rule.severity, description=words, meta={"rule": rule.key})


def to_outcomes(samples: Sequence[Sample], judged: Sequence[Any]) -> tuple[Outcome, ...]:
    """The plain outcomes, in the order of the samples."""
    return tuple(to_outcome(sample, result) for sample, result in zip(samples, judged, strict=True))


def to_outcome(sample: Sample, result: Any) -> Outcome:
    """The plain outcome of one result."""
    if result is None or result.exception_info.get("raised_exception"):
        problem = sample.problem or str(result.exception_info.get("exception_message"))
        return Outcome(sample.rule, False, 0, sample.of_rows, (), None, problem)
    held = bool(result.success)
    if sample.rule.check == "rows":
        total, rows = int(result.result["observed_value"]), listed(sample.frame)
        return Outcome(sample.rule, held, total, sample.of_rows, rows, None, None)
    ids = () if held else sample.ids
    rows = tuple((identifier, "") for identifier in ids[:MAX_UNEXPECTED])
    return Outcome(sample.rule, held, len(ids), sample.of_rows, rows, measured(sample), None)


def measured(sample: Sample) -> float | None:
    """The number of a measure, None when there was nothing to measure."""
    value = sample.frame["value"].astype(float).iloc[0]
    return None if math.isnan(value) else round(float(value), 6)


def listed(frame: Any) -> tuple[tuple[str, str], ...]:
    """(id, detail) of the first violating rows that a rule's SQL returned."""
    head = frame.head(MAX_UNEXPECTED)
    details = head["detail"] if "detail" in head.columns else [None] * len(head)
    return tuple(
        (text(identifier) or NO_ID, text(detail)) for identifier, detail in zip(head["id"], details, strict=True)
    )


def text(value: Any) -> str:
    """A value as the pages show it; "" for NULL, which pandas gives as None or as NaN."""
    return "" if value is None or (isinstance(value, float) and math.isnan(value)) else str(value)
