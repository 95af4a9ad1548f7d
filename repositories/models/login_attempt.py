"""How often somebody tried to log in."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base


class LoginAttemptRow(Base):
    """Tries since `began_at`. `subject` is a digest of whom they are about, existing or not."""

    __tablename__ = "login_attempts"

    subject: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    began_at: Mapped[datetime]
