"""Evidence: everything a run looked at, read back from the warehouse in one piece."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from warehouse.db import connect_reading, translated
from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.read import Reader
from warehouse.records import Article, Capture, Claim, Run


@dataclass(frozen=True, slots=True)
class Evidence:
    """«Run `run` asked for `asked`, and compared `claims` of `articles`, which came from `captures`.»

    `articles` are the latest versions of every article that the home knows, readable or not; `captures` are those they
    were read from and those that `run` asked for (`asked`, by id).
    """

    run: Run
    articles: list[Article]
    claims: list[Claim]
    captures: Mapping[str, Capture]
    asked: frozenset[str]

    @property
    def errors(self) -> list[Capture]:
        """What the run asked for and did not get; of what has been lost since, the gate tells."""
        kept = [self.captures[found] for found in sorted(self.asked) if found in self.captures]
        return [capture for capture in kept if capture.error is not None]


def gather_evidence(home: Home, run_id: str | None) -> Evidence:
    """What the run looked at; without an id, the run that was opened last.

    Raises:
        WarehouseError: there is no such run.
    """
    asked_by = _sightings(home)
    with Reader(home.writer_file) as reader:
        run = _run(reader, run_id)
        asked = frozenset(asked_by.get(run.run_id, ()))
        articles = reader.latest_articles()
        wanted = asked | {article.capture_id for article in articles}
        captures = {
            capture.capture_id: replace(capture, run_id=run.run_id) if capture.capture_id in asked else capture
            for capture in reader.captures()
            if capture.capture_id in wanted
        }
        return Evidence(run, articles, reader.latest_claims(), captures, asked)


def _run(reader: Reader, run_id: str | None) -> Run:
    rows = [row for row in reader.rows("runs") if run_id in (None, row["run_id"])]
    if not rows:
        raise WarehouseError(f"no run {run_id or 'was opened yet'} in {reader.path.parent}; run `rashomon run SOURCE`")
    row = max(rows, key=lambda row: (row["started_at"], row["run_id"]))
    return Run(**{name: row[name] for name in Run.__dataclass_fields__})


def _sightings(home: Home) -> dict[str, set[str]]:
    """The captures that each run saw, by run id: the view tells only of the first run to see one."""
    seen: dict[str, set[str]] = {}
    with translated("read", home.writer_file):
        con = connect_reading(home.writer_file)
        try:
            for run_id, capture_id in con.execute("SELECT DISTINCT run_id, capture_id FROM raw.sighting").fetchall():
                seen.setdefault(run_id, set()).add(capture_id)
        finally:
            con.close()
    return seen
