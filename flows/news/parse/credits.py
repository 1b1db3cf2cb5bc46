"""Credits: whose text a page says that it is, an agency's or another site's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from flows.news.parse.html import Page, line

# News agencies as bylines, datelines and credits write them; the first name is the one that is kept.
AGENCIES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?<![\w.@/])(?:{pattern})(?![\w/]|\.\w)"))
    for name, pattern in (
        ("Associated Press", r"(?:The )?Associated Press|AP(?: News)?"),
        ("Reuters", r"Reuters|REUTERS|Thomson Reuters"),
        ("AFP", r"AFP|Agence France-Presse"),
        ("dpa", r"dpa|DPA|Deutsche Presse-Agentur"),
        ("EFE", r"EFE|Agencia EFE"),
        ("ANSA", r"ANSA"),
        ("TASS", r"TASS|ТАСС"),
        ("RIA Novosti", r"RIA Novosti|РИА Новости"),
        ("Interfax", r"Interfax|Интерфакс"),
        ("Xinhua", r"Xinhua(?: News Agency)?"),
        ("Kyodo", r"Kyodo(?: News)?"),
        ("Yonhap", r"Yonhap(?: News Agency)?"),
        ("PTI", r"PTI|Press Trust of India"),
        ("ANI", r"ANI"),
        ("PA Media", r"PA Media|Press Association|PA"),
        ("AAP", r"AAP|Australian Associated Press"),
        ("The Canadian Press", r"(?:The )?Canadian Press"),
        ("UPI", r"UPI|United Press International"),
        ("Anadolu", r"Anadolu(?: Agency| Ajansı)?"),
        ("ANP", r"ANP"),
        ("Belga", r"Belga"),
        ("APA", r"APA"),
        ("Keystone-SDA", r"Keystone-SDA|sda"),
        ("Lusa", r"Lusa"),
        ("NTB", r"NTB"),
        ("TT", r"TT"),
        ("Ritzau", r"Ritzau"),
        ("Bloomberg", r"Bloomberg(?: News)?"),
        ("SAPA", r"SAPA"),
    )
)
DATELINE = re.compile(
    r"\A(?:[^\n]{0,60}\([^()\n]{2,40}\)\s*[-–—:]|[^\n]{0,40}?\((?:[^()\n]{2,40})\)\s)|\A[A-Z][^\n]{0,50}?[-–—:/]\s"
)
SIGNED = re.compile(r"\(\s*([^()\n]{2,40})\s*\)\s*\Z|(?:©|\bSource:|\bQuelle:)\s*([^\n]{2,60})\Z")
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


def source_url_of(page: Page, node: Mapping[str, Any], url: str) -> str | None:
    """The address of the original on another site, if the page names one."""
    based = node.get("isBasedOn")
    named = [page.canonical, page.meta(*SOURCE_METAS), based.get("url") if isinstance(based, dict) else based]
    for value in named:
        try:
            parts = urlsplit(str(value or "").strip())
            elsewhere = parts.hostname and parts.hostname.removeprefix("www.") != _host(url)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and elsewhere and parts.path.strip("/"):
            return parts.geturl()
    return None


def _agency(text: str) -> str | None:
    return next((name for name, pattern in AGENCIES if pattern.search(text)), None)


def _stated(node: Mapping[str, Any]) -> Iterator[str]:
    for key in ("creditText", "sourceOrganization", "provider", "copyrightHolder"):
        value = node.get(key)
        for item in value if isinstance(value, list) else [value]:
            name = item.get("name") if isinstance(item, dict) else item
            if isinstance(name, str):
                yield line(name)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
