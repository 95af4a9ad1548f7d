"""Addresses that want nothing more by their channel."""

from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base, CreatedAt
from repositories.sealed import Digest


class OptOutRow(Base):
    """One address, as a keyed hash: it must be kept when whose it was is erased. It holds for every account, as it does for the
    carrier.
    """

    __tablename__ = "opt_outs"

    address_hash: Mapped[str] = mapped_column(Digest("opt-out"), primary_key=True)
    at: Mapped[CreatedAt]
    source: Mapped[str]
    wording: Mapped[str | None]
