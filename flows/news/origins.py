"""Origins: which articles are copies of one story, so that four outlets with one agency's text count as one.

Copies are told by what they say (the address of the original), by whom they credit, and by their words (`sketches`):
candidates are compared exactly, so that a chance collision joins nothing. With an index of the texts seen before, only
new ones are looked at, and what comes out is the same as from nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

from flows.news import sketches
from flows.news.sketches import LEAST_RUNS, Index, Key, Nothing, Overlap, Pair, Texts
from warehouse.ids import content_id, sha256_bytes
from warehouse.records import Article

COPY_SHARE = 0.6
"""Of the runs of words of the shorter text: from here on one is taken for a copy of the other."""
CREDITED_SHARE = 0.3
"""The same where both credit one source, or one the other: outlets cut and rewrite what they get from an agency."""
CREDITED_WITHIN = timedelta(days=4)
CREDITED_GROUP = 300


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


@cache
def index_version() -> str:
    """What an index of texts is good for: this very code, and the library that sketches."""
    code = b"".join(Path(str(file)).read_bytes() for file in (sketches.__file__, __file__))
    return f"origins {sha256_bytes(code)[:16]}, rensa {version('rensa')}"


def origins(articles: Sequence[Article], index: Index | None = None, texts: Texts | None = None) -> dict[Key, Origin]:
    """The origin of each article, by its id and version; all articles are compared with each other.

    An origin is named after the earliest article that shares it: equal input gives equal ids, whatever its order.
    `texts` gives the texts where the articles come without them; it is asked only for what `index` does not know yet.
    """
    ordered = sorted(articles, key=lambda one: (one.published_at or datetime.max, one.article_id, one.version))
    alike = _alike(ordered, index or Nothing(), texts or _texts_of(ordered))
    links = sorted({*_named(ordered), *alike}, key=lambda link: (link.one, link.other, link.why))
    roots = list(range(len(ordered)))
    why: dict[int, str] = {}
    for link in links:
        one, other = sorted((_root(roots, link.one), _root(roots, link.other)))
        roots[other] = one
        why.setdefault(link.other, link.why)
    return {
        _key(article): Origin(content_id("org", ordered[_root(roots, at)].article_id), why.get(at))
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


def _alike(articles: Sequence[Article], index: Index, texts: Texts) -> Iterator[_Link]:
    """Pairs of articles that share so many runs of words that one must be a copy of the other."""
    place = {_key(article): at for at, article in enumerate(articles)}
    known, credited = _looked_at(articles, place, index, texts)
    for pair, (shared, least, near) in known.items():
        if pair[0] in place and pair[1] in place and (near or pair in credited):
            one, other = articles[place[pair[0]]], articles[place[pair[1]]]
            credit = _credit(*sorted((one, other), key=lambda article: place[_key(article)]))
            share = shared / least if least >= LEAST_RUNS else 0.0
            if share >= (CREDITED_SHARE if credit else COPY_SHARE):
                why = f"{share:.0%} of its words stand in the same order{credit or ''}"
                yield _link(articles, place[pair[0]], place[pair[1]], why)


def _looked_at(
    articles: Sequence[Article], place: Mapping[Key, int], index: Index, texts: Texts
) -> tuple[dict[Pair, Overlap], set[Pair]]:
    """What is known of all pairs once the new texts were looked at, and which of them are tied by a credit."""
    sketched = index.sketched()
    fresh = sketches.sketches(texts([key for key in place if key not in sketched]))
    near = {pair for pair in index.near(fresh) if pair[0] in place and pair[1] in place}
    long = [at for key, at in place.items() if (sketched[key] if key in sketched else fresh[key] is not None)]
    credited = {_pair(articles[one], articles[other]) for one, other in _credited(articles, long)}
    known = dict(index.overlaps())
    found = sketches.overlaps_of((near | credited) - known.keys(), near, texts)
    index.add_texts(fresh, found, sketched.keys() - place.keys())
    return known | found, credited


def _key(article: Article) -> Key:
    return article.article_id, article.version


def _pair(one: Article, other: Article) -> Pair:
    first, second = sorted((_key(one), _key(other)))
    return first, second


def _texts_of(articles: Sequence[Article]) -> Texts:
    every = {_key(article): article.text or "" for article in articles}
    return lambda keys: {key: every[key] for key in keys}


def _link(articles: Sequence[Article], one: int, other: int, why: str) -> _Link:
    first, second = sorted((one, other))
    return _Link(first, second, f"{why}: {articles[first].outlet} ({articles[first].url})")


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


def _plain(url: str) -> str:
    """The address without what does not tell pages apart: scheme, www, query, fragment and a last slash."""
    return re.sub(r"^https?://(?:www\.)?|[?#].*$|/+$", "", url.strip().lower())
