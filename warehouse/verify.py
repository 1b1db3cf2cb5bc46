"""`rashomon verify`: every byte, text, quote and id that the warehouse rests on, computed again and compared.

A problem is a fact about stored data, never a guess; what could not be looked at is a problem too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from warehouse.archive import report_fault
from warehouse.db import Connection, Error, connect_reading, sql_files, statement
from warehouse.errors import WarehouseError, one_line
from warehouse.home import Home
from warehouse.ids import capture_id, claim_id, passage_key
from warehouse.rawfiles import bytes_fault, sha256_file
from warehouse.snapshot import published_digests


@dataclass(frozen=True, slots=True)
class Problem:
    """In `where` (a file of the home), the `kind` called `id` is not what it should be: `says`."""

    where: str
    kind: str
    id: str
    says: str


def verify(home: Home) -> list[Problem]:
    """Check the published files and the writer's database against the bytes and hashes; an empty list is a clean bill.

    Raises:
        WarehouseError: nothing is published yet.
    """
    if not home.snapshot.is_file():
        raise WarehouseError(f"nothing is published in {home.path} yet; publish with: rashomon run SOURCE")
    problems = list(_published_files(home))
    known_bytes: dict[tuple[str | None, str | None, int], str | None] = {}
    gone: set[str] = set()
    for path in (home.snapshot, home.writer_file, home.last_good_snapshot):
        if path != home.last_good_snapshot or (path.is_file() and not path.samefile(home.snapshot)):
            problems += _database(home, path, known_bytes, gone)
    return sorted(set(problems), key=lambda problem: (problem.where, problem.kind, problem.id, problem.says))


def _published_files(home: Home) -> Iterator[Problem]:
    try:
        listed = published_digests(home)
    except WarehouseError as error:
        yield Problem("published.json", "file", "published.json", str(error))
        return
    for name, digests in listed.items():
        try:
            digest = sha256_file(home.path / name)
        except OSError as error:
            yield Problem(name, "file", name, f"cannot be read: {error.strerror or error}")
            continue
        if digest not in digests:
            yield Problem(name, "file", name, "is not the file that was published: its bytes were changed")


def _database(
    home: Home, path: Path, known_bytes: dict[tuple[str | None, str | None, int], str | None], gone: set[str]
) -> list[Problem]:
    problems = []
    where = path.relative_to(home.path).as_posix()
    try:
        con = connect_reading(path, wait_s=10.0)
    except WarehouseError as error:
        return [Problem(where, "file", where, f"could not be looked at: {error}")]
    checks: list[Callable[[], Iterator[tuple[str, str, str]]]] = [
        lambda: _unreadable(con),
        lambda: _bad_rows(con),
        lambda: _captures(con, home.path, known_bytes, gone),
        lambda: _claim_ids(con),
        lambda: _passage_keys(con),
        lambda: _reports(con, home),
    ]
    try:
        for check in checks:
            try:
                problems += [Problem(where, *found) for found in check()]
            except Error as error:
                problems.append(Problem(where, "file", where, f"cannot be read: {one_line(error)}"))
    finally:
        con.close()
    return problems


def _unreadable(con: Connection) -> Iterator[tuple[str, str, str]]:
    """Reads every value of every table: DuckDB then compares the checksum of each block that is in use."""
    tables = "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY ALL"
    for schema, table in con.execute(tables).fetchall():
        try:
            con.execute(f'SELECT bit_xor(hash(t)) FROM "{schema}"."{table}" AS t').fetchall()
        except Error as error:
            yield "table", f"{schema}.{table}", f"cannot be read: {one_line(error)}"


def _bad_rows(con: Connection) -> Iterator[tuple[str, str, str]]:
    """Each file under sql/checks selects the rows that break one rule: kind, id, what is wrong."""
    for file in sql_files("checks"):
        for kind, found, says in con.execute(file.read_text("utf-8")).fetchall():
            yield str(kind), str(found), str(says)


def _captures(
    con: Connection, root: Path, known_bytes: dict[tuple[str | None, str | None, int], str | None], gone: set[str]
) -> Iterator[tuple[str, str, str]]:
    """`gone` are captures whose bytes retention took away, as the files looked at so far have it on record."""
    if _has(con, "pruned"):
        gone |= {str(pruned) for (pruned,) in con.execute(statement("queries/pruned_raw")).fetchall()}
    for found, asked, answered, status, sha256, error, raw_path, count in con.execute(
        statement("queries/verify_captures")
    ).fetchall():
        if capture_id(asked, answered, status, sha256, error) != found:
            yield "capture", found, "its id does not follow from its addresses, status, bytes and error"
        if sha256 is None and raw_path is None:
            continue
        if found in gone and not (root / raw_path).exists():
            continue  # retention took it away, and put that on record
        key = (raw_path, sha256, count)
        if key not in known_bytes:
            known_bytes[key] = bytes_fault(root, *key)
        fault = known_bytes[key]
        if fault is not None:
            yield "capture", found, fault


def _claim_ids(con: Connection) -> Iterator[tuple[str, str, str]]:
    for found, article, sha256, start, end, speaker in con.execute(statement("queries/verify_claims")).fetchall():
        if sha256 is None or claim_id(article, sha256, start, end, speaker) != found:
            yield "claim", found, "its id does not follow from its text, place and speaker"


def _passage_keys(con: Connection) -> Iterator[tuple[str, str, str]]:
    for found, key, *passages in con.execute(statement("queries/verify_conflicts")).fetchall():
        if None in passages:
            yield "conflict", found, "it is about a claim that is not stored"
        elif passage_key(*passages) != key:
            yield "conflict", found, "its passage key does not follow from the two quotes"


def _reports(con: Connection, home: Home) -> Iterator[tuple[str, str, str]]:
    """Kept reports have their hash; those that were pruned are gone rightly."""
    sql = "SELECT DISTINCT archive_path, report_sha256 FROM out.report ORDER BY ALL"
    for path, digest in con.execute(sql).fetchall() if _has(con, "report") else ():
        if (home.path / path).exists() and (fault := report_fault(home, path, digest)) is not None:
            yield "report", digest, fault


def _has(con: Connection, table: str) -> bool:
    """Whether the file has this table: a snapshot of an older version stays as it was until the next is published."""
    sql = "SELECT 1 FROM duckdb_tables() WHERE database_name = current_database() AND table_name = ?"
    return bool(con.execute(sql, [table]).fetchall())
