"""Requests: what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import RowMapping, case, func, insert, literal, select, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from core.domain import ConfirmPolicy, Queue, Request, TaskStatus
from core.errors import NotFoundError
from core.lanes import MAIN_LANE, Lanes
from repositories.durable_work import DurableWorkRepository
from repositories.models import RequestRow
from repositories.rows import fields_of, json_rows, recordset, table_of

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
    start_by: datetime | None = None
    webhook_url: str | None
    metadata: Mapping[str, JsonValue]
    lane: int = MAIN_LANE


_STORED = tuple(field.name for field in fields(NewRequest))
_GIVEN = recordset({name: _REQUESTS.c[name].type for name in (*_STORED, "status")})
_ADD = (
    insert(_REQUESTS)
    .from_select(
        [*_STORED, "status", "queue", "max_attempts", "completed_at", "dispatched_at"],
        select(
            *(_GIVEN.c[name] for name in _STORED),
            _GIVEN.c.status,
            literal(Queue.ACTIVITY.value),
            literal(MAX_PARSE_ATTEMPTS),
            case((_GIVEN.c.status == TaskStatus.COMPLETED, func.now())),
            case((_GIVEN.c.status == TaskStatus.QUEUED, func.now())),
        ),
    )
    .returning(_REQUESTS.c.id, _REQUESTS.c.created_at)
)


class RequestRepository(DurableWorkRepository[Request]):
    """Questions about requests."""

    def __init__(self, session: AsyncSession, lanes: Lanes) -> None:
        super().__init__(session, RequestRow, to_request)
        self._lanes = lanes

    async def add(self, request: NewRequest, *, understood: bool) -> Request:
        """Store a request: understood already (its tasks follow in this transaction), or queued to be."""
        return (await self.add_many([(request, understood)]))[0]

    async def add_many(self, requests: Sequence[tuple[NewRequest, bool]]) -> list[Request]:
        """As `add`, for requests with whether they are understood; the answer has their order."""
        status = {False: TaskStatus.QUEUED, True: TaskStatus.COMPLETED}
        placed = [(self._placed(request, understood), status[understood]) for request, understood in requests]
        rows = json_rows((request for request, _ in placed), of=_REQUESTS, status=[stands for _, stands in placed])
        at = {row.id: row.created_at for row in await self._session.execute(_ADD, {"rows": rows})}
        return [_as_stored(request, stands, at[request.id]) for request, stands in placed]

    async def get(self, request_id: UUID, *, account_id: UUID) -> Request:
        """Raises NotFoundError where the account has no such request."""
        statement = select(_REQUESTS).where(_REQUESTS.c.id == request_id, _REQUESTS.c.account_id == account_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no request {request_id}.")
        return to_request(row)

    async def list_recent(self, user_id: UUID, *, account_id: UUID, within: timedelta, limit: int) -> list[Request]:
        """What the user has said of late that is understood already, newest first."""
        c = _REQUESTS.c
        mine = (c.user_id == user_id, c.account_id == account_id, c.status == TaskStatus.COMPLETED)
        statement = select(_REQUESTS).where(*mine, c.created_at > func.now() - within)
        rows = await self._session.execute(statement.order_by(c.id.desc()).limit(limit))
        return [to_request(row) for row in rows.mappings()]

    async def add_usage(self, request_id: UUID, calls: Sequence[Mapping[str, JsonValue]]) -> None:
        """Add calls of models to those that the request has taken so far."""
        added = sql_cast([*calls], postgresql.JSONB())
        statement = update(_REQUESTS).where(_REQUESTS.c.id == request_id)
        await self._session.execute(statement.values(usage=_REQUESTS.c.usage.op("||")(added)))

    def _placed(self, request: NewRequest, understood: bool) -> NewRequest:
        if understood:
            return request
        return replace(request, lane=self._lanes.choose(Queue.ACTIVITY, request.account_id))


def to_request(row: RowMapping) -> Request:
    """A row of `requests` as the value that travels."""
    return Request(**fields_of(row, Request))


def _as_stored(request: NewRequest, status: TaskStatus, at: datetime) -> Request:
    """What `get` would answer of a request that was stored just now, without reading it."""
    return Request(
        **{name: getattr(request, name) for name in _STORED},
        queue=Queue.ACTIVITY,
        status=status,
        epoch=0,
        version=1,
        attempt=0,
        max_attempts=MAX_PARSE_ATTEMPTS,
        lost_leases=0,
        created_at=at,
        updated_at=at,
    )
