"""Stocks of medicines."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api.schemas.common import Answer, RequestBody
from core.stock import MOST, Forecast, Stock

Amount = Annotated[float, Field(le=float(MOST), allow_inf_nan=False, multiple_of=0.25)]

_EXAMPLE: dict[str, Any] = {
    "medicine": "blood pressure pills",
    "left": 28.0,
    "doses_left": 14,
    "runs_out_on": "2026-12-05",
    "days_left": 14,
    "updated_at": "2026-11-21T09:30:00Z",
}


class StockBody(RequestBody):
    """How much of a medicine there is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"left": 28}]})

    left: Annotated[Amount, Field(ge=0)] = Field(description="In tablets, drops or whatever a dose is counted in.")


class RefillBody(RequestBody):
    """How much of a medicine came in addition."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"amount": 56}]})

    amount: Annotated[Amount, Field(gt=0)] = Field(description="In tablets, drops or whatever a dose is counted in.")


class StockAnswer(Answer):
    """How much of a medicine there is, and how long it lasts by all its active reminders."""

    model_config = ConfigDict(title="Stock", json_schema_extra={"examples": [_EXAMPLE]})

    medicine: str
    left: float | None = Field(description="Null: nobody has counted it.")
    doses_left: int | None = Field(description="Whole doses, by the dosage of this reminder.")
    runs_out_on: date | None = Field(
        description="The local day of the first dose that is not covered, if there is one."
    )
    days_left: int | None = Field(description="Days from today until then.")
    updated_at: datetime | None

    @classmethod
    def of(cls, medicine: str, stock: Stock | None, ahead: Forecast) -> "StockAnswer":
        """The public form of a stock."""
        return cls(
            medicine=medicine,
            left=float(stock.left) if stock else None,
            doses_left=ahead.doses,
            runs_out_on=ahead.runs_out_on,
            days_left=ahead.days,
            updated_at=stock.updated_at if stock else None,
        )


def exact(amount: float) -> Decimal:
    """An amount as it is kept."""
    return Decimal(str(amount))
