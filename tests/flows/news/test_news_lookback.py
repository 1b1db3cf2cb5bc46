"""Looking again: pages that no list names any more are asked for again, under the source and credit they had."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from conftest import HostileServer

from flows.lookback import due_again, known_answers
from flows.news.collect import Collected, collect
from flows.news.fetch import Fetcher
from flows.news.sources import Credit, Target
from flows.session import Session
from warehouse.home import Home
from warehouse.write import Writer

MORNING = datetime(2025, 3, 4, 6)


def stored(home: Home, targets: list[Target], fetcher: Fetcher, now: datetime) -> Collected:
    run_id = f"run-{now:%d%H}"
    got = collect(targets, home.raw, run_id, now, fetcher)
    with Writer(home, now) as writer:
        writer.add_captures(got.captures)
        writer.add_visits(got.visits)
        writer.add_articles(got.articles)
    return got


def test_a_page_that_left_its_feed_is_asked_for_again(server: HostileServer, fetcher: Fetcher, tmp_path: Path) -> None:
    current = Session(Home.open(tmp_path / "home", create=True))
    feed = Target("Courier", server.base + "/credit-feed", "feed")
    listed = list(stored(current.home, [feed], fetcher, MORNING).discovered)
    stored(current.home, listed, fetcher, MORNING)
    soon, later = MORNING + timedelta(minutes=30), MORNING + timedelta(hours=2)
    assert due_again(current, [feed], [feed.url], soon) == []
    first, second = due_again(current, [feed], [feed.url], later)
    assert (first.url, first.source, first.kind) == (server.base + "/article", "Courier", "page")
    assert (first.credit, second.credit) == (Credit("Associated Press", None), None)
    assert due_again(current, [feed], [one.url for one in (first, second)], later) == []
    assert due_again(current, [Target("Post", feed.url, "feed")], [], later) == []
    again = stored(current.home, [first], fetcher, later)
    assert [article.agency for article in again.articles] == ["Associated Press"]


def test_only_what_can_be_asked_conditionally_is_known(server: HostileServer, fetcher: Fetcher, tmp_path: Path) -> None:
    current = Session(Home.open(tmp_path / "home", create=True))
    assert known_answers(current)(server.base + "/tagged") is None
    targets = [Target("Post", server.base + path, "page") for path in ("/tagged", "/article", "/error")]
    stored(current.home, targets, fetcher, MORNING)
    known = known_answers(current)
    assert [known(target.url) is not None for target in targets] == [True, False, False]
    found = known(targets[0].url)
    assert found is not None
    assert found.validators == {"If-None-Match": '"1"'}
    assert b"Bridge closed" in found.content()
