"""`rashomon verify`: every byte, text, quote and id that the warehouse rests on, computed again and compared.

A problem is a fact about stored data, never a guess; what could not be looked at is a problem too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

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
    for path in (home.snapshot, home.writer_file):
        problems += _database(home, path, known_bytes)
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
    home: Home, path: Path, known_bytes: dict[tuple[str | None, str | None, int], str | None]
) -> list[Problem]:
    problems = []
    try:
        con = connect_reading(path, wait_s=10.0)
    except WarehouseError as error:
        return [Problem(path.name, "file", path.name, f"could not be looked at: {error}")]
    checks: list[Callable[[], Iterator[tuple[str, str, str]]]] = [
        lambda: _bad_rows(con),
        lambda: _captures(con, home.path, known_bytes),
        lambda: _claim_ids(con),
        lambda: _passage_keys(con),
    ]
    try:
        for check in checks:
            try:
                problems += [Problem(path.name, *found) for found in check()]
            except Error as error:
                problems.append(Problem(path.name, "file", path.name, f"cannot be read: {one_line(error)}"))
    finally:
        con.close()
    return problems


def _bad_rows(con: Connection) -> Iterator[tuple[str, str, str]]:
    """Each file under sql/checks selects the rows that break one rule: kind, id, what is wrong."""
    for file in sql_files("checks"):
        for kind, found, says in con.execute(file.read_text("utf-8")).fetchall():
            yield str(kind), str(found), str(says)


def _captures(
    con: Connection, root: Path, known_bytes: dict[tuple[str | None, str | None, int], str | None]
) -> Iterator[tuple[str, str, str]]:
    for found, asked, answered, status, sha256, error, raw_path, count in con.execute(
        statement("queries/verify_captures")
    ).fetchall():
        if capture_id(asked, answered, status, sha256, error) != found:
            yield "capture", found, "its id does not follow from its addresses, status, bytes and error"
        if sha256 is None and raw_path is None:
            continue
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
