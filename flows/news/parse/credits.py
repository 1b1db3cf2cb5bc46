"""Credits: whose text a page says that it is, an agency's or another site's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from flows.news.credentials import without_secrets
from flows.news.parse.agencies import AGENCIES, SITES
from flows.news.parse.headline import key
from flows.news.parse.html import Page, line
from flows.news.parse.sites import host_of, site
from flows.news.sources import Credit

DATELINE = re.compile(
    r"\A(?:[^\n]{0,60}\([^()\n]{2,40}\)\s*[-–—:]|[^\n]{0,40}?\((?:[^()\n]{2,40})\)\s)|\A[A-Z][^\n]{0,50}?[-–—:/]\s"
)
SIGNED = re.compile(r"\(\s*([^()\n]{2,40})\s*\)\s*\Z|(?:©|\bSource:|\bQuelle:)\s*([^\n]{2,60})\Z")
MAX_NAME_CHARS = 80
SOURCE_METAS = ("syndication-source", "original-source", "article:original_source", "dc.source", "og:original_url")


def agency_of(author: str | None, text: str | None, node: Mapping[str, Any]) -> str | None:
    """The agency that the byline, the page's data, the dateline or the last line credits; None if none does."""
    for stated in (author, *_stated(node)):
        found = _agency(stated or "")
        if found:
            return found
    head = DATELINE.match(text or "")
    tail = SIGNED.search((text or "")[-120:].rstrip(" ."))
    credited = [] if head is None else list(re.findall(r"\(([^()]*)\)", head[0]))
    credited += [] if tail is None else [part for part in tail.groups() if part]
    return next((found for part in credited if (found := _agency(part))), None)


def credited_by_feed(credit: Credit, url: str, outlet: str) -> str | None:
    """Whom a feed credits for the page at `url`, an agency by its usual name; None where that is the outlet itself."""
    host, name = host_of(credit.url or ""), line(credit.name or "")
    own = host_of(url)
    if (host and own and site(host) == site(own)) or (name and key(name) == key(outlet)):
        return None
    written = next((agency for agency, pattern in AGENCIES if pattern.match(name)), None)
    return written or SITES.get(site(host)) or name[:MAX_NAME_CHARS].strip() or host or None


def source_url_of(page: Page, node: Mapping[str, Any], url: str) -> str | None:
    """The address of the original on another site, if the page names one."""
    based = node.get("isBasedOn")
    named = [page.canonical, page.meta(*SOURCE_METAS), based.get("url") if isinstance(based, dict) else based]
    for value in named:
        try:
            parts = urlsplit(str(value or "").strip())
            elsewhere = parts.hostname and parts.hostname.removeprefix("www.") != host_of(url)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and elsewhere and parts.path.strip("/"):
            return without_secrets(parts.geturl())
    return None


def _agency(text: str) -> str | None:
    return next((name for name, pattern in AGENCIES if pattern.search(text)), None)


def _stated(node: Mapping[str, Any]) -> Iterator[str]:
    for field in ("creditText", "sourceOrganization", "provider", "copyrightHolder"):
        value = node.get(field)
        for item in value if isinstance(value, list) else [value]:
            name = item.get("name") if isinstance(item, dict) else item
            if isinstance(name, str):
                yield line(name)
