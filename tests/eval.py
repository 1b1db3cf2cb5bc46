"""Measure claims and conflicts on corpora with gold.json: `python -m tests.eval FOLDER [--pairs]`.

Every folder below FOLDER that holds a gold.json is one event; its pages go through the real parser, extractor and
engine. The scorer is `../eval/score_conflicts.py` beside FOLDER. Where eval_floor.json knows the very events of FOLDER,
a figure worse than written there ends in exit code 1; `--raise-floor` writes what was reached now.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from checks.claims import extract
from checks.conflicts import embedded, find
from checks.conflicts.candidates import candidates
from checks.conflicts.events import Events, same_event
from checks.conflicts.nearness import Nearness, directions
from checks.conflicts.sides import read, sides_of
from flows.news.parse import parse
from warehouse.ids import capture_id, sha256_bytes
from warehouse.records import Article, Capture, Claim

NOW = datetime(2000, 1, 1)
FLOOR = Path(__file__).with_name("eval_floor.json")
Key = tuple[str, str]


def load_scorer(folder: Path, name: str) -> ModuleType:
    """The scorer that lies beside the corpora."""
    path = folder.resolve().parent / "eval" / f"{name}.py"
    if not path.exists():
        sys.exit(f"{path}: no scorer; give a folder of corpora that has eval/ beside it")
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path}: cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def events(folder: Path) -> list[Path]:
    """Folders with a gold.json, sorted."""
    return sorted(p.parent for p in folder.glob("*/gold.json"))


def read_page(path: Path) -> Article:
    """One saved page through the real parser."""
    content = path.read_bytes()
    url, digest = path.resolve().as_uri(), sha256_bytes(content)
    media = "text/html" if path.suffix.startswith(".htm") else "text/plain"
    identity = capture_id(url, url, None, digest, None)
    capture = Capture(identity, path.stem, url, url, None, media, digest, len(content), NOW, None, None, "eval")
    return parse(capture, content)


def read_event(folder: Path) -> tuple[list[Article], dict[str, str], list[Claim]]:
    """Articles, file name by article id, and claims of one event."""
    pages = {p.name: read_page(p) for p in sorted(folder.glob("*.html"))}
    articles = list(pages.values())
    return articles, {a.article_id: name for name, a in pages.items()}, extract(articles)


def wilson(hits: int, total: int) -> str:
    """A share with its 95 % Wilson interval (Wilson 1927)."""
    if not total:
        return "–"
    z, p = 1.96, hits / total
    middle, spread = p + z * z / (2 * total), z * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return f"{p:.3f} [{(middle - spread) / scale:.2f}, {(middle + spread) / scale:.2f}] {hits}/{total}"


def score_event(
    folder: Path, conflict_scorer: Any, attribution_scorer: Any, rules_only: bool = False
) -> dict[str, Any]:
    """Conflicts, candidate recall and attributions of one event."""
    articles, names, claims = read_event(folder)
    model = None if rules_only else embedded()
    found = find(articles, claims, (), model)
    by_id = {c.claim_id: c for c in claims}
    findings = sorted((c for c in found.conflicts if c.relation == "conflict"), key=lambda c: -c.score)

    def spans(a: str, b: str) -> tuple[Key, Key]:
        one, other = by_id[a], by_id[b]
        return (names[one.article_id], one.quote), (names[other.article_id], other.quote)

    gold = conflict_scorer.Gold(folder / "gold.json")
    told = read(claims)
    sides, events_told = sides_of(articles, told), Events(told)
    states = model.reader.read([s.told for s in sides]) if model else []
    nearness = Nearness(sides, directions(states), events_told) if model else None
    drawn = candidates(sides, same_event(events_told), nearness).pairs
    drawn_pairs = [spans(sides[i].claim.claim_id, sides[j].claim.claim_id) for i, j in drawn]
    return {
        "event": folder.name,
        "conflicts": gold.score([spans(c.claim_a, c.claim_b) for c in findings]),
        "candidates": gold.score(drawn_pairs),
        "attributions": list(_attributions(folder, articles, names, claims, attribution_scorer)),
        "findings": [(spans(c.claim_a, c.claim_b), c) for c in findings],
    }


def _attributions(
    folder: Path, articles: list[Article], names: dict[str, str], claims: list[Claim], scorer: Any
) -> Iterator[dict[str, int]]:
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8")).get("attributions", [])
    for article in articles:
        expected = [(g["quote"], g.get("speaker")) for g in gold if g["article"] == names[article.article_id]]
        said = [
            (c.quote, c.speaker, c.speaker_as_written)
            for c in claims
            if c.article_id == article.article_id and c.speech != "author"
        ]
        yield scorer.score_text(article.text or "", expected, said)


def report(
    rows: list[dict[str, Any]], conflict_scorer: Any, attribution_scorer: Any, line: Callable[[str], None]
) -> None:
    """Print the figures."""
    total = conflict_scorer.total([r["conflicts"] for r in rows])
    drawn = conflict_scorer.total([r["candidates"] for r in rows])
    said = attribution_scorer.total([x for r in rows for x in r["attributions"]])
    line(f"events {len(rows)}  conflicts {total['conflicts']}  reported pairs {total['pairs']}")
    for difficulty, share in sorted(total["by"].items()):
        hits, of = map(int, share.split("/"))
        line(f"recall {difficulty:7s} {wilson(hits, of)}")
    line(f"recall         {wilson(total['found'], total['conflicts'])}")
    line(f"precision      {wilson(total['tp'], total['pairs'])}")
    line(f"trap rate      {wilson(total['trap_hits'], total['traps'])}")
    line(f"candidates     {wilson(drawn['found'], drawn['conflicts'])} of conflicts among {drawn['pairs']} pairs")
    line(
        f"attributions   found {said['found']}/{said['gold']}  "
        f"speaker right {wilson(said['speaker_right'], said['gold'])}"
    )


def figures(rows: list[dict[str, Any]], conflict_scorer: Any, attribution_scorer: Any) -> dict[str, float]:
    """What the floor holds: counts of what is found (more is better), and the two shares of what is wrong."""
    total = conflict_scorer.total([r["conflicts"] for r in rows])
    drawn = conflict_scorer.total([r["candidates"] for r in rows])
    said = attribution_scorer.total([x for r in rows for x in r["attributions"]])
    by = {f"found {d}": int(share.split("/")[0]) for d, share in total["by"].items()}
    return {
        **by,
        "candidates": drawn["found"],
        "speaker right": said["speaker_right"],
        "wrong pairs in 100": round(100 * (1 - total["tp"] / total["pairs"]), 1) if total["pairs"] else 0.0,
        "traps in 100": round(100 * total["trap_hits"] / total["traps"], 1) if total["traps"] else 0.0,
    }


def fallen(now: dict[str, float], floor: dict[str, float]) -> list[str]:
    """The figures that are worse than the floor, in words."""
    return [
        f"{name}: {now.get(name, 0)}, was {least}"
        for name, least in sorted(floor.items())
        if (now.get(name, 0) > least if name.endswith("in 100") else now.get(name, 0) < least)
    ]


def hold(rows: list[dict[str, Any]], now: dict[str, float], raise_floor: bool) -> list[str]:
    """Compare with the floor kept for these events, if any; `raise_floor` keeps what is now."""
    key = " ".join(sorted(r["event"] for r in rows))
    floors = json.loads(FLOOR.read_text(encoding="utf-8")) if FLOOR.exists() else {}
    if raise_floor:
        FLOOR.write_text(json.dumps(floors | {key: now}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return []
    return fallen(now, floors.get(key, {}))


def main() -> None:
    """Score all events of the folders given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--claims", action="store_true", help="measure claims too: coverage, attribution, throughput")
    parser.add_argument("--pairs", action="store_true", help="print every reported pair, right or wrong")
    parser.add_argument("--rules-only", action="store_true", help="without the embedded model")
    parser.add_argument("--raise-floor", action="store_true", help="keep the figures of now as the floor")
    args = parser.parse_args()
    worse: list[str] = []
    for folder in args.folders:
        conflict_scorer = load_scorer(folder, "score_conflicts")
        attribution_scorer = load_scorer(folder, "score_attribution")
        rows = [score_event(e, conflict_scorer, attribution_scorer, args.rules_only) for e in events(folder)]
        print(f"== {folder}")
        report(rows, conflict_scorer, attribution_scorer, print)
        if not args.rules_only:
            worse += hold(rows, figures(rows, conflict_scorer, attribution_scorer), args.raise_floor)
        for row in rows if args.pairs else []:
            wrong = set(row["conflicts"]["fps"])
            print(f"-- {row['event']} missed: {', '.join(row['conflicts']['missed'])}")
            for (a, b), c in row["findings"]:
                mark = "WRONG" if (a, b) in wrong else "right"
                print(f"{mark} {c.score:.2f} {c.kind} {a[0]}: {a[1]!r} | {b[0]}: {b[1]!r}\n      {c.why}")
    if args.claims:
        from tests.claims.measure_claims import measure

        measure(args.folders)
    if worse:
        sys.exit("below the floor (tests/eval_floor.json): " + "; ".join(worse))


if __name__ == "__main__":
    main()
