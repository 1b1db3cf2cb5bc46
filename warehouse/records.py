"""The records that every stage passes on: frozen, plain, and readable aloud.

A record says what was observed, never how it was computed. Ids are content hashes from `warehouse.ids`; times are
naive `datetime` in UTC; offsets count Unicode code points in the immutable text of one article version.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

ArticleStatus = Literal["ok", "consent_wall", "paywall", "truncated", "not_an_article", "unreadable"]
Speech = Literal["direct", "indirect", "mixed", "author"]
Polarity = Literal["affirmed", "denied"]
Certainty = Literal["asserted", "hedged", "predicted", "conditional", "desired"]
Kind = Literal[
    "number", "date", "negation", "outcome", "attribution", "assessment", "silence", "cause", "identity", "wording"
]
Relation = Literal["conflict", "update", "rounding", "scope", "estimate", "reported_denial", "forecast", "same_origin"]
Level = Literal["outlets", "speakers", "self", "misattribution", "within_article"]
State = Literal["states", "contradicts", "silent", "unreadable"]
VerdictWord = Literal["confirmed", "not_a_conflict", "different_time_or_scope", "extraction_error"]
Severity = Literal["critical", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Capture:
    """«At `captured_at`, during run `run_id`, `requested_url` answered from `final_url` with these bytes (or `error`).»

    `sha256` is of the raw bytes, kept under `<home>/<raw_path>`; both are None when nothing could be read.
    `capture_id` hashes the asked and answered address, the HTTP status, the bytes and the error, not the time: the same
    answer seen again is the same capture, and only its sighting (run, time) is added.
    """

    capture_id: str
    source: str
    requested_url: str
    final_url: str
    http_status: int | None
    media_type: str | None
    sha256: str | None
    byte_count: int
    captured_at: datetime
    raw_path: str | None
    error: str | None
    run_id: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """«In capture `capture_id`, `outlet` published this text under this title»: one version of one article.

    `article_id` hashes the canonical address; `version` counts from 1 the different texts seen under it (0 until the
    warehouse has assigned it). `published_on` is the date as the outlet wrote it, in its own time zone; `published_at`
    is that moment in UTC. `text` is NULL unless something was read; `reason` says why `status` is not "ok".
    """

    article_id: str
    version: int
    url: str
    outlet: str
    title: str | None
    author: str | None
    published_at: datetime | None
    published_on: date | None
    language: str | None
    text: str | None
    text_sha256: str | None
    status: ArticleStatus
    reason: str | None
    capture_id: str


@dataclass(frozen=True, slots=True)
class Claim:
    """«In this article, from `start_char` to `end_char`, `speaker` says `quote`»: one checkable proposition.

    `quote` equals `text[start_char:end_char]`. `speaker` is the resolved name and `speaker_as_written` the words of
    the article; both are None when the article speaks itself (`speech` = "author"). `held_by_outlet` tells whether the
    outlet itself asserts it. `said_on` is when it was said; `event_from`/`event_to` (inclusive) when what it tells of
    happened. `reading` is the normalized reading as canonical JSON: what the conflict engine compares, see
    docs/claims.md.
    """

    claim_id: str
    article_id: str
    version: int
    url: str
    outlet: str
    quote: str
    start_char: int
    end_char: int
    speaker: str | None
    speaker_as_written: str | None
    speech: Speech
    cue: str | None
    held_by_outlet: bool
    polarity: Polarity
    certainty: Certainty
    said_on: date | None
    event_from: date | None
    event_to: date | None
    reading: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """«Claims `claim_a` and `claim_b` stand in `relation` over one matter of `kind`, because `why`.»

    Only `relation` = "conflict" is a finding; the others are pairs that only look like one, kept with their reason.
    `score` is in 0..1; `rule` names the rule that decided; `model` is the hash of the embedded model when it was asked.
    """

    conflict_id: str
    discrepancy_id: str
    kind: Kind
    relation: Relation
    level: Level
    score: float
    claim_a: str
    claim_b: str
    why: str
    rule: str
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """«Asked about the pair `pair_key`, model `model` finds these probabilities, and `kind` were it a conflict.»

    `pair_key` hashes the model and the two texts as they were told to it; the probabilities sum to 1.
    """

    pair_key: str
    model: str
    contradiction: float
    agreement: float
    neither: float
    kind: Kind
    kind_probability: float


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """«Accounts differ on `question`»: the conflicts about one matter, with `weight` (0..1) its consequence."""

    discrepancy_id: str
    question: str
    kind: Kind
    severity: Literal["high", "medium", "low"]
    weight: float
    positions: int
    outlets: int
    origins: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """«Run `run_id` compared this many candidate pairs; `unasked` promising ones were beyond the model's budget.»"""

    run_id: str
    pairs_compared: int
    unasked: int


@dataclass(frozen=True, slots=True)
class Position:
    """«On `question`, `outlet` (this article) takes `position`, in the words of `claim_id`»; or it gives none.

    `question_id` is a discrepancy's id or the id of a standing question; `claim_id` and `quote` are None when the
    state is "silent" or "unreadable".
    """

    question_id: str
    question: str
    outlet: str
    article_id: str
    position: str | None
    state: State
    claim_id: str | None
    quote: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """«`reviewer` judged the pair with these two passages `verdict` at `given_at`.»

    `passage_key` hashes the two quotes with their article ids, so that a verdict outlives new claim ids, models and
    code.
    """

    verdict_id: str
    conflict_id: str
    passage_key: str
    verdict: VerdictWord
    reviewer: str
    note: str | None
    given_at: datetime
    code_version: str


@dataclass(frozen=True, slots=True)
class QualityResult:
    """«In run `run_id`, expectation `expectation` of suite `suite` did (not) hold»; `violations` is JSON, ids first."""

    run_id: str
    suite: str
    expectation: str
    severity: Severity
    success: bool
    observed: str
    violations: str


@dataclass(frozen=True, slots=True)
class Run:
    """«A run over this input with this code»: `run_id` hashes the input captures, the questions and the code version.

    The same input again is the same run: its rows, ids and report are equal, and statuses are told against the last
    *different* run. `gate` is "passed" or "failed".
    """

    run_id: str
    started_at: datetime
    finished_at: datetime | None
    code_version: str
    gate: Literal["passed", "failed", "running"]
    captures: int
    articles: int
    claims: int
    pairs_compared: int
    conflicts: int
    unreadable: int
