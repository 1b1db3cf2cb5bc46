"""Did the run look well enough to be believed? Expectations on its tables, a gate, and pages a person can read.

Importing this package is cheap; Great Expectations is imported when `assess` first needs it (several seconds), or ahead
of time, beside other work, inside the process that `background` starts.
"""

from __future__ import annotations

from checks.quality.assess import MissingTablesError, Query, assess, gate
from checks.quality.background import background
from checks.quality.rules import Rule, RuleError, describe, rules

__all__ = [
    "MissingTablesError",
    "Query",
    "Rule",
    "RuleError",
    "assess",
    "background",
    "describe",
    "gate",
    "rules",
]
