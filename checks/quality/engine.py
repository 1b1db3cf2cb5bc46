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
EXPECTATIONS: dict[Check, str] = {
    "rows": "ExpectTableRowCountToEqual",
    "measure": "ExpectColumnValuesToBeBetween",
    "not_null": "ExpectColumnValuesToNotBeNull",
    "unique": "ExpectColumnValuesToBeUnique",
    "in_set": "ExpectColumnValuesToBeInSet",
    "between": "ExpectColumnValuesToBeBetween",
    "matches": "ExpectColumnValuesToMatchRegex",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """«`rule` is to be judged on `frame` (pandas), out of `of_rows` rows»; or `problem` says why it cannot be."""

    rule: Rule
    frame: Any
    of_rows: int
    problem: str | None


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

    The rules about the columns of one table are judged in one go. One batch definition serves all frames: each new one
    would write the whole context anew.
    """
    context = load("great_expectations").get_context(mode="ephemeral", cloud_mode=False)
    context.enable_analytics(False)
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    asset = context.data_sources.add_pandas("run").add_dataframe_asset("sample")
    definition = asset.add_batch_definition_whole_dataframe("all")
    results: dict[str, Any] = {}
    for group in groups([sample for sample in samples if sample.problem is None]):
        batch = definition.get_batch(batch_parameters={"dataframe": to_judge(group)})
        suite = make_suite("sample", [sample.rule for sample in group])
        for result in batch.validate(suite, result_format=result_format(group[0])).results:
            results[result.expectation_config.meta["rule"]] = result
    return [results.get(sample.rule.key) for sample in samples]


def groups(samples: Sequence[Sample]) -> list[list[Sample]]:
    """The samples by frame: each result of a query alone, the columns of one table together."""
    found: dict[str, list[Sample]] = {}
    for sample in samples:
        found.setdefault(sample.rule.suite if sample.rule.column else sample.rule.key, []).append(sample)
    return list(found.values())


def to_judge(group: Sequence[Sample]) -> Any:
    """The frame of a group. A measure's column is called as its rule, so that the page says what it is."""
    rule, frame = group[0].rule, group[0].frame
    if rule.check == "measure":
        return frame.rename(columns={"value": rule.name}).astype(float)
    return frame.assign(**{str(s.rule.column): s.frame[s.rule.column] for s in group if s.rule.column})


def result_format(sample: Sample) -> dict[str, Any]:
    """Ask for the first violating rows only, by id: complete results of a large broken table would fill the memory."""
    form: dict[str, Any] = {"result_format": "SUMMARY", "partial_unexpected_count": MAX_UNEXPECTED}
    if sample.rule.column is not None:
        form["unexpected_index_column_names"] = [sample.frame.columns[0]]
    return form


def make_suite(name: str, rules: Sequence[Rule]) -> Any:
    """A suite of the expectations that the rules stand for."""
    suite = load("great_expectations.core").ExpectationSuite
    return suite(name, expectations=[expectation(rule) for rule in rules])


def expectation(rule: Rule) -> Any:
    """The expectation that a rule's check stands for, with the rule's text as its note."""
    wanted: dict[str, Any] = {"column": rule.name if rule.check == "measure" else rule.column}
    match rule.check:
        case "rows":
            wanted = {"value": 0}
        case "measure" | "between":
            wanted |= {"min_value": rule.minimum, "max_value": rule.maximum}
        case "in_set":
            wanted |= {"value_set": list(rule.values)}
        case "matches":
            wanted |= {"regex": rule.pattern}
    kind = getattr(load("great_expectations.expectations"), EXPECTATIONS[rule.check])
    known = f" Known: {', '.join(rule.values)}." if rule.values else ""
    words = f"{rule.name} ({rule.severity}): {rule.description}{known}"
    return kind(**wanted, severity=rule.severity, description=words, meta={"rule": rule.key})


def to_outcomes(samples: Sequence[Sample], judged: Sequence[Any]) -> tuple[Outcome, ...]:
    """The plain outcomes, in the order of the samples."""
    return tuple(to_outcome(sample, result) for sample, result in zip(samples, judged, strict=True))


def to_outcome(sample: Sample, result: Any) -> Outcome:
    """The plain outcome of one result."""
    if result is None or result.exception_info.get("raised_exception"):
        problem = sample.problem or str(result.exception_info.get("exception_message"))
        return Outcome(sample.rule, False, 0, sample.of_rows, (), None, problem)
    seen = result.result
    value = measured(sample) if sample.rule.check == "measure" else None
    if sample.rule.check == "rows":
        total, rows = int(seen["observed_value"]), listed(sample.frame)
    elif sample.rule.check == "measure":
        total, rows = 0, ()
    else:
        total, rows = int(seen["unexpected_count"]), tuple(named(entry, sample.rule) for entry in unexpected(seen))
    return Outcome(sample.rule, bool(result.success), total, sample.of_rows, rows, value, None)


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


def unexpected(seen: dict[str, Any]) -> list[dict[str, Any]]:
    """The first violating rows of a column expectation, each with its id and its value."""
    return list(seen.get("partial_unexpected_index_list") or [])


def named(entry: dict[str, Any], rule: Rule) -> tuple[str, str]:
    """(id, value) of one violating row."""
    ids = [value for column, value in entry.items() if column != rule.column]
    value = text(entry.get(str(rule.column)))
    return (text(ids[0]) or NO_ID, value) if ids else (value or NO_ID, "")


def text(value: Any) -> str:
    """A value as the pages show it; "" for NULL, which pandas gives as None or as NaN."""
    return "" if value is None or (isinstance(value, float) and math.isnan(value)) else str(value)
