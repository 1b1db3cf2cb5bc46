"""Only reported: `reported_denial` (an accusation or rumour and its denial) and `foretold` (a plan against a fact)."""

from __future__ import annotations

import re

from checks.conflicts.pairs import Pair, Signal
from checks.conflicts.sides import Side

AHEAD = frozenset({"predicted", "conditional", "desired"})
FORETOLD = "one of them is a forecast, plan or condition"
_RUMOUR = re.compile(
    r"\b(?:rumou?rs?|gossip|whispers?|whispered|reports? (?:that|of)|it was reported|word (?:on|in|has it)|speculation|hearsay|"
    r"talk of|a post claiming|claims? (?:that|of)|allegations?|alleged|accus(?:ed|es|ation|ations|ing)|whether)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|denials?|dismiss(?:ed|es)?|reject(?:ed|s)|refut(?:ed|es)|disput(?:ed|es)|call(?:ed|s)? .{0,40}(?:fairy tale|false|untrue|nonsense|lie))\b",
    re.IGNORECASE,
)
_DENIED_DENIAL = re.compile(r"\bden(?:y|ies|ied|ying)\b.{0,60}\b(?:den(?:y|ies|ied|ying|ial)|denials?)\b", re.IGNORECASE)
_EXPECTED = re.compile(
    r"\b(?:expect(?:s|ed|ing|ation)?|forecasts?|forecasters|foresaw|foresees?|predict(?:s|ed|ion)?|project(?:s|ed|ions?)\b(?! manager)|plan(?:s|ned)? to|"
    r"had (?:planned|hoped|intended)|hop(?:es|ed|ing) (?:to|for)|target(?:s|ed)?|scheduled|due to|promis(?:es|ed)|aims? (?:to|for|at)|"
    r"set to|intend(?:s|ed)? to|would(?! like)|will|could|by (?:20[3-9]\d|next \w+))\b",
    re.IGNORECASE,
)


def only_reported(pair: Pair, signal: Signal) -> str | None:
    """Why a denial is not the outlet's, or None.

    Within one article, what one voice charges and another denies is a report of both; a rumour nobody stands for is
    denied by whom it concerns; who denies having denied something says nothing of the thing itself.
    """
    if signal.kind not in {"negation", "outcome", "silence", "attribution", "assessment", "cause"}:
        return None
    for denying, other in ((pair.a, pair.b), (pair.b, pair.a)):
        if _DENIED_DENIAL.search(denying.claim.quote):
            return "one side only denies having denied it"
        if not _reports_denial(denying):
            continue
        if _reports_denial(other):
            return "both report a denial"
        if pair.same_article and denying.claim.speaker != other.claim.speaker:
            return "one article reports the charge and its denial, and takes neither side"
        if other.claim.speaker is None and _RUMOUR.search(other.claim.quote):
            return "one side only passes on what is rumoured, the other its denial"
    return None


def _reports_denial(side: Side) -> bool:
    return "denied_by_speaker" in side.reading.flags or (
        side.claim.speaker is None and bool(_DENIES.search(side.claim.quote))
    )


def foretold(pair: Pair, signal: Signal) -> str | None:
    """Why a plan, forecast or condition of one side does not contradict what the other tells as done, or None."""
    if signal.kind not in {"negation", "outcome"}:
        return None
    return FORETOLD if is_ahead(pair.a) != is_ahead(pair.b) else None


def is_ahead(side: Side, place: str = "") -> bool:
    """Whether a side speaks of what is yet to come, or was when it was said; `place` is the figure that it is said of.

    With a place, only the words that lead to it count.
    """
    if side.claim.certainty not in AHEAD:
        return False
    quote = side.claim.quote
    at = quote.find(place) if place else -1
    return bool(_EXPECTED.search(quote if at < 0 else quote[max(0, at - 80) : at]))
