"""Parsing: text, metadata, encodings, statuses; pure, and never an exception."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from conftest import ARTICLE
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.news.parse import parse
from flows.news.parse.dates import machine_moment, printed_date
from flows.news.parse.encoding import clean, decode
from flows.news.parse.language import language_of
from flows.news.parse.names import is_name, split_names
from warehouse.ids import article_id, capture_id, sha256_bytes, sha256_text
from warehouse.records import Article, Capture

PARAGRAPHS = (
    "The old bridge over the Lune was closed on Monday after the river rose by two metres, the council said.",
    "Engineers will inspect the piers on Tuesday. “Nobody was hurt,” said Mira Holm, who heads the council.",
    "Buses take the long way round until further notice, and the school at Eastbank stays shut this week.",
)


def capture(
    content: bytes | None, url: str = "file:///saved/page.html", media_type: str | None = None, **more: object
) -> Capture:
    digest = None if content is None else sha256_bytes(content)
    plain = Capture(
        capture_id=capture_id(url, url, None, digest, None),
        source="test",
        requested_url=url,
        final_url=url,
        http_status=None,
        media_type=media_type,
        sha256=digest,
        byte_count=len(content or b""),
        captured_at=datetime(2025, 3, 4),
        raw_path=None,
        error=None,
        run_id="run",
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def read(
    content: bytes | str, url: str = "file:///saved/page.html", media_type: str | None = None, **more: object
) -> Article:
    raw = content.encode() if isinstance(content, str) else content
    return parse(capture(raw, url, media_type, **more), raw)


def page(head: str = "", body: str | None = None, title: str = "Bridge closed after flood") -> str:
    inner = body if body is not None else f"<h1>{title}</h1>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    top = f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head>"
    return f"{top}<body><article>{inner}</article></body></html>"


def ld(**fields: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_the_text_of_a_page_is_its_paragraphs_without_the_title() -> None:
    article = read(ARTICLE)
    assert article.text == "\n\n".join(PARAGRAPHS)
    assert article.text_sha256 == sha256_text(article.text)
    assert (article.title, article.outlet, article.language) == ("Bridge closed after flood", "Harbour Post", "en")
    assert (article.status, article.reason, article.version) == ("ok", None, 0)
    assert article == read(ARTICLE)


def test_headings_lists_and_quotations_stay_in_order() -> None:
    body = (
        f"<h1>Bridge closed</h1><p>{PARAGRAPHS[0]}</p><h2>What is known</h2><ul><li>Two piers are under water.</li>"
        f"<li>The road is shut from both sides.</li></ul><blockquote><p>We saw it coming for years and said so.</p>"
        f"</blockquote><p>{PARAGRAPHS[1]}<br>The next line of it.</p><table><tr><th>Day</th><th>Level</th></tr>"
        f"<tr><td>Monday</td><td>4.1 m</td></tr></table><p>{PARAGRAPHS[2]}</p>"
    )
    text = read(page(body=body, title="Bridge closed")).text
    assert text == "\n\n".join(
        [
            PARAGRAPHS[0],
            "What is known",
            "Two piers are under water.",
            "The road is shut from both sides.",
            "We saw it coming for years and said so.",
            PARAGRAPHS[1] + "\nThe next line of it.",
            "Day | Level",
            "Monday | 4.1 m",
            PARAGRAPHS[2],
        ]
    )


def test_the_clock_times_of_a_live_blog_stay() -> None:
    entries = "".join(f"<h3><time>1{n}:20</time> Entry {n}</h3><p>{text}</p>" for n, text in enumerate(PARAGRAPHS))
    assert "11:20 Entry 1\n\n" in (read(page(body=f"<h1>Bridge closed after flood</h1>{entries}")).text or "")


def test_metadata_from_json_ld_goes_before_meta_tags() -> None:
    head = (
        ld(
            headline="Bridge shut &amp; guarded",
            datePublished="2025-03-04T00:30:00+01:00",
            author=[{"@type": "Person", "name": "Ada Roe"}, {"@type": "Person", "name": "Bo al-Amin"}],
            publisher={"@type": "Organization", "name": "Harbour Post"},
        )
        + "<meta property='og:title' content='Other'><meta name='author' content='Somebody Else'>"
        + "<link rel='canonical' href='https://post.example/2025/bridge'>"
    )
    article = read(page(head))
    assert article.title == "Bridge shut & guarded"
    assert article.author == "Ada Roe, Bo al-Amin"
    assert (article.published_at, article.published_on) == (datetime(2025, 3, 3, 23, 30), date(2025, 3, 4))
    assert (article.outlet, article.url) == ("Harbour Post", "https://post.example/2025/bridge")
    assert article.article_id == article_id("https://post.example/2025/bridge")


def test_metadata_from_the_graph_of_a_page_with_many_nodes() -> None:
    graph = {
        "@graph": [
            {"@type": "WebSite", "@id": "#site", "name": "Harbour Post"},
            {"@type": "Person", "@id": "#ada", "name": "Ada Roe"},
            {"@type": "BreadcrumbList", "itemListElement": []},
            {
                "@type": "NewsArticle",
                "headline": "Bridge closed after flood",
                "author": {"@id": "#ada"},
                "publisher": {"@id": "#site"},
                "datePublished": "2025-03-04",
            },
        ]
    }
    article = read(page(f"<script type='application/ld+json'>{json.dumps(graph)};</script>"))
    assert (article.author, article.outlet, article.published_on) == ("Ada Roe", "Harbour Post", date(2025, 3, 4))


def test_metadata_from_meta_tags() -> None:
    head = (
        "<meta property='og:title' content='Bridge closed after flood - Harbour Post'>"
        "<meta property='og:site_name' content='Harbour Post'><meta name='author' content='By Ada Roe and Bo Amin'>"
        "<meta property='article:published_time' content='2025-03-04T08:00:00Z'>"
    )
    article = read(page(head))
    assert (article.title, article.author) == ("Bridge closed after flood", "Ada Roe, Bo Amin")
    assert article.published_at == datetime(2025, 3, 4, 8)


def test_metadata_from_visible_text() -> None:
    body = "<h1>Bridge closed after flood</h1><div>By Ada Roe</div><div>Tuesday, 4 March 2025</div>"
    article = read(
        page(body=body + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)).replace(
            "<title>Bridge closed after flood", "<title>Bridge closed after flood | Harbour Post"
        )
    )
    assert (article.author, article.published_on, article.outlet) == ("Ada Roe", date(2025, 3, 4), "Harbour Post")
    assert article.title == "Bridge closed after flood"


@pytest.mark.parametrize(
    ("given_url", "canonical", "expected"),
    [
        ("https://www.post.example/a?utm=1", "https://post.example/a", "https://post.example/a"),
        ("https://copy.example/a", "https://post.example/a", "https://copy.example/a"),
        ("https://post.example/a", "https://post.example/", "https://post.example/a"),
        ("https://post.example/a", "/a", "https://post.example/a"),
        ("https://post.example/a", "http://[", "https://post.example/a"),
        ("https://one.co.uk/a", "https://two.co.uk/a", "https://one.co.uk/a"),
        ("file:///saved/page.html", "https://post.example/a", "https://post.example/a"),
    ],
)
def test_a_page_names_its_address_but_not_that_of_another_site(given_url: str, canonical: str, expected: str) -> None:
    assert read(page(f"<link rel='canonical' href='{canonical}'>"), given_url).url == expected


def test_the_outlet_is_the_host_or_the_file_name_at_last() -> None:
    assert read(page(), "https://www.post.example/a", source="www.post.example").outlet == "post.example"
    assert read(page(), "https://www.post.example/a", source="Harbour Post").outlet == "Harbour Post"
    assert read(page(), "file:///saved/morning%20post.html").outlet == "morning post"


@pytest.mark.parametrize(
    ("content", "more", "status", "reason"),
    [
        (b"", {}, "unreadable", "empty"),
        (b" \r\n\t", {}, "unreadable", "empty"),
        (b"\0" * 900, {}, "unreadable", "empty"),
        (b"%PDF-1.7 x", {}, "unreadable", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), {}, "unreadable", "PNG"),
        (bytes(range(256)) * 8, {}, "unreadable", "binary"),
        (b'{"a": [1, 2]}', {}, "not_an_article", "JSON"),
        (b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", {}, "not_an_article", "feed"),
        (b"<?xml version='1.0'?><urlset><url/></urlset>", {}, "not_an_article", "XML"),
        (b"body { color: red }", {"media_type": "text/css"}, "not_an_article", "style sheet"),
        (b"#!/bin/sh\necho hello", {}, "not_an_article", "script"),
        (b"12 34\n56", {}, "not_an_article", "no words"),
        (b"<h1>Gone</h1>", {"http_status": 404, "error": "HTTP 404 Not Found"}, "not_an_article", "404"),
        (b"<h1>Oops</h1>", {"http_status": 500, "error": "HTTP 500"}, "unreadable", "500"),
        (b"<html><body></body></html>", {}, "not_an_article", "no article text"),
        (b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>This page is not here. Sorry;"
         b" try the search or our front page to find what you need.</p></body>", {}, "not_an_article", "error page"),
    ],
)  # fmt: skip
def test_what_is_no_article_has_a_reason(content: bytes, more: dict[str, object], status: str, reason: str) -> None:
    article = read(content, **more)  # type: ignore[arg-type]
    assert article.status == status
    assert reason in (article.reason or "")
    assert article.text is None


def test_nothing_received() -> None:
    article = parse(capture(None, error="no answer: refused"), None)
    assert (article.status, article.reason, article.text) == ("unreadable", "no answer: refused", None)


def test_a_consent_wall() -> None:
    wall = (
        "<h1>Your privacy</h1><p>We and our partners use cookies and process personal data such as identifiers.</p>"
        "<p>With your consent we and our partners may use precise location and tracking. You may withdraw your consent "
        "at any time in our privacy policy, or object where partners claim a legitimate interest.</p>"
    )
    assert read(page(body=wall, title="Your privacy")).status == "consent_wall"


def test_a_paywall_and_a_free_page_that_says_it_is_not() -> None:
    stop = "<p>Subscribe to continue reading this article. Already a subscriber? Log in.</p>"
    walled = read(page(body=f"<h1>Bridge closed</h1><p>{PARAGRAPHS[0]}</p>{stop}", title="Bridge closed"))
    assert walled.status == "paywall"
    assert PARAGRAPHS[0] in (walled.text or "")
    whole = "<h1>Bridge closed</h1>" + "".join(f"<p>{text} Part {n}.</p>" for n in range(8) for text in PARAGRAPHS)
    assert read(page(ld(headline="Bridge closed", isAccessibleForFree=False), whole, "Bridge closed")).status == "ok"


def test_a_cut_text() -> None:
    cut = read(
        page(body=f"<h1>Bridge closed</h1><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1][:60]}…</p>", title="Bridge closed")
    )
    assert cut.status == "truncated"
    assert cut.text is not None


def test_an_index_page() -> None:
    links = "".join(f"<li><a href='/{n}'>Another headline about the flood, number {n}</a></li>" for n in range(60))
    article = read(
        f"<html><head><title>News</title></head><body><ul>{links}</ul></body></html>", "https://post.example/"
    )
    assert (article.status, article.text) == ("not_an_article", None)


def test_a_text_file_stays_as_it_is_and_its_head_is_read() -> None:
    content = (
        "Skip to main content\r\nMenu\r\n"
        "\r\nBridge closed after the flood\r\nBy Ada Roe and Bo Amin\r\nPublished 4 March 2025\r\n"
        "\r\nThe old bridge was closed.\rThe river rose.\x00\r\n\r\nLeave a Reply\r\nSOURCE:Harbour Post"
    )
    article = read(content, "file:///saved/a.txt", "text/plain")
    assert article.text == (
        "Skip to main content\nMenu\n\nBridge closed after the flood\nBy Ada Roe and Bo Amin\nPublished 4 March 2025\n"
        "\nThe old bridge was closed.\nThe river rose.\n\nLeave a Reply\nSOURCE:Harbour Post"
    )
    assert (article.title, article.author) == ("Bridge closed after the flood", "Ada Roe, Bo Amin")
    assert (article.published_on, article.outlet) == (date(2025, 3, 4), "Harbour Post")


@pytest.mark.parametrize(
    ("text", "title", "author"),
    [
        ("Bridge closed after flood\n\nAda Roe\n\nThe bridge was closed.", "Bridge closed after flood", "Ada Roe"),
        ("Bridge closed after flood\n\nAda Roe\n\nAda Roe, the mayor, spoke.", "Bridge closed after flood", None),
        ("\nThe bridge was closed on Monday after the river rose.\nMore rain is due.", None, None),
        ("# Bridge closed after flood\n\nThe bridge was closed.", "Bridge closed after flood", None),
        ("---\ntitle: Bridge shut\nauthor: Ada Roe\n---\nThe bridge.", "Bridge shut", "Ada Roe"),
    ],
)
def test_heads_of_text_files(text: str, title: str | None, author: str | None) -> None:
    article = read(text, "file:///saved/a.txt", "text/plain")
    assert (article.title, article.author, article.text) == (title, author, text)


def test_a_very_long_text_is_cut_and_says_so() -> None:
    article = read("All work and no play.\n" * 250_000, "file:///saved/a.txt", "text/plain")
    assert article.status == "truncated"
    assert len(article.text or "") <= 5_000_000


WORDS = "Müller sagte über den Fluss: „Größe“ – 5 €. "
RUSSIAN = "Мост через реку закрыли в понедельник, сообщил совет города. Никто не пострадал, движение остановлено. "
JAPANESE = (
    "橋は月曜日に閉鎖された。けが人はいなかったと市議会が発表した。バスは迂回する。川の水位は二メートル上がった。"
)


@pytest.mark.parametrize(
    ("text", "encoding", "header"),
    [
        (WORDS, "utf-8", None),
        (WORDS, "utf-8", "text/html; charset=iso-8859-1"),
        (WORDS, "utf-8-sig", "text/html; charset=windows-1251"),
        (WORDS, "utf-16", None),
        (WORDS, "utf-16-le", None),
        (WORDS, "utf-16-be", "text/html; charset=utf-8"),
        (WORDS, "cp1252", None),
        (WORDS, "cp1252", "text/html; charset=iso-8859-1"),
        (WORDS, "cp1252", "text/html; charset=utf-8"),
        (RUSSIAN, "cp1251", None),
        (RUSSIAN, "cp1251", "text/html; charset=iso-8859-1"),
        (RUSSIAN, "koi8-r", None),
        (JAPANESE, "shift_jis", None),
        (JAPANESE, "shift_jis", "text/html; charset=utf-8"),
        (JAPANESE, "euc_jp", "text/html; charset=euc-jp"),
        (JAPANESE, "iso2022_jp", "text/html; charset=iso-2022-jp"),
        (WORDS, "cp1252", "text/html; charset=no-such-thing"),
    ],
)
def test_encodings(text: str, encoding: str, header: str | None) -> None:
    assert decode((text * 5).encode(encoding), header, False)[0] == text * 5


def test_the_meta_tag_tells_the_encoding() -> None:
    words = "Zażółć gęślą jaźń. " * 15
    markup = f"<html><head><meta charset='iso-8859-2'><title>Most zamknięty</title></head><body><p>{words}"
    assert "Zażółć gęślą" in (read(markup.encode("iso-8859-2")).text or "")


def test_clean_text_has_no_controls_and_no_surrogates() -> None:
    assert clean("a\r\nb\rc\x00\x1f\ufeff\ud800\u2028d\u2029e\tf") == "a\nb\nc?\nd\n\ne\tf"


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        (" ".join(PARAGRAPHS), None, "en"),
        (" ".join(PARAGRAPHS), "de", "en"),
        (
            "Die Brücke über den Fluss ist seit Montag gesperrt, und der Rat hat die Schule am Ufer geschlossen.",
            None,
            "de",
        ),
        (
            "Le pont sur la rivière est fermé depuis lundi et les bus font un détour par le nord de la ville.",
            None,
            "fr",
        ),
        (
            "El puente sobre el río está cerrado desde el lunes y los autobuses van por el norte de la ciudad.",
            None,
            "es",
        ),
        (RUSSIAN, None, "ru"),
        (
            "Міст через річку закрили в понеділок, повідомила рада міста. Ніхто не постраждав, але рух зупинено.",
            None,
            "uk",
        ),
        (JAPANESE, None, "ja"),
        ("xyzzy plugh", "sv-SE", "sv"),
        ("xyzzy plugh", None, None),
    ],
)
def test_languages(text: str, declared: str | None, expected: str | None) -> None:
    assert language_of(text, declared) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("March 8, 2025", date(2025, 3, 8)),
        ("Published Saturday, 8 March 2025 at 10:00", date(2025, 3, 8)),
        ("Mar. 8th, 2025", date(2025, 3, 8)),
        ("8. März 2025", date(2025, 3, 8)),
        ("8 de marzo de 2025", date(2025, 3, 8)),
        ("2025-03-08", date(2025, 3, 8)),
        ("08.03.2025", date(2025, 3, 8)),
        ("25/03/2025", date(2025, 3, 25)),
        ("03/25/2025", date(2025, 3, 25)),
        ("08/03/2025", None),
        ("31 February 2025", None),
        ("March 8", None),
    ],
)
def test_printed_dates(text: str, day: date | None) -> None:
    assert printed_date(text) == day


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2025-03-08T10:00:00+01:00", (datetime(2025, 3, 8, 9), date(2025, 3, 8))),
        ("2025-03-08T00:30:00+0100", (datetime(2025, 3, 7, 23, 30), date(2025, 3, 8))),
        ("2025-03-08 10:00", (datetime(2025, 3, 8, 10), date(2025, 3, 8))),
        ("2025-03-08T10:00:00.123Z", (datetime(2025, 3, 8, 10), date(2025, 3, 8))),
        ("20250308", (datetime(2025, 3, 8), date(2025, 3, 8))),
        ("Sat, 08 Mar 2025 10:00:00 +0100", (datetime(2025, 3, 8, 9), date(2025, 3, 8))),
        ("1741428000", (datetime(2025, 3, 8, 10), date(2025, 3, 8))),
        ("March 8, 2025 10:00 AM EST", (datetime(2025, 3, 8, 15), date(2025, 3, 8))),
        ("Mar. 8, 2025, 12:30 a.m. (PST)", (datetime(2025, 3, 8, 8, 30), date(2025, 3, 8))),
        ("Samstag, 8. März 2025, 23:15 MEZ", (datetime(2025, 3, 8, 22, 15), date(2025, 3, 8))),
        ("2025-99-99", None),
        ("soon", None),
    ],
)
def test_machine_moments(value: str, moment: tuple[datetime, date] | None) -> None:
    assert machine_moment(value) == moment


def test_names() -> None:
    assert split_names("By Ada Roe and Bo Amin, Political Editor") == ["Ada Roe", "Bo Amin", "Political Editor"]
    assert is_name("Bo al-Amin") and is_name("Anna-Lena Müller")
    assert not any(
        map(is_name, ["Political Editor", "https://a.example", "@ada", "Published at 10", "", "the council"])
    )


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=2_000), st.sampled_from([None, "text/html", "text/plain", "application/xml", "image/png"]))
def test_any_bytes_give_an_article_or_a_reason(content: bytes, media_type: str | None) -> None:
    article = read(content, media_type=media_type)
    assert (article.status == "ok") == (article.reason is None)
    if article.text is not None:
        article.text.encode("utf-8")
        assert "\0" not in article.text


LD = '{"@type": ["NewsArticle"], "author": [[{"name": {}}]], "headline": 7}'
PIECES = (
    "<p>|</p>|<h1>|<article>|<table><tr><td>|<li>|<br>|<!--|<script>|<a href='http://['>|&#xD800;|<meta charset='x'>|"
    "<link rel=canonical href='http://['>|<time datetime='9999'>|<blockquote>|\x00|\ufffd|</script>|<html>|"
    "<script type='application/ld+json'>"
)
TAGS = st.sampled_from([*PIECES.split("|"), LD, PARAGRAPHS[0]])


@settings(deadline=None, max_examples=150)
@given(st.lists(TAGS, max_size=40))
def test_any_markup_gives_an_article_or_a_reason(parts: list[str]) -> None:
    content = ("<html><body>" + "".join(parts)).encode("utf-8", "surrogatepass")
    article = read(content, media_type="text/html")
    assert (article.status == "ok") == (article.reason is None)
    assert "broke the reader" not in (article.reason or "")
    assert article == read(content, media_type="text/html")


def test_deeply_nested_pages_are_survived() -> None:
    assert read("<div>" * 20_000 + PARAGRAPHS[0], media_type="text/html").status in (
        "ok",
        "unreadable",
        "not_an_article",
    )


def test_the_measure_runs_on_a_small_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from measure_extraction import main

    event = tmp_path / "event"
    event.mkdir()
    (event / "01.html").write_text(ARTICLE)
    gold = {"file": "01.html", "outlet": "Harbour Post", "title": "Bridge closed after flood", "author": None}
    gold |= {"published_at": None, "text": "\n\n".join(PARAGRAPHS)}  # type: ignore[dict-item]
    side = {"article": "01.html", "quote": PARAGRAPHS[1]}
    (event / "gold.json").write_text(
        json.dumps({"articles": [gold], "conflicts": [{"sides": [side, side]}], "traps": []})
    )
    assert main([str(tmp_path)]) == 0
    assert "quotes 2/2 (1.000) paragraphs 3/3" in capsys.readouterr().out
