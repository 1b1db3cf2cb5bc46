"""An invented event, a ferry that grounds off Port Ossel, told by four outlets: the records of the report tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from checks.reports import ReportInput
from warehouse import ids
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

COURIER = """Ferry grounds off Port Ossel in heavy fog

The ferry Alda Marten ran onto the Kettle rocks shortly after seven on Tuesday evening, with 212 people on board. \
Nine people were injured, two of them seriously, the harbour office said. Everyone was off the ship by midnight.

"The captain was not on the bridge when she struck," said Inga Rask, who leads the inquiry. \
She would not say where he was. \
The radar had been repaired in April and worked that night, according to the line's log book. \
The line's owner, Theo Marsh, has not spoken about the log book since the accident, \
although reporters asked him three times.

The rescue was a success in which every crew knew its task, the coastguard commander said. \
The inquiry is to report in spring.
"""

POST = """Questions over the Alda Marten

Fourteen passengers were injured when the Alda Marten struck the Kettle rocks, \
the hospital in Port Ossel said on Wednesday. \
Three were still being treated.

"The captain was on the bridge the whole time," the line's spokesman, Per Olin, told this newspaper. \
The radar had failed before the grounding, two members of the crew said, and a spare part had been on order since May.

Rescuers lost an hour because the two coastguard stations used different channels. \
The rescue was a failure of planning, the mayor of Port Ossel said at a crowded meeting in the town hall. \
"Theo Marsh told us on Thursday that the log book is complete," said Olin.
"""

HERALD = """What we know about the grounding

About a dozen people were hurt, according to first reports from the harbour. The ship was carrying some 200 people. \
The grounding happened at around eight in the evening, passengers said. \
Inga Rask of the accident inquiry said that the captain was not on the bridge.

It is too early to say what caused the accident, and the inquiry expects to have its report in summer.
"""

STATUSES = {"number": "new", "negation": "new", "assessment": "changed", "cause": "persisting", "silence": "reopened"}


def article(
    outlet: str, text: str | None, url: str, day: date | None, title: str | None = None, **other: Any
) -> Article:
    sha = ids.sha256_text(text) if text is not None else None
    fields: dict[str, Any] = {
        "article_id": ids.article_id(url),
        "version": 1,
        "url": url,
        "outlet": outlet,
        "title": title or (text.partition("\n")[0] if text else None),
        "author": None,
        "published_at": None,
        "published_on": day,
        "language": "en",
        "text": text,
        "text_sha256": sha,
        "status": "ok",
        "reason": None,
        "capture_id": ids.capture_id(url, url, 200, sha, None),
    }
    return Article(**{**fields, **other})


def capture(of: Article, error: str | None = None) -> Capture:
    sha = of.text_sha256
    return Capture(
        capture_id=of.capture_id,
        source="sources.toml",
        requested_url=of.url,
        final_url=of.url,
        http_status=200,
        media_type="text/html",
        sha256=sha,
        byte_count=len(of.text or ""),
        captured_at=datetime(2031, 10, 9, 6, 0),
        raw_path=f"raw/{sha[:2]}/{sha}" if sha else None,
        error=error,
        run_id="run_sample",
    )


def claim(of: Article, quote: str, speaker: str | None = None, speech: str = "author", **other: Any) -> Claim:
    text = of.text or ""
    start = text.index(quote)
    fields: dict[str, Any] = {
        "claim_id": ids.claim_id(of.article_id, of.text_sha256 or "", start, start + len(quote), speaker),
        "article_id": of.article_id,
        "version": of.version,
        "url": of.url,
        "outlet": of.outlet,
        "quote": quote,
        "start_char": start,
        "end_char": start + len(quote),
        "speaker": speaker,
        "speaker_as_written": speaker,
        "speech": speech,
        "cue": "said" if speaker else None,
        "held_by_outlet": speaker is None,
        "polarity": "affirmed",
        "certainty": "asserted",
        "said_on": None,
        "event_from": None,
        "event_to": None,
        "reading": "{}",
    }
    return Claim(**{**fields, **other})


def conflict(kind: str, a: Claim, b: Claim, why: str, discrepancy: str = "", **other: Any) -> Conflict:
    fields: dict[str, Any] = {
        "conflict_id": ids.pair_id(kind, a.claim_id, b.claim_id),
        "discrepancy_id": discrepancy or f"d_{kind}",
        "kind": kind,
        "relation": "conflict",
        "level": "outlets",
        "score": 0.9,
        "claim_a": a.claim_id,
        "claim_b": b.claim_id,
        "why": why,
        "rule": f"{kind}.sample",
    }
    return Conflict(**{**fields, **other})


def discrepancy(kind: str, question: str, weight: float, **other: Any) -> Discrepancy:
    severity = "high" if weight > 0.7 else "medium" if weight > 0.4 else "low"
    fields: dict[str, Any] = {
        "discrepancy_id": f"d_{kind}",
        "question": question,
        "kind": kind,
        "severity": severity,
        "weight": weight,
        "positions": 2,
        "outlets": 2,
        "origins": 2,
    }
    return Discrepancy(**{**fields, **other})


courier = article("Ossel Courier", COURIER, "https://courier.example/ferry-grounds", date(2031, 10, 7))
post = article("Harbour Post", POST, "https://post.example/news?id=77&part=1#top", date(2031, 10, 9))
herald = article("Strait Herald", HERALD, "file:///srv/inbox/herald%20ferry.txt", None)
walled = article(
    "Isle Gazette",
    None,
    "https://gazette.example/ferry",
    None,
    title="Ferry aground",
    status="consent_wall",
    reason="the page shows only a consent dialogue",
)

nine = claim(courier, "Nine people were injured", "harbour office", "indirect", said_on=date(2031, 10, 7))
fourteen = claim(post, "Fourteen passengers were injured", "hospital in Port Ossel", "indirect")
dozen = claim(herald, "About a dozen people were hurt", certainty="hedged")
off_bridge = claim(courier, "The captain was not on the bridge when she struck", "Inga Rask", "direct")
on_bridge = claim(post, "The captain was on the bridge the whole time", "Per Olin", "direct")
rask_again = claim(herald, "the captain was not on the bridge", "Inga Rask", "indirect")
success = claim(
    courier, "The rescue was a success in which every crew knew its task", "coastguard commander", "indirect"
)
failure = claim(post, "The rescue was a failure of planning", "mayor of Port Ossel", "indirect")
radar_fine = claim(courier, "The radar had been repaired in April and worked that night", "log book", "indirect")
radar_broken = claim(post, "The radar had failed before the grounding", "crew members", "indirect")
quiet = claim(courier, "Theo Marsh, has not spoken about the log book since the accident")
spoke = claim(post, "Theo Marsh told us on Thursday that the log book is complete", "Per Olin", "direct")
exactly = claim(courier, "with 212 people on board")
roughly = claim(herald, "The ship was carrying some 200 people")
spring = claim(courier, "The inquiry is to report in spring")
summer = claim(herald, "the inquiry expects to have its report in summer", certainty="predicted")

CLAIMS = {
    each.claim_id: each
    for each in (
        *(nine, fourteen, dozen, off_bridge, on_bridge, rask_again, success, failure),
        *(radar_fine, radar_broken, quiet, spoke, exactly, roughly, spring, summer),
    )
}

injured = conflict("number", nine, fourteen, "9 injured (harbour office) against 14 injured (hospital), same accident")
bridge = conflict(
    "negation", off_bridge, on_bridge, "Rask says the captain was not on the bridge, Olin says he was", level="speakers"
)
bridge_too = conflict(
    "negation", rask_again, on_bridge, "The Herald gives Rask's denial too", level="speakers", score=0.8
)
rescue = conflict("assessment", success, failure, "the same rescue is called a success and a failure", score=0.7)
radar = conflict("cause", radar_fine, radar_broken, "the radar worked (log book) or had failed (crew)", score=0.75)
silent = conflict(
    "silence", quiet, spoke, "Marsh is said to have kept silent on what he is quoted as having told", score=0.6
)
rounding = conflict("number", exactly, roughly, '"some 200" is 212 in round words', relation="rounding", score=0.5)
forecast = conflict("date", spring, summer, "both dates are expectations", relation="forecast", score=0.4)
estimate = conflict(
    "number", dozen, fourteen, "a first report in rough words against a later count", relation="update", score=0.45
)

QUESTIONS = {
    "number": "How many people were injured?",
    "negation": "Was the captain on the bridge when the ship struck?",
    "assessment": "Did the rescue succeed?",
    "cause": "Did the radar work before the grounding?",
    "silence": "Has Theo Marsh spoken about the log book?",
    "sq_cause": "Does the outlet name a cause of the grounding?",
    "sq_captain": "Does the outlet say that the captain left the bridge?",
}


def position(key: str, of: Article, state: str, label: str | None = None, held: Claim | None = None) -> Position:
    question_id = key if key.startswith("sq_") else f"d_{key}"
    quote = held.quote if held else None
    return Position(
        question_id,
        QUESTIONS[key],
        of.outlet,
        of.article_id,
        label,
        state,  # type: ignore[arg-type]
        held.claim_id if held else None,
        quote,
    )


POSITIONS = (
    position("number", courier, "states", "9", nine),
    position("number", post, "contradicts", "14", fourteen),
    position("number", herald, "states", "about 12", dozen),
    position("negation", courier, "contradicts", "was not", off_bridge),
    position("negation", herald, "contradicts", "was not", rask_again),
    position("negation", post, "states", "was", on_bridge),
    position("assessment", courier, "states", "a success", success),
    position("assessment", post, "contradicts", "a failure", failure),
    position("assessment", herald, "silent"),
    position("cause", courier, "states", "it worked", radar_fine),
    position("cause", post, "contradicts", "it had failed", radar_broken),
    position("cause", herald, "silent"),
    position("silence", courier, "contradicts", "has not spoken", quiet),
    position("silence", post, "states", "has spoken", spoke),
    *(position(key, walled, "unreadable") for key in QUESTIONS),
    position("sq_captain", courier, "states", "left", off_bridge),
    position("sq_captain", post, "contradicts", "stayed", on_bridge),
    position("sq_captain", herald, "states", "left", rask_again),
    position("sq_cause", post, "states", "radar failure", radar_broken),
    position("sq_cause", courier, "silent"),
    position("sq_cause", herald, "silent"),
)

CONFLICTS = (injured, bridge, bridge_too, rescue, radar, silent, rounding, forecast, estimate)


def verdict(of: Conflict, word: str, reviewer: str, day: int, note: str | None = None) -> Verdict:
    a, b = CLAIMS[of.claim_a], CLAIMS[of.claim_b]
    return Verdict(
        verdict_id=ids.content_id("vd", of.conflict_id, reviewer, day),
        conflict_id=of.conflict_id,
        passage_key=ids.passage_key(a.article_id, a.quote, b.article_id, b.quote),
        verdict=word,  # type: ignore[arg-type]
        reviewer=reviewer,
        note=note,
        given_at=datetime(2031, 10, day, 9, 30),
        code_version="0.1.0",
    )


def unreachable() -> Capture:
    return Capture(
        capture_id="cap_down",
        source="sources.toml",
        requested_url="https://down.example/feed",
        final_url="https://down.example/feed",
        http_status=None,
        media_type=None,
        sha256=None,
        byte_count=0,
        captured_at=datetime(2031, 10, 9, 6, 0),
        raw_path=None,
        error="no connection to down.example within 20 s; check the address, or run again later",
        run_id="run_sample",
    )


def run(**other: Any) -> Run:
    fields: dict[str, Any] = {
        "run_id": "run_sample",
        "started_at": datetime(2031, 10, 9, 6, 0),
        "finished_at": datetime(2031, 10, 9, 6, 1),
        "code_version": "0.1.0",
        "gate": "passed",
        "captures": 5,
        "articles": 4,
        "claims": len(CLAIMS),
        "pairs_compared": 57,
        "conflicts": 6,
        "unreadable": 2,
    }
    return Run(**{**fields, **other})


def quality(success: bool, severity: str = "critical", name: str = "every quote is at its offsets") -> QualityResult:
    return QualityResult("run_sample", "claims", name, severity, success, "3 rows", '["cl_1"]')  # type: ignore[arg-type]


def sample(**other: Any) -> ReportInput:
    """The whole sample, with fields replaced as wished."""
    articles = (courier, post, herald, walled)
    whole = ReportInput(
        run=run(),
        articles=articles,
        claims=CLAIMS,
        conflicts=CONFLICTS,
        statuses={each.conflict_id: STATUSES.get(each.kind, "new") for each in CONFLICTS},
        verdicts=(
            verdict(radar, "not_a_conflict", "M. Lund", 9, "two different evenings"),
            verdict(radar, "confirmed", "K. Brandt", 8),
            verdict(bridge, "confirmed", "K. Brandt", 9),
        ),
        discrepancies=(
            discrepancy("number", QUESTIONS["number"], 0.8, positions=3, outlets=3),
            discrepancy("negation", QUESTIONS["negation"], 0.9, outlets=3, origins=2),
            discrepancy("assessment", QUESTIONS["assessment"], 0.6),
            discrepancy("cause", QUESTIONS["cause"], 0.95),
            discrepancy("silence", QUESTIONS["silence"], 0.3),
        ),
        positions=POSITIONS,
        captures={each.capture_id: capture(each) for each in articles},
        quality=(quality(True), quality(False, "warning", "an article has a publication date")),
        errors=(unreachable(),),
    )
    return replace(whole, **other)
