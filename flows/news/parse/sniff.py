"""Formats: whether text is HTML, and which other format, not an article, it may be."""

from __future__ import annotations

import json
import re

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
PLAIN_TYPES = frozenset({"text/plain", "text/markdown"})
TAGS = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|main|section|div|meta|title|h1|p|script|table|ul|br)[\s>/]", re.I
)
OTHER_TYPES = {
    "text/css": "a style sheet",
    "text/javascript": "a script",
    "application/javascript": "a script",
    "text/csv": "a table",
}


def is_markup(content: bytes, media_type: str | None) -> bool:
    """Whether to read the bytes as HTML: tags decide, except in what is said to be plain text and begins as such."""
    head = content[:4096].replace(b"\0", b"")
    begins = TAGS.match(head.removeprefix(b"\xef\xbb\xbf").lstrip()) is not None
    if media_type in PLAIN_TYPES:
        return begins and TAGS.search(content[-4096:].replace(b"\0", b"")) is not None
    if media_type in HTML_TYPES:
        return True
    return begins or len(TAGS.findall(head)) >= 3


def other_format(text: str, media_type: str | None) -> str | None:
    """In a phrase, what the text is when it is data, a script or an XML document of another kind; else None."""
    head = text.lstrip("\ufeff \t\r\n")[:2000]
    if media_type in OTHER_TYPES:
        return f"{OTHER_TYPES[media_type]}, not an article"
    if head[:1] in ("{", "[") and _is_json(text):
        return "JSON data, not an article"
    if head.startswith("<?xml") and not re.search(r"<(?:!doctype\s+html|html)[\s>]", head, re.I):
        return "an XML document, not an article"
    if re.match(r"<(?:svg|urlset|sitemapindex|opml)[\s>]", head, re.I):
        return "an XML document, not an article"
    if re.match(
        r"(?:#!|'use strict'|\"use strict\"|\(function|!function|var \w+ ?=|const \w+ ?=|import .{1,80} from ['\"])",
        head,
    ):
        return "a script, not an article"
    return None


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False
