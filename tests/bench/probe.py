"""`rashomon` with a stopwatch on each of its parts: `python -m tests.bench.probe OUT.json run SOURCE --home DIR`.

The parts are wrapped before anything else imports them, so that the code under test is as it is. OUT.json has, for
each part, its calls, seconds of the clock and of this process's processor, parts inside it included.
"""

from __future__ import annotations

import functools
import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

PARTS = (
    "flows.news.collect:collect",
    "checks.claims:extract",
    "checks.conflicts.shards:shards",
    "checks.conflicts.shards:find_all",
    "checks.conflicts:find",
    "checks.quality:assess",
    "checks.reports:build",
    "warehouse.snapshot:publish",
    "warehouse.write:Writer.add_articles",
    "warehouse.write:Writer.add_claims",
    "warehouse.write:Writer.add_findings",
    "warehouse.read:Reader.latest_articles",
    "warehouse.read:Reader.claim_digests",
    "warehouse.read:Reader.claims_of",
    "warehouse.read:Reader.claims",
    "warehouse.read:Reader.conflict_rows",
    "warehouse.read:Reader.arrow",
)
LATER = ("flows.evidence:gather_evidence", "flows.judge:judge", "flows.report_files:write_report", "flows.daily:daily")
"""Parts whose modules import Prefect, or import what is in PARTS."""

_costs: dict[str, list[float]] = {}


def _timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(work)
    def timed(*given: Any, **named: Any) -> Any:
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            return work(*given, **named)
        finally:
            cost = _costs.setdefault(name, [0, 0.0, 0.0])
            cost[0] += 1
            cost[1] += time.perf_counter() - wall
            cost[2] += time.process_time() - cpu

    return timed


def wrap(place: str) -> None:
    """Put a stopwatch on `module:name` or `module:class.name`."""
    module, _, name = place.partition(":")
    owner: Any = import_module(module)
    *classes, last = name.split(".")
    for part in classes:
        owner = getattr(owner, part)
    setattr(owner, last, _timed(name, getattr(owner, last)))


def main() -> int:
    """Run the command, and write down what it cost."""
    born = time.perf_counter()
    for place in PARTS:
        wrap(place)
    from flows import cli, local_api

    ready, before = local_api.answering, time.process_time()

    def answering() -> Any:
        _costs["imports, until flows can be called"] = [1, time.perf_counter() - born, time.process_time()]
        for place in LATER[:-1]:
            _wrap_everywhere(place)
        return ready()

    local_api.answering = answering
    try:
        return cli.main(sys.argv[2:])
    finally:
        _costs["all"] = [1, time.perf_counter() - born, time.process_time() - before]
        Path(sys.argv[1]).write_text(json.dumps(_costs, indent=1), "utf-8")


def _wrap_everywhere(place: str) -> None:
    """Wrap a function in each module that has imported it by name already."""
    module, _, name = place.partition(":")
    original = getattr(import_module(module), name)
    timed = _timed(name, original)
    for other in list(sys.modules.values()):
        if getattr(other, name, None) is original:
            setattr(other, name, timed)


if __name__ == "__main__":
    sys.exit(main())
