"""Small things that several repositories read rows with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from operator import itemgetter
from typing import Any, cast
from uuid import UUID

from sqlalchemy import RowMapping, Select, Table
from sqlalchemy.ext.asyncio import AsyncSession

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


async def fetch_page(
    session: AsyncSession, statement: Select[Any], *, table: Table, before: UUID | None, limit: int
) -> Sequence[RowMapping]:
    """Up to `limit` rows, newest first, that are older than the id `before`; stable under inserts."""
    if before is not None:
        statement = statement.where(table.c.id < before)
    return (await session.execute(statement.order_by(table.c.id.desc()).limit(limit))).mappings().all()
