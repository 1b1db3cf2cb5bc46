"""Evidence: everything a run looked at, read back from the warehouse in one piece."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from warehouse.db import connect_reading, translated
from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.read import Reader
from warehouse.records import Article, Capture, Claim, Run


@dataclass(frozen=True, slots=True)
class Told:
    """The claims of the latest article versions of a home: known by number and digest, read where they are needed.

    `rows` are those of `Reader.claim_digests`.
    """

    home: Home
    rows: list[tuple[str, int, str, int, str]]

    def __len__(self) -> int:
        """How many claims there are."""
        return sum(row[3] for row in self.rows)

    def counts(self) -> dict[tuple[str, str], int]:
        """How many claims each article has, by outlet and article id."""
        return {(outlet, article_id): claims for article_id, _, outlet, claims, _ in self.rows}

    def digests(self) -> dict[tuple[str, int], str]:
        """For each article version that has claims, what changes when they do."""
        return {(article_id, version): digest for article_id, version, _, _, digest in self.rows}

    def claims(self, keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], list[Claim]]:
        """The claims of these article versions."""
        found: dict[tuple[str, int], list[Claim]] = defaultdict(list)
        with Reader(self.home.writer_file) as reader:
            for claim in reader.claims_of(keys):
                found[claim.article_id, claim.version].append(claim)
        return found

    def by_id(self, ids: Collection[str]) -> dict[str, Claim]:
        """The claims with these ids; an id that none has is left out."""
        with Reader(self.home.writer_file) as reader:
            return reader.claims(ids)


@dataclass(frozen=True, slots=True)
class Evidence:
    """«Run `run` asked for `asked`, and compared what `articles` tell, which came from `captures`.»

    `articles` are the latest versions of every article that the home knows, readable or not; `captures` are those they
    were read from and those that `run` asked for (`asked`, by id).
    """

    run: Run
    articles: list[Article]
    told: Told
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
        return Evidence(run, articles, Told(home, reader.claim_digests()), captures, asked)


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
