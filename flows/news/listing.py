"""Listing: what a feed or a sitemap names, as targets to read."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from flows.news.answer import Answer
from flows.news.feeds import FeedError, entries, looks_like_feed
from flows.news.sitemaps import listed, plain_sitemap
from flows.news.sources import Target

LISTS = ("feed", "sitemap", "auto")
MAX_DEPTH = 2
SITEMAPS_OF_INDEX = 5
"""How many sitemaps of an index are read, newest first: the others hold the archive of many years."""
PAGES_OF_SITEMAP = 100
"""How many pages of a sitemap are read, newest first, unless the source says how many."""


def listed_by(target: Target, answer: Answer) -> list[Target] | None:
    """The targets that the answer of a feed or sitemap lists, at most as many as its source allows; None if it is none.

    A list found among saved files is not followed: what was named is the folder, not the network.
    """
    if target.kind not in LISTS or answer.content is None or answer.error is not None:
        return None
    xml = plain_sitemap(answer.content)
    if xml is not None:
        return _of_sitemap(target, xml, answer.final_url)
    if looks_like_feed(answer.content, answer.media_type):
        with suppress(FeedError):  # Then it is no list, and its article says that it could not be read.
            return _of_feed(target, answer)
    return None


def _of_feed(target: Target, answer: Answer) -> list[Target]:
    found = entries(answer.content or b"", answer.final_url)
    most = target.policy.max_articles
    if most is not None and len(found) > most:
        found = sorted(found, key=lambda entry: entry.published_at or datetime.min, reverse=True)[:most]
    return [replace(target, url=entry.url, kind="page", credit=entry.credit) for entry in found]


def _of_sitemap(target: Target, xml: bytes, base_url: str) -> list[Target]:
    found = listed(xml, base_url)
    pages = [replace(target, url=one.url, kind="page", depth=0) for one in found if not one.is_sitemap]
    deeper = [
        replace(target, url=one.url, kind="sitemap", depth=target.depth + 1)
        for one in found
        if one.is_sitemap and target.depth < MAX_DEPTH
    ]
    return deeper[:SITEMAPS_OF_INDEX] + pages[: target.policy.max_articles or PAGES_OF_SITEMAP]
