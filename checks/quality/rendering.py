"""A suite's results as the page that Great Expectations itself makes of them."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

from checks.quality.gx import load


def render(run_id: str, judged: Mapping[str, Sequence[Any]]) -> dict[str, str]:
    """One page about each suite, by Great Expectations' own renderer, out of the results of its many batches.

    None among the results stands for an expectation that could not be judged.
    """
    view = load("great_expectations.render.view").DefaultJinjaPageView()
    renderer = load("great_expectations.render.renderer").ValidationResultsPageRenderer()
    return {
        suite: str(view.render(renderer.render(merged(suite, run_id, results)))) for suite, results in judged.items()
    }


def merged(suite: str, run_id: str, results: Sequence[Any]) -> Any:
    """The results of a suite's expectations as one result; those that could not be judged count as unsuccessful."""
    shown = [harmless(result) for result in results if result is not None]
    passed = sum(bool(result.success) for result in shown)
    return load("great_expectations.core").ExpectationSuiteValidationResult(
        success=passed == len(results),
        results=shown,
        suite_name=suite,
        statistics={
            "evaluated_expectations": len(results),
            "successful_expectations": passed,
            "unsuccessful_expectations": len(results) - passed,
            "success_percent": 100.0 * passed / len(results) if results else None,
        },
        meta={
            "run_id": {"run_name": run_id},
            "batch_spec": {"data_asset_name": suite},
            "great_expectations_version": load("great_expectations").__version__,
        },
    )


def harmless(result: Any) -> Any:
    """The result with its texts escaped: Great Expectations puts unexpected values into its tables as they are."""
    result.result = escaped(result.result)
    return result


def escaped(value: Any) -> Any:
    """Every text within a JSON-like value, as HTML."""
    if isinstance(value, str):
        return html.escape(value)
    if isinstance(value, dict):
        return {key: escaped(item) for key, item in value.items()}
    return [escaped(item) for item in value] if isinstance(value, list) else value
