import asyncio
import multiprocessing
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from core.booking import Booking, BookingFilter, Venue, Weekday
from core.ids import make_id
from core.when import to_instant
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory, unit_of_work_factory
from services.booking.adapters.local import LocalBookingSystem
from services.booking.hours import find_stay, length_of_meal
from services.booking.ports import Guest, Seating
from services.booking.refusals import ClosedError, FullError
from services.booking.room import has_room
from tests.integration.house import FixedClock, House
from tests.vaults import VAULT


def at(clock: str, *, on: str = "2026-11-22") -> datetime:
    return datetime.fromisoformat(f"{on}T{clock}")


EVENING = at("19:00")
DAY = (at("00:00"), at("00:00", on="2026-11-24"))


def seating(venue: Venue, party_size: int = 2, starts_at: datetime = EVENING) -> Seating:
    return Seating(venue=venue, party_size=party_size, starts_at=starts_at)


@asynccontextmanager
async def several_systems(url: str, count: int = 3) -> AsyncGenerator[list[LocalBookingSystem]]:
    databases = [Database(url, pool_size=4, vault=VAULT) for _ in range(count)]
    try:
        yield [LocalBookingSystem(unit_of_work=unit_of_work_factory(each), clock=FixedClock()) for each in databases]
    finally:
        for each in databases:
            await each.close()


async def try_to_book(system: LocalBookingSystem, wanted: Seating, guest: Guest, key: str) -> Booking | None:
    try:
        return await system.book(wanted, guest, key=key)
    except FullError:
        return None


async def list_bookings(house: House) -> list[Booking]:
    async with house.unit_of_work() as unit:
        return await unit.bookings.list_page(BookingFilter(), account_id=house.account_id, before=None, limit=1000)


async def assert_well_filled(house: House, venue: Venue, refused: Sequence[Seating]) -> None:
    """At no instant are more seats taken than there are, and nobody was refused who would have fitted in."""
    async with house.unit_of_work() as unit:
        since, until = (to_instant(day.date(), day.time(), venue.timezone) for day in DAY)
        taken = await unit.bookings.list_taken(venue.id, since=since, until=until)
    for moment in {each.starts_at for each in taken}:
        here = sum(each.party_size for each in taken if each.starts_at <= moment < each.ends_at)
        assert here <= venue.capacity
    for wanted in refused:
        stay = find_stay(venue, wanted.starts_at, length_of_meal(wanted.party_size))
        assert stay is not None
        assert not has_room(taken, stay, wanted.party_size, capacity=venue.capacity)


async def test_booking_keeps_the_seats_for_ninety_minutes(house: House) -> None:
    venue = await house.add_venue()
    booking = await house.system.book(seating(venue, 4), house.guest, key=str(make_id()))
    assert booking.venue_name == "Olive Garden"
    assert booking.ends_at - booking.starts_at == timedelta(minutes=90)
    assert len(booking.reference) == 6


async def test_large_party_keeps_its_seats_for_two_hours(house: House) -> None:
    venue = await house.add_venue()
    booking = await house.system.book(seating(venue, 5), house.guest, key=str(make_id()))
    assert booking.ends_at - booking.starts_at == timedelta(hours=2)


async def test_same_key_answers_with_the_same_booking_even_when_the_place_is_full_or_closed_by_now(
    house: House,
) -> None:
    venue = await house.add_venue(capacity=2)
    key = str(make_id())
    first = await house.system.book(seating(venue), house.guest, key=key)
    assert await house.system.book(seating(venue), house.guest, key=key) == first
    assert await house.system.book(seating(venue, 2, at("03:00")), house.guest, key=key) == first
    assert await house.system.find(key) == first


async def test_unused_key_finds_nothing(house: House) -> None:
    assert await house.system.find(str(make_id())) is None


async def test_seats_are_free_again_when_the_stay_is_over(house: House) -> None:
    venue = await house.add_venue(capacity=2)
    await house.system.book(seating(venue), house.guest, key=str(make_id()))
    with pytest.raises(FullError):
        await house.system.book(seating(venue, 1, at("20:15")), house.guest, key=str(make_id()))
    assert await house.system.book(seating(venue, 2, at("20:30")), house.guest, key=str(make_id()))


async def test_parties_that_do_not_meet_share_seats(house: House) -> None:
    venue = await house.add_venue(capacity=4)
    for clock in ("18:00", "19:30"):
        await house.system.book(seating(venue, 2, at(clock)), house.guest, key=str(make_id()))
    assert await house.system.book(seating(venue, 2, at("18:45")), house.guest, key=str(make_id()))


async def test_closed_place_books_nothing(house: House) -> None:
    venue = await house.add_venue(hours={Weekday.SUN: (("12:00", "15:00"),)})
    with pytest.raises(ClosedError):
        await house.system.book(seating(venue), house.guest, key=str(make_id()))
    assert await list_bookings(house) == []


async def test_time_between_the_quarters_books_nothing(house: House) -> None:
    venue = await house.add_venue()
    with pytest.raises(FullError):
        await house.system.book(seating(venue, 2, at("19:10")), house.guest, key=str(make_id()))


async def test_free_times_come_nearest_first(house: House) -> None:
    venue = await house.add_venue(capacity=4)
    await house.system.book(seating(venue, 3), house.guest, key=str(make_id()))
    free = await house.system.list_free(seating(venue, 2), limit=3)
    assert free == [at("17:30"), at("20:30"), at("17:15")]


async def test_free_times_lie_after_the_given_instant(house: House) -> None:
    venue = await house.add_venue()
    after = to_instant(EVENING.date(), at("22:00").time(), venue.timezone)
    assert await house.system.list_free(seating(venue), limit=9, after=after) == [at("22:15"), at("22:30")]
    assert await house.system.list_free(seating(venue, 2, EVENING - timedelta(days=30)), limit=9) == []


async def test_parallel_bookers_fill_every_seat_and_no_more(house: House, database_url: str) -> None:
    venue = await house.add_venue(capacity=20)
    async with several_systems(database_url) as systems:
        bookings = await asyncio.gather(
            *(
                try_to_book(systems[number % 3], seating(venue), house.guest, f"{venue.id}:{number}")
                for number in range(30)
            )
        )
    assert len([booking for booking in bookings if booking]) == 10
    await assert_well_filled(house, venue, [])


async def test_parallel_bookers_of_all_sizes_and_times_never_overbook(house: House, database_url: str) -> None:
    venue = await house.add_venue(capacity=15)
    quarters = [EVENING + timedelta(minutes=15 * step) for step in range(-6, 7)]
    wishes = [seating(venue, 1 + number % 7, quarters[number * 5 % len(quarters)]) for number in range(80)]
    async with several_systems(database_url) as systems:
        bookings = await asyncio.gather(
            *(
                try_to_book(systems[number % 3], wanted, house.guest, f"{venue.id}:{number}")
                for number, wanted in enumerate(wishes)
            )
        )
    refused = [wanted for wanted, booking in zip(wishes, bookings, strict=True) if booking is None]
    assert refused
    assert len(refused) < len(wishes)
    await assert_well_filled(house, venue, refused)


async def test_same_key_at_the_same_moment_books_once(house: House, database_url: str) -> None:
    venues = [await house.add_venue(), await house.add_venue("Golden Lotus")]
    key = str(make_id())
    async with several_systems(database_url) as systems:
        bookings = await asyncio.gather(
            *(systems[number % 3].book(seating(venues[number % 2]), house.guest, key=key) for number in range(12))
        )
    assert len({booking.id for booking in bookings}) == 1
    assert len(await list_bookings(house)) == 1


async def test_processes_that_book_at_once_never_overbook(house: House, database_url: str) -> None:
    venue = await house.add_venue(capacity=11)
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        counts = await asyncio.gather(
            *(loop.run_in_executor(pool, book_many, database_url, venue.id, house.guest, name) for name in ("a", "b"))
        )
    assert sum(counts) == 11
    await assert_well_filled(house, venue, [seating(venue, 1)])


def book_many(url: str, venue_id: UUID, guest: Guest, name: str) -> int:
    """Runs in a process of its own; answers how many of forty single guests got a seat."""

    async def book() -> int:
        database = Database(url, pool_size=8, vault=VAULT)
        unit_of_work: UnitOfWorkFactory = unit_of_work_factory(database)
        system = LocalBookingSystem(unit_of_work=unit_of_work, clock=FixedClock())
        async with unit_of_work() as unit:
            venue = await unit.venues.get(venue_id, account_id=guest.account_id)
        bookings = await asyncio.gather(
            *(try_to_book(system, seating(venue, 1), guest, f"{venue_id}:{name}:{number}") for number in range(40))
        )
        await database.close()
        return len([booking for booking in bookings if booking])

    return asyncio.run(book())


async def test_night_on_which_the_clocks_go_forward_has_no_missing_hour_to_book(house: House) -> None:
    venue = await house.add_venue(hours=dict.fromkeys(Weekday, (("18:00", "03:00"),)))
    missing = seating(venue, 2, at("01:30", on="2027-03-28"))
    with pytest.raises(FullError):
        await house.system.book(missing, house.guest, key=str(make_id()))
    free = await house.system.list_free(missing, limit=4)
    assert free == [at(clock, on="2027-03-28") for clock in ("02:00", "00:45", "02:15", "00:30")]
