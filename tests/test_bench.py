"""The generated corpora: equal arguments give equal bytes, and the known conflicts are there, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import corpus
from tests.bench.__main__ import exponent, worse
from tests.eval import read_page


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[corpus.Known]]:
    folder = tmp_path_factory.mktemp("corpus")
    return folder, corpus.write(folder, 40)


def test_equal_arguments_give_equal_bytes(pages: tuple[Path, list[corpus.Known]], tmp_path: Path) -> None:
    folder, known = pages
    assert corpus.write(tmp_path, 40) == known
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in folder.iterdir()}


def test_known_conflicts_are_in_the_texts(pages: tuple[Path, list[corpus.Known]]) -> None:
    folder, known = pages
    assert len(known) == 8 * len(corpus.KNOWN)
    for item in known:
        for name, quote in item.quotes:
            assert quote in (read_page(folder / name).text or ""), (name, quote)
        assert len({quote for _, quote in item.quotes}) == len(item.quotes)


def test_every_page_is_an_article_of_its_own_and_of_its_event(pages: tuple[Path, list[corpus.Known]]) -> None:
    articles = {path.name: read_page(path) for path in sorted(pages[0].iterdir())}
    assert {article.status for article in articles.values()} == {"ok"}
    assert len({article.article_id for article in articles.values()}) == 40
    for name, article in articles.items():
        assert "Hollin" not in (article.text or ""), name
        assert "Brannock" not in (article.text or ""), name


def test_a_run_cut_short_knows_only_what_it_wrote(tmp_path: Path) -> None:
    assert corpus.write(tmp_path, 1) == []
    assert len(list(tmp_path.iterdir())) == 1


def size(articles: int, cpu_s: float, ratio: float | None, found: int) -> dict[str, object]:
    return {"articles": articles, "stages": {"claims": {"cpu_s": cpu_s, "ratio": ratio, "known_found": found}}}


def test_what_became_worse_is_told_by_ratio_or_by_what_is_found() -> None:
    kept = {"sizes": [size(100, 10.0, 1.5, 8)]}
    assert worse({"sizes": [size(100, 30.0, 1.6, 8)]}, kept) == [], "a slow machine is no regression"
    assert len(worse({"sizes": [size(100, 10.0, 2.0, 8)]}, kept)) == 1
    assert len(worse({"sizes": [size(100, 10.0, 1.5, 7)]}, kept)) == 1


def test_growth_is_a_power() -> None:
    found = exponent(size(100, 1.0, None, 0), size(1000, 100.0, None, 0), "claims")
    assert found == pytest.approx(2.0)
