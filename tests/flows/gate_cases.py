"""Sources on which rules of the gate are tripped on purpose, and the ids that these must then name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Ids = tuple[str, ...]
UNREACHABLE = "http://127.0.0.1:9/story"
UNANSWERED = f"SELECT capture_id FROM raw.capture WHERE requested_url = '{UNREACHABLE}'"


@dataclass(frozen=True)
class Case:
    """«On a home after a good run (or a new one), `spoiled` by SQL, a run over what `given` makes trips these rules.»

    `given` gets an empty folder and that of the good run's pages; `trips` are, by rule, SQL for the ids that it must
    name (asked before anything is spoiled, or after the run where nothing is), or None where that is the run itself.
    """

    trips: Mapping[str, str | None]
    given: Callable[[Path, Path], list[Any]] = lambda _, pages: [pages]
    spoiled: tuple[str, ...] = ()
    new_home: bool = False
    publish_only: bool = False


def page(folder: Path, name: str, words: str, published: str | None = "2025-05-06", language: str = "en") -> Path:
    """A saved page; its address is its place on disk."""
    told = f"<meta property='article:published_time' content='{published}T18:00:00+00:00'>" if published else ""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.html"
    path.write_text(
        f"<!doctype html><html lang={language}><head><meta charset=utf-8><title>The ferry of Eastbank</title>{told}"
        "<meta property='og:type' content='article'></head><body><article><h1>The ferry of Eastbank</h1>"
        f"<p>{words}</p></article></body></html>",
        "utf-8",
    )
    return path


FERRY = (
    "The ferry to Eastbank left two hours late on Monday. It was full to the last seat, and 40 cars stayed behind on "
    "the quay. The harbour at Eastbank has been closed since March for repairs. The crane at the pier broke in April. "
)
BUS = (
    "Seven buses drove to Eastbank instead of the ferry on Monday. The road along the shore was closed for three "
    "hours. A lorry had lost 20 tons of sand near the old mill. The town hired four more drivers in the evening. "
)
MORE = "The island has 900 inhabitants and one school. The school has 60 pupils. The mayor was elected in 2021. "
QUIET = "Where to, and why? And who else? How long still, and how far from here? Which way now? Whose turn then? " * 3
BAC = (
    "Le bac d'Eastbank est parti lundi avec deux heures de retard, et quarante voitures sont restées sur le quai. Le "
    "port est fermé depuis le mois de mars pour des travaux, et la grue de la jetée est tombée en panne en avril. "
)


def empty(folder: Path, _: Path) -> list[Any]:
    (folder / "empty.html").write_text("", "utf-8")
    return [folder / "empty.html"]


def quiet(folder: Path, _: Path) -> list[Any]:
    return [page(folder, "one", QUIET), page(folder, "two", QUIET.replace("Where to", "Where from"))]


def sources_file(folder: Path, _: Path) -> list[Any]:
    """Three sources: one that gives too little, one that gives too much, one whose pages are odd."""
    page(folder / "thin", "alone", FERRY + MORE)
    for name in ("this", "that"):
        page(folder / "flood", name, BUS + MORE)
    page(folder / "odd", "from-the-future", FERRY + BUS, published="2099-05-06")
    page(folder / "odd", "some-day", MORE + FERRY, published=None)
    page(folder / "odd", "french", BAC * 2, language="fr")
    page(
        folder / "odd",
        "short",
        "The ferry to Eastbank left two hours late on Monday, and it came back empty in the evening.",
    )
    (folder / "sources.toml").write_text(
        '[[source]]\nname = "Thin"\nfolders = ["thin"]\nmin_articles = 2\n'
        '[[source]]\nname = "Flood"\nfolders = ["flood"]\nmax_articles = 1\n'
        '[[source]]\nname = "Odd"\nfolders = ["odd"]\n',
        "utf-8",
    )
    return [folder / "sources.toml"]


def named(*names: str) -> str:
    """The articles of these pages."""
    return " UNION ALL ".join(
        f"SELECT article_id FROM core.article_reading WHERE url LIKE '%/{name}%'" for name in names
    )


GIVEN: dict[str, Case] = {
    "nothing could be read": Case(
        {
            "articles.something_readable": named("empty.html"),
            "articles.readable_share": named("empty.html"),
            "claims.something_claimed": None,
        },
        empty,
        new_home=True,
    ),
    "nothing is claimed": Case(
        {
            "claims.something_claimed": None,
            "claims.articles_heard": named("one.html", "two.html"),
            "claims.per_article": None,
            "conflicts.something_compared": None,
        },
        quiet,
        new_home=True,
    ),
    "sources out of bounds and odd pages": Case(
        {
            "captures.sources_give_enough": "SELECT 'Thin'",
            "captures.sources_give_no_flood": "SELECT 'Flood'",
            "articles.dates_plausible": named("from-the-future"),
            "articles.dated": named("some-day"),
            "articles.language_analysed": named("french"),
            "articles.texts_differ": named("this", "that"),
            "articles.texts_long_enough": named("short"),
            "claims.attribution_share": None,
        },
        sources_file,
        new_home=True,
    ),
    "nothing answered": Case(
        dict.fromkeys(("captures.something_answered", "captures.failed_share"), UNANSWERED),
        lambda *_: [UNREACHABLE],
    ),
}
