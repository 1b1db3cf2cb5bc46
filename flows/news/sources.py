"""Sources: what the user named on the command line or in a sources file, as a flat list of targets to read.

Importing this module costs nothing but the standard library, so that every command starts at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from flows.news.credentials import without_secrets

TargetKind = Literal["file", "page", "feed", "sitemap", "warc", "auto"]
ARCHIVES = (".warc", ".warc.gz", ".arc", ".arc.gz")


class SourceError(Exception):
    """A source that cannot be read as one; the message is one line that names the place and the remedy, no secret."""

    def __init__(self, message: str) -> None:
        super().__init__(without_secrets(message))


@dataclass(frozen=True, slots=True)
class Policy:
    """How a source is read and what is expected of it.

    `language` is what its pages are in where they do not tell; `delay_s` passes between two requests to a host (None:
    as in the settings); a run takes at most `max_articles` of the pages that its feeds and sitemaps list, newest first,
    and says so when fewer than `min_articles` could be read.
    """

    language: str | None = None
    delay_s: float | None = None
    min_articles: int = 0
    max_articles: int | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """«A feed says that its item comes from `name`, whose site or page is `url`»; one of them may be missing."""

    name: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """«Read `url` for `source`»: one address to fetch (http, https or file) and what it is expected to be.

    `source` is the name of the sources.toml entry, else the host or the folder; "auto" is a feed, a sitemap or a page,
    told by its content. `place` is where a page stands in an archive (byte offset in a file) instead of on the network;
    `depth` counts the sitemap indexes that led here; `credit` is whom the feed that named the page credits for it.
    """

    source: str
    url: str
    kind: TargetKind
    policy: Policy = Policy()
    place: tuple[str, int] | None = None
    depth: int = 0
    credit: Credit | None = None

    @property
    def key(self) -> tuple[str, tuple[str, int] | None]:
        """What makes it one to be read once."""
        return self.url, self.place


def read_sources(args: Sequence[str]) -> tuple[Target, ...]:
    """The targets of arguments: files, folders, addresses, WARC files, OPML lists and sources files, in this order.

    The same address is read once. Raises SourceError for whatever is missing, empty or not understood.
    """
    if not args:
        raise SourceError("no source given: name a file, a folder, an address or a sources.toml")
    found: dict[Any, Target] = {}
    for argument in args:
        for target in _of_argument(argument):
            found.setdefault(target.key, target)
    return tuple(found.values())


def _of_argument(argument: str) -> Iterator[Target]:
    scheme = scheme_of(argument)
    if scheme in ("http", "https"):
        yield Target(host_of(argument), checked_address(argument), "auto")
        return
    path = local_path(argument)
    if path.suffix.lower() == ".toml" and path.is_file():
        from flows.news.sources_file import of_toml

        yield from of_toml(path)
    elif path.suffix.lower() == ".opml" and path.is_file():
        yield from of_opml(path)
    elif path.is_dir():
        yield from of_folder(path, path.resolve().name)
    else:
        yield of_file(path, path.resolve().parent.name, "file")


def of_opml(path: Path, policy: Policy | None = None) -> Iterator[Target]:
    """The feeds of a subscription list, each under its own title; raises SourceError with file and line."""
    from flows.news.opml import OpmlError, subscriptions

    try:
        feeds = subscriptions(path)
    except OpmlError as error:
        raise SourceError(f"{path}: {error}; export the list of feeds again") from error
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    if not feeds:
        raise SourceError(f"{path}: no outline with an xmlUrl; export a list that has feeds in it")
    for feed in feeds:
        try:
            url = checked_address(feed.url)
            if scheme_of(url) not in ("http", "https"):
                raise SourceError(f"{url!r} is no http(s) address; correct it")
        except SourceError as error:
            raise SourceError(f"{path}:{feed.line}: xmlUrl: {error}") from error
        yield Target(feed.title or host_of(url), url, "feed", policy or Policy())


def of_file(path: Path, source: str, kind: TargetKind, policy: Policy | None = None) -> Target:
    """The target of one file, which must be there; an archive by its name is one. Raises SourceError."""
    try:
        is_file, exists = path.is_file(), path.exists()
    except OSError as error:
        raise SourceError(f"{path}: cannot be looked at ({error.strerror}); check the path") from error
    if not exists:
        raise SourceError(f"{path}: no such file or folder; check the path")
    if not is_file:
        raise SourceError(f"{path}: neither a file nor a folder; name a regular file")
    if kind == "file" and path.name.lower().endswith(ARCHIVES):
        kind = "warc"
    return Target(source, path.resolve().as_uri(), kind, policy or Policy())


def of_folder(folder: Path, source: str, policy: Policy | None = None) -> tuple[Target, ...]:
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
    return tuple(of_file(path, source, "file", policy) for path in paths)


def scheme_of(text: str) -> str | None:
    """The scheme of an address in lower case; None for what is no address."""
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]+)://", text)
    return match[1].lower() if match else None


def checked_address(address: str) -> str:
    """The address without spaces around it; raises SourceError when it cannot be asked.

    One with a user or a password in it is refused, and not told: addresses are kept, logged and published.
    """
    refuse_secrets(address)
    try:
        parts = urlsplit(address.strip())
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", address.strip()):
        raise SourceError(f"{address}: not a usable address; write it as https://host/path")
    return address.strip()


def refuse_secrets(address: str) -> None:
    """Raises SourceError, which does not repeat it, for an address with a user or a password in it."""
    if found := re.match(r"\s*[A-Za-z][A-Za-z0-9+.-]*://[^/?#\s]*@([^/?#\s]*)", address):
        raise SourceError(
            f"the address at {found[1]} has a user name or password in it, which would be kept and published with it; "
            "write it without"
        )


def host_of(address: str) -> str:
    """The host of an address, or all of it."""
    try:
        return urlsplit(address.strip()).hostname or address
    except ValueError:
        return address


def local_path(argument: str) -> Path:
    """The path of a file argument or file:// address; raises SourceError for other schemes."""
    refuse_secrets(argument)
    scheme = scheme_of(argument)
    if scheme == "file":
        return Path(unquote(urlsplit(argument).path))
    if scheme is not None:
        raise SourceError(f"{argument}: {scheme} addresses cannot be read; use http, https or a file")
    if "\0" in argument:
        raise SourceError(f"{argument!r}: not a path; check it")
    return Path(argument).expanduser()
