"""Pages made to be slow: each is read, or refused with a reason, within what one page may cost."""

from __future__ import annotations

import signal
from datetime import datetime

import pytest

from flows.news.limit import TookTooLongError, cpu_limit
from flows.news.reading import Page, Reading, read_page
from warehouse.ids import capture_id, sha256_bytes
from warehouse.records import Capture

TEXT = "The old bridge over the Lune was closed on Monday after the river rose by two metres, the council said. "
BODY = "<h1>Bridge closed</h1>" + "".join(f"<p>{TEXT}{number}</p>" for number in range(10))
SCRIPT = '<script type="application/ld+json">'


def page(body: str, head: str = "") -> Page:
    content = f"<html><head><title>Bridge closed</title>{head}</head><body>{body}</body></html>".encode()
    url, digest = "https://post.example/bridge", sha256_bytes(content)
    identity, moment = capture_id(url, url, 200, digest, None), datetime(2026, 3, 2)
    captured = Capture(identity, "P", url, url, 200, "text/html", digest, len(content), moment, None, None, "r")
    return Page(captured, content)


@pytest.mark.parametrize(
    ("slow", "reason"),
    [
        (page("<div>" * 100_000 + BODY + "</div>" * 100_000), "no article text"),
        (page("<b>" * 100_000 + BODY), "no article text"),
        (page(BODY + f"<p>{TEXT}</p>" * 90_000), "90,015 elements"),
        (page(BODY + "<p>a</p>" * 1_200_000), "1,200,015 elements"),
        (page("<p>" + "a<br>" * 2_100_000 + "</p>"), "characters, too many"),
        (page(BODY, "<meta name='author' content='Ada Roe'>" * 100_000), "100,015 elements"),
        (page("<!-- " * 1_000_000 + BODY), "no article text"),
    ],
)
def test_a_page_larger_than_any_article_is_refused(slow: Page, reason: str) -> None:
    article = read_page(slow)
    assert article.status in ("unreadable", "not_an_article")
    assert reason in (article.reason or "")


@pytest.mark.parametrize(
    "slow",
    [
        page(BODY, f"{SCRIPT}{'[' * 100_000}</script>"),
        page(BODY, f'{SCRIPT}{{"@type": "NewsArticle", "author": {{"@id": "#x"}}}}</script>' * 3_000),
        page("<![CDATA[" * 100_000 + BODY),
        page("<" * 1_000_000 + BODY),
        page(BODY, "<meta property='og:title' content='" + "| " * 500_000 + "'>"),
        page(BODY, "<meta name='date' content='" + "Mon, " * 100_000 + "'>"),
        page(BODY, "<meta name='author' content='" + "By A B and " * 50_000 + "'>"),
        page("<p>a" + " " * 3_000_000 + "b</p>" + BODY),
        page("<h1>Bridge closed</h1>" * 10_000 + BODY),
        page("<div class='related'>some text</div>" * 10_000 + BODY),
    ],
)
def test_what_is_only_wild_is_read(slow: Page) -> None:
    article = read_page(slow)
    assert article.status == "ok", article.reason
    assert TEXT.strip() in (article.text or "")


@pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="no CPU timers")
def test_a_page_that_takes_too_long_is_refused_and_the_next_is_read() -> None:
    slow, good = page(BODY + "<p>a</p>" * 20_000), page(BODY)
    assert read_page(slow, most_cpu_s=0.05).reason == "the page took more than 0.05 s of CPU to read"
    assert read_page(good).status == "ok"
    with pytest.raises(TookTooLongError), cpu_limit(0.05):
        while True:
            pass
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_a_slow_page_among_others_costs_only_itself() -> None:
    pages = [page(BODY), page(BODY + "<p>a</p>" * 100_000), page(BODY + f"<p>{TEXT}</p>")]
    with Reading(workers=2, alone=0) as reading:
        waiting = [reading.submit(one) for one in pages]
        assert [article().status for article in waiting] == ["ok", "unreadable", "ok"]
