"""A big invented report: so many discrepancies, each with a question, words, articles and speakers of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import report_sample as s

from checks.reports import ReportInput
from warehouse.records import Article, Claim, Conflict, Discrepancy, Position

OUTLETS = tuple(f"{place} {name}" for place in ("Ossel", "Marrin", "Lune", "Tarn", "Vell") for name in
                ("Courier", "Post", "Herald", "Gazette"))  # fmt: skip
SPEAKERS = ("harbour office", "hospital", "Inga Rask", "Per Olin", "line's owner", "mayor", "coastguard", "union")
KINDS = ("number", "negation", "assessment", "cause", "date")
PER_ARTICLE = 10
"""How many matters one article speaks of."""


@dataclass(frozen=True, slots=True)
class Matter:
    """«In matter `number` one outlet says this and another that.»"""

    number: int
    one: str
    other: str


def matter(n: int) -> Matter:
    return Matter(
        n,
        f"{n % 90 + 3} people were still waiting at quay {n} when the ferry to Holm-{n} left without them",
        f"{n % 90 + 14} people had been left behind at quay {n}, among them a school class from Holm-{n}",
    )


def text(first: int, side: str) -> str:
    """An article on `PER_ARTICLE` matters, with a sentence before and after each."""
    told = [
        f"The line had promised an extra sailing on day {n}, which was announced over the loudspeakers at noon.\n"
        f'"{getattr(matter(n), side)}," one of them said.\n'
        f"Nobody at quay {n} could tell how long the repair of the second ship was going to take this time."
        for n in range(first, first + PER_ARTICLE)
    ]
    return f"Left on the quay, part {first}\n\n" + "\n\n".join(told) + "\n"


def many(number: int) -> ReportInput:
    """A report of so many discrepancies, every third with a second pair."""
    articles: list[Article] = []
    claims: list[Claim] = []
    conflicts: list[Conflict] = []
    for first in range(0, number, PER_ARTICLE):
        sides = [_article(first, side) for side in ("one", "other", "other")]
        articles += sides
        for n in range(first, min(first + PER_ARTICLE, number)):
            said = list(_claims(n, sides))
            claims += said
            conflicts += _conflicts(n, said)
    return ReportInput(
        run=s.run(articles=len(articles), claims=len(claims)),
        articles=articles,
        claims={each.claim_id: each for each in claims},
        conflicts=conflicts,
        discrepancies=[_discrepancy(n) for n in range(number)],
        positions=list(_positions(claims)),
        captures={each.capture_id: s.capture(each) for each in articles},
        quality=(s.quality(True),),
    )


def _article(first: int, side: str) -> Article:
    at = (first // PER_ARTICLE * 3 + len(side)) % len(OUTLETS)
    return s.article(OUTLETS[at], text(first, side), f"https://o{at}.example/{side}/{first}", _day(first + at))


def _day(n: int) -> date:
    return date(2031, 10, 1) + timedelta(days=n % 9)


def _claims(n: int, sides: list[Article]) -> Iterator[Claim]:
    yield s.claim(sides[0], matter(n).one, SPEAKERS[n % len(SPEAKERS)], "direct", said_on=_day(n))
    yield s.claim(sides[1], matter(n).other, SPEAKERS[(n + 3) % len(SPEAKERS)], "direct")
    if n % 3 == 0:
        yield s.claim(sides[2], matter(n).other, "union", "indirect")


def _conflicts(n: int, said: list[Claim]) -> Iterator[Conflict]:
    kind, why = KINDS[n % len(KINDS)], f"{n % 90 + 3} people against {n % 90 + 14} people left behind at quay {n}"
    for at, other in enumerate(said[1:]):
        key = f"cf_{n:05}_{at}"
        yield s.conflict(kind, said[0], other, why, f"d_{n:05}", conflict_id=key, score=0.9 - n % 7 / 20)


def _discrepancy(n: int) -> Discrepancy:
    question = f"How many people were left behind at quay {n} when the ferry to Holm-{n} left?"
    return s.discrepancy(KINDS[n % len(KINDS)], question, 0.3 + n % 13 / 20, discrepancy_id=f"d_{n:05}")


def _positions(claims: list[Claim]) -> Iterator[Position]:
    for each in claims:
        n = int(each.quote.partition(" at quay ")[2].replace(",", " ").split()[0])
        key, question = f"d_{n:05}", _discrepancy(n).question
        state = "states" if each.quote == matter(n).one else "contradicts"
        label = each.quote.split()[0]
        yield Position(key, question, each.outlet, each.article_id, label, state, each.claim_id, each.quote)  # type: ignore[arg-type]
