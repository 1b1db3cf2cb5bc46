"""Origins: copies of one story are told by the original they name, the agency they credit, and their words."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from flows.news.origins import origins
from flows.news.parse import parse
from flows.news.parse.credits import agency_of, credited_by_feed, source_url_of
from flows.news.parse.html import Page
from flows.news.reading import Page as ToRead
from flows.news.reading import Reading
from flows.news.sources import Credit
from warehouse.home import Home
from warehouse.ids import article_id, capture_id, sha256_bytes, sha256_text
from warehouse.memory import Memory
from warehouse.records import Article, Capture

WIRE = (
    "The old bridge over the Lune was closed on Monday after the river rose by two metres, the council said. Engineers "
    "will inspect the piers on Tuesday. “Nobody was hurt,” said Mira Holm, who heads the council. Buses take the long "
    "way round until further notice, and the school at Eastbank stays shut this week. A spokesman for the water "
    "authority said that the weir upstream had held through the whole of the night, and that the level would fall by "
    "Thursday. It was the highest flood since records began in 1926."
)
OWN = (
    "Residents of Eastbank woke up to a closed bridge on Monday. The council shut it when the Lune rose by two metres "
    "overnight. Mira Holm, its head, says that nobody was hurt. Until the piers have been looked at, which is planned "
    "for Tuesday, buses go round by the mill, and there are no lessons at the village school."
)


def article(outlet: str, text: str, day: int = 1, **more: object) -> Article:
    url = f"https://{outlet}.example/flood"
    plain = Article(
        article_id(url), 1, url, outlet, "Flood", None, datetime(2026, 3, day), None, "en", text, sha256_text(text),
        "ok", None, "cap",
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


OTHER = article("mill", "Nothing of this. " * 20, 3)


def ids(*articles: Article) -> list[str]:
    found = origins(articles)
    return [found[one.article_id, one.version].origin_id for one in articles]


def test_a_copy_shares_its_origin_and_an_own_account_does_not() -> None:
    edited = WIRE.replace("two metres", "2 metres").replace(
        "A spokesman for the water authority", "The water authority"
    )
    wire, copy, own = ids(article("post", WIRE), article("courier", edited, 2), article("herald", OWN, 3))
    assert wire == copy
    assert own != wire
    found = origins([article("post", WIRE), article("courier", edited, 2)])
    why = found[article("courier", edited).article_id, 1].why or ""
    assert "of its words stand in the same order: post (https://post.example/flood)" in why
    assert found[article("post", WIRE).article_id, 1].why is None


def test_a_copy_with_an_own_beginning_and_end_is_still_one() -> None:
    longer = f"{OWN} {WIRE} More on this story tomorrow in our printed edition, with a map of the flooded streets."
    wire, copy = ids(article("post", WIRE), article("courier", longer, 2))
    assert wire == copy


def test_an_excerpt_is_a_copy_if_both_credit_one_agency() -> None:
    half = WIRE[: len(WIRE) // 2] + " " + OWN[len(OWN) // 2 :]
    assert len(set(ids(article("post", WIRE), article("courier", half, 2)))) == 2
    credited = [article("post", WIRE, agency="Reuters"), article("courier", half, 2, agency="Reuters")]
    assert len(set(ids(*credited))) == 1
    assert len(set(ids(credited[0], replace(credited[1], agency="AFP")))) == 2


def test_an_excerpt_of_an_outlet_that_is_credited_is_a_copy() -> None:
    half = WIRE[: len(WIRE) // 2] + " " + OWN[len(OWN) // 2 :]
    original = replace(article("post", WIRE), outlet="The Harbour Post")
    excerpt = article("courier", half, 2)
    for credit in ("Harbour Post", "post.example"):
        assert len(set(ids(original, replace(excerpt, agency=credit)))) == 1
    why = origins([original, replace(excerpt, agency="Harbour Post")])[excerpt.article_id, 1].why or ""
    assert "and one credits Harbour Post" in why
    assert len(set(ids(original, replace(excerpt, agency="Mill Herald")))) == 2
    two_of_one_outlet = [original, replace(excerpt, outlet=original.outlet), replace(OTHER, agency="Harbour Post")]
    assert len(set(ids(*two_of_one_outlet))) == 3, "an outlet's own texts are not excerpts of each other"


def test_who_names_the_original_shares_its_origin() -> None:
    named = "https://www.post.example/flood?from=feed"
    first, second, third = ids(
        article("post", WIRE),
        article("herald", OWN, 2, source_url=named),
        article("courier", "Short.", 3, source_url=named),
    )
    assert first == second == third
    elsewhere = "https://agency.example/1"
    one, other = ids(article("herald", OWN, source_url=elsewhere), article("mill", WIRE, source_url=elsewhere))
    assert one == other


def test_the_order_of_the_articles_does_not_matter() -> None:
    given = [article("post", WIRE), article("courier", WIRE, 2), article("herald", OWN, 3), article("mill", OWN, 4)]
    expected = origins(given)
    for seed in range(5):
        shuffled = list(given)
        random.Random(seed).shuffle(shuffled)
        assert origins(shuffled) == expected
    assert len({one.origin_id for one in expected.values()}) == 2


def test_short_texts_are_not_taken_for_copies_of_each_other() -> None:
    assert len(set(ids(article("post", "Subscribe to read on."), article("courier", "Subscribe to read on.")))) == 2
    assert origins([]) == {}


@pytest.mark.parametrize(
    ("author", "text", "agency"),
    [
        ("Jane Roe, Reuters", "Text", "Reuters"),
        ("AP", "Text", "Associated Press"),
        (None, "LONDON, March 2 (Reuters) - The bridge was closed.", "Reuters"),
        (None, "PARIS (AP) — The bridge was closed.", "Associated Press"),
        (None, "Berlin (dpa) - Die Brücke ist gesperrt.", "dpa"),
        (None, "The bridge was closed.\n\nOfficials met on Monday. (AFP)", "AFP"),
        ("Jane Roe", "The bridge was closed, Reuters reported on Monday.", None),
        ("Jane Roe", "Bridge (built 1926) - a history.", None),
        ("Pa Salieu", "Text", None),
        (None, "A TASS correspondent was there. The APA style is older.", None),
    ],
)
def test_the_agency_that_is_credited(author: str | None, text: str, agency: str | None) -> None:
    assert agency_of(author, text, {}) == agency


@pytest.mark.parametrize(
    ("credit", "agency"),
    [
        (Credit("AP News", "https://apnews.com/index.rss"), "Associated Press"),
        (Credit(None, "https://www.reuters.com/"), "Reuters"),
        (Credit("Reuters: World", None), "Reuters"),
        (Credit("Harbour Post", "https://post.example/rss"), "Harbour Post"),
        (Credit(None, "https://post.example/rss"), "post.example"),
        (Credit("Evening Courier", "https://courier.example/rss"), None),
        (Credit(None, "https://rss.courier.example/"), None),
        (Credit("EVENING COURIER", None), None),
        (Credit(None, "http://["), None),
    ],
)
def test_whom_a_feed_credits(credit: Credit, agency: str | None) -> None:
    assert credited_by_feed(credit, "https://www.courier.example/flood", "Evening Courier") == agency


def test_the_page_itself_is_believed_before_the_feed() -> None:
    body = f"<html><body><h1>Bridge closed</h1><article><p>HULL (AFP) - {WIRE}</p></article></body></html>"
    url = "https://courier.example/a"
    captured = Capture(
        "cap", "Courier", url, url, 200, "text/html", "", len(body), datetime(2026, 3, 2), None, None, "r"
    )
    credit = Credit("Reuters", "https://reuters.com/")
    assert parse(captured, body.encode(), None, credit).agency == "AFP"
    assert parse(captured, body.replace("HULL (AFP) - ", "").encode(), None, credit).agency == "Reuters"
    assert parse(captured, body.replace("HULL (AFP) - ", "").encode()).agency is None


def test_the_original_that_is_named() -> None:
    here = "https://courier.example/flood"
    assert source_url_of(Page(canonical="https://post.example/flood"), {}, here) == "https://post.example/flood"
    assert source_url_of(Page(canonical="https://u:p@post.example/a"), {}, here) == "https://post.example/a"
    assert source_url_of(Page(canonical="https://www.courier.example/flood"), {}, here) is None
    assert source_url_of(Page(canonical="https://post.example/"), {}, here) is None
    assert (
        source_url_of(Page(metas={"original-source": ("https://post.example/a",)}), {}, here)
        == "https://post.example/a"
    )
    assert source_url_of(Page(), {"isBasedOn": {"url": "https://post.example/b"}}, here) == "https://post.example/b"
    assert source_url_of(Page(canonical="http://["), {"isBasedOn": 7}, here) is None


def test_pages_read_by_other_processes_are_the_same_articles() -> None:
    pages = []
    for number in range(8):
        body = f"<html><body><h1>Bridge {number} closed</h1><article><p>{WIRE}</p></article></body></html>".encode()
        url, digest = f"https://post.example/{number}", sha256_bytes(body)
        identity = capture_id(url, url, 200, digest, None)
        moment = datetime(2026, 3, 2)
        pages.append(
            ToRead(
                Capture(identity, "Post", url, url, 200, "text/html", digest, len(body), moment, None, None, "r"), body
            )
        )
    with Reading(workers=1) as alone, Reading(workers=2, alone=2) as many:
        expected = [alone.submit(page)() for page in pages]
        waiting = [many.submit(page) for page in pages]
        assert [article() for article in waiting] == expected
    assert [article.status for article in expected] == ["ok"] * 8


def told_again(number: int, drawn: random.Random) -> Article:
    """One of a few texts, more or less changed, with and without credits."""
    words = drawn.choice((WIRE, OWN, OTHER.text or "", WIRE[:100])).split()
    for _ in range(drawn.choice((0, 1, 10, 40))):
        words[drawn.randrange(len(words))] = f"word{drawn.randrange(500)}"
    credit = drawn.choice((None, None, "Reuters", "out3"))
    return article(f"out{number % 7}", " ".join(words), drawn.randrange(1, 9), version=number, agency=credit)


def test_origins_found_bit_by_bit_with_a_memory_are_those_found_at_once(tmp_path: Path) -> None:
    drawn = random.Random(3)
    given = [told_again(number, drawn) for number in range(60)]
    home = Home.open(tmp_path / "home", create=True)
    asked: list[set[tuple[str, int]]] = []

    def texts(keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
        asked.append(set(keys))
        return {(one.article_id, one.version): one.text or "" for one in given if (one.article_id, one.version) in keys}

    for some in (given[:20], given[:45], given[30:], given):  # texts come, go, and come back
        with Memory(home, "this code") as memory:
            bare = [replace(one, text=None) for one in some]
            assert origins(bare, memory, texts) == origins(some)
    assert len({origin.origin_id for origin in origins(given).values()}) < 50
    asked.clear()
    with Memory(home, "this code") as memory:
        origins([replace(one, text=None) for one in given], memory, texts)
    assert not set().union(*asked)
    with Memory(home, "other code") as memory:
        assert origins([replace(one, text=None) for one in given], memory, texts) == origins(given)
    assert set().union(*asked) == {(one.article_id, one.version) for one in given}
