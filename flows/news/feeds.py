"""Feeds: the entries of an RSS, Atom or JSON Feed document, from bytes fetched before; nothing is fetched here."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from flows.news.credentials import without_secrets, without_user
from flows.news.sources import Credit

ROOT = re.compile(rb"<\s*(?:[A-Za-z_][\w.-]*:)?(rss|feed|RDF)[\s>/]")
SKIPPED = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)", re.DOTALL)
HEAD_BYTES = 16_384
JSON_FEED = re.compile(rb"\s*\{.{0,8000}?\"version\"\s*:\s*\"https?://jsonfeed\.org/version/", re.DOTALL)


class FeedError(Exception):
    """The feed cannot be read; look at the address in a browser, or ask the outlet."""


@dataclass(frozen=True, slots=True)
class Entry:
    """«The feed lists the article at `url` under `title`, published at `published_at`» (naive UTC or None).

    `credit` is where the feed says that the article comes from, if that is elsewhere.
    """

    url: str
    title: str | None
    published_at: datetime | None
    credit: Credit | None = None


def looks_like_feed(content: bytes, media_type: str | None) -> bool:
    """Whether the document is a feed, told by its root element; the media type alone decides nothing."""
    if media_type is not None and media_type.startswith(("image/", "audio/", "video/")):
        return False
    if JSON_FEED.match(_head_text(content)):
        return True
    head = _head_text(content)
    while match := SKIPPED.match(head):
        head = head[match.end() :]
    return ROOT.match(head.lstrip()) is not None


def entries(content: bytes, base_url: str) -> list[Entry]:
    """The entries with an http(s) address, in the feed's order, each address once; a damaged feed gives what it can.

    Relative links are resolved against `base_url`. Links to files and other schemes are left out: a feed from the
    network must not make us read local files.

    Raises:
        FeedError: the damage is beyond mending.
    """
    if JSON_FEED.match(_head_text(content)):
        return _json_entries(content, base_url)
    import feedparser  # Costs a quarter of a second, and many commands need no feed.

    # Bytes alone could be taken for a file name or an address and be opened: hence the file object.
    try:
        parsed = feedparser.parse(io.BytesIO(content), response_headers={"content-location": base_url})
    except Exception as error:  # It mends most damage, and breaks over some.
        raise FeedError(f"the feed is too damaged to be read ({type(error).__name__})") from error
    found: dict[str, Entry] = {}
    for item in parsed.entries:
        url = _absolute(item, base_url)
        if url is not None:
            title = str(item.get("title") or "").strip() or None
            found.setdefault(url, Entry(url, title, _moment(item), _credit(item)))
    return list(found.values())


def _credit(item: Any) -> Credit | None:
    """The source element of RSS or Atom, Dublin Core's source, or the link that an entry came by (RFC 4287, "via")."""
    source = item.get("source")
    told = source if isinstance(source, dict) else {}
    named = str(item.get("dc_source") or "").strip()
    came_by = [link.get("href") for link in item.get("links") or () if link.get("rel") == "via"]
    addresses = (told.get("href"), told.get("link"), told.get("id"), named, *came_by)
    url = next((str(one) for one in addresses if str(one or "").startswith(("http://", "https://"))), None)
    name = next((one for one in (str(told.get("title") or "").strip(), named) if one and one != url), None)
    return (
        Credit(without_secrets(name) if name else None, without_secrets(url) if url else None) if name or url else None
    )


def _json_entries(content: bytes, base_url: str) -> list[Entry]:
    """The items of a JSON Feed (jsonfeed.org, version 1 and 1.1); `external_url` is another site's page."""
    try:
        items = json.loads(content.decode("utf-8-sig", "replace"), strict=False)["items"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    found: dict[str, Entry] = {}
    for item in items if isinstance(items, list) else []:
        given = item if isinstance(item, dict) else {}
        link = next((given[name] for name in ("url", "id") if isinstance(given.get(name), str)), "")
        url = _absolute({"link": link}, base_url) if link.startswith(("http", "/")) else None
        if url is not None:
            external = given.get("external_url")
            elsewhere = _absolute({"link": external}, base_url) if isinstance(external, str) else None
            credit = Credit(None, elsewhere) if elsewhere and elsewhere != url else None
            found.setdefault(url, Entry(url, str(given.get("title") or "").strip() or None, _iso(given), credit))
    return list(found.values())


def _iso(item: dict[str, Any]) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(item.get("date_published") or item.get("date_modified")))
    except ValueError:
        return None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _head_text(content: bytes) -> bytes:
    """The beginning of the document in an ASCII-compatible form, without its byte order mark."""
    head = content[:HEAD_BYTES]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace").encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf")


def _absolute(item: Any, base_url: str) -> str | None:
    link = str(item.get("link") or "").strip()
    if not link:
        identity = str(item.get("id") or "").strip()
        link = identity if identity.startswith(("http://", "https://")) else ""
    try:
        url = without_user(urljoin(base_url, link)) if link else ""
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return url if usable and not re.search(r"[\s\x00-\x1f]", url) else None


def _moment(item: Any) -> datetime | None:
    parts = item.get("published_parsed") or item.get("updated_parsed")
    try:
        return datetime(*parts[:6]) if parts else None
    except (TypeError, ValueError):
        return None
