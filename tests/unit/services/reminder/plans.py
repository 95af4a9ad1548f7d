"""Reminders to plan with, and an independent calculation of their due times."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.ids import make_id
from core.reminder import NewReminder, ReminderKind

STRIDE = timedelta(minutes=5)
"""All times of day of the plans, and all clock changes, lie on it."""

Days = Callable[[date], bool]


def reminder(**changed: Any) -> NewReminder:
    base = NewReminder(
        id=make_id(),
        account_id=make_id(),
        user_id=make_id(),
        task_id=None,
        kind=ReminderKind.MEDICINE,
        subject="blood pressure pills",
        timezone="Europe/London",
        times=("08:00",),
        recurrence="FREQ=DAILY",
        starts_on=date(2026, 11, 20),
    )
    return replace(base, **changed)


def walk(timezone: str, times: tuple[str, ...], is_day: Days, *, since: datetime, until: datetime) -> set[Any]:
    """(date, slot, instant) of every dose, found by walking through time and looking at the wall clock.

    A slot is due the first time that the wall clock of its date shows it; where the clock jumps over it, as soon as a
    later time is shown.
    """
    zone, found = ZoneInfo(timezone), dict[tuple[date, str], datetime]()
    instant = since
    while instant < until:
        local = instant.astimezone(zone)
        shown = f"{local:%H:%M}"
        for slot in times:
            if shown >= slot and is_day(local.date()):
                found.setdefault((local.date(), slot), instant)
        instant += STRIDE
    return {(on, slot, at) for (on, slot), at in found.items()}


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)
