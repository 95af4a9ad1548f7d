"""Reminders of what is booked."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.booking import Booking, BookingStatus, Weekday
from core.domain import WorkKind
from core.errors import ConflictError
from core.reminder import Occurrence, OccurrenceFilter, Reminder, ReminderKind, ReminderStatus
from core.when import to_local
from services.booking.visit import local_start
from services.booking.visits import follow_visit
from services.durable_work import Done
from services.reminder.reminder_service import ReminderFollowsError
from tests.integration.services.booking.wishes import change, put_booking
from tests.integration.services.reminder.medicine_chest import MedicineChest

LONDON = ZoneInfo("Europe/London")


def in_days(days: int, at: time = time(19)) -> datetime:
    """A local time of a coming day."""
    return datetime.combine(datetime.now(LONDON).date() + timedelta(days=days), at)


async def book(chest: MedicineChest, starts_at: datetime) -> Booking:
    always = dict.fromkeys(Weekday, (("00:00", "24:00"),))
    venue = await chest.house.add_venue("Olive Garden", hours=always)
    return await put_booking(chest.house, venue, starts_at.isoformat(timespec="minutes"), party_size=4)


async def cancel(chest: MedicineChest, booking: Booking) -> None:
    await chest.house.system.cancel(booking, key="test")


async def reminder_of(chest: MedicineChest, booking: Booking) -> Reminder | None:
    async with chest.units() as unit:
        return await unit.reminders.find_of_booking(booking.id)


async def planned(chest: MedicineChest) -> list[Occurrence]:
    narrowed = OccurrenceFilter(user_id=chest.house.user_id)
    async with chest.units() as unit:
        found = await unit.occurrences.list_page(narrowed, account_id=chest.house.account_id, before=None, limit=50)
    return sorted(found, key=lambda each: each.scheduled_for)


async def times(chest: MedicineChest) -> list[datetime]:
    return [to_local(each.scheduled_for, "Europe/London").replace(tzinfo=None, fold=0) for each in await planned(chest)]


async def plan_on(chest: MedicineChest) -> None:
    """Plan shortly before the first reminder of a visit in two days: the plan reaches both, and neither is over."""
    chest.clock.ahead = in_days(1, time(17, 30)).replace(tzinfo=LONDON) - datetime.now(UTC)
    await chest.reminders.planner.plan_batch()


async def due_now(chest: MedicineChest) -> Occurrence:
    """The last reminder before a visit, at its time."""
    await plan_on(chest)
    [*_, last] = await planned(chest)
    chest.clock.ahead = last.scheduled_for - datetime.now(UTC)
    return last


async def told(chest: MedicineChest) -> list[str]:
    return [each.text for each in await chest.notices()]


@pytest.fixture
async def heard(chest: MedicineChest) -> MedicineChest:
    await chest.set_user(channels=["mailto:rose@x.example"])
    return chest


async def test_evening_before_and_two_hours_before_are_planned(chest: MedicineChest) -> None:
    start = in_days(2, time(15))
    booking = await book(chest, start)
    await plan_on(chest)
    assert await times(chest) == [in_days(1, time(18)), in_days(2, time(13))]
    reminder = await reminder_of(chest, booking)
    assert reminder
    assert (reminder.kind, reminder.subject) == (ReminderKind.VISIT, "table for 4 at Olive Garden")


async def test_far_visit_is_planned_as_time_goes_on(chest: MedicineChest) -> None:
    await book(chest, in_days(30))
    assert await times(chest) == []
    chest.clock.ahead = timedelta(days=29)
    assert await chest.reminders.planner.plan_batch() == 1
    assert await times(chest) == [in_days(29, time(18)), in_days(30, time(17))]


async def test_visit_that_is_nearer_than_that_has_no_reminder(chest: MedicineChest) -> None:
    now = datetime.now(UTC)
    quarter = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    soon = (quarter + timedelta(minutes=90)).astimezone(LONDON)  # an hour may be missing between, or come twice
    booking = await book(chest, soon.replace(tzinfo=None))
    assert await times(chest) == []
    assert await reminder_of(chest, booking) is None


async def test_reminders_follow_a_change(chest: MedicineChest) -> None:
    booking = await book(chest, in_days(1))
    await change(chest.house, booking, starts_at=in_days(2, time(12)), party_size=6)
    await plan_on(chest)
    assert await times(chest) == [in_days(1, time(18)), in_days(2, time(10))]
    reminder = await reminder_of(chest, booking)
    assert reminder
    assert reminder.subject == "table for 6 at Olive Garden"


async def test_reminders_vanish_with_the_booking(chest: MedicineChest) -> None:
    booking = await book(chest, in_days(2))
    await cancel(chest, booking)
    reminder = await reminder_of(chest, booking)
    assert reminder
    assert reminder.status is ReminderStatus.CANCELLED
    assert await times(chest) == []


async def test_who_wants_none_has_none(chest: MedicineChest) -> None:
    await chest.set_user(preferences={"visit_reminders": False})
    assert await reminder_of(chest, await book(chest, in_days(2))) is None


async def test_person_is_told_what_where_and_when(heard: MedicineChest) -> None:
    booking = await book(heard, in_days(2))
    await heard.step(await due_now(heard))
    assert await told(heard) == [
        f"Rose, you have a table for 4 at Olive Garden today at 7 in the evening. The reference is {booking.reference}."
    ]
    assert [each.topic for each in await heard.notices()] == ["visit"]


async def test_who_switched_them_off_meanwhile_is_told_nothing(heard: MedicineChest) -> None:
    await book(heard, in_days(2))
    await heard.set_user(preferences={"visit_reminders": False})
    await heard.step(await due_now(heard))
    assert await told(heard) == []


@pytest.mark.parametrize(
    ("subject", "minutes", "is_enough"),
    [
        ("my table at Olive Garden", 30, True),
        ("get ready for dinner", 90, True),
        ("my table at Olive Garden", 300, False),
        ("water the plants", 0, False),
    ],
)
async def test_own_reminder_of_it_is_enough(heard: MedicineChest, subject: str, minutes: int, is_enough: bool) -> None:
    await book(heard, in_days(2))
    due = await due_now(heard)
    own = due.scheduled_for - timedelta(minutes=minutes)
    await heard.add(kind=ReminderKind.REMINDER, subject=subject, at=own, starts_on=own.date())
    await heard.step(due)
    assert (await told(heard) == []) is is_enough


async def test_stopped_reminder_stays_stopped_when_the_booking_moves(chest: MedicineChest) -> None:
    booking = await book(chest, in_days(2))
    reminder = await reminder_of(chest, booking)
    assert reminder
    await chest.reminders.cancel(reminder.id, account_id=chest.house.account_id)
    await change(chest.house, booking, starts_at=in_days(3))
    assert await times(chest) == []


async def put_status(chest: MedicineChest, booking: Booking, status: BookingStatus) -> None:
    async with chest.units() as unit:
        await follow_visit(unit, replace(booking, status=status))


@pytest.mark.parametrize("meanwhile", [BookingStatus.PENDING, BookingStatus.UNKNOWN])
async def test_visit_that_the_place_confirms_again_is_told_again(
    chest: MedicineChest, meanwhile: BookingStatus
) -> None:
    booking = await book(chest, in_days(2, time(15)))
    await put_status(chest, booking, meanwhile)
    await plan_on(chest)
    assert await times(chest) == []
    await put_status(chest, booking, BookingStatus.CONFIRMED)
    await plan_on(chest)
    assert await times(chest) == [in_days(1, time(18)), in_days(2, time(13))]
    reminder = await reminder_of(chest, booking)
    assert reminder
    assert reminder.status is ReminderStatus.ACTIVE


async def test_reminder_stopped_while_the_place_decides_stays_stopped(chest: MedicineChest) -> None:
    booking = await book(chest, in_days(2))
    await put_status(chest, booking, BookingStatus.PENDING)
    reminder = await reminder_of(chest, booking)
    assert reminder
    await chest.reminders.cancel(reminder.id, account_id=chest.house.account_id)
    await put_status(chest, booking, BookingStatus.CONFIRMED)
    await plan_on(chest)
    assert await times(chest) == []


async def test_reminder_of_a_visit_is_moved_by_its_booking_only(chest: MedicineChest) -> None:
    reminder = await reminder_of(chest, await book(chest, in_days(2)))
    assert reminder
    with pytest.raises(ReminderFollowsError):
        await chest.reminders.change(reminder.id, {"times": ("09:00",)}, account_id=chest.house.account_id)
    assert issubclass(ReminderFollowsError, ConflictError)


async def test_visit_that_moves_while_it_is_being_told_is_told_at_its_new_time(heard: MedicineChest) -> None:
    booking = await book(heard, in_days(2))
    due = await due_now(heard)
    await heard.make_due(due)
    claimed = await heard.claim(due)
    await change(heard.house, booking, starts_at=local_start(booking) + timedelta(hours=3))
    done = await heard.work().run(WorkKind.OCCURRENCE, claimed)
    assert isinstance(done, Done)
    await heard.work().settle([done])
    assert await told(heard) == []
    await heard.reminders.planner.plan_batch()
    assert (await times(heard))[-1] == in_days(2, time(20))
