"""Webhook endpoints."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import RowMapping, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.domain import WebhookEndpoint
from core.errors import NotFoundError
from repositories.dispatch import is_among
from repositories.models import WebhookEndpointRow
from repositories.rows import columns_of, fetch_page, fields_of, table_of

_ENDPOINTS = table_of(WebhookEndpointRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhookEndpoint:
    """An endpoint about to be stored; `secret` is encrypted."""

    id: UUID
    account_id: UUID
    url: str
    events: tuple[str, ...]
    secret: str


class WebhookEndpointRepository:
    """Questions about endpoints."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, endpoint: NewWebhookEndpoint) -> WebhookEndpoint:
        """Store an endpoint, open from now on."""
        stored = insert(_ENDPOINTS).values(columns_of(endpoint)).returning(*_ENDPOINTS.c)
        return _to_endpoint((await self._session.execute(stored)).mappings().one())

    async def get(self, endpoint_id: UUID, *, account_id: UUID) -> WebhookEndpoint:
        """Raises NotFoundError where the account has no such endpoint."""
        found = await self.find(endpoint_id)
        if found is None or found.account_id != account_id:
            raise NotFoundError(f"There is no webhook endpoint {endpoint_id}.")
        return found

    async def find(self, endpoint_id: UUID) -> WebhookEndpoint | None:
        """The endpoint, whosever it is."""
        statement = select(_ENDPOINTS).where(_ENDPOINTS.c.id == endpoint_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return _to_endpoint(row) if row else None

    async def count(self, account_id: UUID) -> int:
        """How many the account has."""
        statement = select(func.count()).where(_ENDPOINTS.c.account_id == account_id)
        return await self._session.scalar(statement) or 0

    async def list_page(self, *, account_id: UUID, before: UUID | None, limit: int) -> list[WebhookEndpoint]:
        """Endpoints of the account, newest first."""
        statement = select(_ENDPOINTS).where(_ENDPOINTS.c.account_id == account_id)
        rows = await fetch_page(self._session, statement, table=_ENDPOINTS, before=before, limit=limit)
        return [_to_endpoint(row) for row in rows]

    async def list_open(self, account_ids: Collection[UUID]) -> list[WebhookEndpoint]:
        """The enabled endpoints of these accounts; none of them goes before the transaction ends."""
        c = _ENDPOINTS.c
        statement = select(_ENDPOINTS).where(is_among(c.account_id, account_ids), c.enabled).order_by(c.id)
        statement = statement.with_for_update(read=True, key_share=True)
        return [_to_endpoint(row) for row in (await self._session.execute(statement)).mappings()]

    async def remove(self, endpoint_id: UUID, *, account_id: UUID) -> None:
        """Nothing more is sent there, not even what waits; raises NotFoundError where the account has no such endpoint."""
        gone = delete(_ENDPOINTS).where(_ENDPOINTS.c.id == endpoint_id, _ENDPOINTS.c.account_id == account_id)
        if await self._session.scalar(gone.returning(_ENDPOINTS.c.id)) is None:
            raise NotFoundError(f"There is no webhook endpoint {endpoint_id}.")


def _to_endpoint(row: RowMapping) -> WebhookEndpoint:
    return WebhookEndpoint(**fields_of(row, WebhookEndpoint))
