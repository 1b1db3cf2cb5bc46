"""Archived pages: WARC files as sources, ours and others'."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flows.news.answer import Answer
from flows.news.credentials import without_user
from flows.news.media import plain_media_type
from flows.news.sources import Target
from flows.news.warc import Place, WarcError, places, read_place


def read_archive(target: Target) -> Answer:
    """The pages that an archive holds, in the order of their recording; a damaged one gives those before the damage."""
    path = Path(unquote(urlsplit(target.url).path))
    found: list[Place] = []
    error = None
    try:
        for place in places(path):
            found.append(place)
    except WarcError as damage:
        error = str(damage)
    found.sort(key=lambda place: place.recorded_at)
    pages = tuple(
        replace(target, url=without_user(one.url), kind="page", place=(str(path), one.offset)) for one in found
    )
    return Answer(target.url, error=error or (None if pages else "the archive holds no pages"), listed=pages)


def read_archived(target: Target, max_bytes: int) -> Answer:
    """The answer that an archive has of a page (`place` says where), as it was given at the time."""
    path, offset = target.place or ("", 0)
    try:
        exchange = read_place(Path(path), offset, max_bytes)
        exchange = replace(exchange, url=without_user(exchange.url))
    except WarcError as error:
        return Answer(target.url, error=str(error))
    headers = tuple((name.lower(), value) for name, value in exchange.headers)
    kind = plain_media_type(exchange.header("content-type"))
    return Answer(exchange.url, exchange.http_status, headers, kind, exchange.body, exchanges=(exchange,))
