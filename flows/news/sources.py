"""Sources: what the user named on the command line or in sources.toml, as a flat list of targets to read.

Importing this module costs nothing but the standard library, so that every command starts at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

TargetKind = Literal["file", "page", "feed", "auto"]

FIELDS: Mapping[str, str] = {
    "name": "the outlet's name, a string",
    "feeds": "addresses or files of RSS or Atom feeds, a list of strings",
    "pages": "addresses or files of single articles, a list of strings",
    "folders": "folders of saved articles, a list of strings",
}


class SourceError(Exception):
    """A source that cannot be read as one; the message is one line that names the place and the remedy."""


@dataclass(frozen=True, slots=True)
class Target:
    """«Read `url` for `source`»: one address to fetch (http, https or file) and what it is expected to be.

    `source` is the name of the sources.toml entry, else the host or the folder; "auto" is a feed or a page, told by its
    content.
    """

    source: str
    url: str
    kind: TargetKind


def read_sources(args: Sequence[str]) -> tuple[Target, ...]:
    """The targets of command line arguments: files, folders, http(s) addresses and sources.toml files, in this order.

    The same address is read once. Raises SourceError for whatever is missing, empty or not understood.
    """
    if not args:
        raise SourceError("no source given: name a file, a folder, an address or a sources.toml")
    found: dict[str, Target] = {}
    for argument in args:
        for target in _of_argument(argument):
            found.setdefault(target.url, target)
    return tuple(found.values())


def _of_argument(argument: str) -> Iterator[Target]:
    scheme = _scheme(argument)
    if scheme in ("http", "https"):
        yield Target(_host(argument), _checked_address(argument), "auto")
        return
    path = _local_path(argument)
    if path.suffix.lower() == ".toml" and path.is_file():
        yield from _of_toml(path)
    elif path.is_dir():
        yield from _of_folder(path, path.resolve().name)
    else:
        yield _of_file(path, path.resolve().parent.name, "file")


def _of_file(path: Path, source: str, kind: TargetKind) -> Target:
    try:
        is_file, exists = path.is_file(), path.exists()
    except OSError as error:
        raise SourceError(f"{path}: cannot be looked at ({error.strerror}); check the path") from error
    if not exists:
        raise SourceError(f"{path}: no such file or folder; check the path")
    if not is_file:
        raise SourceError(f"{path}: neither a file nor a folder; name a regular file")
    return Target(source, path.resolve().as_uri(), kind)


def _of_folder(folder: Path, source: str) -> tuple[Target, ...]:
    """Every regular file under the folder, sorted by path; names that start with a dot are passed over."""
    if not folder.is_dir():
        raise SourceError(f"{folder}: no such folder; check the path")
    paths = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    if not paths:
        raise SourceError(f"{folder}: the folder holds no files; put articles into it or name another")
    return tuple(_of_file(path, source, "file") for path in paths)


def _of_toml(path: Path) -> Iterator[Target]:
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
    lists = {key: _strings(place, entry, key) for key in ("feeds", "pages", "folders")}
    if not any(lists.values()):
        raise place.error("name", f"{name!r} has nothing to read; give it feeds, pages or folders")
    kinds: tuple[tuple[str, TargetKind], ...] = (("feeds", "feed"), ("pages", "page"))
    for key, kind in kinds:
        for value in lists[key]:
            yield _listed(place, key, value, name, kind)
    for value in lists["folders"]:
        try:
            yield from _of_folder(place.path.parent / value, name)
        except SourceError as error:
            raise place.error("folders", str(error)) from error


def _listed(place: _Place, key: str, value: str, name: str, kind: TargetKind) -> Target:
    try:
        if _scheme(value) in ("http", "https"):
            return Target(name, _checked_address(value), kind)
        path = _local_path(value)
        return _of_file(path if path.is_absolute() else place.path.parent / path, name, kind)
    except SourceError as error:
        raise place.error(key, str(error)) from error


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


def _scheme(text: str) -> str | None:
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]+)://", text)
    return match[1].lower() if match else None


def _checked_address(address: str) -> str:
    try:
        parts = urlsplit(address.strip())
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", address.strip()):
        raise SourceError(f"{address}: not a usable address; write it as https://host/path")
    return address.strip()


def _host(address: str) -> str:
    try:
        return urlsplit(address.strip()).hostname or address
    except ValueError:
        return address


def _local_path(argument: str) -> Path:
    scheme = _scheme(argument)
    if scheme == "file":
        return Path(unquote(urlsplit(argument).path))
    if scheme is not None:
        raise SourceError(f"{argument}: {scheme} addresses cannot be read; use http, https or a file")
    if "\0" in argument:
        raise SourceError(f"{argument!r}: not a path; check it")
    return Path(argument).expanduser()
