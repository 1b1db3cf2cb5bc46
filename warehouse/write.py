"""The writer: appends what was observed, in one transaction for each call; the same rows again change nothing.

Open it for a short time only, never while fetching or computing: meanwhile nobody else can write.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from warehouse.db import Connection, Error, connect, statement, transaction, translated
from warehouse.errors import HomeLocked, MisquotedClaim, WarehouseError
from warehouse.home import Home
from warehouse.ids import content_id, passage_key
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
    Visit,
)
from warehouse.schema import bring_up
from warehouse.tables import to_table

# Threads of one process share DuckDB's instance, so its file lock does not keep them apart: this does.
_TURN = threading.Lock()
_holder: list[int] = []
_WAIT_S = 60.0


class Writer:
    """The writer's database of a home, for a short time: `with Writer(home) as writer: …`.

    `now` (naive UTC, default: the clock) is the recorded time of what is written; give a run's `started_at`.

    Raises:
        HomeLocked: another writer did not end within a minute.
        WarehouseError: the disk is full, or the file cannot be opened or is lost; the warehouse is as it was.
    """

    def __init__(self, home: Home, now: datetime | None = None) -> None:
        """Nothing is opened yet."""
        self.home = home
        self.now = now or datetime.now(UTC).replace(tzinfo=None)
        self._con: Connection | None = None

    def __enter__(self) -> Writer:
        """Wait for our turn, open the file and bring it to the newest schema."""
        if threading.get_ident() in _holder:
            raise HomeLocked(f"{self.home.writer_file} is already open here; end the first Writer before the next")
        if not _TURN.acquire(timeout=_WAIT_S):
            raise HomeLocked(f"{self.home.writer_file} is in use by another part of this run; wait until it ends")
        _holder.append(threading.get_ident())
        try:
            _refuse_a_loss(self.home)
            self._con = connect(self.home.writer_file, wait_s=_WAIT_S)
            with translated("prepare", self.home.writer_file):
                schema = bring_up(self._con, self.home.writer_file)
                if self.home.schema() != schema:
                    self.home.mark(schema)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the file go, and the next writer have its turn."""
        try:
            if self._con is not None:
                self._con.close()
        finally:
            self._con = None
            _holder.clear()
            _TURN.release()

    @property
    def connection(self) -> Connection:
        """The open connection, for `warehouse.snapshot` only."""
        if self._con is None:
            raise WarehouseError("the writer is not open; use: with Writer(home) as writer")
        return self._con

    def add_captures(self, captures: Sequence[Capture]) -> None:
        """Keep each new answer once, and each time it was seen."""
        with self._batch(to_table(captures, Capture)):
            self._run("insert_captures")
            self._run("insert_sightings")

    def add_visits(self, visits: Sequence[Visit]) -> None:
        """Keep every request that was answered; one already known is left as it is."""
        with self._batch(to_table(visits, Visit)):
            self._run("insert_visits")

    def add_articles(self, articles: Sequence[Article]) -> list[Article]:
        """Keep texts and readings; gives the articles back, in order, with their version assigned.

        A text already seen under the article keeps its version, a new one gets the next; having no text counts as one.
        """
        with self._batch(to_table(articles, Article)):
            known = {(article_id, sha256): version for article_id, version, sha256 in self._rows("known_versions")}
            versioned = _assign_versions(articles, known)
            self._register(_with_reading_id(versioned))
            self._run("insert_versions", now=self.now)
            self._run("insert_readings")
        return versioned

    def add_origins(self, origins: Mapping[tuple[str, int], tuple[str, str | None]]) -> None:
        """Record what each (article_id, version) goes back to, as (origin_id, why), where that is new."""
        import pyarrow as pa

        table = _keys_table(list(origins))
        ids, whys = [one for one, _ in origins.values()], [why for _, why in origins.values()]
        table = table.append_column("origin_id", pa.array(ids, pa.string())).append_column(
            "why", pa.array(whys, pa.string())
        )
        with self._batch(table):
            self._run("insert_origins", now=self.now)

    def unanalysed(self, articles: Sequence[Article], code_version: str) -> list[Article]:
        """Those of the articles (versions assigned) that this code has not analysed yet, in order."""
        with self._batch(to_table(articles, Article)):
            return [articles[at] for (at,) in self._rows("unanalysed", code_version=code_version)]

    def add_claims(self, article_keys: Sequence[tuple[str, int]], code_version: str, claims: Sequence[Claim]) -> None:
        """Record that this code analysed these (article_id, version), and all the claims that it found in them.

        What the same code said of a version before stands: its claims in this batch are left out. Of claims with one id
        in a batch the first is kept.

        Raises:
            MisquotedClaim: a quote is not the text at its offsets; nothing is stored.
            WarehouseError: a claim is of an article that is not among the keys.
        """
        strays = {(claim.article_id, claim.version) for claim in claims} - set(article_keys)
        if strays:
            raise WarehouseError(f"claims of {min(strays)} were given without its key; name every analysed article")
        with self._batch(to_table(claims, Claim)):
            misquoted = self._rows("misquoted_claims")
            if misquoted:
                ids = ", ".join(str(row[0]) for row in misquoted[:3])
                raise MisquotedClaim(f"{len(misquoted)} claims do not quote their text ({ids}); nothing was stored")
            self._run("insert_claims", code_version=code_version)
            self._register(_keys_table(article_keys))
            self._run("insert_analyses", code_version=code_version, now=self.now)

    def add_analysis_errors(self, errors: Sequence[tuple[str, int, str]], code_version: str) -> None:
        """Record that this code failed on these (article_id, version, error): they are told and tried again."""
        import pyarrow as pa

        table = _keys_table([(article_id, version) for article_id, version, _ in errors])
        with self._batch(table.append_column("error", pa.array([error for *_, error in errors], pa.string()))):
            self._run("insert_analysis_errors", code_version=code_version, now=self.now)

    def add_bounds(self, run_id: str, bounds: Mapping[str, tuple[int | None, int | None]]) -> None:
        """Record how many articles each source of a run was expected to give, at least and at most (None: any)."""
        with translated("write", self.home.writer_file), transaction(self.connection):
            self._run_sql("DELETE FROM raw.source_bound WHERE run_id = $run_id", run_id=run_id)
            for source, (least, most) in sorted(bounds.items()):
                row = [run_id, source, least, most]
                self.connection.execute("INSERT INTO raw.source_bound VALUES (?, ?, ?, ?)", row)

    def add_report(self, run: Run, sha256: str, path: str) -> None:
        """Record which files a run was reported by."""
        with translated("write", self.home.writer_file), transaction(self.connection):
            self._run("insert_report", run_id=run.run_id, gate=run.gate, now=self.now, sha256=sha256, path=path)

    def add_run(self, run: Run) -> None:
        """Record a run, or how it stands now: `gate` "running" at its start, the outcome at its end."""
        with self._batch(to_table([run], Run)):
            first = self.connection.execute(
                "SELECT first_started_at FROM out.run WHERE run_id = ?", [run.run_id]
            ).fetchall()
            self._run_sql("DELETE FROM out.run WHERE run_id = $run_id", run_id=run.run_id)
            self._run("insert_run", first_started_at=first[0][0] if first else None)

    def add_findings(
        self,
        run_id: str,
        conflicts: Sequence[Conflict],
        discrepancies: Sequence[Discrepancy],
        positions: Sequence[Position],
    ) -> None:
        """Store what a run found, in place of what the same run found before, and make it the current findings.

        Call it only for a run that looked to the end: what is not in it counts as resolved from then on.

        Raises:
            WarehouseError: a conflict is between claims that are not stored; nothing is stored.
        """
        with self._batch(to_table(conflicts, Conflict)):
            keys = _passage_keys(conflicts, self._rows("passages"))
            for table in ("conflict", "discrepancy", "position"):
                self._run_sql(f"DELETE FROM out.{table} WHERE run_id = $run_id", run_id=run_id)
            self._register(_with_column(to_table(conflicts, Conflict), "passage_key", keys))
            self._run("insert_conflicts", run_id=run_id)
            self._register(to_table(discrepancies, Discrepancy))
            self._run("insert_discrepancies", run_id=run_id)
            self._register(to_table(positions, Position))
            self._run("insert_positions", run_id=run_id)
            self._run("insert_event", run_id=run_id, now=self.now)

    def add_comparison(self, comparison: Comparison) -> None:
        """Record that a run was compared to the end, and how far."""
        with self._batch(to_table([comparison], Comparison)):
            self._run_sql("DELETE FROM out.comparison WHERE run_id IN (SELECT run_id FROM incoming)")
            self._run_sql("INSERT INTO out.comparison BY NAME SELECT * EXCLUDE (ordinal) FROM incoming")

    def add_opinions(self, opinions: Sequence[Opinion]) -> None:
        """Keep what a model said of pairs; what it said before stands."""
        with self._batch(to_table(opinions, Opinion)):
            self._run("insert_opinions")

    def add_quality(self, results: Sequence[QualityResult]) -> None:
        """Store the results of the quality gate, in place of those of the same run before."""
        with self._batch(to_table(results, QualityResult)):
            self._run_sql("DELETE FROM out.quality_result WHERE run_id IN (SELECT run_id FROM incoming)")
            self._run("insert_quality")

    def add_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """Append human verdicts; one already known (by its id) is left as it is."""
        with self._batch(to_table(verdicts, Verdict)):
            self._run("insert_verdicts")

    def add_carried(self, same: Sequence[tuple[str, str, str]]) -> None:
        """Record that passages stand for passages known before: (passage_key, kind, the key known before)."""
        with self._batch(_carried_table(same)):
            self._run("insert_carried")

    @contextmanager
    def _batch(self, table: Any) -> Iterator[None]:
        """One transaction over one incoming table."""
        with translated("write", self.home.writer_file):
            self._register(table)
            try:
                with transaction(self.connection):
                    yield
            finally:
                with suppress(Error):  # after a full disk it fails, too, and must not hide why
                    self.connection.unregister("incoming")

    def _register(self, table: Any) -> None:
        self.connection.register("incoming", table)

    def _run(self, name: str, **parameters: Any) -> None:
        self._run_sql(statement(f"queries/{name}"), **parameters)

    def _run_sql(self, sql: str, **parameters: Any) -> None:
        self.connection.execute(sql, parameters or None)

    def _rows(self, name: str, **parameters: Any) -> list[Any]:
        return self.connection.execute(statement(f"queries/{name}"), parameters or None).fetchall()


def _refuse_a_loss(home: Home) -> None:
    """Raises WarehouseError when the writer's file is gone: a new one would take the snapshot's place."""
    if home.snapshot.is_file() and not home.writer_file.exists():
        raise WarehouseError(
            f"{home.writer_file} is lost, and a new one would take the place of all that is published; "
            f"put it back from there: cp {home.snapshot} {home.writer_file}"
        )


def _assign_versions(articles: Iterable[Article], known: Mapping[tuple[str, str | None], int]) -> list[Article]:
    versions = dict(known)
    newest: dict[str, int] = {}
    for (article_id, _), version in versions.items():
        newest[article_id] = max(version, newest.get(article_id, 0))
    versioned = []
    for article in articles:
        key = (article.article_id, article.text_sha256)
        if key not in versions:
            versions[key] = newest[article.article_id] = newest.get(article.article_id, 0) + 1
        versioned.append(replace(article, version=versions[key]))
    return versioned


def _with_reading_id(articles: Sequence[Article]) -> Any:
    ids = [
        content_id(
            "rd", a.article_id, a.version, a.url, a.outlet, a.title, a.author,
            None if a.published_at is None else a.published_at.isoformat(),
            None if a.published_on is None else a.published_on.isoformat(),
            a.language, a.status, a.reason, a.capture_id,
            *(str(told) for told in (a.modified_at, a.published_precision, a.published_zone, a.section, a.source_url,
                                     a.agency) if told is not None),
        )
        for a in articles
    ]  # fmt: skip
    return _with_column(to_table(articles, Article), "reading_id", ids)


def _passage_keys(conflicts: Sequence[Conflict], passages: Sequence[Any]) -> list[str]:
    keys = []
    for ordinal, article_a, quote_a, article_b, quote_b in passages:
        if article_a is None or article_b is None:
            lost = conflicts[ordinal]
            missing = lost.claim_a if article_a is None else lost.claim_b
            raise WarehouseError(
                f"conflict {lost.conflict_id} is about claim {missing}, which is not stored; add it first"
            )
        keys.append(passage_key(article_a, quote_a, article_b, quote_b))
    return keys


def _keys_table(article_keys: Sequence[tuple[str, int]]) -> Any:
    import pyarrow as pa

    ids, versions = [key[0] for key in article_keys], [key[1] for key in article_keys]
    columns = [pa.array(ids, pa.string()), pa.array(versions, pa.int64()), pa.array(range(len(ids)), pa.int64())]
    return pa.table(columns, names=["article_id", "version", "ordinal"])


def _carried_table(same: Sequence[tuple[str, str, str]]) -> Any:
    import pyarrow as pa

    columns = [pa.array([row[at] for row in same], pa.string()) for at in range(3)]
    names = ["passage_key", "kind", "same_as", "ordinal"]
    return pa.table([*columns, pa.array(range(len(same)), pa.int64())], names=names)


def _with_column(table: Any, name: str, values: Sequence[str]) -> Any:
    import pyarrow as pa

    return table.append_column(name, pa.array(values, pa.string()))
