"""Answers to due times: every one that was given, in its order."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.dose_answer import AnsweredVia, DoseAnswer
from repositories.models.base import Base, CreatedAt, PrimaryId
from repositories.models.durable_work import enum_column


class OccurrenceAnswerRow(Base):
    """One answer. The due time itself shows the last one; one `source`, one answer."""

    __tablename__ = "occurrence_answers"

    id: Mapped[PrimaryId]
    occurrence_id: Mapped[UUID] = mapped_column(ForeignKey("occurrences.id", ondelete="CASCADE"), index=True)
    answer: Mapped[DoseAnswer] = mapped_column(enum_column(DoseAnswer, "answer"))
    corrects: Mapped[bool]
    taken_at: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    answered_via: Mapped[AnsweredVia] = mapped_column(enum_column(AnsweredVia, "answered_via"))
    source: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[CreatedAt]
