"""Keys that sign access tokens."""

from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt, PrimaryId
from repositories.sealed import fernet


class SigningKeyRow(Base):
    """An Ed25519 key; `sealed` is its private part, encrypted with ENCRYPTION_KEYS."""

    __tablename__ = "signing_keys"

    id: Mapped[PrimaryId]
    sealed: Mapped[str] = mapped_column(info=fernet())
    created_at: Mapped[CreatedAt]
