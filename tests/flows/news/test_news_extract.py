"""What is taken out of a page's text, and which of its titles and bylines count."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from flows.news.parse import parse
from flows.news.parse.headline import headline, without_suffix
from flows.news.parse.html import Page
from warehouse.ids import capture_id, sha256_bytes
from warehouse.records import Article, Capture

PARAGRAPHS = [
    "The old bridge over the Lune was closed on Monday after the river rose by two metres, the council said.",
    "Engineers will inspect the piers on Tuesday. “Nobody was hurt,” said Mira Holm, who heads the council.",
    "Buses take the long way round until further notice, and the school at Eastbank stays shut this week.",
    "A spokesman for the water authority said that the weir upstream had held through the whole of the night.",
]


def read(body: str, head: str = "") -> Article:
    content = (
        f"<!doctype html><html lang='en'><head><title>Bridge closed</title>{head}</head><body>{body}</body></html>"
    )
    url, moment = "https://post.example/bridge", datetime(2026, 3, 2)
    digest = sha256_bytes(content.encode())
    identity = capture_id(url, url, 200, digest, None)
    size = len(content.encode())
    return parse(
        Capture(identity, "Post", url, url, 200, "text/html", digest, size, moment, None, None, "run"),
        content.encode(),
    )


def page_with(extra: str) -> str:
    first, *rest = [f"<p>{text}</p>" for text in PARAGRAPHS]
    return f"<h1>Bridge closed after flood</h1><article>{first}{extra}{''.join(rest)}</article>"


@pytest.mark.parametrize(
    "extra",
    [
        "<figure><img src='a.jpg'><figcaption>The bridge on Monday. Photo: A. Roe</figcaption></figure>",
        "<div class='image-widget__X2'><p>The bridge on Monday.</p><p>Image: A. Roe</p></div>",
        "<blockquote class='twitter-tweet'><p>What a flood!</p>— Someone (@one) 2 March 2026</blockquote>",
        "<div class='InlineDonationPromo'><p>Your gift keeps this paper alive for all of us.</p></div>",
        "<div class='author-bio'><p>Jane Roe has written about rivers for twenty years.</p></div>",
        "<p>ALSO READ: <a href='/weir'>Weir upstream was never tested, engineers say</a></p>",
        "<p><a href='/weir'>WHO OWNS THE RIVER NOW</a></p>",
        "<div class='pull-quote'>Nobody was hurt</div>",
        "<div><h4>Related</h4><ul><li><a href='/a'>Weir upstream was never tested</a> 3 hours ago</li>"
        "<li><a href='/b'>School shut for a week, says council</a> 5 hours ago</li></ul></div>",
    ],
)
def test_what_is_no_text_of_the_article_is_left_out(extra: str) -> None:
    assert read(page_with(extra)).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "extra",
    [
        "<blockquote><p>The river has never been so high in my life, one resident wrote to us.</p></blockquote>",
        "<h2>What happens next</h2>",
        "<ul><li>The school stays shut until Friday at least</li><li>Buses run every half hour</li></ul>",
        "<ul><li><a href='/a'>Eastbank</a></li><li><a href='/b'>Lune Vale</a></li></ul>",
        "<p>Water stood <a href='/map'>in all of the streets by the river</a>, as a map of the council shows.</p>",
        "<p><a href='/report'>The council’s report names eleven other bridges that must be inspected.</a></p>",
    ],
)
def test_what_is_text_of_the_article_stays(extra: str) -> None:
    text = read(page_with(extra)).text or ""
    for words in (part for part in extra.replace("<", ">").split(">")[2::2] if len(part.split()) > 2):
        assert words in text, f"{words!r} is missing"


def test_a_page_whose_every_paragraph_has_such_a_name_keeps_its_text() -> None:
    body = "".join(f"<div class='promo-item'><p>{text}</p></div>" for text in PARAGRAPHS)
    assert PARAGRAPHS[2] in (read(f"<h1>Bridge closed after flood</h1><article>{body}</article>").text or "")


def test_words_lifted_out_of_a_paragraph_stand_once() -> None:
    lifted = "Buses take the long way round until further notice"
    assert (read(page_with(f"<p>{lifted}</p>")).text or "").count(lifted) == 1


@pytest.mark.parametrize(
    "end",
    [
        "Got a story? Get in touch by email: desk@post.example.",
        "This site uses cookies. Manage preferences. © Post",
    ],
)
def test_the_end_that_speaks_to_readers_of_the_site_is_cut(end: str) -> None:
    page = page_with("").replace("</article>", f"<p>{end}</p></article>")
    assert (read(page).text or "").endswith(PARAGRAPHS[-1])


@pytest.mark.parametrize(
    ("stated", "shared", "heading", "tag", "expected"),
    [
        ("Flood: bridge shut, latest", "Old bridge is closed", "Old bridge is closed", "Flood", "Old bridge is closed"),
        ("Old bridge is closed", "You will not believe it", "Old bridge is closed", None, "Old bridge is closed"),
        ("Old bridge is closed", None, "Post", "Post", "Old bridge is closed"),
        (None, "Old bridge is closed - National | Post.example", "Old bridge is closed", None, "Old bridge is closed"),
        (None, None, None, "Old bridge is closed | Post", "Old bridge is closed"),
        ("Council - and river - rise", "Council", "Council", None, "Council - and river - rise"),
        (None, None, None, None, None),
    ],
)
def test_the_title_is_what_readers_see(
    stated: str | None, shared: str | None, heading: str | None, tag: str | None, expected: str | None
) -> None:
    metas = {"og:title": (shared,)} if shared else {}
    page = Page(title_tag=tag, headings=(heading,) if heading else (), metas=metas)
    assert headline(page, stated, "Post") == expected


def test_a_title_of_several_parts_loses_only_the_outlet() -> None:
    assert without_suffix("Rivers - a history | Water | The Post", "The Post") == "Rivers - a history"
    assert without_suffix("Rivers - History - Post", "The Post") == "Rivers"
    assert without_suffix("Rivers - a history", "The Post") == "Rivers - a history"


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ([{"@type": "Person", "name": "Jane Roe"}, {"@type": "Person", "name": "AP"}], "Jane Roe, AP"),
        (["Associated Press"], "Associated Press"),
        ({"@type": "Person", "name": "Post staff reporter"}, "Post staff reporter"),
        ({"@type": "Person", "name": "By Jane Roe and Ann Poe"}, "Jane Roe, Ann Poe"),
        ({"@type": "Person", "name": "admin"}, None),
        ({"@type": "Person", "name": "https://post.example/jane"}, None),
    ],
)
def test_authors_as_the_page_states_them(authors: object, expected: str | None) -> None:
    data = {"@type": "NewsArticle", "headline": "Bridge closed after flood", "author": authors}
    head = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    assert read(page_with(""), head).author == expected
