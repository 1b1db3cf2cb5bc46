"""Small real records for the tests of the warehouse: bytes on disk, their articles, claims in these, pairs of those."""

from __future__ import annotations

from datetime import datetime, timedelta

from warehouse import ids
from warehouse.home import Home
from warehouse.read import Reader
from warehouse.records import (
    Article,
    Capture,
    Claim,
    Conflict,
    Discrepancy,
    Position,
    QualityResult,
    Run,
    Speech,
    Verdict,
    VerdictWord,
)
from warehouse.write import Writer

MORNING = datetime(2031, 5, 4, 6, 0)
CODE = "code-1"


def at(hours: float) -> datetime:
    return MORNING + timedelta(hours=hours)


def capture(home: Home, url: str, content: bytes | None, run_id: str, when: datetime = MORNING) -> Capture:
    sha256 = None if content is None else ids.sha256_bytes(content)
    raw_path = None if sha256 is None else f"raw/{sha256[:2]}/{sha256}"
    if content is not None and raw_path is not None:
        path = home.path / raw_path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    error = "connection refused" if content is None else None
    found = ids.capture_id(url, url, None, sha256, error)
    size = 0 if content is None else len(content)
    headers = (("etag", '"x"'), ("x-name", "a\tb"))
    return Capture(found, "desk", url, url, None, "text/plain", sha256, size, when, raw_path, error, run_id, headers)


def article(of: Capture, text: str | None, title: str | None = "A headline", outlet: str = "Courier") -> Article:
    sha256 = None if text is None else ids.sha256_text(text)
    status, reason = ("ok", None) if text is not None else ("unreadable", of.error or "no text")
    return Article(
        ids.article_id(of.requested_url), 0, of.requested_url, outlet, title, None, of.captured_at,
        of.captured_at.date(), "en", text, sha256, status, reason, of.capture_id,  # type: ignore[arg-type]
    )  # fmt: skip


def claim(of: Article, quote: str, speaker: str | None = None) -> Claim:
    assert of.text is not None
    assert of.text_sha256 is not None
    start = of.text.index(quote)
    end = start + len(quote)
    speech: Speech = "author" if speaker is None else "indirect"
    return Claim(
        ids.claim_id(of.article_id, of.text_sha256, start, end, speaker), of.article_id, of.version, of.url, of.outlet,
        quote, start, end, speaker, speaker, speech, None, speaker is None, "affirmed", "asserted", None,
        None, None, "{}",
    )  # fmt: skip


def conflict(a: Claim, b: Claim, score: float = 0.9, why: str = "9 against 14") -> Conflict:
    found = ids.pair_id("number", a.claim_id, b.claim_id)
    return Conflict(found, "dis_1", "number", "conflict", "outlets", score, a.claim_id, b.claim_id, why, "number")


def discrepancy(positions: int = 2) -> Discrepancy:
    return Discrepancy("dis_1", "How many?", "number", "high", 0.8, positions, 2, 2)


def position(of: Claim) -> Position:
    return Position("dis_1", "How many?", of.outlet, of.article_id, of.quote, "states", of.claim_id, of.quote)


def run(run_id: str, started_at: datetime = MORNING, gate: str = "passed") -> Run:
    return Run(run_id, started_at, started_at, CODE, gate, 2, 2, 2, 1, 1, 0)  # type: ignore[arg-type]


def quality(run_id: str, success: bool = True) -> QualityResult:
    return QualityResult(run_id, "claims", "every quote is its text", "critical", success, "0", "[]")


def verdict(home: Home, conflict_id: str, word: VerdictWord, when: datetime, verdict_id: str = "v_1") -> Verdict:
    with Reader(home.writer_file) as reader:
        key = next(row["passage_key"] for row in reader.conflict_rows() if row["conflict_id"] == conflict_id)
    return Verdict(verdict_id, conflict_id, key, word, "Ada", None, when, CODE)


class Story:
    """Two articles that disagree, stored in a home; `pair` is their conflict."""

    def __init__(self, home: Home, run_id: str = "run_1", tail: str = "") -> None:
        texts = (f"Nine people died in the fire.{tail}", f"The fire killed 14 people, police said.{tail}")
        urls = ("file:///courier.txt", "file:///post.txt")
        self.captures = [capture(home, url, text.encode(), run_id) for url, text in zip(urls, texts, strict=True)]
        with Writer(home, MORNING) as writer:
            writer.add_captures(self.captures)
            courier, post = writer.add_articles(
                [article(self.captures[0], texts[0]), article(self.captures[1], texts[1], outlet="Post")]
            )
            self.articles = [courier, post]
            self.claims = [claim(courier, "Nine people died"), claim(post, "The fire killed 14 people", "police")]
            keys = [(courier.article_id, courier.version), (post.article_id, post.version)]
            writer.add_claims(keys, CODE, self.claims)
        self.pair = conflict(*self.claims)


def store(home: Home, run_id: str, *conflicts: Conflict, when: datetime = MORNING) -> None:
    """One whole run with these findings."""
    with Writer(home, when) as writer:
        writer.add_run(run(run_id, when, "running"))
        writer.add_findings(run_id, conflicts, [discrepancy()] if conflicts else [], [])
        writer.add_run(run(run_id, when))


def dump(home: Home) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every public view of the writer's file, in order."""
    from warehouse.schema import PUBLIC_VIEWS

    with Reader(home.writer_file) as reader:
        return {view: [tuple(row.values()) for row in reader.rows(view)] for view in PUBLIC_VIEWS}
