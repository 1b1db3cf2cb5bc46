"""Reading a warehouse file back as records: the writer's file during a run, or the published snapshot."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from warehouse.db import Connection, arrow, connect_reading, statement, translated
from warehouse.errors import WarehouseError
from warehouse.records import (
    Article,
    Capture,
    Claim,
    Comparison,
    Conflict,
    Discrepancy,
    Opinion,
    Position,
    QualityResult,
    Run,
    Verdict,
)
from warehouse.schema import PUBLIC_VIEWS
from warehouse.tables import columns, from_rows


@dataclass(frozen=True, slots=True)
class StoredFindings:
    """What one run found, as it was stored."""

    conflicts: tuple[Conflict, ...]
    discrepancies: tuple[Discrepancy, ...]
    positions: tuple[Position, ...]


class Reader:
    """A warehouse file opened read-only: `with Reader(home.snapshot) as reader: …`.

    Every answer comes in one order that depends on ids and not on time. Close it before opening a `Writer`.

    Raises:
        WarehouseError: the file does not exist or is no warehouse.
    """

    def __init__(self, path: Path) -> None:
        """Open the file at once."""
        self.path = path
        if not path.is_file():
            raise WarehouseError(f"no warehouse at {path}; make one with: rashomon run SOURCE")
        self._con: Connection | None = connect_reading(path)

    def __enter__(self) -> Reader:
        """The reader itself, already open."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the file go."""
        self.close()

    def close(self) -> None:
        """Let the file go; closing twice does no harm."""
        if self._con is not None:
            self._con.close()
            self._con = None

    def latest_articles(self, with_text: bool = True) -> list[Article]:
        """The latest version of every article, readable or not; else only those with a text, and without reading it."""
        if with_text:
            return self._records(Article, "FROM articles WHERE is_latest ORDER BY article_id")
        source = """FROM (SELECT * REPLACE (NULL AS text) FROM articles WHERE is_latest AND text_sha256 IS NOT NULL)
            ORDER BY article_id"""
        return self._records(Article, source)

    def texts(self, keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """The texts of these (article_id, version); one without a text is left out."""
        if not keys:
            return {}
        ids, versions = [key[0] for key in keys], [key[1] for key in keys]
        sql = """SELECT v.article_id, v.version, v.text FROM core.article_version AS v
            SEMI JOIN (SELECT unnest($1) AS article_id, unnest($2) AS version) USING (article_id, version)
            WHERE v.text IS NOT NULL"""
        with translated("read", self.path):
            rows = self._open.execute(sql, [ids, versions]).fetchall()
        return {(article_id, version): text for article_id, version, text in rows}

    def latest_texts(self) -> list[tuple[str, str | None, str]]:
        """(article id, hash of the text, status) of the latest version of every article, without their texts."""
        sql = "SELECT article_id, text_sha256, status FROM articles WHERE is_latest ORDER BY article_id"
        with translated("read", self.path):
            return self._open.execute(sql).fetchall()

    def unanalysed(self, code_version: str) -> list[Article]:
        """The latest version of every article with a text that this code has not analysed."""
        sql = """FROM articles WHERE is_latest AND text IS NOT NULL AND (article_id, version) NOT IN (
            SELECT (article_id, version) FROM core.analysis WHERE code_version = ?
        ) ORDER BY article_id"""
        return self._records(Article, sql, code_version)

    def run_articles(self, run_id: str) -> list[Article]:
        """The latest version of every article that the captures of one run gave."""
        sql = """FROM articles WHERE is_latest AND article_id IN (
            SELECT article_id FROM core.article_reading JOIN raw.sighting AS s USING (capture_id) WHERE s.run_id = ?
        ) ORDER BY article_id"""
        return self._records(Article, sql, run_id)

    def latest_claims(self) -> list[Claim]:
        """The claims of the latest versions, as the newest code that analysed them found them."""
        return self._records(Claim, "FROM claims WHERE is_latest ORDER BY article_id, start_char, end_char, claim_id")

    def claims_of(self, keys: Collection[tuple[str, int]]) -> list[Claim]:
        """Those of `latest_claims` that stand in these (article_id, version), in the same order."""
        source = """FROM claims
            SEMI JOIN (SELECT unnest(?) AS article_id, unnest(?) AS version) USING (article_id, version)
            WHERE is_latest ORDER BY article_id, start_char, end_char, claim_id"""
        return self._records(Claim, source, [key[0] for key in keys], [key[1] for key in keys]) if keys else []

    def claims(self, ids: Collection[str]) -> dict[str, Claim]:
        """Those of `latest_claims` that have these ids, by id; an id that none has is left out."""
        source = "FROM claims WHERE is_latest AND claim_id IN (SELECT unnest(?)) ORDER BY claim_id"
        return {claim.claim_id: claim for claim in self._records(Claim, source, sorted(ids))} if ids else {}

    def claim_digests(self) -> list[tuple[str, int, str, int, str]]:
        """What `latest_claims` has of each article version: article_id, version, outlet, number of claims, digest.

        The digest changes when other code read the version or found other claims: what one code found is never changed.
        """
        with translated("read", self.path):
            return self._open.execute(statement("queries/claim_digests")).fetchall()

    def captures(self) -> list[Capture]:
        """Every capture, with the time and run of its first sighting."""
        return self._records(Capture, "FROM captures ORDER BY capture_id")

    def last_answers(self) -> list[dict[str, Any]]:
        """What each address answered when last read well, where the answer can be asked for conditionally."""
        return self._dicts(statement("queries/last_answers"))

    def looks(self) -> list[dict[str, Any]]:
        """Each page read over the network: its source, and when it was last asked and last gave something new."""
        return self._dicts(statement("queries/looks"))

    def findings(self, run_id: str) -> StoredFindings:
        """What this run found; empty when it stored nothing."""
        return StoredFindings(
            tuple(self._records(Conflict, "FROM out.conflict WHERE run_id = ? ORDER BY conflict_id", run_id)),
            tuple(self._records(Discrepancy, "FROM out.discrepancy WHERE run_id = ? ORDER BY discrepancy_id", run_id)),
            tuple(self._records(Position, "FROM out.position WHERE run_id = ? ORDER BY ALL", run_id)),
        )

    def comparison(self, run_id: str) -> Comparison | None:
        """How far a run compared, if it did so to the end."""
        rows = self._records(Comparison, "FROM out.comparison WHERE run_id = ?", run_id)
        return rows[0] if rows else None

    def opinions(self, keys: Sequence[str]) -> list[Opinion]:
        """What was said of the pairs with these keys; a key never asked about is left out."""
        source = "FROM core.opinion WHERE pair_key IN (SELECT unnest(?)) ORDER BY pair_key"
        return self._records(Opinion, source, list(keys))

    def conflict_rows(self) -> list[dict[str, Any]]:
        """The rows of the public view `conflicts`, by id."""
        return self._dicts("FROM conflicts ORDER BY conflict_id")

    def statuses(self) -> dict[str, str]:
        """The status of every conflict ever found, by its id: new, persisting, changed, resolved or reopened."""
        return {row["conflict_id"]: row["status"] for row in self._dicts("SELECT conflict_id, status FROM conflicts")}

    def known_pairs(self) -> list[dict[str, str]]:
        """Every pair of passages ever found or judged: passage_key, kind, article_a, quote_a, article_b, quote_b."""
        return self._dicts(statement("queries/known_pairs"))

    def carried(self) -> list[tuple[str, str, str]]:
        """Which passages stand for passages known before: (passage_key, kind, the key known before)."""
        rows = self._dicts("SELECT passage_key, kind, same_as FROM out.carried ORDER BY ALL")
        return [(row["passage_key"], row["kind"], row["same_as"]) for row in rows]

    def rows(self, name: str) -> list[dict[str, Any]]:
        """All rows of one public view, in the order of their columns.

        Raises:
            WarehouseError: there is no public view of that name.
        """
        if name not in PUBLIC_VIEWS:
            raise WarehouseError(f"no view {name}; there are {', '.join(PUBLIC_VIEWS)}")
        return self._dicts(f"FROM {name} ORDER BY ALL")

    def arrow(self, name: str, ordered: bool = True, without: Sequence[str] = ()) -> Any:
        """All rows of one public view as a `pyarrow.Table`, in the order of their columns if `ordered`.

        `without` names columns to leave out.
        """
        if name not in PUBLIC_VIEWS:
            raise WarehouseError(f"no view {name}; there are {', '.join(PUBLIC_VIEWS)}")
        chosen = f"SELECT * EXCLUDE ({', '.join(without)})" if without else "SELECT *"
        with translated("read", self.path):
            return arrow(self._open, f"{chosen} FROM {name}{' ORDER BY ALL' if ordered else ''}")

    def verdicts(self) -> list[Verdict]:
        """Every human verdict, oldest first."""
        return self._records(Verdict, "FROM verdicts ORDER BY given_at, verdict_id")

    def quality(self, run_id: str) -> list[QualityResult]:
        """The results of the quality gate of one run."""
        return self._records(QualityResult, "FROM quality_results WHERE run_id = ? ORDER BY ALL", run_id)

    def last_run(self) -> Run | None:
        """The run whose findings are the current ones; before any findings, the run last started; else None."""
        runs = self._records(Run, "FROM runs ORDER BY run_seq DESC NULLS LAST, started_at DESC, run_id LIMIT 1")
        return runs[0] if runs else None

    def last_moment(self) -> datetime | None:
        """The latest time, naive UTC, at which a run is on record to have started or ended; None without any."""
        sql = "SELECT greatest(max(started_at), max(finished_at), max(first_started_at)) AS moment FROM out.run"
        moment: datetime | None = self._dicts(sql)[0]["moment"]
        return moment

    def run_before(self) -> str | None:
        """The id of the run whose findings were the current ones before those of the last run; None when none were."""
        rows = self._dicts("SELECT run_id FROM out.standing_run ORDER BY run_seq DESC LIMIT 1 OFFSET 1")
        return str(rows[0]["run_id"]) if rows else None

    def last_good(self, but: str) -> str | None:
        """The run whose report was the last to pass its gate (also when it has failed since, run again).

        Of a home that kept no reports yet, the last run that passed, but for `but`.
        """
        sql = """SELECT run_id FROM (
            SELECT run_id, 1 AS of_report, report_seq AS seq FROM out.report WHERE gate = 'passed'
            UNION ALL SELECT run_id, 0, run_seq FROM runs WHERE gate = 'passed' AND run_id <> ?
        ) ORDER BY of_report DESC, seq DESC NULLS LAST LIMIT 1"""
        with translated("read", self.path):
            rows = self._open.execute(sql, [but]).fetchall()
        return str(rows[0][0]) if rows else None

    @property
    def _open(self) -> Connection:
        if self._con is None:
            raise WarehouseError(f"the reader of {self.path} is closed; open it anew")
        return self._con

    def _records(self, kind: type[Any], source: str, *parameters: str | list[Any]) -> list[Any]:
        with translated("read", self.path):
            rows = self._open.execute(f"SELECT {columns(kind)} {source}", list(parameters)).fetchall()
        return from_rows(kind, rows)

    def _dicts(self, sql: str) -> list[dict[str, Any]]:
        with translated("read", self.path):
            cursor = self._open.execute(sql)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
