"""Summaries for contacts: whose turn it is, and what they are made of."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.notification import Topic
from core.summary import SUMMARY_TOPICS, Made, SummaryTurn
from repositories.models import ContactRow, SummaryTurnRow
from repositories.rows import table_of

_TURNS = table_of(SummaryTurnRow)
_CONTACTS = table_of(ContactRow)
_WANTS = or_(*(_CONTACTS.c.topics.contains(literal([each], JSONB)) for each in (*SUMMARY_TOPICS, "all")))


class SummaryRepository:
    """Questions about summaries for contacts."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add_missing(self, *, look_at: datetime, limit: int) -> None:
        """Give a turn to contacts who want summaries and have none yet."""
        c = _CONTACTS.c
        new = (
            select(c.id, c.user_id, c.account_id, literal(look_at))
            .outerjoin_from(_CONTACTS, _TURNS, _TURNS.c.contact_id == c.id)
            .where(_WANTS, _TURNS.c.contact_id.is_(None))
            .limit(limit)
        )
        columns = ["contact_id", "user_id", "account_id", "look_at"]
        await self._session.execute(insert(_TURNS).from_select(columns, new).on_conflict_do_nothing())

    async def pick(self, *, before: datetime, limit: int) -> list[SummaryTurn]:
        """Turns that have come, held until the transaction ends; others' picks are left out."""
        statement = (
            select(_TURNS)
            .where(_TURNS.c.look_at <= before)
            .order_by(_TURNS.c.look_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_to_turn(row) for row in (await self._session.execute(statement)).mappings()]

    async def put_off(self, contact_id: UUID, *, look_at: datetime, made: Mapping[Topic, Made]) -> None:
        """Write what was made, and when to look again, of a turn that is held."""
        written = {
            topic.value: {"on": each.on.isoformat(), "until": each.until.isoformat()} for topic, each in made.items()
        }
        statement = update(_TURNS).where(_TURNS.c.contact_id == contact_id)
        await self._session.execute(statement.values(look_at=look_at, made=written))

    async def remove(self, contact_id: UUID) -> None:
        """End the turns of a contact who wants no summaries any more."""
        await self._session.execute(delete(_TURNS).where(_TURNS.c.contact_id == contact_id))

    async def look_again(self, user_id: UUID) -> None:
        """Look at the summaries about a user at once: their hour, their zone or their contacts may have changed."""
        statement = update(_TURNS).where(_TURNS.c.user_id == user_id)
        await self._session.execute(statement.values(look_at=func.least(_TURNS.c.look_at, func.now())))


def _to_turn(row: RowMapping) -> SummaryTurn:
    made: Mapping[str, Any] = row["made"]
    return SummaryTurn(
        contact_id=row["contact_id"],
        user_id=row["user_id"],
        account_id=row["account_id"],
        made={
            topic: Made(on=date.fromisoformat(each["on"]), until=datetime.fromisoformat(each["until"]))
            for topic in SUMMARY_TOPICS
            if (each := made.get(topic.value))
        },
    )
