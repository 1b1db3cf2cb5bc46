"""Headlines: of what a page gives as its title, the one that its readers see, without the name of the outlet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.news.parse.html import Page, line

SEPARATORS = re.compile(r"\s+(?:::|[|\u2013\u2014\u00b7\u2022:»*-])\s+|\s*\|\s*")
TITLE_METAS = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "title")
SUFFIX = re.compile(r"\s*[|\u2013\u2014\u00b7\u2022»*-]\s")
MIN_KEY = 12
MAX_CHARS = 500


def headline(page: Page, stated: str | None, outlet: str | None) -> str | None:
    """The title of the page; `stated` is the headline of its JSON-LD.

    A page has up to four: for readers (h1), for search engines (JSON-LD, title tag), for social sites (og:title). The
    reader's own counts where JSON-LD or og:title repeats it; else the first of these, in this order, that there is.
    """
    given = (stated, page.meta(*TITLE_METAS), *page.headings[:3], page.title_tag)
    plain = [without_suffix(line(text or "")[:MAX_CHARS], outlet) for text in given]
    firm = [plain[0], *plain[2:-1]]
    titles = [title if title in firm else _shortened(title, firm) for title in plain]
    headings = {key(title) for title in titles[2:-1] if len(key(title)) >= MIN_KEY} - {key(outlet or "")}
    seen = next((title for title in titles[:2] if key(title) in headings), None)
    if seen is not None:
        return seen
    return next((title for title in titles if title and key(title) != key(outlet or "")), None)


def without_suffix(title: str, outlet: str | None) -> str:
    """The title without the outlet at its end, and a section before it: "… | Outlet", "… - Section - Outlet"."""
    marks = list(SEPARATORS.finditer(title))
    if not outlet or not marks:
        return title
    names = {key(outlet), key(re.sub(r"^The\s+", "", outlet))}
    if key(title[: marks[0].start()]) in names and marks[0][0].strip() in ("|", "::", "»"):
        return title[marks[0].end() :].strip() or title
    parts = [title[mark.end() :] for mark in marks]
    at = next((number for number, part in enumerate(parts) if key(part) in names), None)
    if at is None:
        return title
    while at > 0 and marks[at - 1][0] == marks[at][0] and title[marks[at - 1].end() : marks[at].start()].count(" ") < 3:
        at -= 1
    return title[: marks[at].start()].strip() or title


def key(text: str) -> str:
    """The text's letters and digits alone, for comparing what is written with other marks."""
    return re.sub(r"\W+", "", text).lower()


def _shortened(title: str, others: Sequence[str]) -> str:
    """The title without what follows one of the others in it: "Headline - National | Outlet"."""
    for other in others:
        if MIN_KEY <= len(other) < len(title) and SUFFIX.match(title, len(other)) and key(title).startswith(key(other)):
            return title[: len(other)].strip()
    return title
