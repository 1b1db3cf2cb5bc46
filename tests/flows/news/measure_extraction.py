"""Measure the extraction against gold pages: `python tests/flows/news/measure_extraction.py PATH`.

PATH holds event folders (`*/gold.json` beside their pages) or the publishers' pages of flairNLP/fundus
(`*/Publisher_YYYY_MM_DD.html.gz` beside `Publisher.json` and `meta.info`), or both, at any depth.
"""

from __future__ import annotations

import difflib
import gzip
import json
import re
import sys
import time
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.news.parse import parse
from warehouse.ids import capture_id, sha256_bytes
from warehouse.records import Article, Capture

warnings.simplefilter("ignore")
Extract = Callable[[bytes, str], tuple[str, str | None, list[str], str | None]]


def capture_of(content: bytes, url: str) -> Capture:
    digest = sha256_bytes(content)
    now = datetime(2026, 1, 1)
    identity = capture_id(url, url, None, digest, None)
    return Capture(identity, "gold", url, url, None, "text/html", digest, len(content), now, None, None, "measure")


def squeezed(text: str) -> str:
    return " ".join(text.split())


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower())
    return Counter(tuple(words[start : start + size]) for start in range(max(1, len(words) - size + 1)))


def f1(found: str, gold: str) -> float:
    a, b = shingles(found), shingles(gold)
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def key(text: str | None) -> str:
    return re.sub(r"\W+", "", text or "").lower()


def ours(content: bytes, url: str) -> tuple[str, str | None, list[str], str | None]:
    article = parse(capture_of(content, url), content)
    day = article.published_on.isoformat() if article.published_on else None
    return article.text or "", article.title, (article.author or "").split(", "), day


def plain_trafilatura(content: bytes, url: str) -> tuple[str, str | None, list[str], str | None]:
    import trafilatura

    found = trafilatura.bare_extraction(content, url=url, include_comments=False, with_metadata=True)
    if found is None:
        return "", None, [], None
    return found.text or "", found.title, (found.author or "").split("; "), found.date


def get_text(content: bytes, url: str) -> tuple[str, str | None, list[str], str | None]:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(content, "lxml")
    return soup.get_text(" "), soup.title.get_text() if soup.title else None, [], None


def just_text(content: bytes, url: str) -> tuple[str, str | None, list[str], str | None]:
    """jusText, which gives text only."""
    import justext

    found = justext.justext(content, justext.get_stoplist("English"))
    return "\n".join(block.text for block in found if not block.is_boilerplate), None, [], None


EXTRACTORS: dict[str, Extract] = {
    "ours": ours,
    "trafilatura": plain_trafilatura,
    "get_text": get_text,
    "justext": just_text,
}


def fundus_pages(root: Path) -> Iterator[tuple[str, bytes, str, dict[str, Any]]]:
    """Name, bytes, address and expected fields of each page that can be told to belong to one expected version."""
    for info in sorted(root.rglob("meta.info")):
        meta = json.loads(info.read_text())
        groups: dict[str, list[str]] = {}
        for name in sorted(meta, key=lambda page: str(meta[page].get("crawl_date"))):
            groups.setdefault(re.sub(r"_\d{4}_\d\d_\d\d\.html\.gz$", "", name), []).append(name)
        for publisher, names in groups.items():
            gold = json.loads((info.parent / f"{publisher}.json").read_text())
            for name, version in zip(names[-len(gold) :], sorted(gold), strict=False):
                content = gzip.decompress((info.parent / name).read_bytes())
                yield name, content, meta[name]["url"], gold[version]


def gold_body(gold: dict[str, Any], summary: bool) -> str:
    body = gold.get("body") or {}
    parts = list(body.get("summary", [])) if summary else []
    for section in body.get("sections", []):
        parts += [*section.get("headline", []), *section.get("paragraphs", [])]
    return "\n".join(parts)


def half(name: str) -> int:
    """Which half a page's publisher falls into, 0 or 1, by its name and for good."""
    return int(sha256_bytes(name.partition("_")[0].encode())[:8], 16) % 2


def measure_fundus(root: Path, verbose: bool) -> None:
    everything = list(fundus_pages(root))
    measure_pages("fundus", everything, verbose)
    for number in (0, 1):
        measure_pages(f"half {number}", [page for page in everything if half(page[0]) == number], False)


def measure_pages(corpus: str, pages: list[tuple[str, bytes, str, dict[str, Any]]], verbose: bool) -> None:
    for label, extract in EXTRACTORS.items():
        sums: Counter[str] = Counter()
        started = time.process_time()
        results = [extract(content, url) for _, content, url, _ in pages]
        spent = time.process_time() - started
        for (name, _, _, gold), (text, title, authors, day) in zip(pages, results, strict=True):
            score = max(f1(text, gold_body(gold, True)), f1(text, gold_body(gold, False)))
            sums["body"] += score
            wanted, got = gold.get("title") or "", title or ""
            near = likeness(got, wanted) >= 0.8
            sums["exact"] += squeezed(got) == squeezed(wanted)
            sums["near"] += near
            names = {key(author) for author in gold.get("authors", [])}
            right = {key(author) for author in authors if author} == names
            sums["author"] += right
            expected = (gold.get("publishing_date") or "")[:10]
            sums["date"] += (day or "") == expected
            if verbose and label == "ours" and (score < 0.95 or not near or not right or day != expected):
                print(
                    f"  {name} body={score:.3f} title={got!r}/{wanted!r} author={authors}/{gold.get('authors')} "
                    f"date={day}/{gold.get('publishing_date')}"
                )
        count = len(pages)
        row = "  ".join(f"{field} {sums[field] / count:.3f}" for field in ("body", "exact", "near", "author", "date"))
        print(f"{corpus:6} {label:12} {row}  pages {count}  {spent / count * 1000:.0f} ms/page")


def likeness(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, key(a), key(b), autojunk=False).ratio()


def quotes(gold: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for conflict in gold.get("conflicts", []):
        yield from ((side["article"], side["quote"]) for side in conflict["sides"])
    for trap in gold.get("traps", []):
        yield from ((side["article"], side["quote"]) for side in trap["pair"])
    for attribution in gold.get("attributions", []):
        if "quote" in attribution:
            yield attribution["article"], attribution["quote"]


def measure_events(root: Path, verbose: bool) -> None:
    totals: Counter[str] = Counter()
    for path in sorted(root.rglob("gold.json")):
        gold = json.loads(path.read_text())
        found: dict[str, Article] = {}
        here: Counter[str] = Counter()
        for expected in gold["articles"]:
            content = (path.parent / expected["file"]).read_bytes()
            article = parse(capture_of(content, (path.parent / expected["file"]).resolve().as_uri()), content)
            found[expected["file"]] = article
            text = squeezed(article.text or "")
            for paragraph in expected["text"].split("\n\n"):
                here["paragraphs"] += 1
                here["paragraphs found"] += squeezed(paragraph) in text
                if verbose and squeezed(paragraph) not in text:
                    print(f"  {path.parent.name}/{expected['file']} lacks {paragraph[:90]!r}")
            here["gold chars"] += len(squeezed(expected["text"]))
            here["chars"] += len(text)
            day = article.published_on.isoformat() if article.published_on else None
            for field, got, want in (
                ("title", key(article.title), key(expected["title"])),
                ("author", key(article.author), key(re.sub(r"\band\b", "", expected["author"] or ""))),
                ("outlet", key(article.outlet), key(expected["outlet"])),
                ("date", day, expected["published_at"]),
                ("ok", article.status, "ok"),
            ):
                here[field] += got == want
                if verbose and got != want:
                    print(
                        f"  {path.parent.name}/{expected['file']} {field}: {got!r} for {want!r} {article.reason or ''}"
                    )
            here["articles"] += 1
        for name, quote in quotes(gold):
            here["quotes"] += 1
            here["quotes found"] += squeezed(quote) in squeezed(found[name].text or "")
        print(f"{path.parent.name:22} {line_of(here)}")
        totals += here
    print(f"{'all':22} {line_of(totals)}")


def line_of(counts: Counter[str]) -> str:
    share = counts["quotes found"] / max(1, counts["quotes"])
    fields = " ".join(
        f"{field} {counts[field]}/{counts['articles']}" for field in ("ok", "title", "author", "outlet", "date")
    )
    return (
        f"quotes {counts['quotes found']}/{counts['quotes']} ({share:.3f}) "
        f"paragraphs {counts['paragraphs found']}/{counts['paragraphs']} "
        f"length {counts['chars'] / max(1, counts['gold chars']):.3f} {fields}"
    )


def main(arguments: list[str]) -> int:
    paths = [Path(argument) for argument in arguments if not argument.startswith("-")]
    if not paths or not all(path.is_dir() for path in paths):
        print("usage: measure_extraction.py [-v] FOLDER...", file=sys.stderr)
        return 2
    for path in paths:
        if next(path.rglob("gold.json"), None):
            measure_events(path, "-v" in arguments)
        if next(path.rglob("meta.info"), None):
            measure_fundus(path, "-v" in arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
