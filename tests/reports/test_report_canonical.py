"""Canonical JSON: the very bytes of `json.dumps`, and no number that JSON does not have."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.reports.canonical import canonical

plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
values = st.recursive(
    plain, lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text() | st.integers(), inner)
)


@given(values)
def test_the_bytes_are_those_of_the_standard_library(value: Any) -> None:
    try:
        expected = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    except TypeError:  # keys of several kinds have no order
        with pytest.raises(TypeError):
            canonical(value)
        return
    assert canonical(value) == expected


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_of_json_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"value": [number]})
