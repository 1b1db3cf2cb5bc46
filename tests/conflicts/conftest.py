"""Two one-sentence articles and what a rule says of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from checks.claims import extract
from checks.conflicts.pairs import Pair, Signal
from checks.conflicts.sides import read, sides_of
from warehouse.ids import article_id, sha256_text
from warehouse.records import Article

Rule = Callable[[Pair], object]


def article(text: str, outlet: str, day: date = date(2031, 5, 6), title: str | None = None) -> Article:
    """An article that says just this."""
    url = f"https://{outlet.lower().replace(' ', '-')}.example/story"
    return Article(
        article_id=article_id(url),
        version=1,
        url=url,
        outlet=outlet,
        title=title,
        author=None,
        published_at=datetime(day.year, day.month, day.day),
        published_on=day,
        language="en",
        text=text,
        text_sha256=sha256_text(text),
        status="ok",
        reason=None,
        capture_id=f"cap_{outlet}",
    )


@pytest.fixture(scope="session")
def pairs() -> Callable[..., list[Pair]]:
    """All pairs of claims across two articles with these texts."""

    def made(one: str, other: str, days: tuple[date, date] = (date(2031, 5, 6), date(2031, 5, 6))) -> list[Pair]:
        articles = [article(one, "Harbour Post", days[0]), article(other, "Valley Courier", days[1])]
        sides = sides_of(articles, read(extract(articles)))
        first = [s for s in sides if s.claim.outlet == "Harbour Post"]
        second = [s for s in sides if s.claim.outlet != "Harbour Post"]
        return [Pair.of(a, b) for a in first for b in second]

    return made


@pytest.fixture(scope="session")
def seen(pairs: Callable[..., list[Pair]]) -> Callable[..., list[Signal]]:
    """The signals one rule gives for two texts, strongest first."""

    def ask(rule: Rule, one: str, other: str, *days: date) -> list[Signal]:
        made = pairs(one, other, days) if days else pairs(one, other)
        found = [signal for pair in made for signal in rule(pair)]  # type: ignore[attr-defined]
        return sorted(found, key=lambda s: -s.strength)

    return ask
