"""Browsers that have subscribed to push."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, Table, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotFoundError
from repositories.models import ContactRow, PushSubscriptionRow, UserRow
from repositories.rows import columns_of, fields_of, table_of
from repositories.sealed import owned, read_sealed

_SUBSCRIPTIONS = table_of(PushSubscriptionRow)
_USERS, _CONTACTS = table_of(UserRow), table_of(ContactRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPushSubscription:
    """A browser about to be stored."""

    id: UUID
    account_id: UUID
    user_id: UUID
    contact_id: UUID | None
    fingerprint: str
    sealed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPushSubscription(NewPushSubscription):
    """A browser as it is stored."""

    created_at: datetime


class PushSubscriptionRepository:
    """Questions about browsers."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def put(self, new: NewPushSubscription) -> StoredPushSubscription:
        """Store a browser; one that the person or a contact of theirs had belongs from now on to whom it is given here, under its id."""
        c = _SUBSCRIPTIONS.c
        given = columns_of(new)
        again = {name: given[name] for name in ("contact_id", "sealed")}
        statement = insert(_SUBSCRIPTIONS).values(given)
        put = statement.on_conflict_do_update(index_elements=[c.user_id, c.fingerprint], set_=again).returning(*c)
        return _to_stored((await self._session.execute(put)).mappings().one())

    async def find(self, subscription_id: UUID) -> StoredPushSubscription | None:
        """The browser, whosever it is; None where it is gone."""
        statement = select(_SUBSCRIPTIONS).where(_SUBSCRIPTIONS.c.id == subscription_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return _to_stored(row) if row else None

    async def find_same(self, new: NewPushSubscription) -> StoredPushSubscription | None:
        """The same browser, as the person or a contact of theirs has it, held until the transaction ends; None: neither has."""
        c = _SUBSCRIPTIONS.c
        statement = select(_SUBSCRIPTIONS).where(c.user_id == new.user_id, c.fingerprint == new.fingerprint)
        statement = statement.with_for_update()
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return _to_stored(row) if row else None

    async def list_known(self, ids: Collection[UUID], *, account_id: UUID) -> set[UUID]:
        """Those of these ids that are browsers of the account."""
        if not ids:
            return set()
        c = _SUBSCRIPTIONS.c
        return set(await self._session.scalars(select(c.id).where(c.id.in_(ids), c.account_id == account_id)))

    async def list_of_user(self, user_id: UUID, *, account_id: UUID) -> list[StoredPushSubscription]:
        """The browsers of a user and of their contacts, oldest first."""
        c = _SUBSCRIPTIONS.c
        statement = select(_SUBSCRIPTIONS).where(c.user_id == user_id, c.account_id == account_id).order_by(c.id)
        return [_to_stored(row) for row in (await self._session.execute(statement)).mappings()]

    async def remove(self, subscription_id: UUID, *, user_id: UUID, account_id: UUID) -> None:
        """Forget a browser; raises NotFoundError where the user has no such one."""
        c = _SUBSCRIPTIONS.c
        mine = (c.id == subscription_id, c.user_id == user_id, c.account_id == account_id)
        if await self._session.scalar(delete(_SUBSCRIPTIONS).where(*mine).returning(c.id)) is None:
            raise NotFoundError(f"There is no push subscription {subscription_id}.")

    async def forget(self, subscription_id: UUID) -> StoredPushSubscription | None:
        """Remove the row, whosever it is, and answer what it was."""
        c = _SUBSCRIPTIONS.c
        statement = delete(_SUBSCRIPTIONS).where(c.id == subscription_id).returning(*c)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return _to_stored(row) if row else None

    async def add_channel(self, whose: StoredPushSubscription, channel: str) -> None:
        """Put it behind the channels of whose it is, unless it is among them."""
        await self._change_channels(whose, lambda known: known if channel in known else [*known, channel])

    async def drop_channel(self, whose: StoredPushSubscription, channel: str) -> None:
        """Take it out of the channels of whose it is."""
        await self._change_channels(whose, lambda known: [each for each in known if each != channel])

    async def _change_channels(self, whose: StoredPushSubscription, change: Callable[[list[str]], list[str]]) -> None:
        table, owner = _owner_of(whose)
        mine = table.c.id == owner
        held = select(table.c.id, table.c.channels).where(mine).with_for_update(key_share=True)
        row = (await self._session.execute(held)).mappings().one_or_none()
        if row is None:
            return
        known: list[str] = read_sealed(row, "channels")
        if (wanted := change(known)) != known:
            written = owned(table, owner, {"channels": wanted})
            await self._session.execute(update(table).where(mine).values(**written, updated_at=func.now()))


def _owner_of(whose: NewPushSubscription) -> tuple[Table, UUID]:
    return (_CONTACTS, whose.contact_id) if whose.contact_id is not None else (_USERS, whose.user_id)


def _to_stored(row: RowMapping) -> StoredPushSubscription:
    return StoredPushSubscription(**fields_of(row, StoredPushSubscription))
