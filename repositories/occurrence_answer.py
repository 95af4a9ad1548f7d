"""Answers to due times: the history of each, and which links and messages have given theirs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.dose_answer import DoseAnswer, RecordedAnswer, Said
from core.ids import make_id
from repositories.models import OccurrenceAnswerRow
from repositories.rows import fields_of, table_of

_ANSWERS = table_of(OccurrenceAnswerRow)


class OccurrenceAnswerRepository:
    """Questions about answers."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(
        self,
        occurrence_id: UUID,
        answer: DoseAnswer,
        said: Said,
        *,
        corrects: bool = False,
        taken_at: datetime | None = None,
        snoozed_until: datetime | None = None,
    ) -> bool:
        """Record an answer; False where its source has given one already, and then nothing is recorded."""
        values = {
            "id": make_id(),
            "occurrence_id": occurrence_id,
            "answer": answer,
            "corrects": corrects,
            "taken_at": taken_at,
            "snoozed_until": snoozed_until,
            "answered_by": said.by,
            "answered_via": said.via,
            "source": said.source,
        }
        statement = insert(_ANSWERS).values(values).on_conflict_do_nothing(index_elements=[_ANSWERS.c.source])
        return await self._session.scalar(statement.returning(_ANSWERS.c.id)) is not None

    async def find_by_source(self, source: str) -> RecordedAnswer | None:
        """What a link or a message has answered."""
        statement = select(_ANSWERS).where(_ANSWERS.c.source == source)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return _to_answer(row) if row else None

    async def list_of(self, occurrence_id: UUID) -> list[RecordedAnswer]:
        """The answers to a due time, oldest first."""
        statement = select(_ANSWERS).where(_ANSWERS.c.occurrence_id == occurrence_id).order_by(_ANSWERS.c.id)
        return [_to_answer(row) for row in (await self._session.execute(statement)).mappings()]


def _to_answer(row: RowMapping) -> RecordedAnswer:
    return RecordedAnswer(**fields_of(row, RecordedAnswer))
