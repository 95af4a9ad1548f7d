"""Small things that several repositories read rows with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from functools import cache
from operator import itemgetter
from typing import Any, cast
from uuid import UUID

from sqlalchemy import RowMapping, Select, Table, TableValuedAlias, bindparam, column, func
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from core.domain import Problem, Question
from repositories.models import Base


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
    """The columns of a row that are fields of the dataclass `kind`, arrays as tuples; `read` replaces some."""
    names, pick = _picker_of(kind)
    values = dict(zip(names, pick(row), strict=True))
    for name, value in values.items():
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


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(cast("Mapping[str, Any]", value))
    return list(cast("tuple[Any, ...]", value)) if isinstance(value, tuple) else value


def recordset(columns: Mapping[str, TypeEngine[Any]]) -> TableValuedAlias:
    """Rows to read in a statement that come as one JSON parameter, `rows`: one statement, one plan, whatever their number."""
    rows = bindparam("rows", type_=postgresql.JSONB())
    given = func.jsonb_to_recordset(rows).table_valued(*(column(name, kind) for name, kind in columns.items()))
    return given.render_derived(name="given", with_types=True)


def json_of(value: Any) -> dict[str, Any]:
    """The fields of a dataclass as `recordset` takes them; what is None is left out."""
    values = ((field.name, getattr(value, field.name)) for field in fields(value))
    return {name: _to_json(each) for name, each in values if each is not None}


def _to_json(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"{value // timedelta(microseconds=1)} microseconds"
    if isinstance(value, Question):
        return asdict(value)
    return _plain(value)


async def fetch_page(
    session: AsyncSession, statement: Select[Any], *, table: Table, before: UUID | None, limit: int
) -> Sequence[RowMapping]:
    """Up to `limit` rows, newest first, that are older than the id `before`; stable under inserts."""
    if before is not None:
        statement = statement.where(table.c.id < before)
    return (await session.execute(statement.order_by(table.c.id.desc()).limit(limit))).mappings().all()
