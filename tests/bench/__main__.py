"""`python -m tests.bench [--sizes 100,1000] [--engine local] [--new 10] [--keep FILE]`: see docs/scale.md.

For each size: a generated corpus with known conflicts; every stage by itself beside its bare library; a whole run from
the pages to the report, the same again, and one with some new articles. Prints a table, writes all figures as JSON, and
says what became worse than in the kept results. Figures of the processor and ratios hold on a busy machine; figures of
the clock do not.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from flows.version import code_version
from tests.bench import corpus
from tests.bench.stages import stages
from tests.bench.tree import measure

BASELINE = Path(__file__).parent / "baseline.json"
WORSE = 1.25
"""How many times the kept figure a new one may be before it is called worse."""


def of_size(articles: int, options: argparse.Namespace) -> dict[str, Any]:
    """All figures of one size."""
    with tempfile.TemporaryDirectory(prefix="rashomon-bench-") as place:
        pages = Path(place) / "pages"
        known = corpus.write(pages, articles)
        made: dict[str, Any] = {"articles": articles, "stages": {}}
        for stage, facts in stages(pages, known, options.sample) if options.alone else ():
            made["stages"][stage.name] = {**asdict(stage), "ratio": stage.ratio, **facts}
            print(line(stage.name, stage.articles, stage.cpu_s, stage.ratio, stage.bare, facts), flush=True)
        if options.whole:
            made["runs"] = runs(Path(place), pages, articles, options)
    return made


def runs(place: Path, pages: Path, articles: int, options: argparse.Namespace) -> dict[str, Any]:
    """A whole run in a fresh home, the same again, and one with `--new` articles more."""
    more = place / "more"
    corpus.write(more, options.new, first_event=-(-articles // corpus.ARTICLES_PER_EVENT))
    made = {}
    for name, sources in (("fresh", [pages]), ("again", [pages]), (f"{options.new} new", [more])):
        made[name] = one_run(place, sources, options)
        told_run(f"run, {name}", made[name])
    return made


def told_run(name: str, cost: Mapping[str, Any]) -> None:
    """A whole run as a line of the table."""
    print(f"{name:<16}{cost['wall_s']:>9.1f} s {cost['cpu_s']:>8.1f} CPU s {cost['peak_mb']:>7.0f} MB", flush=True)


def start(options: argparse.Namespace) -> dict[str, Any]:
    """A run over a single page: what a run costs before there is work."""
    costs = []
    for _ in range(2):  # the first may have to read half of what is installed from the disk
        with tempfile.TemporaryDirectory(prefix="rashomon-bench-") as place:
            corpus.write(Path(place) / "pages", 1)
            costs.append(one_run(Path(place), [Path(place) / "pages"], options))
            told_run("run, one page", costs[-1])
    return min(costs, key=lambda cost: cost["cpu_s"])


def one_run(place: Path, sources: Sequence[Path], options: argparse.Namespace) -> dict[str, Any]:
    """The cost of one `rashomon run`, as a whole and by part."""
    parts = place / "parts.json"
    command = [sys.executable, "-m", "tests.bench.probe", str(parts), "run", *map(str, sources)]
    command += ["--home", str(place / "home"), "--engine", options.engine]
    cost = measure(command, dict(os.environ), place / "log")
    if not parts.exists() or cost.status not in (0, 1):
        sys.exit(f"the run ended with {cost.status}:\n{(place / 'log').read_text()}")
    return {**asdict(cost), "parts": json.loads(parts.read_text())}


def line(  # noqa: PLR0917 (the columns)
    name: str, articles: int, cpu_s: float, ratio: float | None, bare: str | None, facts: Mapping[str, Any]
) -> str:
    """One stage as a line of the table."""
    each = 1000 * cpu_s / articles
    rate = f"{articles / cpu_s:>9.1f}/s" if cpu_s else " " * 11
    beside = f" {ratio:>6.2f} × bare {bare}" if ratio else ""
    told = "".join(f"  {key} {value}" for key, value in facts.items())
    return f"{name:<16}{cpu_s:>9.2f} CPU s {each:>8.1f} ms each {rate}{beside}{told}"


def exponent(small: Mapping[str, Any], large: Mapping[str, Any], figure: str) -> float | None:
    """The power of the number of articles with which a stage's CPU grows."""
    one, other = (made["stages"].get(figure, {}).get("cpu_s") for made in (small, large))
    if not one or not other or small["articles"] == large["articles"]:
        return None
    return math.log(other / one) / math.log(large["articles"] / small["articles"])


def worse(made: Mapping[str, Any], kept: Mapping[str, Any]) -> list[str]:
    """What is worse than in the kept results, by CPU per article or by ratio to the bare library."""
    found = []
    before = {size["articles"]: size for size in kept.get("sizes", [])}
    for size in made["sizes"]:
        for figure in ("ratio", "exponent", "new_ratio"):
            was = before.get(size["articles"], {}).get("after_start", {}).get(figure)
            if was and size.get("after_start", {}).get(figure, 0.0) > WORSE * was:
                found.append(f"runs at {size['articles']}: {figure} {size['after_start'][figure]:.2f}, was {was:.2f}")
        for name, now in size["stages"].items():
            then = before.get(size["articles"], {}).get("stages", {}).get(name)
            figure = "ratio" if now["ratio"] else "cpu_s"
            if then and then[figure] and now[figure] > WORSE * then[figure]:
                found.append(f"{name} at {size['articles']}: {figure} {now[figure]:.2f}, was {then[figure]:.2f}")
            if then and now.get("known_found", 0) < then.get("known_found", 0):
                found.append(f"{name} at {size['articles']}: finds {now['known_found']}, was {then['known_found']}")
    return found


def unlike(made: Mapping[str, Any], kept: Mapping[str, Any]) -> list[str]:
    """In what the kept results are of another machine or other code, so that `worse` says less than it seems to."""
    now, then = made["machine"], kept.get("machine", {})
    told = {"code": "the code", "processor": "the processor", "cores": "the number of cores", "python": "Python"}
    found = [
        f"{what} was {then.get(key, 'not told')}, is {now[key]}"
        for key, what in told.items()
        if now[key] != then.get(key)
    ]
    busy = [
        f"{when} load {it['load']:.1f}"
        for when, it in (("kept at", then), ("now", now))
        if it.get("load", 0.0) > it["cores"]
    ]
    return [*found, *(["the machine was busy: " + ", ".join(busy)] if busy else [])]


def machine() -> dict[str, Any]:
    """Where and on what this was measured."""
    head = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return {
        "commit": head.stdout.strip(),
        "code": code_version(),
        "processor": processor(),
        "python": platform.python_version(),
        "cores": len(os.sched_getaffinity(0)),
        "load": os.getloadavg()[0],
    }


def processor() -> str:
    """The name of the processor, as Linux tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def main() -> int:
    """Measure, print, write down, compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", default="100", help="numbers of articles, such as 100,1000,10000")
    parser.add_argument("--sample", type=int, default=25, help="articles that the bare libraries are put to")
    parser.add_argument("--new", type=int, default=10, help="articles of the run that comes after")
    parser.add_argument("--engine", choices=("local", "dask"), default="local")
    parser.add_argument("--stages-only", dest="whole", action="store_false", help="no whole runs")
    parser.add_argument("--runs-only", dest="alone", action="store_false", help="no stages by themselves")
    parser.add_argument("--against", type=Path, default=BASELINE, help="kept results to compare with")
    parser.add_argument("--keep", type=Path, default=Path("build/bench.json"), help="where the figures go")
    options = parser.parse_args()
    made: dict[str, Any] = {"machine": machine(), "sizes": []}
    if options.whole:
        made["start"] = start(options)
    for articles in map(int, options.sizes.split(",")):
        print(f"== {articles} articles", flush=True)
        made["sizes"].append(of_size(articles, options))
        options.keep.parent.mkdir(parents=True, exist_ok=True)
        options.keep.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
    growth(made)
    whole(made, f"{options.new} new")
    options.keep.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
    kept = json.loads(options.against.read_text("utf-8")) if options.against.exists() else {}
    found = worse(made, kept)
    for told in unlike(made, kept) if kept else ["there are no kept results to compare with"]:
        print(f"UNLIKE THE KEPT RESULTS: {told}")
    print("\n".join(["", *(f"WORSE: {told}" for told in found)]) if found else "nothing worse than the kept results")
    return 1 if found else 0


def whole(made: Mapping[str, Any], new: str) -> None:
    """Print and note what whole runs cost after start-up: articles a second, growth, and new ones beside old ones."""
    sizes = [size for size in made["sizes"] if "runs" in size]
    for size in sizes:
        cost = size["after_start"] = {
            "articles_per_s": (size["articles"] - 1)
            / max(0.1, size["runs"]["fresh"]["wall_s"] - made["start"]["wall_s"]),
            "cpu_s": size["runs"]["fresh"]["cpu_s"] - made["start"]["cpu_s"],
            "new_cpu_s": size["runs"][new]["cpu_s"] - made["start"]["cpu_s"],
        }
        if "claims" in size["stages"]:
            cost["ratio"] = cost["cpu_s"] / size["stages"]["claims"]["bare_cpu_s"]
        beside = f"{cost['ratio']:.2f} × bare spaCy, " if "ratio" in cost else ""
        print(
            f"{size['articles']} articles after start-up: {cost['articles_per_s']:.1f} a second, "
            f"{1000 * cost['cpu_s'] / size['articles']:.0f} ms CPU each, {beside}"
            f"peak {size['runs']['fresh']['peak_mb']:.0f} MB"
        )
    for small, large in pairwise(sizes):
        one, other = small["after_start"], large["after_start"]
        if min(one["cpu_s"], other["cpu_s"], one["new_cpu_s"]) > 0:
            power = math.log(other["cpu_s"] / one["cpu_s"]) / math.log(large["articles"] / small["articles"])
            other |= {"exponent": power, "new_ratio": other["new_cpu_s"] / one["new_cpu_s"]}
            print(
                f"whole runs grow with the {power:.2f}th power from {small['articles']} to {large['articles']}; "
                f"{new} cost {other['new_ratio']:.2f} times as much"
            )


def growth(made: Mapping[str, Any]) -> None:
    """Print the growth exponent of each stage between neighbouring sizes."""
    for small, large in zip(made["sizes"], made["sizes"][1:], strict=False):
        for name in large["stages"]:
            power = exponent(small, large, name)
            if power is not None:
                large["stages"][name]["exponent"] = power
                print(f"{name:<16} grows with the {power:.2f}th power from {small['articles']} to {large['articles']}")


if __name__ == "__main__":
    sys.exit(main())
