"""`python -m tests.bench.workers [--articles 200]`: the compute stages on one Dask worker and on two, in one run.

Needs two free cores, since the clock is what counts here. Each cluster is on this machine; its workers load their
models before the clock starts. Results of all clusters must be equal.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from checks.conflicts.shards import find_all, shards
from flows.analyse import BATCH
from flows.engine.cluster import Cluster
from flows.engine.work import COMPARE, EXTRACT
from flows.version import code_version
from tests.bench import corpus
from tests.bench.__main__ import machine
from tests.conflicts.measure_cost import Nothing
from tests.eval import read_page
from warehouse.ids import sha256_text
from warehouse.records import Article, Claim

WANTED = 1.6


def warm() -> None:
    """On a worker: load what the stages need."""
    from checks.claims.nlp import nlp
    from checks.conflicts import embedded

    nlp()
    embedded()


def stages(cluster: Cluster, articles: Sequence[Article]) -> dict[str, Any]:
    """Seconds of the clock for claims and comparison, and a digest of what came out."""
    cluster.client.run(warm)
    started = time.perf_counter()
    batches = [articles[start : start + BATCH] for start in range(0, len(articles), BATCH)]
    claims: list[Claim] = [claim for pending in cluster.start(EXTRACT, batches) for claim in pending()]
    read = time.perf_counter()
    given = shards(articles, claims, (), code_version(), Nothing())
    found, _ = find_all(given, Nothing(), lambda piles: (pending() for pending in cluster.start(COMPARE, piles)))
    ended = time.perf_counter()
    digest = sha256_text(repr((claims, found.conflicts, found.discrepancies, found.positions)))
    return {"claims_s": read - started, "compare_s": ended - read, "all_s": ended - started, "digest": digest}


def main() -> int:
    """Measure, print, write down; 1 when two workers give other results than one, or too little speed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.workers", description=__doc__)
    parser.add_argument("--articles", type=int, default=200, help="articles of the generated corpus")
    parser.add_argument("--keep", type=Path, default=Path("build/workers.json"), help="where the figures go")
    options = parser.parse_args()
    logging.getLogger("distributed").setLevel(logging.WARNING)
    made: dict[str, Any] = {"machine": machine(), "articles": options.articles}
    with tempfile.TemporaryDirectory(prefix="rashomon-workers-") as place:
        corpus.write(Path(place) / "pages", options.articles)
        pages = sorted((Path(place) / "pages").glob("*.html"))
        articles = [replace(read_page(page), version=1) for page in pages]
        for workers in (1, 2):
            with Cluster(Path(place) / "shards", None, workers) as cluster:
                cost = made[str(workers)] = stages(cluster, articles)
            told = "  ".join(f"{name} {cost[name]:.1f}" for name in ("claims_s", "compare_s", "all_s"))
            print(f"{workers} worker{'s' if workers > 1 else ''}: {told}", flush=True)
    ratios = {name: made["1"][name] / made["2"][name] for name in ("claims_s", "compare_s", "all_s")}
    if made["machine"]["cores"] < 2 or made["machine"]["load"] > 0.5:
        print("other work ran beside this, or there is one core: the ratios say nothing about two free cores")
    made["ratios"], equal = ratios, made["1"]["digest"] == made["2"]["digest"]
    print("two beside one: " + "  ".join(f"{name} {ratio:.2f} times" for name, ratio in ratios.items()))
    print("equal results" if equal else "THE RESULTS DIFFER")
    options.keep.parent.mkdir(parents=True, exist_ok=True)
    options.keep.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
    return 0 if equal and ratios["all_s"] >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
