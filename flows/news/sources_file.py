"""The sources file: one [[source]] entry for each outlet, checked on load; errors name file, line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flows.news.sources import (
    Policy,
    SourceError,
    Target,
    TargetKind,
    checked_address,
    local_path,
    of_file,
    of_folder,
    of_opml,
    scheme_of,
)

FIELDS: Mapping[str, str] = {
    "name": "the outlet's name, a string",
    "feeds": "addresses or files of RSS, Atom or JSON feeds, a list of strings",
    "sitemaps": "addresses of sitemaps, news sitemaps or sitemap indexes, a list of strings",
    "pages": "addresses or files of single articles, a list of strings",
    "folders": "folders of saved articles, a list of strings",
    "warcs": "WARC files, a list of strings",
    "opml": "lists of feeds in OPML, a list of strings",
    "language": 'the language of its pages as a code such as "en" or "pt-BR", a string',
    "delay_s": "seconds between two requests to one of its hosts, a number from 0 to 3600",
    "min_articles": "how many articles a run must be able to read, a whole number from 0",
    "max_articles": "how many listed pages a run takes, newest first, a whole number from 1",
}
LISTS: Mapping[str, TargetKind] = {"feeds": "feed", "sitemaps": "sitemap", "pages": "page"}
PLACES = (*LISTS, "folders", "warcs", "opml")
MAX_DELAY_S = 3600


def of_toml(path: Path) -> Iterator[Target]:
    """The targets of a sources file, entry by entry; raises SourceError with file, line, key and remedy."""
    lines = _toml_text(path)
    try:
        data = tomllib.loads(lines)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path}: not valid TOML: {error}; correct that line") from error
    for key in data:
        if key != "source":
            line = _line_of(lines, key)
            raise SourceError(f"{path}{line}: unknown key {key!r}; a file has only [[source]] entries")
    entries = data.get("source")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise SourceError(f"{path}: no [[source]] entry; begin each outlet with a line [[source]]")
    if not entries:
        raise SourceError(f"{path}: no [[source]] entry; begin each outlet with a line [[source]]")
    for number, entry in enumerate(entries, start=1):
        yield from _of_entry(_Place(path, lines, number), entry)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a sources.toml an entry stands, to name it in errors."""

    path: Path
    text: str
    entry: int

    def error(self, key: str, problem: str) -> SourceError:
        return SourceError(f"{self.path}{_line_of(self.text, key, self.entry)}: source {self.entry}, {key}: {problem}")


def _of_entry(place: _Place, entry: Mapping[str, Any]) -> Iterator[Target]:
    for key in entry:
        if key not in FIELDS:
            raise place.error(key, f"unknown key; known are {', '.join(FIELDS)}")
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip():
        raise place.error("name", f"missing or wrong; write {FIELDS['name']}")
    lists = {key: _strings(place, entry, key) for key in PLACES}
    if not any(lists.values()):
        raise place.error("name", f"{name!r} has nothing to read; give it feeds, pages or folders")
    policy = _policy(place, entry)
    for key, kind in LISTS.items():
        for value in lists[key]:
            yield _listed(place, key, value, Target(name, "", kind, policy))
    for key in ("folders", "warcs", "opml"):
        for value in lists[key]:
            try:
                yield from _of_path(place.path.parent / local_path(value), name, key, policy)
            except SourceError as error:
                raise place.error(key, str(error)) from error


def _of_path(path: Path, name: str, key: str, policy: Policy) -> Iterator[Target]:
    if key == "folders":
        yield from of_folder(path, name, policy)
    elif key == "warcs":
        yield of_file(path, name, "warc", policy)
    else:
        yield from (replace(feed, source=name) for feed in of_opml(path, policy))


def _listed(place: _Place, key: str, value: str, wanted: Target) -> Target:
    try:
        if scheme_of(value) in ("http", "https"):
            return replace(wanted, url=checked_address(value))
        path = local_path(value)
        return of_file(place.path.parent / path, wanted.source, wanted.kind, wanted.policy)
    except SourceError as error:
        raise place.error(key, str(error)) from error


def _policy(place: _Place, entry: Mapping[str, Any]) -> Policy:
    language, delay = entry.get("language"), entry.get("delay_s")
    if language is not None and not (isinstance(language, str) and re.fullmatch(r"[A-Za-z]{2,3}(-\w+)*", language)):
        raise place.error("language", f"wrong; write {FIELDS['language']}")
    if delay is not None and not (_is_number(delay) and 0 <= delay <= MAX_DELAY_S):
        raise place.error("delay_s", f"wrong; write {FIELDS['delay_s']}")
    least, most = entry.get("min_articles", 0), entry.get("max_articles")
    if not (_is_whole(least) and least >= 0):
        raise place.error("min_articles", f"wrong; write {FIELDS['min_articles']}")
    if most is not None and not (_is_whole(most) and most >= 1):
        raise place.error("max_articles", f"wrong; write {FIELDS['max_articles']}")
    if most is not None and most < least:
        raise place.error("max_articles", f"{most} is less than min_articles, {least}; raise it or lower the other")
    return Policy(language, None if delay is None else float(delay), least, most)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _strings(place: _Place, entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = entry.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise place.error(key, f"wrong type; write {FIELDS[key]}")
    return tuple(values)


def _toml_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error


def _line_of(text: str, key: str, entry: int | None = None) -> str:
    """`:12` for the line on which the key stands (in the given entry), else the entry's first line, else nothing."""
    heading, first = 0, ""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(r"\s*\[\[\s*source\s*\]\]", line):
            heading += 1
            if heading == entry:
                first = f":{number}"
        elif re.match(rf"\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*[=\].]", line) and entry in (None, heading):
            return f":{number}"
    return first
