"""The judge of the bookings' chaos run finds whatever should not be."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bench.chaos_bookings.town import Entry
from bench.chaos_bookings.verdict import Verdict, judge
from core.booking import Booking, BookingStatus
from core.domain import Task, TaskStatus

ROSE = "Guest N001"
AT = datetime(2026, 11, 22, 19, tzinfo=UTC)
THERE = Entry(ROSE, "ABC1234", "2026-11-22 19:00", 4)


def task(status: TaskStatus, **told: Any) -> Task:
    booking = {"date": "2026-11-22", "time": "19:00", "party_size": 4, **told}
    result = {"booking": booking} if status is TaskStatus.COMPLETED else None
    return cast("Task", SimpleNamespace(status=status, result=result, error=None, question=None))


def row(status: BookingStatus, *, hour: int = 19) -> Booking:
    starts_at = AT.replace(hour=hour)
    return cast("Booking", SimpleNamespace(status=status, starts_at=starts_at, timezone="UTC"))


BOOKED, ASKED = task(TaskStatus.COMPLETED), task(TaskStatus.NEEDS_PERSON)
FAILED, RUNNING = task(TaskStatus.FAILED), task(TaskStatus.RUNNING)
STANDS, UNKNOWN = row(BookingStatus.CONFIRMED), row(BookingStatus.UNKNOWN)


def verdict(of: Task, rows: Sequence[Booking], there: Sequence[Entry]) -> Verdict:
    known: Mapping[str, Sequence[Booking]] = {ROSE: rows}
    return judge({ROSE: of}, known, there)


@pytest.mark.parametrize(
    ("of", "rows", "there"),
    [
        (BOOKED, [STANDS], [THERE]),
        (ASKED, [UNKNOWN], [THERE]),
        (ASKED, [UNKNOWN], []),
        (FAILED, [], []),
        (FAILED, [row(BookingStatus.REJECTED)], []),
    ],
)
def test_what_agrees_is_good(of: Task, rows: Sequence[Booking], there: Sequence[Entry]) -> None:
    assert verdict(of, rows, there).wrong == []


@pytest.mark.parametrize(
    ("of", "rows", "there", "says"),
    [
        (BOOKED, [STANDS], [THERE, THERE], "2 bookings for one request"),
        (BOOKED, [STANDS], [], "not there"),
        (BOOKED, [STANDS], [Entry(ROSE, "ABC1234", "2026-11-22 20:00", 4)], "was told 2026-11-22 19:00"),
        (BOOKED, [STANDS], [Entry(ROSE, "ABC1234", "2026-11-22 19:00", 2)], "for 4"),
        (FAILED, [], [THERE], "their task is failed"),
        (RUNNING, [], [], "still running"),
        (BOOKED, [STANDS], [THERE, Entry("Somebody", "XYZ", "2026-11-22 19:00")], "nobody's"),
        (BOOKED, [], [THERE], "no row"),
        (BOOKED, [STANDS, UNKNOWN], [THERE], "1 rows that stand and 1 that may"),
        (FAILED, [UNKNOWN], [], "may stand"),
        (ASKED, [row(BookingStatus.CONFIRMED, hour=20)], [THERE], "no such booking there"),
        (BOOKED, [row(BookingStatus.CANCELLED)], [THERE], "no row"),
    ],
)
def test_what_should_not_be_is_named(of: Task, rows: Sequence[Booking], there: Sequence[Entry], says: str) -> None:
    found = verdict(of, rows, there)
    assert not found.is_good
    assert says in " | ".join(found.wrong)
