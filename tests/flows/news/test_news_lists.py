"""Lists of pages: JSON feeds, sitemaps and OPML; policies of sources, quotas, and looking again."""

from __future__ import annotations

import gzip
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from conftest import JSON_FEED, SITEMAP, HostileServer
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.lookback import is_due
from flows.news.collect import collect
from flows.news.feeds import FeedError, entries, looks_like_feed
from flows.news.fetch import Fetcher
from flows.news.opml import OpmlError, subscriptions
from flows.news.quota import Waiting, bounds
from flows.news.sitemaps import listed, plain_sitemap
from flows.news.sources import Policy, SourceError, Target, read_sources

NOW = datetime(2025, 3, 4, 6)
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;">
<!ENTITY f SYSTEM "file:///etc/hostname">]><urlset><url><loc>https://post.example/&e;&f;</loc></url></urlset>"""


def found(server: HostileServer, fetcher: Fetcher, tmp_path: Path, path: str, kind: str, **more: int) -> list[str]:
    target = Target("Post", server.base + path, kind, Policy(**more))  # type: ignore[arg-type]
    got = collect([target], tmp_path / "raw", "run", NOW, fetcher)
    return [page.url.removeprefix(server.base) for page in got.discovered]


@pytest.mark.parametrize(
    ("path", "kind"), [("/sitemap.xml", "sitemap"), ("/sitemap.xml.gz", "sitemap"), ("/sitemap.xml", "auto")]
)
def test_a_news_sitemap_gives_its_pages_newest_first(
    server: HostileServer, fetcher: Fetcher, tmp_path: Path, path: str, kind: str
) -> None:
    assert found(server, fetcher, tmp_path, path, kind) == ["/article?new", "/article?old"]
    assert found(server, fetcher, tmp_path, path, kind, max_articles=1) == ["/article?new"]


def test_a_sitemap_index_gives_its_sitemaps(server: HostileServer, fetcher: Fetcher, tmp_path: Path) -> None:
    assert found(server, fetcher, tmp_path, "/sitemaps", "sitemap") == ["/sitemap.xml.gz"]


def test_indexes_that_name_each_other_end(server: HostileServer, fetcher: Fetcher, tmp_path: Path) -> None:
    waiting = Waiting([Target("Post", server.base + "/sitemap-loop", "sitemap")])
    rounds = 0
    while batch := waiting.batch(10, lambda taken: []):
        waiting.add(collect(batch, tmp_path / "raw", "run", NOW, fetcher).discovered)
        rounds += 1
    assert rounds == 3


@pytest.mark.parametrize("path", ["/sitemap-bomb", "/article", "/nowhere", "/empty"])
def test_what_is_named_as_a_sitemap_and_is_none_is_told(
    server: HostileServer, fetcher: Fetcher, tmp_path: Path, path: str
) -> None:
    got = collect([Target("Post", server.base + path, "sitemap")], tmp_path / "raw", "run", NOW, fetcher)
    assert got.discovered == ()
    assert [article.status for article in got.articles] in (["unreadable"], ["not_an_article"])
    assert got.articles[0].reason


def test_entities_of_a_sitemap_are_not_opened() -> None:
    for one in listed(LAUGHS, "https://post.example/"):
        assert len(one.url) < 200
        assert "haha" not in one.url


def test_times_of_a_sitemap_are_utc() -> None:
    entry = listed(SITEMAP.format(base="https://post.example").encode(), "https://post.example/")[0]
    assert entry.moment == datetime(2025, 3, 4, 7)


def test_a_json_feed() -> None:
    assert looks_like_feed(JSON_FEED.encode(), "application/feed+json")
    assert not looks_like_feed(b'{"version": "1", "items": []}', "application/json")
    got = entries(JSON_FEED.encode(), "https://post.example/feed.json")
    assert [(one.url, one.title, one.published_at) for one in got] == [
        ("https://post.example/article", "One", datetime(2025, 3, 3, 9)),
        ("https://post.example/2", None, None),
    ]


@settings(deadline=None, max_examples=400)
@given(st.binary(max_size=300), st.integers(0, 500), st.sampled_from([JSON_FEED, SITEMAP, LAUGHS.decode()]))
def test_any_list_is_read_or_refused(junk: bytes, at: int, good: str) -> None:
    content = good.encode()[:at] + junk + good.encode()[at:]
    for packed in (content, gzip.compress(content), gzip.compress(content)[: at + 1]):
        xml = plain_sitemap(packed)
        if xml is not None:
            assert all(one.url.startswith("http") for one in listed(xml, "https://post.example/"))
    if looks_like_feed(content, None):
        with suppress(FeedError):
            entries(content, "https://post.example/")


def test_a_list_of_feeds(tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(
        '<?xml version="1.0"?><opml version="2.0"><body><outline text="News">\n'
        '<outline type="rss" text="Post" xmlUrl="https://post.example/rss"/>\n'
        '<outline type="rss" xmlUrl="https://courier.example/atom"/></outline></body></opml>'
    )
    expected = [("Post", "https://post.example/rss"), ("courier.example", "https://courier.example/atom")]
    assert [(one.source, one.url) for one in read_sources([str(path)])] == expected
    listing = tmp_path / "sources.toml"
    listing.write_text('[[source]]\nname = "Friends"\nopml = ["feeds.opml"]\n')
    assert {one.source for one in read_sources([str(listing)])} == {"Friends"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("<opml><body>", ["line 1", "not XML"]),
        ("<html></html>", ["<html>", "not <opml>"]),
        ('<!DOCTYPE opml [<!ENTITY a "b">]><opml/>', ["entity"]),
        ("<opml/>", ["no outline"]),
        ('<opml>\n<outline xmlUrl="ftp://a.example/"/></opml>', [":2", "ftp://a.example/", "http(s)"]),
        ('<opml>\n\n<outline xmlUrl="https://"/></opml>', [":3", "https://host/path"]),
    ],
)
def test_errors_of_a_list_of_feeds_name_file_line_and_remedy(tmp_path: Path, text: str, parts: list[str]) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(text)
    with pytest.raises(SourceError) as caught:
        read_sources([str(path)])
    assert all(part in str(caught.value) for part in ["feeds.opml", *parts]), str(caught.value)


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=200), st.sampled_from([b"", b"<opml><body>", b"<?xml version='1.0' encoding='utf-16'?>"]))
def test_any_bytes_are_a_list_of_feeds_or_refused(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, head: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.opml"
    path.write_bytes(head + junk)
    try:
        subscriptions(path)
    except OpmlError as refused:
        assert str(refused)


def test_the_policy_of_a_source(tmp_path: Path) -> None:
    listing = tmp_path / "sources.toml"
    listing.write_text(
        '[[source]]\nname = "Post"\nsitemaps = ["https://post.example/news.xml"]\nlanguage = "pt-BR"\ndelay_s = 2.5\n'
        "min_articles = 3\nmax_articles = 40\n"
    )
    policy = Policy("pt-BR", 2.5, 3, 40)
    assert read_sources([str(listing)]) == (Target("Post", "https://post.example/news.xml", "sitemap", policy),)


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ("language = 7", [":4", "language", "code"]),
        ('language = "portuguese of brazil"', [":4", "language", "code"]),
        ("delay_s = -1", [":4", "delay_s", "0 to 3600"]),
        ("delay_s = true", [":4", "delay_s", "number"]),
        ("delay_s = nan", [":4", "delay_s"]),
        ("min_articles = 1.5", [":4", "min_articles", "whole number"]),
        ("max_articles = 0", [":4", "max_articles", "from 1"]),
        ("min_articles = 9\nmax_articles = 3", [":5", "max_articles", "less than min_articles"]),
        ('warcs = ["gone.warc"]', [":4", "warcs", "no such file"]),
        ('opml = ["gone.opml"]', [":4", "opml", "cannot be read"]),
        ('sitemaps = ["gopher://x"]', [":4", "sitemaps", "gopher"]),
    ],
)
def test_a_wrong_policy_names_file_line_and_key(tmp_path: Path, row: str, parts: list[str]) -> None:
    listing = tmp_path / "sources.toml"
    listing.write_text(f'[[source]]\nname = "Post"\nfeeds = ["https://post.example/rss"]\n{row}\n')
    with pytest.raises(SourceError) as caught:
        read_sources([str(listing)])
    assert all(part in str(caught.value) for part in ["sources.toml", *parts]), str(caught.value)


def test_archives_among_saved_files_are_told_by_their_names(tmp_path: Path) -> None:
    for name in ("a.html", "crawl.warc.gz", "old.arc"):
        (tmp_path / name).write_text("x")
    assert [target.kind for target in read_sources([str(tmp_path)])] == ["file", "warc", "warc"]


def test_hosts_take_turns_and_a_source_gives_no_more_than_its_maximum() -> None:
    few = Policy(max_articles=2)
    waiting = Waiting([])
    waiting.add([Target("A", f"https://a.example/{n}", "page", few) for n in range(5)])
    waiting.add([Target("B", f"https://{host}.example/{n}", "page") for host in "bc" for n in range(2)])
    urls = [target.url for target in waiting.batch(10, lambda taken: [])]
    assert urls[:2] == ["https://a.example/0", "https://a.example/1"]
    assert urls[2:] == [f"https://{place}" for place in ("b.example/0", "c.example/0", "b.example/1", "c.example/1")]


def test_the_bounds_of_the_sources() -> None:
    targets = [
        Target("A", "https://a.example/", "page", Policy(min_articles=2)),
        Target("B", "https://b.example/", "page"),
    ]
    assert bounds(targets) == {"A": (2, None)}


def test_the_time_to_the_next_look_grows_with_the_time_without_a_change() -> None:
    changed = datetime(2025, 3, 1)
    hour, day = timedelta(hours=1), timedelta(days=1)
    assert not is_due(changed, changed, changed + hour / 2)
    assert is_due(changed, changed, changed + hour)
    assert not is_due(changed, changed + day, changed + 1.5 * day)
    assert is_due(changed, changed + day, changed + 2 * day)
    assert not is_due(changed, changed + 31 * day, changed + 200 * day), "at last it is left alone"
