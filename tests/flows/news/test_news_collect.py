"""Feeds, captures and batches: what is fetched is kept whole, and a feed's pages come back as targets."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from conftest import ARTICLE, FEED, HostileServer
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.news.capture import keep
from flows.news.collect import Collected, collect
from flows.news.feeds import Entry, FeedError, entries, looks_like_feed
from flows.news.fetch import Fetcher
from flows.news.sources import Credit, Target
from warehouse.ids import sha256_bytes
from warehouse.rawfiles import bytes_fault

NOW = datetime(2025, 3, 4, 6)
ATOM = b"""<?xml version="1.0" encoding="utf-8"?><!-- c --><feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
<entry><title>A &amp; B</title><link href="/a"/><updated>2025-03-03T09:00:00Z</updated></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<item><title>R</title><link>https://post.example/r</link></item></rdf:RDF>"""
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">
<!ENTITY g SYSTEM "file:///etc/hostname">]>
<rss version="2.0"><channel><item><title>&f;&g;</title><link>https://post.example/x</link></item></channel></rss>"""


def test_feeds_of_three_kinds() -> None:
    rss = FEED.format(base="https://post.example").encode()
    assert entries(rss, "https://post.example/rss") == [
        Entry("https://post.example/article", "One", None),
        Entry("https://post.example/article?2", "Two", datetime(2025, 3, 3, 9)),
    ]
    assert entries(ATOM, "https://post.example/atom") == [
        Entry("https://post.example/a", "A & B", datetime(2025, 3, 3, 9))
    ]
    assert entries(RDF, "https://post.example/rdf") == [Entry("https://post.example/r", "R", None)]
    for content in (rss, ATOM, RDF, b"\xef\xbb\xbf" + rss, rss.decode().encode("utf-16"), LAUGHS):
        assert looks_like_feed(content, None)


CREDITS = """<rss xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<item><link>https://c.example/1</link><source url="https://apnews.com/rss">AP News</source></item>
<item><link>https://c.example/2</link><source url="">AFP</source></item>
<item><link>https://c.example/3</link><dc:source>https://post.example/x</dc:source></item>
<item><link>https://c.example/4</link><dc:source>Reuters</dc:source></item>
<item><link>https://c.example/5</link><atom:link rel="via" href="https://post.example/x"/></item>
<item><link>https://c.example/6</link><source url="ftp://x"/></item></channel></rss>"""
ATOM_CREDIT = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>E</title><link href="https://c.example/e"/>
<source><id>urn:uuid:1</id><title>Harbour Post</title><link href="https://post.example/"/></source></entry></feed>"""
JSON_CREDIT = """{"version": "https://jsonfeed.org/version/1.1", "items": [
{"id": "1", "url": "https://c.example/1", "external_url": "https://post.example/x"},
{"id": "2", "url": "https://c.example/2", "external_url": "https://c.example/2"},
{"id": "3", "url": "https://c.example/3", "external_url": 7}]}"""


def test_feeds_tell_where_an_item_comes_from() -> None:
    def credits(content: str) -> list[Credit | None]:
        return [entry.credit for entry in entries(content.encode(), "https://c.example/feed")]

    assert credits(CREDITS) == [
        Credit("AP News", "https://apnews.com/rss"),
        Credit("AFP", None),
        Credit(None, "https://post.example/x"),
        Credit("Reuters", None),
        Credit(None, "https://post.example/x"),
        None,
    ]
    assert credits(ATOM_CREDIT) == [Credit("Harbour Post", "https://post.example/")]
    assert credits(JSON_CREDIT) == [Credit(None, "https://post.example/x"), None, None]


def test_what_a_feed_credits_reaches_the_article(server: HostileServer, fetcher: Fetcher, tmp_path: Path) -> None:
    got = run([Target("Courier", server.base + "/credit-feed", "feed")], tmp_path, fetcher)
    pages = run(list(got.discovered), tmp_path, fetcher)
    assert [article.agency for article in pages.articles] == ["Associated Press", None]


@pytest.mark.parametrize(
    "content", [ARTICLE.encode(), b"", b"<urlset></urlset>", b"rss", b"<rssx>", b"{}", b"<!DOCTYPE rss ["]
)
def test_what_is_no_feed(content: bytes) -> None:
    assert not looks_like_feed(content, "application/rss+xml")


def test_entities_do_not_explode_and_files_are_not_read() -> None:
    found = entries(LAUGHS, "https://post.example/rss")
    assert all(len(entry.title or "") < 100_000 for entry in found)
    hostname = Path("/etc/hostname")
    if hostname.exists() and hostname.read_text().strip():
        assert all(hostname.read_text().strip() not in (entry.title or "") for entry in found)


def test_bytes_that_look_like_an_address_or_a_file_are_not_opened(tmp_path: Path, server: HostileServer) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_bytes(ATOM)
    assert entries(str(secret).encode(), "https://post.example/") == []
    assert entries(f"{server.base}/feed".encode(), "https://post.example/") == []
    assert server.seen.total() == 0


@settings(deadline=None)
@given(st.binary(max_size=500), st.sampled_from([b"", b"<rss><channel><item>", b"<feed><entry>"]))
def test_any_bytes_are_survived(tail: bytes, head: bytes) -> None:
    looks_like_feed(head + tail, None)
    with suppress(FeedError):
        entries(head + tail, "https://post.example/")


def test_bytes_are_kept_once_and_mended(tmp_path: Path) -> None:
    content = b"\x00bytes\xff"
    place = keep(tmp_path / "raw", content)
    file = tmp_path / place
    assert file.read_bytes() == content
    assert file.stem == sha256_bytes(content)
    before = file.stat().st_mtime_ns
    assert keep(tmp_path / "raw", content) == place
    assert file.stat().st_mtime_ns == before
    file.write_bytes(b"\x00spoil\xff")
    assert keep(tmp_path / "raw", content) == place
    assert file.read_bytes() == content
    assert [path for path in (tmp_path / "raw").rglob("*") if path.is_file()] == [file]


def run(targets: list[Target], tmp_path: Path, fetcher: Fetcher) -> Collected:
    return collect(targets, tmp_path / "raw", "run-1", NOW, fetcher)


@pytest.mark.parametrize(("path", "kind"), [("/feed", "feed"), ("/feed", "auto"), ("/text-feed", "auto")])
def test_a_feed_becomes_pages(server: HostileServer, fetcher: Fetcher, tmp_path: Path, path: str, kind: str) -> None:
    got = run([Target("Harbour Post", server.base + path, kind)], tmp_path, fetcher)  # type: ignore[arg-type]
    assert got.discovered == (
        Target("Harbour Post", server.base + "/article", "page"),
        Target("Harbour Post", server.base + "/article?2", "page"),
    )
    assert got.articles == ()
    assert len(got.captures) == 1
    pages = run(list(got.discovered), tmp_path, fetcher)
    assert [article.title for article in pages.articles] == ["Bridge closed after flood"] * 2
    assert pages.discovered == ()


def test_a_batch_loses_nothing_to_bad_pages(server: HostileServer, fetcher: Fetcher, tmp_path: Path) -> None:
    saved = tmp_path / "saved.txt"
    saved.write_text("Bridge closed after the flood\n\nThe bridge was closed on Monday.")
    paths = [
        "/article",
        "/gzip-bomb",
        "/loop-a",
        "/nowhere",
        "/error",
        "/empty",
        "/no-http",
        "/no-charset",
        "/wrong-charset",
    ]
    targets = [Target("t", server.base + path, "page") for path in paths]
    targets += [Target("t", saved.as_uri(), "file"), Target("t", (tmp_path / "gone").as_uri(), "file")]
    got = run(targets, tmp_path, fetcher)
    assert [capture.requested_url for capture in got.captures] == [target.url for target in targets]
    statuses = [article.status for article in got.articles]
    bad = ["unreadable", "unreadable", "not_an_article", "unreadable", "unreadable", "unreadable"]
    assert statuses == ["ok", *bad, "ok", "ok", "ok", "unreadable"]
    assert all(article.reason for article in got.articles if article.status != "ok")
    assert "“Nobody was hurt,”" in (got.articles[7].text or "")
    assert "“Nobody was hurt,”" in (got.articles[8].text or "")
    for capture in got.captures:
        assert (capture.captured_at, capture.run_id) == (NOW, "run-1")
        if capture.raw_path is not None:
            assert bytes_fault(tmp_path, capture.raw_path, capture.sha256, capture.byte_count) is None


def test_the_same_answers_have_the_same_ids(server: HostileServer, fetcher: Fetcher, tmp_path: Path) -> None:
    targets = [Target("t", server.base + path, "page") for path in ("/article", "/nowhere", "/loop-a")]
    first = run(targets, tmp_path, fetcher)
    second = collect(targets, tmp_path / "raw", "run-2", datetime(2025, 3, 5), fetcher)
    assert [capture.capture_id for capture in first.captures] == [capture.capture_id for capture in second.captures]
    assert first.articles == second.articles


def test_an_unreadable_feed_is_told(server: HostileServer, fetcher: Fetcher, tmp_path: Path) -> None:
    got = run([Target("Harbour Post", server.base + "/error", "feed")], tmp_path, fetcher)
    assert [article.status for article in got.articles] == ["unreadable"]


def test_a_saved_feed_is_not_followed(fetcher: Fetcher, tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_bytes(ATOM)
    got = run([Target("saved", feed.as_uri(), "file")], tmp_path, fetcher)
    assert got.discovered == ()
    assert [article.status for article in got.articles] == ["not_an_article"]


def test_a_feed_that_breaks_its_reader_is_told(
    server: HostileServer, fetcher: Fetcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """feedparser raises errors of its own over some damage (found by tests/flows/news/fuzz.py)."""

    def broken(*_: object, **__: object) -> None:
        raise AttributeError("href")

    monkeypatch.setattr("feedparser.parse", broken)
    got = run([Target("Harbour Post", server.base + "/feed", "feed")], tmp_path, fetcher)
    assert [article.status for article in got.articles] == ["unreadable"]


def test_an_answer_that_breaks_a_library_costs_only_itself(
    server: HostileServer, fetcher: Fetcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = fetcher.fetch

    def sometimes(target: Target, known: object = None) -> object:
        if target.url.endswith("/moved"):
            raise RuntimeError("nobody thought of this")
        return good(target)

    monkeypatch.setattr(fetcher, "fetch", sometimes)
    got = run([Target("t", server.base + path, "page") for path in ("/moved", "/article")], tmp_path, fetcher)
    assert [article.status for article in got.articles] == ["unreadable", "ok"]
    assert "RuntimeError" in str(got.captures[0].error)
