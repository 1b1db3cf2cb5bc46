"""OPML: the feeds of a subscription list, as feed readers export it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

MAX_BYTES = 20_000_000


class OpmlError(Exception):
    """The file is no OPML that can be read; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """«The list names the feed at `url` `title`, in line `line`.»"""

    title: str | None
    url: str
    line: int


def subscriptions(path: Path) -> list[Subscription]:
    """The feeds of the list, in its order, folders opened; each address once.

    Raises:
        OpmlError: not XML, not OPML, or it declares entities, which no feed reader writes.
        OSError: the file cannot be read.
    """
    content = path.read_bytes()
    if len(content) > MAX_BYTES:
        raise OpmlError(f"it has {len(content):,} bytes, more than any list of feeds")
    found: dict[str, Subscription] = {}
    for one in _outlines(content):
        found.setdefault(one.url, one)
    return list(found.values())


def _outlines(content: bytes) -> Iterator[Subscription]:
    parser = expat.ParserCreate()
    roots: list[str] = []
    found: list[Subscription] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        roots.append(name)
        given = {key.lower(): value for key, value in attributes.items()}
        url = given.get("xmlurl", "").strip()
        if name.lower() == "outline" and url:
            title = (given.get("title") or given.get("text") or "").strip() or None
            found.append(Subscription(title, url, parser.CurrentLineNumber))

    def entity(*_: object) -> None:
        raise OpmlError(f"line {parser.CurrentLineNumber} declares an entity, which a list of feeds never needs")

    parser.StartElementHandler, parser.EntityDeclHandler = start, entity
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise OpmlError(f"line {error.lineno} is not XML: {expat.ErrorString(error.code)}") from error
    if not roots or roots[0].lower() != "opml":
        raise OpmlError(f"line 1 begins <{roots[0] if roots else ''}>, not <opml>")
    yield from found
