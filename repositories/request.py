"""Requests: what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import RowMapping, func, insert, select, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from core.domain import ConfirmPolicy, Queue, Request, TaskStatus
from core.errors import NotFoundError
from repositories.durable_work import DurableWorkRepository
from repositories.models import RequestRow
from repositories.rows import columns_of, fields_of, table_of

_REQUESTS = table_of(RequestRow)

MAX_PARSE_ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """A request about to be stored."""

    id: UUID
    account_id: UUID
    user_id: UUID
    text: str
    timezone: str
    spoken_at: datetime
    clock_offset: timedelta = timedelta(0)
    confirm: ConfirmPolicy
    webhook_url: str | None
    metadata: Mapping[str, JsonValue]


class RequestRepository(DurableWorkRepository[Request]):
    """Questions about requests."""

    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session, RequestRow, to_request)

    async def add(self, request: NewRequest, *, understood: bool) -> Request:
        """Store a request: understood already (its tasks follow in this transaction), or queued to be."""
        values = columns_of(request) | {
            "queue": Queue.ACTIVITY,
            "max_attempts": MAX_PARSE_ATTEMPTS,
            "status": TaskStatus.COMPLETED if understood else TaskStatus.QUEUED,
            "completed_at": func.now() if understood else None,
            "dispatched_at": None if understood else func.now(),
        }
        row = (await self._session.execute(insert(_REQUESTS).values(values).returning(*_REQUESTS.c))).mappings().one()
        return to_request(row)

    async def get(self, request_id: UUID, *, account_id: UUID) -> Request:
        """Raises NotFoundError where the account has no such request."""
        statement = select(_REQUESTS).where(_REQUESTS.c.id == request_id, _REQUESTS.c.account_id == account_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no request {request_id}.")
        return to_request(row)

    async def add_usage(self, request_id: UUID, calls: Sequence[Mapping[str, JsonValue]]) -> None:
        """Add calls of models to those that the request has taken so far."""
        added = sql_cast([*calls], postgresql.JSONB())
        statement = update(_REQUESTS).where(_REQUESTS.c.id == request_id)
        await self._session.execute(statement.values(usage=_REQUESTS.c.usage.op("||")(added)))


def to_request(row: RowMapping) -> Request:
    """A row of `requests` as the value that travels."""
    return Request(**fields_of(row, Request))
