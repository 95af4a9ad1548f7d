"""What opens the booking systems of venues."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt
from repositories.sealed import fernet


class VenueSecretRow(Base):
    """All secrets of a venue, sealed together with one of ENCRYPTION_KEYS."""

    __tablename__ = "venue_secrets"

    venue_id: Mapped[UUID] = mapped_column(ForeignKey("venues.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[str] = mapped_column(info=fernet())
    updated_at: Mapped[CreatedAt]
