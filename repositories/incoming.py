"""What people write or key in to us: who they may be, and what was made of it."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Table,
    delete,
    func,
    null,
    or_,
    select,
    text,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.incoming import Claim, IncomingMessage, Sender
from repositories.models import ContactRow, IncomingMessageRow, NotificationRow, UserRow
from repositories.rows import fields_of, table_of
from repositories.sealed import owned

_INCOMING = table_of(IncomingMessageRow)
_USERS, _CONTACTS, _NOTIFICATIONS = table_of(UserRow), table_of(ContactRow), table_of(NotificationRow)
_MOST_SENDERS = 20


_UNCLAIMED = text(
    """
    SELECT came.id FROM incoming_messages AS came
    WHERE came.account_id IS NULL
      AND came.sender_digest IN (
        SELECT jsonb_array_elements_text(reached_by) FROM users WHERE id = :user_id AND account_id = :account_id
        UNION ALL
        SELECT jsonb_array_elements_text(reached_by) FROM contacts WHERE user_id = :user_id AND account_id = :account_id
      )
      AND NOT EXISTS (
        SELECT FROM users WHERE id <> :user_id AND reached_by @> jsonb_build_array(came.sender_digest)
      )
      AND NOT EXISTS (
        SELECT FROM contacts WHERE user_id <> :user_id AND reached_by @> jsonb_build_array(came.sender_digest)
      )
    """
)


class IncomingRepository:
    """Questions about incoming messages."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list_senders(self, address: str) -> list[Sender]:
        """Who can be reached at this address (as `core/reach.py` writes it), whoever was told something last first.

        Whether it is theirs is not known by that (ADR 0039).
        """
        told = (
            select(_NOTIFICATIONS.c.sent_at)
            .where(_NOTIFICATIONS.c.user_id == _USERS.c.id, _NOTIFICATIONS.c.contact_id.is_(None))
            .order_by(_NOTIFICATIONS.c.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        users = select(
            _USERS.c.account_id,
            _USERS.c.id.label("user_id"),
            sql_cast(null(), _CONTACTS.c.id.type).label("contact_id"),
            _USERS.c.name,
            told.label("told_at"),
        ).where(is_reached(_USERS, address))
        told = (
            select(func.max(_NOTIFICATIONS.c.sent_at))
            .where(_NOTIFICATIONS.c.contact_id == _CONTACTS.c.id)
            .scalar_subquery()
        )
        contacts = select(
            _CONTACTS.c.account_id, _CONTACTS.c.user_id, _CONTACTS.c.id, _CONTACTS.c.name, told.label("told_at")
        ).where(is_reached(_CONTACTS, address))
        both = union_all(users, contacts).subquery()
        ranked = select(both).order_by(
            both.c.told_at.desc().nulls_last(), both.c.contact_id.nulls_first(), both.c.user_id
        )
        rows = (await self._session.execute(ranked.limit(_MOST_SENDERS))).mappings()
        return [Sender(**fields_of(row, Sender)) for row in rows]

    async def add_once(self, message: IncomingMessage) -> IncomingMessage:
        """Store it; the one that came before under the same `provider_id` is answered instead."""
        c = _INCOMING.c
        shown = ("id", "account_id", "user_id", "contact_id", "notification_id", "sender", "text", "via", "provider_id")
        values = {name: getattr(message, name) for name in shown}
        known = owned(_INCOMING, message.id, values) | {"sender_digest": message.sender}
        added = insert(_INCOMING).values(known).on_conflict_do_nothing(index_elements=[c.via, c.provider_id])
        row = (await self._session.execute(added.returning(*c))).mappings().one_or_none()
        if row is None:
            earlier = select(_INCOMING).where(c.via == message.via, c.provider_id == message.provider_id)
            row = (await self._session.execute(earlier)).mappings().one()
        return _to_incoming(row)

    async def claim(self, message_id: UUID, *, within: timedelta) -> bool:
        """Whether the caller is the one to handle it, for so long; False while somebody else is, and once it is handled."""
        c = _INCOMING.c
        free = or_(c.claimed_until.is_(None), c.claimed_until < func.now())
        statement = update(_INCOMING).where(c.id == message_id, c.handled_at.is_(None), free)
        claimed = statement.values(claimed_until=func.now() + within, tries=c.tries + 1).returning(c.id)
        return await self._session.scalar(claimed) is not None

    async def list_left(self, *, after: timedelta, within: timedelta, most: int) -> list[IncomingMessage]:
        """What came `within` the last time and nobody handled or is handling, oldest first.

        Each try waits longer than the one before: `after` once, four times as long, nine times as long.
        """
        c = _INCOMING.c
        free = or_(c.claimed_until.is_(None), c.claimed_until < func.now())
        age = func.extract("epoch", func.now() - c.received_at)
        has_waited = age > after.total_seconds() * func.greatest(c.tries * c.tries, 1)
        left = select(_INCOMING).where(c.handled_at.is_(None), free, c.received_at > func.now() - within, has_waited)
        rows = (await self._session.execute(left.order_by(c.received_at).limit(most))).mappings()
        return [_to_incoming(row) for row in rows]

    async def let_go(self, message_id: UUID) -> None:
        """It was not handled after all; the next one who claims it does."""
        statement = update(_INCOMING).where(_INCOMING.c.id == message_id, _INCOMING.c.handled_at.is_(None))
        await self._session.execute(statement.values(claimed_until=null()))

    async def find(self, message_id: UUID) -> IncomingMessage | None:
        """One message, whosever it is; None where it is gone."""
        row = (await self._session.execute(select(_INCOMING).where(_INCOMING.c.id == message_id))).mappings().first()
        return _to_incoming(row) if row else None

    async def belongs_to(self, message_ids: Collection[UUID], claim: Claim) -> None:
        """Write down whose these are, now that it is certain."""
        statement = update(_INCOMING).where(_INCOMING.c.id.in_(message_ids))
        await self._session.execute(statement.values(claim.whose))

    async def list_unclaimed(self, user_id: UUID, *, account_id: UUID) -> list[UUID]:
        """What came from numbers of a user and their contacts, and of nobody else, and belongs to nobody for certain."""
        return list(await self._session.scalars(_UNCLAIMED, {"user_id": user_id, "account_id": account_id}))

    async def remove_unclaimed(self, message_ids: Collection[UUID]) -> None:
        """Delete these, where they still belong to nobody."""
        c = _INCOMING.c
        await self._session.execute(delete(_INCOMING).where(c.id.in_(message_ids), c.account_id.is_(None)))

    async def mark_handled(self, message_id: UUID, *, by: str | None, answer: str | None) -> None:
        """Write down what was made of it."""
        statement = update(_INCOMING).where(_INCOMING.c.id == message_id)
        said = owned(_INCOMING, message_id, {"answer": answer})
        await self._session.execute(statement.values(handled_at=func.now(), handled_by=by, **said))


def is_reached(people: Table, address: str) -> ColumnElement[bool]:
    """Whether somebody is known by an address; until all are digests, by the address itself."""
    known_by = people.c.reached_by
    return or_(known_by.contains([address]), type_coerce(known_by, postgresql.JSONB()).contains([address]))


def _to_incoming(row: RowMapping) -> IncomingMessage:
    return IncomingMessage(**fields_of(row, IncomingMessage))
