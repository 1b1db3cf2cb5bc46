"""The floor of `make eval`: a figure that falls is named, one that rises is kept when asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import eval as measured

ROWS = [{"event": "b"}, {"event": "a"}]
NOW = {"found easy": 7, "wrong pairs in 100": 20.0}


def test_what_falls_below_the_floor_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measured, "FLOOR", tmp_path / "floor.json")
    assert measured.hold(ROWS, NOW, raise_floor=False) == []
    measured.hold(ROWS, NOW, raise_floor=True)
    assert measured.hold(ROWS[::-1], NOW, raise_floor=False) == []
    assert measured.hold(ROWS, NOW | {"found easy": 6}, raise_floor=False) == ["found easy: 6, was 7"]
    assert measured.hold(ROWS, NOW | {"wrong pairs in 100": 25.0}, raise_floor=False) == [
        "wrong pairs in 100: 25.0, was 20.0"
    ]
    better = {"found easy": 9, "wrong pairs in 100": 0.0}
    assert measured.hold(ROWS, better, raise_floor=False) == []
    assert measured.hold([{"event": "elsewhere"}], {"found easy": 0}, raise_floor=False) == []
