"""Parsing: a capture and its bytes become an article, or a status with the reason why there is none.

Pure: no clock, no network, no file; the same bytes give the same article on every machine.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from flows.news.feeds import looks_like_feed
from flows.news.media import binary_kind
from flows.news.parse.encoding import clean, decode
from flows.news.parse.language import language_of
from flows.news.parse.sniff import is_markup, other_format
from flows.news.sources import Credit
from warehouse.ids import article_id, sha256_text
from warehouse.records import Article, ArticleStatus, Capture

MAX_TEXT_CHARS = 5_000_000
GONE = (404, 410)


def parse(
    capture: Capture, content: bytes | None, language: str | None = None, credit: Credit | None = None
) -> Article:
    """The article of a capture; never raises: whatever is no readable article has a status, a reason and no text.

    The text of a page is its main text, blocks separated by an empty line, without its title. A plain text file is kept
    verbatim but for newlines and control characters. `version` is 0: the warehouse assigns it. `language` is what the
    source is said to be in, and `credit` whom its feed credits, both for pages that do not tell.
    """
    try:
        article = _parse(capture, content, language)
    except Exception as error:  # The extractor meets every kind of damage; one page must not end a run.
        return without_text(capture, "unreadable", f"the page broke the reader ({type(error).__name__})")
    return article if credit is None or article.agency else _credited(article, credit)


def _credited(article: Article, credit: Credit) -> Article:
    from flows.news.parse.credits import credited_by_feed

    return replace(article, agency=credited_by_feed(credit, article.url, article.outlet))


def _parse(capture: Capture, content: bytes | None, language: str | None) -> Article:
    if content is None:
        return without_text(capture, "unreadable", capture.error or "nothing was received")
    if capture.http_status is not None and capture.http_status >= 400:
        status: ArticleStatus = "not_an_article" if capture.http_status in GONE else "unreadable"
        return without_text(capture, status, capture.error or f"HTTP {capture.http_status}")
    if not content.strip(b"\0 \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe"):
        return without_text(capture, "unreadable", "the file is empty")
    kind = binary_kind(content)
    if kind is not None:
        return without_text(capture, "unreadable", f"{kind}, which cannot be read as text")
    if looks_like_feed(content, capture.media_type):
        return without_text(capture, "not_an_article", "a feed; name it as a feed to read the articles it lists")
    return _of_text(capture, content, language)


def _of_text(capture: Capture, content: bytes, language: str | None) -> Article:
    markup = is_markup(content, capture.media_type)
    text, _ = decode(content, dict(capture.headers).get("content-type"), markup)
    if text.count("\ufffd") > max(10, len(text) // 20):
        return without_text(capture, "unreadable", "the text is in no encoding that could be recognised")
    other = other_format(text, capture.media_type)
    if other is not None:
        return without_text(capture, "not_an_article", other)
    article = _of_markup(capture, text, language) if markup else _of_plain(capture, clean(text), language)
    if capture.error is not None and article.status == "ok":
        return replace(article, status="truncated", reason=capture.error)
    return article


def _of_markup(capture: Capture, markup: str, language: str | None) -> Article:
    from flows.news.parse.credits import agency_of
    from flows.news.parse.html import OversizedError, describe, load, main_blocks
    from flows.news.parse.metadata import article_node, metadata
    from flows.news.parse.status import judge
    from flows.news.parse.text import assemble

    if len(markup) > 2 * MAX_TEXT_CHARS:
        return without_text(capture, "unreadable", f"the page has {len(markup):,} characters, too many for one article")
    try:
        tree = load(markup)
    except OversizedError as error:
        return without_text(capture, "unreadable", str(error))
    if tree is None:
        return without_text(capture, "unreadable", "the page is not HTML that can be read")
    page = describe(tree)
    meta = metadata(page, capture.final_url)
    text = clean(assemble(main_blocks(tree, meta.url), page, meta))
    status, reason = judge(page, meta, text, capture.final_url)
    blank = Article(
        article_id=article_id(meta.url),
        version=0,
        url=meta.url,
        outlet=meta.outlet or _outlet_of(capture, meta.url),
        title=meta.title,
        author=meta.author,
        published_at=meta.published_at,
        published_on=meta.published_on,
        language=None,
        text=None,
        text_sha256=None,
        status=status,
        reason=reason,
        capture_id=capture.capture_id,
        modified_at=meta.modified_at,
        published_precision=meta.precision,
        published_zone=meta.zone,
        section=meta.section,
        source_url=meta.source_url,
        agency=agency_of(meta.author, text, article_node(page)),
    )
    return _with_text(blank, text, page.language or language) if status in ("ok", "paywall", "truncated") else blank


def _of_plain(capture: Capture, text: str, language: str | None) -> Article:
    from flows.news.parse.credits import agency_of
    from flows.news.parse.plain import read_head

    if not any(character.isalpha() for character in text):
        return without_text(capture, "not_an_article", "the file holds no words")
    head = read_head(text)
    blank = without_text(capture, "ok", None)
    article = replace(
        blank,
        outlet=head.outlet or blank.outlet,
        title=head.title,
        author=head.author,
        published_on=head.published_on,
        published_at=None if head.published_on is None else datetime.combine(head.published_on, time()),
        published_precision=None if head.published_on is None else "day",
        agency=agency_of(head.author, text, {}),
    )
    return _with_text(article, text, language)


def _with_text(article: Article, text: str, declared_language: str | None) -> Article:
    """The article with its text, cut at the limit between two paragraphs."""
    if len(text) > MAX_TEXT_CHARS:
        end = text.rfind("\n", 0, MAX_TEXT_CHARS)
        text = text[: end if end > 0 else MAX_TEXT_CHARS]
        article = replace(article, status="truncated", reason=f"only the first {len(text):,} characters are kept")
    language = language_of(text, declared_language)
    return replace(article, text=text, text_sha256=sha256_text(text), language=language)


def without_text(capture: Capture, status: ArticleStatus, reason: str | None) -> Article:
    """The article of a capture that has none to read, with the reason."""
    return Article(
        article_id=article_id(capture.final_url),
        version=0,
        url=capture.final_url,
        outlet=_outlet_of(capture, capture.final_url),
        title=None,
        author=None,
        published_at=None,
        published_on=None,
        language=None,
        text=None,
        text_sha256=None,
        status=status,
        reason=reason,
        capture_id=capture.capture_id,
    )


def _outlet_of(capture: Capture, url: str) -> str:
    """The configured name of the source for a page from the network, else its host; a local file's name otherwise.

    The folder of a local file says nothing of its outlet: one folder often holds the articles of many.
    """
    try:
        parts = urlsplit(url)
        if urlsplit(capture.requested_url).scheme in ("http", "https") and capture.source.strip():
            return capture.source.strip().removeprefix("www.")
        host = (parts.hostname or "").removeprefix("www.")
        return host or PurePosixPath(unquote(parts.path)).stem or url
    except ValueError:
        return url
