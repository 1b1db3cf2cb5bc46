"""Records to Arrow tables and back: whole batches at once, never row by row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    import pyarrow as pa

ORDINAL = "ordinal"
"""The column that every incoming table has besides the fields of its records: the place in the batch, from 0."""


def to_table(records: Sequence[Any], kind: type[Any]) -> pa.Table:
    """The records as an Arrow table: one column for each field, then `ordinal`. Works for none, too.

    Raises:
        WarehouseError: a text cannot be written as UTF-8 (a lone surrogate), or a value has the wrong type.
    """
    import pyarrow as pa

    types = _arrow_types(kind)
    names = [(field.name, types[field.name]) for field in fields(kind)]
    columns = [_column(records, name, arrow_type) for name, arrow_type in names]
    schema = pa.schema([*names, (ORDINAL, pa.int64())])
    return pa.table([*columns, pa.array(range(len(records)), pa.int64())], schema=schema)


def from_rows(kind: type[Any], rows: Iterable[Sequence[Any]]) -> list[Any]:
    """Records from rows whose columns are the fields of `kind`, in order."""
    names = [field.name for field in fields(kind)]
    if "headers" not in names:
        return [kind(*row) for row in rows]
    at = names.index("headers")
    return [kind(*row[:at], _headers(row[at]), *row[at + 1 :]) for row in rows]


def columns(kind: type[Any]) -> str:
    """The fields of a record as a list of SQL columns."""
    return ", ".join(f'"{field.name}"' for field in fields(kind))


def _headers(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in json.loads(text))


def _column(records: Sequence[Any], name: str, arrow_type: Any) -> Any:
    import pyarrow as pa

    values = [getattr(record, name) for record in records]
    if name == "headers":
        values = [json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values]
    elif pa.types.is_timestamp(arrow_type):
        values = [_naive_utc(value) for value in values]
    try:
        return pa.array(values, arrow_type)
    except (UnicodeEncodeError, pa.ArrowException, TypeError) as error:
        raise WarehouseError(f"cannot store {name} of {_culprit(records, name)}: {error}") from error


def _naive_utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment is not None and moment.tzinfo else moment


def _culprit(records: Sequence[Any], name: str) -> str:
    """The id of the first record whose value cannot be encoded, else the kind of record."""
    for record in records:
        try:
            str(getattr(record, name)).encode()
        except UnicodeEncodeError:
            return f"{type(record).__name__} {getattr(record, fields(record)[0].name)!r}"
    return type(records[0]).__name__


def _arrow_types(kind: type[Any]) -> dict[str, Any]:
    import pyarrow as pa

    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    timed = {datetime: pa.timestamp("us"), date: pa.date32()}
    return {name: (plain | timed).get(_base(hint), pa.string()) for name, hint in get_type_hints(kind).items()}


def _base(hint: Any) -> Any:
    """`int` for `int | None`, `str` for a Literal of words."""
    options = [option for option in get_args(hint) if option is not NoneType]
    if get_origin(hint) is Literal:
        return str
    return _base(options[0]) if options and NoneType in get_args(hint) else hint
