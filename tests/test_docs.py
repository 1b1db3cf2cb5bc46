"""The docs cannot drift: the schema page is current, links lead somewhere, README's commands and queries work."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from flows.cli import parser
from flows.news.sources import read_sources
from tests.schema_page import page
from warehouse.home import Home
from warehouse.query import run_sql
from warehouse.snapshot import publish

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", README, re.DOTALL)
COMMANDS = re.findall(r"\.venv/bin/rashomon (run .*)", README)
TARGETS = re.findall(r"^make (\w+)", README, re.MULTILINE)


def test_the_schema_page_is_current() -> None:
    assert (ROOT / "docs" / "schema.md").read_text("utf-8") == page(), "run: make docs"


def test_readme_has_five_queries() -> None:
    assert len(QUERIES) == 5


@pytest.fixture(scope="module")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home.open(tmp_path_factory.mktemp("docs") / "home", create=True)
    publish(home)
    return home


@pytest.mark.parametrize("query", QUERIES)
def test_each_query_of_the_readme_is_answered(query: str, empty_home: Home) -> None:
    assert len(run_sql(empty_home, query).columns) >= 3


@pytest.mark.parametrize("line", COMMANDS)
def test_each_command_of_the_readme_is_understood(line: str) -> None:
    given = parser().parse_args(shlex.split(line.split("||", maxsplit=1)[0]))
    assert given.sources
    for name in [*given.sources, given.questions]:
        if str(name).startswith("examples/"):
            assert (ROOT / str(name)).exists()


def test_every_command_is_in_the_readme() -> None:
    commands = next(action for action in parser()._actions if action.dest == "command").choices
    assert [name for name in commands or () if f"`rashomon {name}" not in README] == []


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert TARGETS
    assert [target for target in TARGETS if f"\n{target}:" not in makefile] == []


@pytest.mark.parametrize("document", sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")]), ids=lambda p: p.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), target


def test_the_example_sources_are_understood() -> None:
    assert read_sources([str(ROOT / "examples" / "sources.toml")])
