"""What a report is made from: the records of one run, handed over whole, with no clock, path or network behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from warehouse.records import (
    Article,
    Capture,
    Claim,
    Conflict,
    Discrepancy,
    Position,
    QualityResult,
    Run,
    Verdict,
)

SCHEMA = 1
"""The version of the layout of `discrepancies.json`; raised when a field changes its meaning or goes away."""


@dataclass(frozen=True, slots=True)
class ReportInput:
    """«This is what run `run` read, found and could not read»: all that a report may know.

    `articles` are the latest versions, those with a status other than "ok" included; `claims` are the claims of these
    articles, by claim id: all of them, or those that conflicts and positions name, with `claim_counts` saying how many
    there are of each article, by outlet and article id (None: `claims` are all); `conflicts` have every relation;
    `statuses` tells each conflict id as new, persisting, changed, resolved or reopened (an id that is missing counts as
    new), `first_seen` when the first run that had it began; `captures` are by capture id; `errors` are the
    captures that brought nothing. `last_good` is the last other run that passed its gate, whose report lies beside this
    one. `verdicts` may hold any verdict ever given: each is matched by its passages' content. `carried` are
    (passage_key, kind, key known before): pairs that only code or wrapping cut otherwise. `resolved` are rows of the
    view `conflicts` that the last run had and this one has no more.
    """

    run: Run
    articles: Sequence[Article] = ()
    claims: Mapping[str, Claim] = field(default_factory=dict)
    conflicts: Sequence[Conflict] = ()
    statuses: Mapping[str, str] = field(default_factory=dict)
    first_seen: Mapping[str, datetime] = field(default_factory=dict)
    verdicts: Sequence[Verdict] = ()
    discrepancies: Sequence[Discrepancy] = ()
    positions: Sequence[Position] = ()
    captures: Mapping[str, Capture] = field(default_factory=dict)
    quality: Sequence[QualityResult] = ()
    errors: Sequence[Capture] = ()
    last_good: str | None = None
    carried: Sequence[tuple[str, str, str]] = ()
    resolved: Sequence[Mapping[str, Any]] = ()
    claim_counts: Mapping[tuple[str, str], int] | None = None

    def counted(self) -> Mapping[tuple[str, str], int]:
        """How many claims there are, by outlet and article id."""
        if self.claim_counts is not None:
            return self.claim_counts
        return Counter((claim.outlet, claim.article_id) for claim in self.claims.values())
