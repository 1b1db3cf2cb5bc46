"""Origins: which articles are copies of one story, so that four outlets with one agency's text count as one.

Copies are told by what they say (the address of the original), by whom they credit, and by their words: MinHash over
runs of four words finds the candidates (Broder 1997; banding as in Leskovec et al., "Mining of Massive Datasets", 3.4),
and each pair is then compared exactly, so that a chance collision joins nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from warehouse.ids import content_id
from warehouse.records import Article

RUN_WORDS = 4
PERMUTATIONS, BANDS, SEED = 256, 64, 1
COPY_SHARE = 0.6
"""Of the runs of words of the shorter text: from here on one is taken for a copy of the other."""
CREDITED_SHARE = 0.3
"""The same where both credit one source, or one the other: outlets cut and rewrite what they get from an agency."""
LEAST_RUNS, LEAST_CHARS = 25, 120
CREDITED_WITHIN = timedelta(days=4)
CREDITED_GROUP = 300
WORD = re.compile(r"\w+")

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Origin:
    """«The article goes back to `origin_id`, because `why`»: a sentence; None for a text of its own."""

    origin_id: str
    why: str | None


@dataclass(frozen=True, slots=True)
class _Link:
    one: int
    other: int
    why: str


def origins(articles: Sequence[Article]) -> dict[Key, Origin]:
    """The origin of each article, by its id and version; all articles are compared with each other.

    An origin is named after the earliest article that shares it: equal input gives equal ids, whatever its order.
    """
    ordered = sorted(articles, key=lambda one: (one.published_at or datetime.max, one.article_id, one.version))
    links = sorted({*_named(ordered), *_alike(ordered)}, key=lambda link: (link.one, link.other, link.why))
    roots = list(range(len(ordered)))
    why: dict[int, str] = {}
    for link in links:
        one, other = sorted((_root(roots, link.one), _root(roots, link.other)))
        roots[other] = one
        why.setdefault(link.other, link.why)
    return {
        (article.article_id, article.version): Origin(
            content_id("org", ordered[_root(roots, at)].article_id), why.get(at)
        )
        for at, article in enumerate(ordered)
    }


def _root(roots: list[int], at: int) -> int:
    while roots[at] != at:
        roots[at] = roots[roots[at]]
        at = roots[at]
    return at


def _named(articles: Sequence[Article]) -> Iterator[_Link]:
    """Articles that name another one, or the same one elsewhere, as the original."""
    by_url: dict[str, int] = {}
    for at, article in enumerate(articles):
        by_url.setdefault(_plain(article.url), at)
    first_to_name: dict[str, int] = {}
    for at, article in enumerate(articles):
        if article.source_url is None:
            continue
        named = _plain(article.source_url)
        original = by_url.get(named, first_to_name.setdefault(named, at))
        if original != at:
            yield _link(articles, original, at, f"it names {article.source_url} as its source")


def _alike(articles: Sequence[Article]) -> Iterator[_Link]:
    """Pairs of articles that share so many runs of words that one must be a copy of the other."""
    long = [at for at, article in enumerate(articles) if len(article.text or "") >= LEAST_CHARS]
    pairs = sorted({*_candidates(articles, long), *_credited(articles, long)})

    @lru_cache(maxsize=20_000)
    def runs(at: int) -> frozenset[int]:
        return frozenset(map(hash, _runs(articles[at].text or "")))

    for one, other in pairs:
        least = min(len(runs(one)), len(runs(other)))
        if least < LEAST_RUNS:
            continue
        shared = len(runs(one) & runs(other)) / least
        credit = _credit(articles[one], articles[other])
        if shared >= (CREDITED_SHARE if credit else COPY_SHARE):
            yield _link(articles, one, other, f"{shared:.0%} of its words stand in the same order{credit or ''}")


def _link(articles: Sequence[Article], one: int, other: int, why: str) -> _Link:
    first, second = sorted((one, other))
    return _Link(first, second, f"{why}: {articles[first].outlet} ({articles[first].url})")


def _candidates(articles: Sequence[Article], long: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(long) < 2:
        return
    from rensa import RMinHash, RMinHashLSH

    sketches = RMinHash.from_token_sets((_runs(articles[at].text or "") for at in long), PERMUTATIONS, SEED)
    index = RMinHashLSH(0.5, PERMUTATIONS, BANDS)
    index.insert_many(sketches)
    for at, found in enumerate(index.query_all(sketches)):
        for other in found:
            if at < other:
                yield long[at], long[other]


def _credited(articles: Sequence[Article], long: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs that credit one source, or one the other, within a few days: an excerpt shares too little for sketches."""
    credited = {_folded(articles[at].agency) for at in long} - {""}
    groups: dict[str, list[int]] = defaultdict(list)
    for at in long:
        if articles[at].published_at is not None:
            for name in {_folded(articles[at].agency), *_own_names(articles[at].outlet, articles[at].url)} & credited:
                groups[name].append(at)
    for group in groups.values():
        for number, one in enumerate(group):
            for other in group[number + 1 : number + CREDITED_GROUP]:
                if articles[other].published_at - articles[one].published_at > CREDITED_WITHIN:  # type: ignore[operator]
                    break
                if _credit(articles[one], articles[other]):
                    yield one, other


def _credit(one: Article, other: Article) -> str | None:
    """In a phrase, that both credit the same source, or one the other; None if neither is so."""
    names = _folded(one.agency), _folded(other.agency)
    if names[0] and names[0] == names[1]:
        return f", and both credit {one.agency}"
    for name, credited, article in ((names[0], one.agency, other), (names[1], other.agency, one)):
        if name and name in _own_names(article.outlet, article.url):
            return f", and one credits {credited}"
    return None


@lru_cache(maxsize=100_000)
def _folded(name: str | None) -> str:
    return re.sub(r"^the\s+|\W+", "", (name or "").lower())


@lru_cache(maxsize=100_000)
def _own_names(outlet: str, url: str) -> frozenset[str]:
    """How others may name the outlet of an article as their source: by its name, or by its host."""
    host = re.match(r"https?://(?:www\.)?([^/?#:]+)", url.lower())
    return frozenset({_folded(outlet), _folded(host[1] if host else "")} - {""})


def _runs(text: str) -> list[str]:
    words = WORD.findall(text.lower())
    return list(dict.fromkeys(" ".join(words[at : at + RUN_WORDS]) for at in range(len(words) - RUN_WORDS + 1)))


def _plain(url: str) -> str:
    """The address without what does not tell pages apart: scheme, www, query, fragment and a last slash."""
    return re.sub(r"^https?://(?:www\.)?|[?#].*$|/+$", "", url.strip().lower())
