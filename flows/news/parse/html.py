"""HTML pages: one parsed document gives its main text as blocks and everything it says about itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from lxml.html import HtmlElement
from trafilatura import bare_extraction, load_html

from flows.news.parse.prune import prune

BLOCKS = frozenset({"p", "head", "item", "quote", "row", "list", "table", "code", "div", "body", "ab", "main"})
SPACES = re.compile(r"[^\S\n]+")
NEAR_LINES = 40
MAX_ELEMENTS = 60_000
"""What takes some ten seconds to read; the largest pages of news have some ten thousand."""
LEAST_SHARE = 0.5
SILENT = frozenset({"script", "style", "noscript", "template", "svg"})
AUTHOR = (
    "//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' byline ')"
    " or contains(concat(' ', @class, ' '), ' author ') or contains(@class, 'byline__name')"
    " or contains(@class, 'author-name') or contains(@class, 'author__name')]"
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says about itself.

    `metas` maps the name, property or itemprop of meta tags in lower case to their values; `ld` are the JSON-LD nodes,
    flattened; `near` are the visible lines that follow the first heading; `bylines` the texts of elements marked as
    author; `times` the datetime values of time elements; `home` the text of the link to the front page; `linked` the
    share of the visible words that are links.
    """

    title_tag: str | None = None
    headings: tuple[str, ...] = ()
    metas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ld: tuple[Mapping[str, Any], ...] = ()
    canonical: str | None = None
    language: str | None = None
    near: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    home: str | None = None
    linked: float = 0.0

    def meta(self, *names: str) -> str | None:
        """The first value of the first of these meta names that has one."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), None)


class OversizedError(Exception):
    """The page has more elements than any article: to read it would hold up the run; the message says how many."""


def load(markup: str) -> HtmlElement | None:
    """The document, or None if the text is not HTML. Raises OversizedError."""
    tree = load_html(markup)
    if not isinstance(tree, HtmlElement):
        return None
    count = int(tree.xpath("count(//*)"))
    if count > MAX_ELEMENTS:
        raise OversizedError(f"the page has {count:,} elements, too many for one article")
    return tree


def describe(tree: HtmlElement) -> Page:
    """Everything the page says about itself."""
    heading = next(tree.iter("h1"), None)
    if heading is None:
        heading = next(tree.iter("h2", "h3"), None)
    return Page(
        title_tag=next((line(title.text_content()) for title in tree.iter("title")), "") or None,
        headings=tuple(filter(None, (line(h1.text_content()) for h1 in tree.iter("h1")))),
        metas=_metas(tree),
        ld=tuple(_ld_nodes(tree)),
        canonical=next(
            (value.strip() for value in tree.xpath("//link[@rel='canonical']/@href") if value.strip()), None
        ),
        language=tree.get("lang") or tree.get("xml:lang"),
        near=tuple(_near(heading)),
        bylines=tuple(filter(None, (line(found.text_content()) for found in tree.xpath(AUTHOR)[:8]))),
        times=tuple(value.strip() for value in tree.xpath("//time/@datetime")[:8]),
        home=_home(tree),
        linked=_link_share(tree),
    )


def main_blocks(tree: HtmlElement, url: str) -> tuple[str, ...]:
    """The paragraphs, headings, list items, quotations and table rows of the main text, in the page's order.

    Line breaks inside a paragraph stay as newlines. The quick reading is taken unless it has little of the page's
    paragraphs: then the slow one, which compares several algorithms, is tried too and the longer is taken.
    """
    _keep_clock_times(tree)
    prune(tree)
    quick = _extracted(tree, url, fast=True)
    if sum(map(len, quick)) >= LEAST_SHARE * _paragraph_chars(tree):
        return quick
    return max(quick, _extracted(tree, url, fast=False), key=lambda blocks: sum(map(len, blocks)))


def _extracted(tree: HtmlElement, url: str, fast: bool) -> tuple[str, ...]:
    found = bare_extraction(
        deepcopy(tree),
        url=url or None,
        fast=fast,
        include_comments=False,
        include_tables=True,
        favor_recall=fast,
        with_metadata=False,
    )
    body = getattr(found, "body", None)
    if body is None:
        return ()
    pieces = "".join(_pieces(body)).split("\f")
    blocks = (re.sub(r" *\n *", "\n", SPACES.sub(" ", piece)).strip() for piece in pieces)
    return tuple(part.strip() for block in blocks for part in re.split(r"\n{2,}", block) if part.strip())


def _paragraph_chars(tree: HtmlElement) -> int:
    """The length of the page's running text: of its longer paragraphs that are not mostly links."""
    total = 0
    for paragraph in tree.iter("p"):
        size = len(line(paragraph.text_content()))
        if size >= 80 and 2 * sum(len(line(link.text_content())) for link in paragraph.iter("a")) < size:
            total += size
    return total


def line(text: str) -> str:
    """The text on one line with single spaces."""
    return " ".join(text.split())


def _pieces(element: Any) -> Iterator[str]:
    """The text of the extractor's tree, with a form feed wherever a block begins or ends."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag == "row":
        cells = (line("".join(cell.itertext())) for cell in element)
        yield "\f" + " | ".join(cell for cell in cells if cell) + "\f"
    else:
        if tag in BLOCKS:
            yield "\f"
        yield "\n" if tag == "lb" else (element.text or "").replace("\f", " ").replace("\n", " ")
        for child in element:
            yield from _pieces(child)
        if tag in BLOCKS:
            yield "\f"
    yield (element.tail or "").replace("\f", " ").replace("\n", " ")


def _keep_clock_times(tree: HtmlElement) -> None:
    """Turn time elements inside headings into plain text: in a live blog they say when each entry was written."""
    for moment in tree.xpath("//h2//time|//h3//time|//h4//time|//h5//time"):
        moment.drop_tag()


def _metas(tree: HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = line(meta.get("content") or "")
        for key in ("property", "name", "itemprop"):
            if content and meta.get(key):
                found.setdefault(meta.get(key).strip().lower(), []).append(unescape(content))
    return {key: tuple(values) for key, values in found.items()}


def _ld_nodes(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """The JSON-LD nodes of the page, outer before inner; blocks that are not JSON are passed over."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        text = re.sub(
            r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$", "", script.text or ""
        )
        try:
            yield from _flat(json.loads(text.strip().rstrip(";"), strict=False), 0)
        except (ValueError, RecursionError):
            continue


def _flat(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _flat(item, depth)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "isPartOf", "publisher", "author"):
            yield from _flat(value.get(key), depth + 1)


def _near(heading: HtmlElement | None) -> Iterator[str]:
    """The visible lines after the heading, as far as a byline or a date may stand from it."""
    if heading is None:
        return
    for number, text in enumerate(heading.xpath("following::text()[normalize-space()][position() <= 60]")):
        if number >= NEAR_LINES:
            return
        if text.getparent().tag not in SILENT:
            yield line(str(text))


def _home(tree: HtmlElement) -> str | None:
    """The words of the link to the front page, where a masthead stands."""
    for link in tree.xpath("//a[@rel='home' or @href='/'][normalize-space()]")[:6]:
        words = line(link.text_content())
        if 2 < len(words) <= 60 and words.lower() not in ("home", "homepage", "start", "news"):
            return words
    return None


def _link_share(tree: HtmlElement) -> float:
    body = next(tree.iter("body"), tree)
    total, linked = (sum(len(text) for one in body.iter(tag) for text in one.itertext()) for tag in ("p", "a"))
    return linked / (total + linked) if total + linked else 0.0
