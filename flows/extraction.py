"""Reading many articles: in this process, or in as many as there are cores when there is enough to read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from checks.claims import extract
from warehouse.records import Article, Claim

WORTHWHILE_CHARACTERS = 400_000
"""From how much text on further processes pay for loading the model once more each (about two seconds, 300 MiB)."""
MOST = 8


@contextmanager
def extraction(
    articles: Sequence[Article], threshold: int = WORTHWHILE_CHARACTERS
) -> Iterator[Callable[[Sequence[Article]], list[Claim]]]:
    """A function that gives the claims of a batch of these articles, in the order of the articles.

    The claims are the same whichever way they are read. A worker that dies fails the batch with its error.
    """
    cores = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, MOST)
    if cores < 2 or sum(len(article.text or "") for article in articles) < threshold:
        yield extract
        return
    # spawned, not forked: Prefect has threads by now
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        yield lambda batch: [claim for found in pool.map(extract, [[one] for one in batch]) for claim in found]
