"""When things were said, told and published: a discrepancy day by day, where the days differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

MOST_EVENTS = 12
"""A longer timeline is no help any more; the earliest events are kept."""

WORDS = ("happened", "said", "published")
"""What a day can be to a passage, in the order in which they come on one day."""


def timeline(pairs: Iterable[Mapping[str, Any]], articles: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the passages of a discrepancy tell of days: day, what (happened, said, published), outlet, speaker.

    Empty where time does not matter: with one day, or when all there is are two days of publication.
    """
    events: dict[tuple[str, int, str, str], dict[str, Any]] = {}
    for pair in pairs:
        for side in pair["passages"]:
            for event in _events(side, articles.get(side["article_id"])):
                key = (event["day"], WORDS.index(event["what"]), event["outlet"], event["speaker"] or "")
                events.setdefault(key, event)
    found = [events[key] for key in sorted(events)]
    days = {event["day"] for event in found}
    told = len(days) > 2 or any(event["what"] != "published" for event in found)
    return found[:MOST_EVENTS] if len(days) > 1 and told else []


def _events(side: Mapping[str, Any], article: Mapping[str, Any] | None) -> Sequence[dict[str, Any]]:
    said_by = {"outlet": side["outlet"], "speaker": side["speaker"]}
    found: list[dict[str, Any]] = []
    if side["event_from"]:
        until = side["event_to"] if side["event_to"] != side["event_from"] else None
        found.append({"day": side["event_from"], "until": until, "what": "happened", **said_by})
    if side["said_on"] and side["speaker"]:
        found.append({"day": side["said_on"], "until": None, "what": "said", **said_by})
    if article and article["published_on"]:
        by_outlet = {"outlet": side["outlet"], "speaker": None}
        found.append({"day": article["published_on"], "until": None, "what": "published", **by_outlet})
    return found
