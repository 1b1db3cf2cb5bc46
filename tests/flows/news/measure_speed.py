"""Time pages from captured HTML to articles beside bare trafilatura: `python tests/flows/news/measure_speed.py PATH`.

PATH holds the publishers' pages of flairNLP/fundus. Both read the same bytes in the same run, in turns; the shares are
of CPU time for one process, and of the clock for as many processes as there are cores.
"""

from __future__ import annotations

import sys
import time
import warnings
from pathlib import Path

from measure_extraction import capture_of, fundus_pages

from flows.news.reading import Page, Reading

warnings.simplefilter("ignore")
ROUNDS = 2


def ours(pages: list[Page], workers: int) -> None:
    with Reading(workers, alone=0) as reading:
        for article in [reading.submit(page) for page in pages]:
            article()


def bare(contents: list[bytes]) -> None:
    import trafilatura

    for content in contents:
        trafilatura.bare_extraction(content, with_metadata=True, include_comments=False)


def main(arguments: list[str]) -> int:
    found = [(content, url) for _, content, url, _ in fundus_pages(Path(arguments[0]))]
    pages = [Page(capture_of(content, url), content) for content, url in found]
    contents = [content for content, _ in found]
    ours(pages[:3], 1)
    bare(contents[:3])
    spent = {"ours": 0.0, "trafilatura": 0.0}
    for _ in range(ROUNDS):
        for name, work in (("ours", lambda: ours(pages, 1)), ("trafilatura", lambda: bare(contents))):
            started = time.process_time()
            work()
            spent[name] += time.process_time() - started
    for name, seconds in spent.items():
        print(f"{name:12} {seconds / ROUNDS / len(pages) * 1000:.1f} ms of CPU a page")
    print(f"pages per second of one core, as a share of trafilatura's: {spent['trafilatura'] / spent['ours']:.2f}")
    many = pages * 3
    rates = []
    for workers in (1, 2):
        with Reading(workers, alone=0) as reading:
            for article in [reading.submit(page) for page in pages[:20]]:
                article()
            started = time.perf_counter()
            for article in [reading.submit(page) for page in many]:
                article()
            seconds = time.perf_counter() - started
        rates.append(len(many) / seconds)
        print(f"{workers} process(es), once started: {rates[-1]:.1f} pages a second by the clock")
    print(
        f"two processes read {rates[1] / rates[0]:.2f} times as many pages as one (2.00: both cores are used in full)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
