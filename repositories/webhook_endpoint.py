"""Webhook endpoints."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Update, case, delete, func, null, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotFoundError
from core.webhook import WebhookEndpoint
from repositories.dispatch import is_among
from repositories.models import WebhookEndpointRow
from repositories.rotation import rotated
from repositories.rows import fetch_page, fields_of, sealed_columns_of, table_of
from repositories.sealed import owned

_ENDPOINTS = table_of(WebhookEndpointRow)
_NOTED_EVERY = timedelta(minutes=1)
"""How often a failing endpoint is written: its row is read for every message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhookEndpoint:
    """An endpoint about to be stored; `secret` is encrypted."""

    id: UUID
    account_id: UUID
    url: str
    events: tuple[str, ...]
    secret: str
    notify_email: str | None = None


class WebhookEndpointRepository:
    """Questions about endpoints."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, endpoint: NewWebhookEndpoint) -> WebhookEndpoint:
        """Store an endpoint, open from now on."""
        stored = insert(_ENDPOINTS).values(sealed_columns_of(_ENDPOINTS, endpoint)).returning(*_ENDPOINTS.c)
        return _to_endpoint((await self._session.execute(stored)).mappings().one())

    async def get(self, endpoint_id: UUID, *, account_id: UUID, held: bool = False) -> WebhookEndpoint:
        """One endpoint; `held`: nobody else changes it before the transaction ends.

        Raises:
            NotFoundError: the account has no such endpoint.
        """
        statement = select(_ENDPOINTS).where(_ENDPOINTS.c.id == endpoint_id, _ENDPOINTS.c.account_id == account_id)
        if held:
            statement = statement.with_for_update(key_share=True)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no webhook endpoint {endpoint_id}.")
        return _to_endpoint(row)

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

    async def change(self, endpoint_id: UUID, changes: Mapping[str, Any]) -> WebhookEndpoint:
        """Write the named columns of an endpoint that is held."""
        written = (
            _writing(**owned(_ENDPOINTS, endpoint_id, changes))
            .where(_ENDPOINTS.c.id == endpoint_id)
            .returning(*_ENDPOINTS.c)
        )
        return _to_endpoint((await self._session.execute(written)).mappings().one())

    async def rotate(self, endpoint_id: UUID, secret: str, *, overlap: timedelta) -> WebhookEndpoint:
        """Sign with a new secret (encrypted), and with the one before for so long, an endpoint that is held."""
        return await self.change(endpoint_id, rotated(_ENDPOINTS, "secret", secret, overlap=overlap))

    async def note_delivered(self, ids: Collection[UUID]) -> None:
        """Something got through to these: whatever failed before is over."""
        c = _ENDPOINTS.c
        over = _writing(failing_since=null(), failed_at=null()).where(is_among(c.id, ids), c.failing_since.is_not(None))
        await self._session.execute(over)

    async def note_failed(self, endpoint_id: UUID, *, forget_after: timedelta) -> timedelta | None:
        """A try has failed; answers for how long nothing but failures is known, None where it is gone or switched off.

        Where the last failure is longer ago than `forget_after`, nothing was sent meanwhile: counting begins anew.
        """
        c = _ENDPOINTS.c
        is_new = or_(c.failing_since.is_(None), c.failed_at < func.now() - forget_after)
        noted = _writing(failing_since=case((is_new, func.now()), else_=c.failing_since), failed_at=func.now())
        is_due = or_(is_new, c.failed_at < func.now() - _NOTED_EVERY)
        await self._session.execute(noted.where(c.id == endpoint_id, c.enabled, is_due))
        failing = select(func.now() - c.failing_since).where(c.id == endpoint_id, c.enabled)
        return await self._session.scalar(failing)

    async def disable(self, endpoint_id: UUID, *, reason: str) -> WebhookEndpoint | None:
        """Switch an endpoint off; None where it was off already, or is gone."""
        c = _ENDPOINTS.c
        off = _writing(enabled=False, disabled_at=func.now(), disabled_reason=reason)
        statement = off.where(c.id == endpoint_id, c.enabled).returning(*c)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return _to_endpoint(row) if row else None

    async def remove(self, endpoint_id: UUID, *, account_id: UUID) -> None:
        """Nothing more is sent there, not even what waits; raises NotFoundError where the account has no such endpoint."""
        gone = delete(_ENDPOINTS).where(_ENDPOINTS.c.id == endpoint_id, _ENDPOINTS.c.account_id == account_id)
        if await self._session.scalar(gone.returning(_ENDPOINTS.c.id)) is None:
            raise NotFoundError(f"There is no webhook endpoint {endpoint_id}.")


def _writing(**values: Any) -> Update:
    return update(_ENDPOINTS).values(version=_ENDPOINTS.c.version + 1, updated_at=func.now(), **values)


def _to_endpoint(row: RowMapping) -> WebhookEndpoint:
    return WebhookEndpoint(**fields_of(row, WebhookEndpoint))
