"""Damage HTML pages, feeds, sitemaps, OPML lists and WARC files: `python tests/flows/news/fuzz.py [CASES]`.

Each case is a good document with bytes cut, doubled, swapped or made up; it must be read or refused with a reason. The
tests do the same with hypothesis in smaller numbers. Exit 1 if anything else came out, with the seed that makes it.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from conftest import ARTICLE, FEED, JSON_FEED, SITEMAP
from measure_extraction import capture_of
from test_news_archive import theirs

from flows.news.feeds import FeedError, entries, looks_like_feed
from flows.news.opml import OpmlError, subscriptions
from flows.news.parse import parse
from flows.news.sitemaps import listed, plain_sitemap
from flows.news.warc import WarcError, places, read_place

warnings.simplefilter("ignore")
SLOW_S = 10.0
PIECES = (
    b"<",
    b">",
    b"&",
    b"]]>",
    b"<!--",
    b"\0",
    b"\xff\xfe",
    b"<![CDATA[",
    b"<script>",
    b"<p>" * 50,
    b'"',
    b"{" * 99,
    b"\r\n\r\n",
    b"Content-Length: 99999999\r\n",
    b"\x1f\x8b\x08",
    b"<!DOCTYPE x [<!ENTITY a '&a;'>]>",
    b"\xf0\x9f\x98",
)


def damaged(good: bytes, chance: random.Random) -> bytes:
    out = bytearray(good)
    for _ in range(chance.randint(1, 12)):
        at, end = sorted((chance.randrange(len(out) + 1), chance.randrange(len(out) + 1)))
        match chance.randrange(5):
            case 0:
                del out[at : min(end, at + 200)]
            case 1:
                out[at:at] = chance.choice(PIECES)
            case 2:
                out[at:at] = chance.randbytes(chance.randint(1, 30))
            case 3:
                out[at:at] = out[at : min(end, at + 300)]
            case _:
                if out:
                    out[at % len(out)] ^= 1 << chance.randrange(8)
    return bytes(out)


def page(content: bytes, folder: Path) -> str:
    article = parse(capture_of(content, "https://post.example/a"), content)
    assert article.status == "ok" or article.reason
    assert "broke the reader" not in (article.reason or ""), article.reason
    return article.status


def feed(content: bytes, folder: Path) -> str:
    xml = plain_sitemap(content)
    if xml is not None:
        return f"sitemap of {min(len(listed(xml, 'https://post.example/')), 1)}"
    if not looks_like_feed(content, None):
        return "none"
    try:
        return f"feed of {min(len(entries(content, 'https://post.example/')), 1)}"
    except FeedError as refused:
        assert str(refused)
        return "refused"


def archive(content: bytes, folder: Path) -> str:
    path = folder / "fuzz.warc"
    path.write_bytes(content)
    try:
        return f"{len([read_place(path, place.offset, 100_000) for place in places(path)])} pages"
    except WarcError as refused:
        assert str(refused)
        return "refused"


def opml(content: bytes, folder: Path) -> str:
    path = folder / "fuzz.opml"
    path.write_bytes(content)
    try:
        return f"{len(subscriptions(path))} feeds"
    except OpmlError as refused:
        assert str(refused)
        return "refused"


def main(arguments: list[str]) -> int:
    cases = int(arguments[0]) if arguments else 5_000
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answer = ("2024-06-01T10:00:00Z", "https://post.example/x", "text/html", ARTICLE.encode())
        outline = b'<opml><body><outline text="a" xmlUrl="https://a.example/"/></body></opml>'
        kinds: list[tuple[bytes, Callable[[bytes, Path], str]]] = [
            (ARTICLE.encode(), page),
            (FEED.encode(), feed),
            (JSON_FEED.encode(), feed),
            (SITEMAP.encode(), feed),
            (outline, opml),
            (theirs(folder / "a.warc", answer, answer, zipped=False).read_bytes(), archive),
            (theirs(folder / "b.warc.gz", answer, answer).read_bytes(), archive),
        ]
        outcomes: Counter[str] = Counter()
        for seed in range(cases):
            good, check = kinds[seed % len(kinds)]
            started = time.process_time()
            try:
                outcomes[f"{check.__name__}: {check(damaged(good, random.Random(seed)), folder)}"] += 1
                assert time.process_time() - started < SLOW_S, "slow"
            except Exception:
                failures += 1
                print(f"seed {seed}:\n{traceback.format_exc(limit=-3)}")
    for outcome, count in sorted(outcomes.items()):
        print(f"{count:6} {outcome}")
    print(f"{cases} cases, {failures} failures")
    return min(failures, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
