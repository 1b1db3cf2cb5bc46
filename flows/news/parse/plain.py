"""Plain text: the title, byline, date and outlet that a text file's head and foot show; the text stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows.news.parse.dates import printed_date
from flows.news.parse.names import is_name, split_names

HEAD_LINES = 14
MAX_TITLE_CHARS = 220
MIN_TITLE_WORDS = 3
BYLINE = re.compile(r"^(?:By|Written by|Compiled by|Author:|Von|Par|Por)\s+(?P<names>\S.{1,120})$", re.IGNORECASE)
SOURCE = re.compile(r"^(?:SOURCE|Source|Quelle|Fuente)\s*:\s*(?P<name>\S.{1,60})$")
DATE_LINE = re.compile(r"^(?:published|updated|posted|last updated|date)\b", re.IGNORECASE)
CHROME = re.compile(
    r"^(?:skip to|jump to|menu|search|share|home|subscribe|sign in|log in|advertisement|support|blog post|read more|"
    r"listen|watch|related|cookie|close|follow us|\d+ min(?:ute)?s? read)",
    re.IGNORECASE,
)
FRONT_MATTER = re.compile(r"\A---\n(?P<fields>(?:.*\n){1,40}?)---\n")


@dataclass(frozen=True, slots=True)
class Head:
    """What the head and foot of a text file show; None for what they do not."""

    title: str | None = None
    author: str | None = None
    published_on: date | None = None
    outlet: str | None = None


def read_head(text: str) -> Head:
    """Title, author, date and outlet of a clean text (newlines only as `\\n`)."""
    lines = [row.strip() for row in text.split("\n")]
    fields = _front_matter(text)
    filled = [(number, row) for number, row in enumerate(lines) if row][:HEAD_LINES]
    place, title = _title(filled)
    if fields.get("title"):
        title = fields["title"]
    day = next((d for row in _dated(filled, fields) if (d := printed_date(row))), None)
    return Head(
        title=title,
        author=_author(filled, fields) or _bare_name(lines, place, text),
        published_on=day,
        outlet=next((found["name"].strip() for row in lines[-40:] if (found := SOURCE.match(row))), None),
    )


def _title(filled: Sequence[tuple[int, str]]) -> tuple[int, str | None]:
    """The first line of the head that reads like a headline, with its line number."""
    for number, row in filled:
        heading = re.sub(r"^#{1,3}\s+", "", row)
        words = len(heading.split())
        if CHROME.match(row) or BYLINE.match(row) or SOURCE.match(row) or _is_date_line(row):
            continue
        if len(heading) > MAX_TITLE_CHARS or re.search(r"[.;,:]$", heading):
            return number, None
        if words >= MIN_TITLE_WORDS:
            return number, heading
    return 0, None


def _is_date_line(row: str) -> bool:
    return (
        len(row) <= 80
        and (printed_date(row) is not None or DATE_LINE.match(row) is not None)
        and len(row.split()) <= 12
    )


def _dated(filled: Sequence[tuple[int, str]], fields: dict[str, str]) -> list[str]:
    """The lines in which a publication date may stand: the field, then short lines of the head."""
    return [fields.get("date", ""), *(row for _, row in filled if _is_date_line(row))]


def _author(filled: Sequence[tuple[int, str]], fields: dict[str, str]) -> str | None:
    found = [match["names"] for _, row in filled if (match := BYLINE.match(row))]
    for text in (fields.get("author", ""), *found):
        names = [name for name in split_names(re.split(r"\s[|–—-]\s|\s{2,}", text)[0]) if is_name(name)]
        if names:
            return ", ".join(dict.fromkeys(names))
    return None


def _bare_name(lines: Sequence[str], title_at: int, text: str) -> str | None:
    """A name alone on the line after the title, named nowhere else: a byline without its "By", not a caption."""
    after = [(number, row) for number, row in enumerate(lines) if row and number > title_at][:1]
    for number, row in after:
        alone = number + 1 >= len(lines) or not lines[number + 1]
        words = row.split()
        if alone and 2 <= len(words) <= 4 and is_name(row) and all(word[0].isupper() for word in words):
            return row if text.count(row) == 1 and not row.isupper() else None
    return None


def _front_matter(text: str) -> dict[str, str]:
    match = FRONT_MATTER.match(text)
    pairs = re.findall(r"(?m)^(\w+):[ \t]*(.+?)[ \t]*$", match["fields"]) if match else []
    return {key.lower(): value.strip("\"'") for key, value in pairs}
