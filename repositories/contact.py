"""Contacts of users."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.domain import TaskStatus
from core.errors import NotFoundError
from core.notification import GONE
from core.people import Contact, NewContact
from core.reach import addresses_of
from repositories.dispatch import is_among_given
from repositories.models import ContactRow, NotificationRow
from repositories.rows import fetch_page, fields_of, sealed_columns_of, table_of
from repositories.sealed import owned
from repositories.sender_number import forget_numbers

_CONTACTS, _NOTIFICATIONS = table_of(ContactRow), table_of(NotificationRow)
_WAITING = (TaskStatus.QUEUED, TaskStatus.RETRYING, TaskStatus.SCHEDULED)
_OF_USERS = select(_CONTACTS).where(is_among_given(_CONTACTS.c.user_id, "wanted")).order_by(_CONTACTS.c.id)


class ContactRepository:
    """Questions about contacts."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, contact: NewContact) -> Contact:
        """Store a contact."""
        values = sealed_columns_of(_CONTACTS, contact)
        values["consented_at"] = func.now() if contact.consent_source else None
        values["reached_by"] = list(addresses_of(contact.channels))
        row = (await self._session.execute(insert(_CONTACTS).values(values).returning(*_CONTACTS.c))).mappings().one()
        return _to_contact(row)

    async def get(self, contact_id: UUID, *, user_id: UUID, account_id: UUID, locked: bool = False) -> Contact:
        """Raises NotFoundError where the user has no such contact; `locked`: nobody else changes it meanwhile."""
        statement = select(_CONTACTS).where(*_mine(contact_id, user_id, account_id))
        if locked:
            statement = statement.with_for_update(key_share=True)
        return _found((await self._session.execute(statement)).mappings().one_or_none(), contact_id)

    async def find(self, contact_id: UUID) -> Contact | None:
        """The contact, whatever the account; None where there is none."""
        row = (
            (await self._session.execute(select(_CONTACTS).where(_CONTACTS.c.id == contact_id)))
            .mappings()
            .one_or_none()
        )
        return _to_contact(row) if row else None

    async def list_page(self, *, user_id: UUID, account_id: UUID, before: UUID | None, limit: int) -> list[Contact]:
        """Contacts of the user, newest first."""
        statement = select(_CONTACTS).where(_CONTACTS.c.user_id == user_id, _CONTACTS.c.account_id == account_id)
        rows = await fetch_page(self._session, statement, table=_CONTACTS, before=before, limit=limit)
        return [_to_contact(row) for row in rows]

    async def list_of_user(self, user_id: UUID, *, account_id: UUID) -> list[Contact]:
        """All contacts of the user, oldest first."""
        statement = select(_CONTACTS).where(_CONTACTS.c.user_id == user_id, _CONTACTS.c.account_id == account_id)
        rows = (await self._session.execute(statement.order_by(_CONTACTS.c.id))).mappings()
        return [_to_contact(row) for row in rows]

    async def list_of_users(self, user_ids: Collection[UUID]) -> list[Contact]:
        """All contacts of these users, whosever they are, oldest first."""
        found = await self._session.execute(_OF_USERS, {"wanted": list(user_ids)})
        return [_to_contact(row) for row in found.mappings()]

    async def change(self, contact_id: UUID, changes: Mapping[str, Any], *, user_id: UUID, account_id: UUID) -> Contact:
        """Write the named columns; raises NotFoundError where the user has no such contact."""
        statement = update(_CONTACTS).where(*_mine(contact_id, user_id, account_id))
        known_by = {"reached_by": list(addresses_of(changes["channels"]))} if "channels" in changes else {}
        for addresses in known_by.values():
            await self._session.execute(forget_numbers(contact_id, addresses))
        written = owned(_CONTACTS, contact_id, changes)
        statement = statement.values({**written, **known_by, "updated_at": func.now()})
        row = (await self._session.execute(statement.returning(*_CONTACTS.c))).mappings().one_or_none()
        return _found(row, contact_id)

    async def drop_unsent(self, contact_id: UUID, *, topic: str | None = None) -> None:
        """Forget what waits to be sent to a contact of itself, or of one topic. What a task wants told stays, to end as failed."""
        c = _NOTIFICATIONS.c
        unsent = (c.status.in_(_WAITING), c.sending.is_(None), c.sent_at.is_(None), c.task_id.is_(None))
        about = [c.topic == topic] if topic is not None else []
        await self._session.execute(delete(_NOTIFICATIONS).where(c.contact_id == contact_id, *unsent, *about))

    async def remove(self, contact_id: UUID, *, user_id: UUID, account_id: UUID) -> None:
        """Erase a contact, with what waits for them, and where what they were sent went to.

        What was said stays, as part of the person's own history.

        Raises:
            NotFoundError: the user has no such contact.
        """
        held = select(_CONTACTS).where(*_mine(contact_id, user_id, account_id)).with_for_update()
        _found((await self._session.execute(held)).mappings().one_or_none(), contact_id)
        await self.drop_unsent(contact_id)
        await self._forget_whereabouts(contact_id)
        statement = delete(_CONTACTS).where(*_mine(contact_id, user_id, account_id))
        _found((await self._session.execute(statement.returning(*_CONTACTS.c))).mappings().one_or_none(), contact_id)

    async def _forget_whereabouts(self, contact_id: UUID) -> None:
        """Their name and their addresses go from what they were sent, and from what a task still wants told."""
        c = _NOTIFICATIONS.c
        nobodys = update(_NOTIFICATIONS).where(c.contact_id == contact_id)
        await self._session.execute(nobodys.values(recipient=GONE, channels=text("'[]'")))  # nothing that needs a seal


def _mine(contact_id: UUID, user_id: UUID, account_id: UUID) -> tuple[ColumnElement[bool], ...]:
    c = _CONTACTS.c
    return (c.id == contact_id, c.user_id == user_id, c.account_id == account_id)


def _found(row: RowMapping | None, contact_id: UUID) -> Contact:
    if row is None:
        raise NotFoundError(f"There is no contact {contact_id}.")
    return _to_contact(row)


def _to_contact(row: RowMapping) -> Contact:
    return Contact(**fields_of(row, Contact))
