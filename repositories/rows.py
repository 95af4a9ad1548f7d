"""Small things that several repositories read rows with."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Dialect, RowMapping, Select, Table, TableValuedAlias, Text, bindparam, column, func
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeDecorator, TypeEngine

from core.domain import Problem, Question
from repositories.models import Base
from repositories.sealed import Owned, Sealed, owned, vault_of


def table_of(model: type[Base]) -> Table:
    """The table behind a mapped class."""
    return cast("Table", model.__table__)


def to_question(value: Mapping[str, Any] | None) -> Question | None:
    """Read a stored question."""
    if not value:
        return None
    return Question(text=value["text"], slot=value.get("slot"), options=tuple(value.get("options", ())))


def to_problem(value: Mapping[str, Any] | None) -> Problem | None:
    """Read a stored problem."""
    return Problem(**value) if value else None


def fields_of(row: RowMapping, kind: type[Any], **read: Any) -> dict[str, Any]:
    """The columns of a row that are fields of the dataclass `kind`, arrays as tuples; `read` replaces some.

    What is sealed is opened, for which the row must have its key.
    """
    names, pick = _picker_of(kind)
    values = dict(zip(names, pick(row), strict=True))
    for name, value in values.items():
        if type(value) is Sealed:
            value = values[name] = None if name in read else value.open(row[value.kind.key])
        if type(value) is list:
            values[name] = tuple(cast("list[Any]", value))
    return values | read


@cache
def _picker_of(kind: type[Any]) -> tuple[tuple[str, ...], Callable[[RowMapping], tuple[Any, ...]]]:
    names = tuple(field.name for field in fields(kind))
    return names, cast("Callable[[RowMapping], tuple[Any, ...]]", itemgetter(*names))


def columns_of(value: Any) -> dict[str, Any]:
    """The fields of a dataclass as a row, arrays and objects as the JSON columns want them."""
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def sealed_columns_of(table: Table, value: Any) -> dict[str, Any]:
    """As `columns_of`, with what is sealed in the table made ready for that; the dataclass has an `id`."""
    return owned(table, value.id, columns_of(value))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(cast("Mapping[str, Any]", value))
    return list(cast("tuple[Any, ...]", value)) if isinstance(value, tuple) else value


def recordset(columns: Mapping[str, TypeEngine[Any]]) -> TableValuedAlias:
    """Rows to read in a statement that come as one parameter, `rows`, made by `json_rows`: one statement, one plan,
    whatever their number.
    """
    rows = sql_cast(bindparam("rows", type_=JsonRows()), postgresql.JSONB())
    given = func.jsonb_to_recordset(rows).table_valued(*(column(name, kind) for name, kind in columns.items()))
    return given.render_derived(name="given", with_types=True)


class JsonRows(TypeDecorator[Any]):
    """Rows as JSON text; what is owned by one is sealed on the way."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        if isinstance(value, str):
            return value
        return json.dumps(value, default=lambda each: _to_json(each, dialect))


def json_rows(values: Iterable[Any], *, of: Table | None = None, **more: Sequence[Any]) -> list[dict[str, Any]]:
    """Dataclasses as `recordset` takes them, for a table `of` which some columns may be sealed; each has an `id` then.

    `more` are further columns, with a value for each row.
    """
    rows: list[dict[str, Any]] = []
    for value in values:
        names, pick = _attributes_of(cast("type[Any]", type(value)))
        row = dict(zip(names, pick(value), strict=True))
        rows.append(row if of is None else owned(of, row["id"], row))
    for name, column_values in more.items():
        for row, each in zip(rows, column_values, strict=True):
            row[name] = each
    return rows


@cache
def _attributes_of(kind: type[Any]) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    names = tuple(field.name for field in fields(kind))
    return names, cast("Callable[[Any], tuple[Any, ...]]", attrgetter(*names))


def _to_json(value: Any, dialect: Dialect) -> Any:
    """What JSON has no form for, in one that PostgreSQL reads."""
    if isinstance(value, Owned):
        return value.kind.sealed(value.value, value.row, vault_of(dialect))
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"{value // timedelta(microseconds=1)} microseconds"
    if isinstance(value, Question):
        return asdict(value)
    if isinstance(value, Mapping):
        return dict(cast("Mapping[str, Any]", value))
    raise TypeError(f"{type(value).__name__} is no value of a column.")


async def fetch_page(
    session: AsyncSession, statement: Select[Any], *, table: Table, before: UUID | None, limit: int
) -> Sequence[RowMapping]:
    """Up to `limit` rows, newest first, that are older than the id `before`; stable under inserts."""
    if before is not None:
        statement = statement.where(table.c.id < before)
    return (await session.execute(statement.order_by(table.c.id.desc()).limit(limit))).mappings().all()
