"""How the tests read: everything is said on Wednesday 18 November 2026 at ten in the morning, in London."""

from datetime import datetime
from zoneinfo import ZoneInfo

from core.when import Policy, TimeReading, find_times

LONDON = "Europe/London"
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo(LONDON))


def read(text: str, *, policy: Policy = Policy.REMINDER, timezone: str = LONDON, now: datetime = NOW) -> TimeReading:
    return find_times(text, now=now, timezone=timezone, policy=policy)


def day_of(text: str, *, timezone: str = LONDON, now: datetime = NOW) -> str | None:
    reading = read(text, timezone=timezone, now=now)
    return reading.date.isoformat() if reading.date else None


def clock_of(text: str, *, policy: Policy = Policy.REMINDER) -> str | None:
    reading = read(text, policy=policy)
    return reading.time.strftime("%H:%M") if reading.time else None
