"""A passage: one claim's quote in its place, with a sentence of context on each side taken from the article's text."""

from __future__ import annotations

import re
from typing import Any

from checks.reports.differences import Span
from checks.reports.links import link
from warehouse.records import Article, Claim

REACH_CHARS = 250
"""How far context reaches on each side when no sentence ends sooner."""

LEAST_CHARS = 40
"""Context shorter than this says too little; the next sentence is taken too."""

_BREAK = re.compile(r"[.!?…][\"'”’»)\]]*\s+|(?<![,;])\n\s*(?![a-z\s])")


def context_before(text: str, start: int) -> tuple[str, bool]:
    """The text just before `start`, back to the beginning of a sentence; and whether it had to be cut within one."""
    reach = max(0, start - REACH_CHARS)
    window = text[reach:start]
    begins = [found.end() for found in _BREAK.finditer(window) if len(window[found.end() :].strip()) >= LEAST_CHARS]
    if begins:
        return window[begins[-1] :], False
    if reach == 0:
        return window, False
    return window[window.find(" ") + 1 :], True


def context_after(text: str, end: int) -> tuple[str, bool]:
    """The text just after `end`, up to the end of a sentence; and whether it had to be cut within one."""
    window = text[end : end + REACH_CHARS]
    ends = [found.end() for found in _BREAK.finditer(window) if len(window[: found.end()].strip()) >= LEAST_CHARS]
    if ends:
        return window[: ends[0]].rstrip(), False
    if end + REACH_CHARS >= len(text):
        return window.rstrip(), False
    last_space = window.rfind(" ")
    return window[: last_space if last_space > 0 else len(window)], True


def passage(claim: Claim, article: Article | None, differs: list[Span]) -> dict[str, Any]:
    """One side of a pair, as it goes into the report.

    `in_place` tells whether the stored text has the quote at its offsets; without that there is no context, and the
    page says so. `differs` are spans within `quote`, `only_here` their words.
    """
    text = article.text if article and article.version == claim.version else None
    in_place = text is not None and text[claim.start_char : claim.end_char] == claim.quote
    before, before_cut = context_before(text, claim.start_char) if text and in_place else ("", False)
    after, after_cut = context_after(text, claim.end_char) if text and in_place else ("", False)
    return {
        "claim_id": claim.claim_id,
        "article_id": claim.article_id,
        "outlet": claim.outlet,
        "speaker": claim.speaker,
        "speaker_as_written": claim.speaker_as_written,
        "speech": claim.speech,
        "said_on": claim.said_on.isoformat() if claim.said_on else None,
        "event_from": claim.event_from.isoformat() if claim.event_from else None,
        "event_to": claim.event_to.isoformat() if claim.event_to else None,
        "quote": claim.quote,
        "start": claim.start_char,
        "end": claim.end_char,
        "before": before,
        "before_cut": before_cut,
        "after": after,
        "after_cut": after_cut,
        "in_place": in_place,
        "differs": [list(span) for span in differs],
        "only_here": list(dict.fromkeys(claim.quote[start:end] for start, end in differs)),
        "link": link(claim.url, claim.quote),
    }
