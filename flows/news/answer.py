"""Answers: how sources are read, and what one address answered; files are read here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flows.news.exchange import Exchange
from flows.news.media import media_type_of_path
from flows.news.sources import Target


@dataclass(frozen=True, slots=True)
class Settings:
    """How sources are read.

    `timeout_s` is for one address in all, with redirects and retries; `max_bytes` is the decoded size of one answer;
    `delay_s` passes between two requests to one host; `contact` is an address (URL or mail) told to every server;
    `allow_private` lets loopback and intranet addresses be dialled; `obey_robots` keeps to robots.txt (RFC 9309).
    """

    timeout_s: float = 30.0
    max_bytes: int = 20_000_000
    delay_s: float = 1.0
    contact: str | None = None
    allow_private: bool = False
    obey_robots: bool = True
    attempts: int = 3
    max_redirects: int = 8
    version: str = "0.1.0"
    agent: str = "rashomon"

    @property
    def user_agent(self) -> str:
        """What every server is told: the name, the version and where to complain."""
        return f"{self.agent}/{self.version}" + (f" (+{self.contact})" if self.contact else "")


@dataclass(frozen=True, slots=True)
class Answer:
    """«The address answered from `final_url` with these bytes, or could not be read because of `error`.»

    `content` is the body with its content coding undone; an HTTP error status keeps its body and has an `error` too.
    `redirects` are the addresses passed through, hop by hop. `http_status` is None for files and for no answer.
    `exchanges` are all that servers answered on the way, redirects and failed attempts included, in order; `unchanged`
    means that the server confirmed (304) what was kept before, which is what the answer then holds. `listed` are the
    pages of an archive.
    """

    final_url: str
    http_status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    media_type: str | None = None
    content: bytes | None = None
    error: str | None = None
    redirects: tuple[str, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    unchanged: bool = False
    listed: tuple[Target, ...] = ()

    def header(self, name: str) -> str | None:
        """The last value of a response header, by its name in lower case."""
        return dict(self.headers).get(name)


def read_file(url: str, max_bytes: int) -> Answer:
    """The answer of a `file://` address: the file's bytes, or why it cannot be read."""
    try:
        path = Path(unquote(urlsplit(url).path))
        size = path.stat().st_size
        if not path.is_file():
            return Answer(url, error="not a regular file")
        if size > max_bytes:
            return Answer(url, error=f"the file has {size:,} bytes, more than the limit of {max_bytes:,}")
        return Answer(url, media_type=media_type_of_path(path.name), content=path.read_bytes())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Answer(url, error=f"the file cannot be read: {reason}")
