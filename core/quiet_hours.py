"""Hours in which family is not disturbed by what can wait."""

from datetime import datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from core.when import to_instant

Hour = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class QuietHours(BaseModel):
    """From one hour of the wall clock to another, over midnight where that is earlier."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    begin: Hour = Field(description="When they begin, as HH:MM in the person's zone.")
    end: Hour = Field(description="When they are over.")


def quiet_until(now: datetime, quiet: QuietHours | None, *, timezone: str) -> datetime | None:
    """When the quiet hours are over in which this instant lies; None where it lies in none."""
    if quiet is None or quiet.begin == quiet.end:
        return None
    begin, end = time.fromisoformat(quiet.begin), time.fromisoformat(quiet.end)
    local = now.astimezone(ZoneInfo(timezone))
    for day in (local.date() - timedelta(days=1), local.date()):
        last = day if begin < end else day + timedelta(days=1)
        until = to_instant(last, end, timezone)
        if to_instant(day, begin, timezone) <= now < until:
            return until
    return None
