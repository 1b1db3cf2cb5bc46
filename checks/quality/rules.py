"""The rules as data: what is expected, how much it matters, and what to do when it does not hold.

`suites.toml` has the text and the bounds of every rule, `rules/<suite>/<name>.sql` what is looked at.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from warehouse.records import Severity

Check = Literal["rows", "measure"]

SUITES = ("captures", "articles", "claims", "conflicts")
HERE = Path(__file__).parent
KEYS = {"check", "severity", "description", "remedy", "min", "max", "share", "about"}


class RuleError(ValueError):
    """`suites.toml` or a SQL file beside it is wrong; the message names the rule. Mend the file: it is a part of us."""


@dataclass(frozen=True, slots=True)
class Rule:
    """«In `suite`, `description` holds; if not, that is `severity`, and the reader should do `remedy`.»

    `check` says what `sql` returns: the violating rows (`id`, `detail`), or a number (`value`, and `ids` of the rows
    that make it what it is, where there are such). `minimum` and `maximum` are inclusive; `share` tells that they bound
    a share in 0..1. `about` names the table whose rows are judged, by default the suite's.
    """

    suite: str
    name: str
    check: Check
    severity: Severity
    description: str
    remedy: str
    minimum: float | None
    maximum: float | None
    share: bool
    about: str
    sql: str

    @property
    def key(self) -> str:
        """Suite and name: what tells the rule from all others."""
        return f"{self.suite}.{self.name}"


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, suite by suite, in the order of the file.

    Raises RuleError when the file has an unknown suite, key, check or severity, or a SQL file is missing.
    """
    document = tomllib.loads((HERE / "suites.toml").read_text(encoding="utf-8"))
    if unknown := sorted(set(document) - set(SUITES)):
        raise RuleError(f"suites.toml: unknown suite {unknown[0]}; known are {', '.join(SUITES)}")
    return tuple(
        to_rule(suite, name, entry, HERE / "rules" / suite / f"{name}.sql")
        for suite in SUITES
        for name, entry in document.get(suite, {}).items()
    )


def describe(suite: str, expectation: str) -> Rule:
    """The rule behind a QualityResult. Raises RuleError when a result of older code has no rule any more."""
    for rule in rules():
        if (rule.suite, rule.name) == (suite, expectation):
            return rule
    raise RuleError(f"{suite}.{expectation}: no such rule in suites.toml")


def to_rule(suite: str, name: str, entry: dict[str, Any], sql_path: Path) -> Rule:
    """One rule from its table in suites.toml, checked. Raises RuleError."""
    where = f"suites.toml, {suite}.{name}"
    if unknown := sorted(set(entry) - KEYS):
        raise RuleError(f"{where}: unknown key {unknown[0]}")
    for key in ("check", "severity", "description", "remedy"):
        if not isinstance(entry.get(key), str):
            raise RuleError(f"{where}: {key} is missing or not a text")
    if entry["check"] not in get_args(Check) or entry["severity"] not in get_args(Severity):
        raise RuleError(f"{where}: unknown check or severity: {entry['check']}, {entry['severity']}")
    if not sql_path.exists():
        raise RuleError(f"{where}: {sql_path.name} is missing")
    return Rule(
        suite=suite,
        name=name,
        check=entry["check"],
        severity=entry["severity"],
        description=entry["description"],
        remedy=entry["remedy"],
        minimum=entry.get("min"),
        maximum=entry.get("max"),
        share=entry.get("share", False),
        about=entry.get("about", suite),
        sql=sql_path.read_text(encoding="utf-8"),
    )
