"""Sitemaps: the pages of a sitemap or news sitemap, and the sitemaps of an index (sitemaps.org, plain or gzip)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from flows.news.body import BodyRefusedError, read_body
from flows.news.credentials import without_user

ROOT = re.compile(rb"<\s*(?:[A-Za-z_][\w.-]*:)?(urlset|sitemapindex)[\s>/]")
SKIPPED = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
GZIP = b"\x1f\x8b"
MAX_BYTES = 50_000_000
"""Decoded size; the protocol's own limit."""
MAX_ENTRIES = 50_000


@dataclass(frozen=True, slots=True)
class Listed:
    """«The sitemap lists `url`, of `moment`» (naive UTC; None when it does not tell): a page, or another sitemap."""

    url: str
    moment: datetime | None
    is_sitemap: bool


def plain_sitemap(content: bytes) -> bytes | None:
    """The sitemap as XML, unpacked if it is gzip; None if the bytes are no sitemap, or one that is too large."""
    if content.startswith(GZIP):
        try:
            content, _ = read_body([content], "gzip", MAX_BYTES)
        except BodyRefusedError:
            return None
    head = content[:16_384].removeprefix(b"\xef\xbb\xbf")
    while match := SKIPPED.match(head):
        head = head[match.end() :]
    return content if ROOT.match(head.lstrip()) else None


def listed(xml: bytes, base_url: str) -> list[Listed]:
    """What the sitemap lists, newest first, then in its own order; a damaged one gives what stands before the damage.

    Only http(s) addresses; entities and external files are never read.
    """
    found: dict[str, Listed] = {}
    for entry in _entries(xml):
        url = _absolute(entry.get("loc"), base_url)
        if url is not None:
            moment = _moment(entry.get("publication_date")) or _moment(entry.get("lastmod"))
            found.setdefault(url, Listed(url, moment, "is_sitemap" in entry))
        if len(found) >= MAX_ENTRIES:
            break
    return sorted(found.values(), key=lambda one: one.moment or datetime.min, reverse=True)


def _entries(xml: bytes) -> Iterator[dict[str, str]]:
    from lxml import etree

    options: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "recover": True}
    entry: dict[str, str] = {}
    parser = etree.XMLPullParser(events=("end",), **options)
    try:
        for start in range(0, len(xml), 65_536):
            parser.feed(xml[start : start + 65_536])
            for _, element in parser.read_events():
                name = etree.QName(element).localname if isinstance(element.tag, str) else ""
                if name in ("url", "sitemap"):
                    yield entry | ({"is_sitemap": "yes"} if name == "sitemap" else {})
                    entry = {}
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
                elif name in ("loc", "lastmod", "publication_date") and element.text:
                    entry.setdefault(name, element.text.strip())
    except (etree.LxmlError, ValueError):
        return


def _absolute(link: str | None, base_url: str) -> str | None:
    try:
        url = without_user(urljoin(base_url, link or ""))
        parts = urlsplit(url)
        usable = bool(link) and parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return url if usable and not re.search(r"[\s\x00-\x1f]", url) else None


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
