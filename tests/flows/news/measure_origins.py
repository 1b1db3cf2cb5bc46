"""Time the search for origins: `python tests/flows/news/measure_origins.py [COUNT]` (100,000 without it).

The texts are made up from words by their usual frequency; each fifth is a copy of the one before, with one word in
twenty changed and up to 40 % cut from its end.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from datetime import datetime, timedelta

from flows.news.origins import origins
from warehouse.ids import article_id, sha256_text
from warehouse.records import Article

VOCABULARY = [f"w{rank}" for rank in range(30_000)]
POOL_WORDS = 2_000_000
START = datetime(2026, 1, 1)


def articles(count: int) -> tuple[list[Article], list[int]]:
    """The articles, and for each the number of the story that it tells."""
    chance = random.Random(1)
    pool = chance.choices(VOCABULARY, [1 / (rank + 1) for rank in range(len(VOCABULARY))], k=POOL_WORDS)
    made: list[Article] = []
    stories: list[int] = []
    words: list[str] = []
    for number in range(count):
        if number % 5 or not words:
            at = chance.randrange(POOL_WORDS - 300)
            words = pool[at : at + chance.randint(80, 300)]
            chance.shuffle(words)
            stories.append(number)
            text = " ".join(words)
        else:
            copy = [chance.choice(VOCABULARY) if chance.random() < 0.05 else word for word in words]
            stories.append(stories[-1])
            text = " ".join(copy[: int(len(copy) * chance.uniform(0.6, 1))])
        url = f"https://o{number % 97}.example/{number}"
        published = START + timedelta(minutes=number)
        made.append(
            Article(
                article_id(url), 1, url, "o", None, None, published, None, "en", text, sha256_text(text), "ok", None, ""
            )
        )
    return made, stories


def main(arguments: list[str]) -> int:
    made, stories = articles(int(arguments[0]) if arguments else 100_000)
    clock, spent = time.perf_counter(), time.process_time()
    found = origins(made)
    clock, spent = time.perf_counter() - clock, time.process_time() - spent
    ids = [found[one.article_id, 1].origin_id for one in made]
    copies = [at for at in range(1, len(made)) if stories[at] == stories[at - 1]]
    joined = sum(ids[at] == ids[at - 1] for at in copies)
    print(f"{len(made):,} texts: {clock:.0f} s by the clock, {spent:.1f} s of CPU")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most")
    print(f"copies found {joined} of {len(copies)}; origins {len(set(ids))}, stories {len(set(stories))}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
