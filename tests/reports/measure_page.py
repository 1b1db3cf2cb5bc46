"""Measure the page in a real Chromium: `python tests/reports/measure_page.py PAGE.html …`, each beside the others.

`--write PAGE.html --number 5000` writes a page of the invented report of so many discrepancies first, with the code at
hand; written once before a change and once after, both are measured in one run. Times are milliseconds, the middle of
the rounds: of opening until the page takes keys; of a filter, a search, an address and a key until it is painted; with
CPU, those of the page's own process, which a busy machine does not stretch.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from report_browser import CHROMIUM, FLAGS
from report_many import many

from checks.reports import build, render_html

PAINTED = """async (act) => {
  const before = performance.now();
  (0, eval)(act)();
  for (let at = 0; at < 400 && !document.done(); at += 1) await new Promise((next) => setTimeout(next, 5));
  await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
  return performance.now() - before;
}"""
"""Do something; give how long it took until `document.done()` was true and the next frame was painted."""

TALLY = "document.querySelector('#filters output').textContent"
CHOOSE = "() => {{ const f = document.forms.filters; f.elements.{0}.value = '{1}';" \
         " f.dispatchEvent(new Event('input', {{ bubbles: true }})); }}"  # fmt: skip
ACTS: Mapping[str, tuple[str, str]] = {
    "filter by kind": (CHOOSE.format("kind", "cause"), f"/ of /.test({TALLY})"),
    "show all": ("() => document.querySelector('#filters [type=reset]').click()", f"/^All/.test({TALLY})"),
    "search": (CHOOSE.format("q", "school class from Holm-4321"), f"/^\\d+ of /.test({TALLY})"),
    "show all again": ("() => document.querySelector('#filters [type=reset]').click()", f"/^All/.test({TALLY})"),
    "address of one": ("() => { location.hash = '#d=d_04321'; }", "document.activeElement.id === 'd=d_04321'"),
    "next (j)": (
        "() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))",
        "document.activeElement.id !== 'd=d_04321'",
    ),
}
"""What a reviewer does, and what is true when it is done."""


def opened(browser: Browser, path: Path) -> tuple[Page, float]:
    """The page as soon as it takes keys, and after how many milliseconds that was."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(300_000)
    started = time.perf_counter()
    page.goto(path.as_uri(), wait_until="load", timeout=300_000)
    page.evaluate("new Promise((next) => requestAnimationFrame(() => setTimeout(next)))")
    return page, (time.perf_counter() - started) * 1000


def facts(devtools: CDPSession) -> dict[str, float]:
    """What Chromium counts of the page; ProcessTime is the CPU time of the process that shows it, in seconds."""
    return {each["name"]: each["value"] for each in devtools.send("Performance.getMetrics")["metrics"]}


def measured(browser: Browser, path: Path) -> dict[str, float]:
    """One round with one page."""
    page, loading = opened(browser, path)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")
    at = facts(devtools)
    found = {"open": loading, "open, CPU": at["ProcessTime"] * 1000, "heap, MiB": at["JSHeapUsedSize"] / 2**20}
    found["elements"] = page.evaluate("document.getElementsByTagName('*').length")
    for name, (act, done) in ACTS.items():
        before = facts(devtools)["ProcessTime"]
        devtools.send("Runtime.evaluate", {"expression": f"document.done = () => {done}"})
        expression = f"({PAINTED})({act!r})"
        asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        found[name] = devtools.send("Runtime.evaluate", asked)["result"]["value"]
        found[f"{name}, CPU"] = (facts(devtools)["ProcessTime"] - before) * 1000
    page.close()
    return found


def write(path: Path, number: int) -> None:
    given = many(number)
    started = time.process_time()
    data = build(given)
    built = time.process_time()
    path.write_text(render_html(data), "utf-8")
    ended = time.process_time()
    print(f"{path.name}: built in {built - started:.1f} s, rendered in {ended - built:.1f} s of CPU", file=sys.stderr)


def table(pages: Sequence[Path], number: int) -> str:
    """So many rounds with each page in turn, as a Markdown table."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        rounds = [{path: measured(browser, path) for path in pages} for _ in range(number)]
        browser.close()
    rows = [["", *(path.stem for path in pages)], ["---"] * (len(pages) + 1)]
    rows.append(["file, MB", *(f"{path.stat().st_size / 1e6:.1f}" for path in pages)])
    for name in rounds[0][pages[0]]:
        rows.append([name, *(f"{median(one[path][name] for one in rounds):,.0f}" for path in pages)])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("pages", nargs="*", type=Path)
    told.add_argument("--write", type=Path)
    told.add_argument("--number", type=int, default=5000)
    told.add_argument("--rounds", type=int, default=3)
    asked = told.parse_args()
    if asked.write:
        write(asked.write, asked.number)
    if asked.pages:
        print(table(asked.pages, asked.rounds))


if __name__ == "__main__":
    main()
