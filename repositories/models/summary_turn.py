"""Summary turns: when the summaries for a contact are looked at next."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, JsonObject


class SummaryTurnRow(Base):
    """One contact who wants summaries. `made` is the last of each topic, so that none is made twice, told or not."""

    __tablename__ = "summary_turns"

    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    look_at: Mapped[datetime] = mapped_column(index=True)
    made: Mapped[JsonObject] = mapped_column(server_default="{}")
