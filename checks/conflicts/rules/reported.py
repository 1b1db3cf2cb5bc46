"""Only reported: `reported_denial` (an accusation or rumour and its denial) and `foretold` (a plan against a fact)."""

from __future__ import annotations

import re

from checks.conflicts.pairs import Pair, Signal
from checks.conflicts.sides import Side

AHEAD = frozenset({"predicted", "conditional", "desired"})
FORETOLD = "one of them is a forecast, plan or condition"
_RUMOUR = re.compile(
    r"\b(?:rumou?rs?|gossip|whispers?|whispered|reports? (?:that|of)|it was reported|word (?:on|in|has it)|"
    r"speculation|hearsay|"
    r"talk of|a post claiming|claims? (?:that|of)|allegations?|alleged|accus(?:ed|es|ation|ations|ing)|whether)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|denials?|dismiss(?:ed|es)?|reject(?:ed|s)|refut(?:ed|es)|disput(?:ed|es)|"
    r"call(?:ed|s)? .{0,40}(?:fairy tale|false|untrue|nonsense|lie))\b",
    re.IGNORECASE,
)
_DENIED_DENIAL = re.compile(
    r"\bden(?:y|ies|ied|ying)\b.{0,60}\b(?:den(?:y|ies|ied|ying|ial)|denials?)\b", re.IGNORECASE
)
_EXPECTED = re.compile(
    r"\b(?:expect(?:s|ed|ing|ation)?|forecasts?|forecasters|foresaw|foresees?|predict(?:s|ed|ion)?|project(?:s|"
    r"ed|ions?)\b(?! manager)|plan(?:s|ned)? to|"
    r"had (?:planned|hoped|intended)|hop(?:es|ed|ing) (?:to|for)|target(?:s|ed)?|scheduled|due to|promis(?:es|"
    r"ed)|aims? (?:to|for|at)|"
    r"set to|intend(?:s|ed)? to|would(?! like)|will|by (?:20[3-9]\d|next \w+))\b",
    re.IGNORECASE,
)

_EXPECTING = re.compile(
    r"\b(?:expect|forecast|predict|foresaw|foresee|plann|hop(?:e|ed|ing)|project|anticipat)\w*", re.IGNORECASE
)
_RUMOUR_WORDS = frozenset(
    {"rumour", "rumours", "rumor", "rumors", "gossip", "whispered", "whispers", "hearsay", "speculation"}
)
_WHETHER = re.compile(r"^[“\"‘']?(?:whether|if)\b", re.IGNORECASE)


def only_reported(pair: Pair, signal: Signal) -> str | None:
    """Why a denial is not the outlet's, or None.

    Within one article, what one voice charges and another denies is a report of both; a rumour nobody stands for is
    denied by whom it concerns; who denies having denied something says nothing of the thing itself.
    """
    if signal.kind not in {"negation", "outcome", "silence", "attribution", "assessment", "cause"}:
        return None
    reasons = (_denial_explained(pair, signal, *sides) for sides in ((pair.a, pair.b), (pair.b, pair.a)))
    return next((reason for reason in reasons if reason), None)


def _denial_explained(pair: Pair, signal: Signal, denying: Side, other: Side) -> str | None:
    if _DENIED_DENIAL.search(denying.claim.quote):
        return "one side only denies having denied it"
    reports = _reports_denial(denying)
    if not reports and not (signal.kind == "negation" and denying.claim.polarity == "denied"):
        return None
    reasons = (
        (reports and _reports_denial(other), "both report a denial"),
        (_asks(other), "one side only asks whether it is so"),
        (
            reports and pair.same_article and denying.claim.speaker != other.claim.speaker,
            "one article reports the charge and its denial, and takes neither side",
        ),
        (is_rumour(other), "one side only passes on what is rumoured, the other its denial"),
    )
    return next((reason for holds, reason in reasons if holds), None)


def _asks(side: Side) -> bool:
    return bool(_WHETHER.search(side.claim.quote)) or side.claim.quote.rstrip("”\"’' ").endswith("?")


def is_rumour(side: Side) -> bool:
    """Whether a claim is passed on with nobody to stand for it."""
    speaker = side.claim.speaker or ""
    if speaker and not _RUMOUR.search(speaker):
        return False
    return bool(_RUMOUR.search(speaker) or _RUMOUR.search(side.claim.quote) or _RUMOUR_WORDS & side.beside)


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
    quote = side.claim.quote
    places = [m.span() for m in re.finditer(re.escape(place), quote)] if place else []
    if places:
        return all(_EXPECTED.search(_clause_around(quote, *p)) for p in places) or bool(
            _EXPECTING.search(_leading(side))
        )
    if side.claim.certainty not in AHEAD:
        return bool(_EXPECTING.search(_leading(side)))
    return bool(_EXPECTED.search(quote))


def _clause_around(quote: str, start: int, end: int) -> str:
    """What stands before a figure in its clause, and the verb that may follow it."""
    before = re.split(r"[.;:]\s|,\s(?:and|but)\s", quote[max(0, start - 80) : start])[-1]
    return before + re.split(r"[.;:,]\s(?!will|would)", quote[end : end + 40])[0]


def _leading(side: Side) -> str:
    """The words that introduce what is said: "traders expected" …"""
    return side.claim.cue or ""
