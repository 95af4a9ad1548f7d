"""Encryption keys: which ones the database needs."""

from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt


class EncryptionKeyRow(Base):
    """The id of a key that may have sealed something that is stored; `plain` is for what was never sealed."""

    __tablename__ = "encryption_keys"

    id: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[CreatedAt]
