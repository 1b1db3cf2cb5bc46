"""Metadata: what a page says of its title, authors, date, outlet and address; JSON-LD, then meta tags, then text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from flows.news.credentials import without_secrets
from flows.news.parse.credits import source_url_of
from flows.news.parse.dates import machine_moment, precision_of, printed_date
from flows.news.parse.headline import SEPARATORS, headline, key
from flows.news.parse.html import Page, line
from flows.news.parse.names import is_credit, is_name, split_names
from flows.news.parse.sites import site

ARTICLE_TYPES = re.compile(r"(Article|BlogPosting|Report|Review|Blog|CreativeWork|WebPage|Interview)$")
AUTHOR_METAS = (
    "author",
    "article:author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "og:article:author",
    "article:author_name",
)
DATE_METAS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "pdate",
    "published_time",
    "date",
    "article:modified_time",
)
MODIFIED_METAS = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified")
SECTION_METAS = ("article:section", "og:article:section", "parsely-section", "section", "dc.subject")
OUTLET_METAS = ("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:app:name:iphone")
BYLINE = re.compile(
    r"^(?:By|Von|Par|Por|Di|Da|Door|Written by|Compiled by|Reported by|Text:|Text by)\s*:?\s+(?P<names>\S.{2,120})$"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found; `published_on` is the day as written, `published_at` and `modified_at` moments in naive UTC."""

    title: str | None
    author: str | None
    published_at: datetime | None
    published_on: date | None
    outlet: str | None
    url: str
    article_type: str | None
    free: bool | None
    word_count: int | None
    body: str | None
    modified_at: datetime | None = None
    precision: str | None = None
    zone: str | None = None
    section: str | None = None
    source_url: str | None = None


def metadata(page: Page, final_url: str) -> Metadata:
    """What the page says about itself, at the address it was read from."""
    node = article_node(page)
    outlet = _outlet(page, node)
    title = headline(page, _string(node.get("headline")), outlet)
    outlet = outlet or _suffix_of_title(page, title)
    moment, day, precision, zone = _published(page, node)
    url = canonical_url(page, final_url)
    source_url = source_url_of(page, node, final_url if final_url.startswith("http") else url)
    return Metadata(
        title=title,
        author=_author(page, node, outlet),
        published_at=moment,
        published_on=day,
        outlet=outlet,
        url=url,
        article_type=next(iter(_types(node)), None),
        free=_flag(node.get("isAccessibleForFree")),
        word_count=node["wordCount"] if isinstance(node.get("wordCount"), int) else None,
        body=node["articleBody"] if isinstance(node.get("articleBody"), str) else None,
        modified_at=_modified(page, node),
        precision=precision,
        zone=zone,
        section=_section(page, node),
        source_url=None if source_url == url else source_url,
    )


def article_node(page: Page) -> Mapping[str, Any]:
    """The JSON-LD node of the article itself: of the article types, with a headline or date, best match to the page."""
    words = {key(text) for text in (*page.headings, page.meta("og:title") or "") if text}
    best: tuple[int, Mapping[str, Any]] = (0, {})
    for node in page.ld:
        names = [name for name in _types(node) if ARTICLE_TYPES.search(name)]
        if not names:
            continue
        generic = all(name.endswith(("WebPage", "CreativeWork", "Blog")) for name in names)
        named = _string(node.get("headline")) or _string(node.get("name")) or ""
        score = 4 * (not generic) + 2 * bool(node.get("datePublished")) + (key(named) in words) + bool(named)
        if score > best[0]:
            best = (score, node)
    return best[1]


def canonical_url(page: Page, final_url: str) -> str:
    """The address the page gives as its own if absolute, no bare front page and of the same site; else `final_url`.

    A page from the network cannot speak for another site: a syndicated copy that names the original stays a copy.
    """
    local = not final_url.startswith(("http://", "https://"))
    for candidate in (page.canonical, page.meta("og:url")):
        try:
            parts = urlsplit(candidate or "")
            front = parts.path.strip("/") == "" and not parts.query
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not front
            if usable and (local or site(parts.hostname or "") == site(urlsplit(final_url).hostname or "")):
                return without_secrets(candidate or "")
        except ValueError:
            continue
    return final_url


def _author(page: Page, node: Mapping[str, Any], outlet: str | None) -> str | None:
    sources = (
        [*_names_of(node.get("author"), page.ld)] or [*_names_of(node.get("creator"), page.ld)],
        [name for meta in AUTHOR_METAS for name in split_names(page.meta(meta) or "")],
        [name for text in page.bylines for name in split_names(text)],
        [name for text in page.near if (found := BYLINE.match(text)) for name in split_names(found["names"])],
        [name for text in page.near[:3] if (name := _beside_a_date(text))],
    )
    for names in sources:
        stated = names is sources[0]
        unique = dict.fromkeys(
            name for name in names if (is_name(name) or (stated and is_credit(name))) and key(name) != key(outlet or "")
        )
        if unique:
            return ", ".join(list(unique)[:12])
    credits = (*_organisations(node.get("author")), page.meta("author") or "")
    return next((author for author in credits if is_credit(author)), None)


def _beside_a_date(text: str) -> str | None:
    """The name in a line that is otherwise a date, such as "Tuesday, 8 March 2025 / Jane Roe"."""
    if len(text) > 90 or printed_date(text) is None:
        return None
    parts = [part.strip() for part in re.split(r"\s[/|·•–—]\s", text)]
    named = [part for part in parts if len(part.split()) > 1 and is_name(part)]
    return named[0] if len(parts) == 2 and len(named) == 1 else None


def _organisations(value: Any) -> Iterator[str]:
    """The organisations that the article's own data names as its author, where it names no person."""
    for item in value if isinstance(value, list) else [value]:
        name = _string(item.get("name") if isinstance(item, dict) else item)
        if name:
            yield line(name)


def _names_of(value: Any, nodes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if isinstance(value, list):
        for item in value[:20]:
            yield from _names_of(item, nodes)
    elif isinstance(value, dict):
        name = value.get("name") or " ".join(
            part for field in ("givenName", "familyName") if (part := _string(value.get(field)))
        )
        name = name or None
        if name is None and "@id" in value:
            name = next((n.get("name") for n in nodes if n.get("@id") == value["@id"] and n.get("name")), None)
        kinds = list(_types(value))
        if "Organization" not in kinds and "NewsMediaOrganization" not in kinds:
            yield from _names_of(name, nodes)
    elif isinstance(value, str):
        yield from [part for part in split_names(value) if is_name(part)] or [line(value)]


def _published(page: Page, node: Mapping[str, Any]) -> tuple[datetime | None, date | None, str | None, str | None]:
    """Moment (naive UTC), day as written, precision and zone of the publication."""
    stated = [node.get("datePublished"), node.get("dateCreated")]
    stated += [value for meta in DATE_METAS for value in page.metas.get(meta, ())[:1]]
    stated += [other.get("datePublished") for other in page.ld]
    for value in filter(None, (*stated, *page.times)):
        found = machine_moment(str(value))
        if found is not None:
            return *found, *precision_of(str(value))
        day = printed_date(str(value))
        if day is not None and day.year > 1970:
            return datetime.combine(day, time()), day, "day", None
    printed = next((day for text in page.near if len(text) < 120 and (day := printed_date(text))), None)
    return (datetime.combine(printed, time()), printed, "day", None) if printed else (None, None, None, None)


def _modified(page: Page, node: Mapping[str, Any]) -> datetime | None:
    for value in (node.get("dateModified"), page.meta(*MODIFIED_METAS)):
        found = machine_moment(str(value)) if value else None
        if found is not None:
            return found[0]
    return None


def _section(page: Page, node: Mapping[str, Any]) -> str | None:
    value = node.get("articleSection")
    stated = next((item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)), None)
    section = line(_string(stated) or page.meta(*SECTION_METAS) or "")
    return section if 0 < len(section) <= 80 else None


def _outlet(page: Page, node: Mapping[str, Any]) -> str | None:
    publisher = next((name for name in _publishers(node.get("publisher"), page.ld)), None)
    if publisher:
        return publisher
    sites = [_string(other.get("name")) for other in page.ld if "WebSite" in _types(other)]
    return (
        page.meta(*OUTLET_METAS[:1]) or next((line(name) for name in sites if name), None) or page.meta(*OUTLET_METAS)
    )


def _publishers(value: Any, nodes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip() and not item.startswith(("http://", "https://")):
            yield line(item)
        elif isinstance(item, dict):
            name = _string(item.get("name"))
            if name is None and "@id" in item:
                name = next(
                    (_string(n.get("name")) for n in nodes if n.get("@id") == item["@id"] and n.get("name")), None
                )
            if name and line(name):
                yield line(name)


def _suffix_of_title(page: Page, title: str | None) -> str | None:
    """The outlet as the title tag's last part if the article's heading stands before it; else the masthead."""
    for heading in (*page.headings[:1], title):
        if heading and page.title_tag and page.title_tag.startswith(heading):
            rest = SEPARATORS.split(page.title_tag[len(heading) :])
            if len(rest) > 1 and rest[-1].strip():
                return rest[-1].strip()
    return page.home


def _types(node: Mapping[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind]


def _string(value: Any) -> str | None:
    return unescape(value) if isinstance(value, str) and value.strip() else None


def _flag(value: Any) -> bool | None:
    return {"true": True, "false": False}.get(str(value).strip().lower())
