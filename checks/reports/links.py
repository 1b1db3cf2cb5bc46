"""Addresses: what of a URL may be shown, and what of it may become a link."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import quote as percent
from urllib.parse import unquote, urlsplit

WHOLE_CHARS = 100
"""A quote up to this length goes whole into a text fragment; of a longer one, its first and last words."""

EDGE_WORDS = 5
EDGE_CHARS = 200
_MISREAD = re.compile(r"[\\\x00-\x20\x7f-\x9f]")
_PUNCTUATION = " \"'“”‘’«».,;:!?…()[]—–-"


def address(url: str) -> str:
    """The URL as a reader should see it: a `file://` URL is its file name, any other stays as it is."""
    if url[:5].lower() != "file:":
        return url
    try:
        return PurePosixPath(unquote(urlsplit(url).path)).name or "file"
    except ValueError:
        return "file"


def link(url: str, quote: str | None = None) -> str | None:
    """The URL if it is safe to click, with a text fragment that leads to `quote`; else None.

    Only http and https with a host, and neither a user name nor white space, control characters or a backslash in it
    (browsers read each of these otherwise than people do).
    """
    if _MISREAD.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    bare, _, fragment = url.partition("#")
    fragment = fragment.partition(":~:")[0]
    directive = text_fragment(quote) if quote else ""
    return bare + ("#" + fragment + directive if fragment or directive else "")


def text_fragment(quote: str) -> str:
    """The directive `:~:text=…` of the WICG text fragment draft for a quote; empty when it would be unwieldy."""
    words = quote.split()
    whole = " ".join(words).strip(_PUNCTUATION)
    if not whole:
        return ""
    if len(whole) <= WHOLE_CHARS and "\n" not in quote.strip():
        return ":~:text=" + _encode(whole)
    first = " ".join(words[:EDGE_WORDS]).strip(_PUNCTUATION)
    last = " ".join(words[-EDGE_WORDS:]).strip(_PUNCTUATION)
    if not first or not last or len(words) <= EDGE_WORDS or max(len(first), len(last)) > EDGE_CHARS:
        return ""
    return f":~:text={_encode(first)},{_encode(last)}"


def _encode(text: str) -> str:
    """Percent-encoded with the dash too, which a text fragment reads as syntax."""
    return percent(text, safe="", errors="replace").replace("-", "%2D")


def without_folders(message: str, url: str) -> str:
    """An error message in which the path of a `file://` URL is cut down to its file name."""
    if url[:5].lower() != "file:":
        return message
    name = address(url)
    try:
        path = urlsplit(url).path
    except ValueError:
        return message
    for written in sorted({url, path, unquote(path)} - {"", "/"}, key=lambda item: (-len(item), item)):
        message = message.replace(written, name)
    return message
