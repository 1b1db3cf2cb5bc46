"""The Dask engine: the same bytes as the local one, also when a worker is killed; what is wrong is said."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.engine import engine_of
from flows.engine.cluster import Cluster
from flows.engine.work import COMPARE, EXTRACT, EngineError, to_parquet
from tests.bench import corpus
from tests.eval import read_page
from warehouse.records import Article

pytest.importorskip("distributed", reason="Dask is an extra: pip install 'rashomon[dask]'")
pytestmark = pytest.mark.filterwarnings("default")  # what Dask's own shutdown warns of is not ours to answer


@pytest.fixture(scope="module")
def batches(tmp_path_factory: pytest.TempPathFactory) -> list[list[Article]]:
    """Ten short articles, two a batch."""
    pages = tmp_path_factory.mktemp("pages")
    corpus.write(pages, 10)
    articles = [replace(read_page(page), version=1) for page in sorted(pages.glob("*.html"))]
    short = [replace(article, text=(article.text or "")[:300]) for article in articles]
    return [short[at : at + 2] for at in range(0, 10, 2)]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers of our own."""
    with Cluster(tmp_path_factory.mktemp("scratch"), None, workers=2) as engine:
        yield engine


def files(engine: Cluster) -> set[str]:
    return {path.name for path in engine.scratch.iterdir() if not path.name.startswith(".part-")}


def test_a_cluster_gives_the_same_bytes_also_when_a_worker_is_killed(
    cluster: Cluster, batches: list[list[Article]]
) -> None:
    expected = [to_parquet(EXTRACT, EXTRACT.run(batch)) for batch in batches]
    assert [to_parquet(EXTRACT, pending()) for pending in cluster.start(EXTRACT, batches)] == expected
    before = files(cluster)
    assert len(before) == len(set(expected))
    started = cluster.start(EXTRACT, batches)
    first = next(started)
    victim = next(iter(cluster.client.run(os.getpid).values()))
    os.kill(victim, signal.SIGKILL)
    made = [to_parquet(EXTRACT, pending()) for pending in (first, *started)]
    assert made == expected
    assert files(cluster) == before, "equal content has an equal name"


def test_a_file_that_does_not_arrive_is_told_with_its_remedy(cluster: Cluster, batches: list[list[Article]]) -> None:
    pending: Any = next(cluster.start(EXTRACT, batches[:1]))
    future = pending.args[1]
    (cluster.scratch / future.result()).unlink()
    with pytest.raises(EngineError, match="storage"):
        pending()


def test_findings_travel_too(cluster: Cluster) -> None:
    from checks.conflicts.shards import Shard

    pile = (Shard("st_1", (), (), ()),)
    assert [pending() for pending in cluster.start(COMPARE, [pile])] == [COMPARE.run(pile)]


def test_nobody_at_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import distributed

    def refused(*_: object, **__: object) -> None:
        raise OSError("Timed out trying to connect")

    monkeypatch.setattr(distributed, "Client", refused)
    with (
        pytest.raises(EngineError, match="DASK_SCHEDULER_ADDRESS"),
        engine_of("dask", tmp_path / "s", "tcp://127.0.0.1:1"),
    ):
        pass


def test_without_dask_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(EngineError, match=r"rashomon\[dask\]"), engine_of("dask", tmp_path / "s", None):
        pass
