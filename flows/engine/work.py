"""Work: the pure functions that shards are put through, and how their results travel as Parquet.

What a function needs is imported when it runs: the process that only hands work out need not load the models.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.records import Article, Claim
from warehouse.tables import from_rows, to_table

if TYPE_CHECKING:
    from checks.conflicts import Findings
    from checks.conflicts.shards import Shard

Pending = Callable[[], Any]
"""Waits for the result of one shard and gives it."""


class EngineError(Exception):
    """The engine cannot be used as asked: the message says what to install, start or name."""


@dataclass(frozen=True, slots=True)
class Work:
    """«`run` turns one shard into its result»; `encode` and `decode` take the result to an Arrow table and back.

    `weight` is how many articles' worth of work a shard is; `worth` is the total from which more processes pay.
    """

    name: str
    run: Callable[[Any], Any]
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]
    weight: Callable[[Any], int]
    worth: int


def _claims_table(claims: Sequence[Claim]) -> Any:
    return to_table(claims, Claim)


def _claims(table: Any) -> list[Claim]:
    rows = zip(*(column.to_pylist() for column in table.drop_columns(["ordinal"]).columns), strict=True)
    return from_rows(Claim, rows)


def _findings_table(found: Sequence[Findings]) -> Any:
    import pyarrow as pa

    from checks.conflicts.shards import packed

    return pa.table({"findings": pa.array([packed(findings) for findings in found], pa.string())})


def _findings(table: Any) -> list[Findings]:
    from checks.conflicts.shards import unpacked

    return [unpacked(text) for text in table["findings"].to_pylist()]


def _cost_of(pile: Sequence[Shard]) -> int:
    return sum(shard.weight for shard in pile)


def _extract(articles: Sequence[Article]) -> list[Claim]:
    from checks.claims import extract

    return extract(articles)


def _compare(pile: Sequence[Shard]) -> list[Findings]:
    from checks.conflicts.shards import compare_pile

    return compare_pile(pile)


EXTRACT = Work("claims", _extract, _claims_table, _claims, len, worth=80)
COMPARE = Work("findings", _compare, _findings_table, _findings, _cost_of, worth=160)
WORKS = {work.name: work for work in (EXTRACT, COMPARE)}


def to_parquet(work: Work, result: Any) -> bytes:
    """A result as the bytes of a Parquet file; equal results give equal bytes."""
    import pyarrow.parquet as pq

    file = io.BytesIO()
    pq.write_table(work.encode(result), file, compression="zstd")
    return file.getvalue()


def from_parquet(work: Work, content: bytes) -> Any:
    """The result that `to_parquet` wrote."""
    import pyarrow.parquet as pq

    return work.decode(pq.read_table(io.BytesIO(content)))
