"""Choices that were offered to somebody who wrote."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from repositories.models import ReplyChoiceRow
from repositories.rows import table_of

_CHOICES = table_of(ReplyChoiceRow)


class ReplyChoice(NamedTuple):
    """What was answered, and to which of these due times it may belong."""

    answer: str
    options: tuple[UUID, ...]


class ReplyChoiceRepository:
    """Questions about open choices."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def offer(self, user_id: UUID, sender: str, *, answer: str, options: Sequence[UUID]) -> None:
        """Remember a choice; it takes the place of one before."""
        values = {"answer": answer, "options": [str(each) for each in options], "created_at": func.now()}
        statement = insert(_CHOICES).values(user_id=user_id, sender=sender, **values)
        await self._session.execute(statement.on_conflict_do_update(index_elements=["user_id", "sender"], set_=values))

    async def find(self, user_id: UUID, sender: str, *, within: timedelta) -> ReplyChoice | None:
        """The open choice, if it was offered no longer ago."""
        c = _CHOICES.c
        fresh = c.created_at > func.now() - within
        statement = select(c.answer, c.options).where(c.user_id == user_id, c.sender == sender, fresh)
        row = (await self._session.execute(statement)).one_or_none()
        return ReplyChoice(row.answer, tuple(map(UUID, row.options))) if row else None

    async def close(self, user_id: UUID, sender: str) -> None:
        """It is decided, or of no interest any more."""
        await self._session.execute(delete(_CHOICES).where(_CHOICES.c.user_id == user_id, _CHOICES.c.sender == sender))
