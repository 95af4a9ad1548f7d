"""Task events: the history of every task, written by a trigger in the transaction of the move."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt


class TaskEventRow(Base):
    """One move; `seq` equals the task's version after it. Goes with its task, by a trigger that works once a statement."""

    __tablename__ = "task_events"

    task_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    type: Mapped[str]
    from_status: Mapped[str | None]
    to_status: Mapped[str]
    at: Mapped[CreatedAt]
    attempt: Mapped[int]
    epoch: Mapped[int]
    reason: Mapped[str | None]
