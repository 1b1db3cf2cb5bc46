"""The memory: it keeps what it is given, forgets what other code left, and may be lost or damaged without harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.home import Home
from warehouse.memory import Memory

A, B = ("art_a", 1), ("art_b", 2)
LINKS = [(A, B, 123_456)]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.open(tmp_path / "home", create=True)


def fill(home: Home, code: str = "1") -> None:
    with Memory(home, code) as memory:
        memory.add_profiles({A: {"fire": 700, "ö 'x'": 714}, B: {}})
        memory.add_links(LINKS)
        memory.keep({"st_1": "found", "st_2": "nothing"})


def test_it_keeps_what_it_is_given(home: Home) -> None:
    fill(home)
    with Memory(home, "1") as memory:
        assert memory.profiles() == {A: {"fire": 700, "ö 'x'": 714}, B: {}}
        assert memory.links() == LINKS
        assert memory.recall(["st_1", "st_3"]) == {"st_1": "found"}


def test_findings_that_no_run_asks_for_are_forgotten(home: Home) -> None:
    fill(home)
    with Memory(home, "1") as memory:
        assert set(memory.recall(["st_1"])) == {"st_1"}
        assert memory.recall(["st_1", "st_2"]) == {"st_1": "found"}


def test_other_code_finds_nothing_and_does_not_add_up(home: Home) -> None:
    fill(home, "1")
    with Memory(home, "2") as memory:
        assert (memory.profiles(), memory.links()) == ({}, [])
    fill(home, "2")
    with Memory(home, "1") as memory:
        assert (memory.profiles(), memory.links()) == ({}, [])


@pytest.mark.parametrize("damage", [b"not a database", b""])
def test_a_damaged_memory_is_made_anew(home: Home, damage: bytes) -> None:
    fill(home)
    (home.path / "memory.duckdb").write_bytes(damage)
    fill(home)
    with Memory(home, "1") as memory:
        assert memory.links() == LINKS


def test_nothing_to_add_is_no_error(home: Home) -> None:
    with Memory(home, "1") as memory:
        memory.add_profiles({})
        memory.add_links([])
        memory.keep({})
        assert memory.recall([]) == {}
