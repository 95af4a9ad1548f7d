"""What language models cost, day by day."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from repositories.models.base import Base


class ModelSpendingRow(Base):
    """What the whole installation has spent on one day, in UTC, as far as prices are known."""

    __tablename__ = "model_spending"

    day: Mapped[date] = mapped_column(primary_key=True)
    microdollars: Mapped[int] = mapped_column(server_default="0")
