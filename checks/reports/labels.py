"""The words and signs under which the page shows the coded values of the records."""

from __future__ import annotations

from datetime import date

STATES = {
    "states": ("+", "states"),
    "contradicts": ("−", "contradicts"),
    "both": ("±", "both"),
    "silent": ("·", "silent"),
    "unreadable": ("?", "could not read"),
    "no_record": ("–", "no record"),
}
"""The sign and the words of where an outlet stands; the sign is never the only carrier of the meaning."""

SEVERITIES = {"high": ("■■■", "High"), "medium": ("■■□", "Medium"), "low": ("■□□", "Low")}

LEVELS = {
    "outlets": "between outlets",
    "speakers": "between speakers",
    "self": "one speaker, two statements",
    "misattribution": "who said it",
    "within_article": "within one article",
}

RELATIONS = {
    "update": ("Updates", "the later text gives a newer figure or state of the same matter"),
    "rounding": ("Roundings", "one figure in rougher words than the other"),
    "scope": ("Different scope", "about another place, group or span of time"),
    "estimate": ("Estimates", "two estimates of what nobody has counted"),
    "reported_denial": ("Reported denials", "the outlet reports that somebody denies it, and does not deny it itself"),
    "forecast": ("Forecasts", "an expectation against what came, or against another expectation"),
    "same_origin": ("Same origin", "both passages come from one source, such as an agency"),
}
"""The heading of each group of pairs that only look like conflicts, and why they are none."""

VERDICTS = {
    "confirmed": "confirmed",
    "not_a_conflict": "not a conflict",
    "different_time_or_scope": "different time or scope",
    "extraction_error": "extraction error",
    "partly_judged": "partly judged",
}

CHOICES = {
    "confirmed": ("1", "Confirmed"),
    "not_a_conflict": ("2", "Not a conflict"),
    "different_time_or_scope": ("3", "Different time or scope"),
    "extraction_error": ("4", "Extraction error"),
}
"""The verdicts that can be given, with the key and the words of each."""

DAYS = {"happened": "it happened, says", "said": "said by", "published": "published by"}
"""What a day of a timeline was to a passage."""

UNREAD = {
    "consent_wall": "consent wall",
    "paywall": "paywall",
    "truncated": "read only in part",
    "not_an_article": "not an article",
    "unreadable": "unreadable",
    "no_answer": "no answer",
}

SPEECH = {"direct": "quoted directly", "indirect": "paraphrased", "mixed": "quoted in part"}

GROUPS = {
    "fresh": "New, changed or reopened",
    "known": "Seen before",
    "settled": "Settled",
}

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(iso: str | None) -> str:
    """`3 March 2031` for an ISO date, the same in every locale; "date unknown" for none."""
    if not iso:
        return "date unknown"
    parsed = date.fromisoformat(iso)
    return f"{parsed.day} {MONTHS[parsed.month - 1]} {parsed.year}"
