"""What places do with bookings by themselves is noticed, written down, and told once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from core.booking import Booking, BookingStatus, VenueKind
from core.ids import make_id
from core.notification import NotificationFilter
from core.people import NewContact
from repositories.booking import NewBooking
from repositories.database import Database
from repositories.outside_booking import OutsideState
from services.booking.place_watch import PlaceWatch
from services.booking.refusals import NotReachedError
from tests.integration.house import FixedClock, House


class Place:
    """A booking system in which somebody at the place has done something."""

    def __init__(self, house: House, **changed: Any) -> None:
        self._house = house
        self.changed = changed
        self.looked: list[Booking] = []

    async def look_again(self, booking: Booking) -> Booking:
        self.looked.append(booking)
        if self.changed.get("away"):
            raise NotReachedError("It is away.")
        state = _state_of(replace(booking, **self.changed))
        if not self.changed:
            return booking
        async with self._house.unit_of_work() as unit:
            return await unit.outside_bookings.record_news(booking, state) or booking


def _state_of(booking: Booking) -> OutsideState:
    return OutsideState(
        status=booking.status,
        uid=booking.uid or "uid1",
        raw_status="accepted",
        reference="uid1",
        party_size=booking.party_size,
        service=booking.service,
        stylist=booking.stylist,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
    )


async def book(house: House, database: Database, *, status: BookingStatus = BookingStatus.CONFIRMED) -> Booking:
    """A haircut in an outside system, tomorrow by the database's clock, to be looked at now."""
    venue = await house.add_venue(name="Silver Scissors", kind=VenueKind.SALON, services=("haircut",))
    async with house.unit_of_work() as unit:
        starts_at = await _tomorrow(database)
        new = NewBooking(
            id=make_id(),
            account_id=house.account_id,
            user_id=house.user_id,
            venue_id=venue.id,
            task_id=None,
            effect_key=f"key:{make_id()}",
            reference="",
            party_size=1,
            service="haircut",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=30),
        )
        asked = await unit.outside_bookings.add_asked(new, system="calcom", name="Rose")
        booked = await unit.outside_bookings.record(asked.id, replace(_state_of(asked), status=status))
    assert booked is not None
    await make_due(database)
    return booked


async def _tomorrow(database: Database) -> datetime:
    async with database.transaction() as session:
        return (await session.execute(text("SELECT date_trunc('hour', now()) + interval '1 day'"))).scalar_one()


async def make_due(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(text("UPDATE bookings SET look_at = now() - interval '1 second'"))


async def let_pass(database: Database) -> None:
    """What was written down is half a minute old."""
    async with database.transaction() as session:
        await session.execute(text("UPDATE bookings SET updated_at = updated_at - interval '31 seconds'"))


async def give_channel(house: House, database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(text("UPDATE users SET channels = '[\"mailto:rose@example.org\"]'"))


def watch(house: House, place: Place) -> PlaceWatch:
    systems: Any = {"calcom": place}
    return PlaceWatch(unit_of_work=house.unit_of_work, systems=systems, clock=FixedClock())


async def texts(house: House) -> Sequence[str]:
    async with house.unit_of_work() as unit:
        told = await unit.notifications.list_page(
            NotificationFilter(), account_id=house.account_id, before=None, limit=9
        )
    return [each.text for each in told]


async def test_what_the_place_cancels_is_told_once(house: House, database: Database) -> None:
    await give_channel(house, database)
    booked = await book(house, database)
    watching = watch(house, Place(house, status=BookingStatus.CANCELLED))
    assert await watching.look_batch() == 1
    assert not await watching.tell_batch()  # it may have been the person, whose own change is being written down
    await let_pass(database)
    assert len(await watching.tell_batch()) == 1
    assert not await watching.tell_batch()
    (said,) = await texts(house)
    assert said.startswith("Silver Scissors has cancelled your booking: haircut on ")
    async with house.unit_of_work() as unit:
        now = await unit.bookings.get(booked.id, account_id=house.account_id)
    assert now.status is BookingStatus.CANCELLED


async def test_what_was_seen_before_a_crash_is_told_after_it(house: House, database: Database) -> None:
    await give_channel(house, database)
    await book(house, database)
    await watch(house, Place(house, status=BookingStatus.CANCELLED)).look_batch()
    await let_pass(database)
    assert len(await watch(house, Place(house)).tell_batch()) == 1


@pytest.mark.parametrize(
    ("status", "hours", "said"),
    [
        (BookingStatus.CONFIRMED, 2, "Silver Scissors has moved your booking: haircut is now on "),
        (BookingStatus.PENDING, 2, "Silver Scissors has confirmed your booking, but for another time"),
        (BookingStatus.PENDING, 0, "Silver Scissors has confirmed your booking: haircut on "),
    ],
)
async def test_moves_and_decisions_are_told(
    house: House, database: Database, status: BookingStatus, hours: int, said: str
) -> None:
    await give_channel(house, database)
    booked = await book(house, database, status=status)
    starts_at = booked.starts_at + timedelta(hours=hours)
    place = Place(house, status=BookingStatus.CONFIRMED, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30))
    await watch(house, place).look_batch()
    await let_pass(database)
    await watch(house, place).tell_batch()
    assert [each[: len(said)] for each in await texts(house)] == [said]


async def test_a_move_there_and_back_is_no_news(house: House, database: Database) -> None:
    await give_channel(house, database)
    booked = await book(house, database)
    there = booked.starts_at + timedelta(hours=2)
    for starts_at in (there, booked.starts_at):
        place = Place(house, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30))
        await watch(house, place).look_batch()
        await make_due(database)
        await let_pass(database)
    await watch(house, Place(house)).tell_batch()
    assert not await texts(house)


async def test_whoever_wants_to_hear_of_bookings_is_told_too(house: House, database: Database) -> None:
    async with house.unit_of_work() as unit:
        for name, topics in (("Anna", ("booking",)), ("Tom", ("missed",))):
            contact = NewContact(
                id=make_id(),
                account_id=house.account_id,
                user_id=house.user_id,
                name=name,
                relation=None,
                channels=(f"mailto:{name}@example.org",),
                topics=topics,
                consent_source="api",
            )
            await unit.contacts.add(contact)
    await book(house, database)
    await watch(house, Place(house, status=BookingStatus.CANCELLED)).look_batch()
    await let_pass(database)
    await watch(house, Place(house)).tell_batch()
    (said,) = await texts(house)
    assert said.startswith("About a booking of Rose's. Silver Scissors has cancelled")


async def test_what_the_person_changes_meanwhile_is_not_overwritten(house: House, database: Database) -> None:
    booked = await book(house, database)
    place = Place(house, status=BookingStatus.CANCELLED)
    async with house.unit_of_work() as unit:
        mine = await unit.outside_bookings.record(booked.id, replace(_state_of(booked), raw_status="mine"))
    assert await place.look_again(booked) == booked
    async with house.unit_of_work() as unit:
        assert await unit.bookings.get(booked.id, account_id=house.account_id) == mine


async def test_a_booking_is_looked_at_again_only_after_a_while(house: House, database: Database) -> None:
    booked = await book(house, database)
    place = Place(house)
    assert [await watch(house, place).look_batch() for _ in range(2)] == [1, 0]
    async with house.unit_of_work() as unit:
        assert await unit.watched_bookings.ring(["uid0", "uid1"], venue_id=booked.venue_id) == 1
    assert await watch(house, place).look_batch() == 0  # the place is still writing it down
    async with database.transaction() as session:
        wait = await session.scalar(text("SELECT look_at - now() FROM bookings"))
    assert timedelta() < wait <= timedelta(seconds=10)


async def test_a_system_that_is_away_hinders_nobody(house: House, database: Database) -> None:
    await book(house, database)
    place = Place(house, away=True)
    assert await watch(house, place).look_batch() == 1
    assert len(place.looked) == 1
    assert not await watch(house, place).tell_batch()


@pytest.mark.parametrize("over", ["status = 'cancelled'", "starts_at = now() - interval '1 hour'"])
async def test_what_is_over_is_never_looked_at_again(house: House, database: Database, over: str) -> None:
    await book(house, database)
    async with database.transaction() as session:
        await session.execute(text(f"UPDATE bookings SET {over}"))
    assert await watch(house, Place(house)).look_batch() == 0
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT look_at FROM bookings")) is None
