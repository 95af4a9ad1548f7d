"""The venue book under several hands: tables, holds, staff."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from core.booking import Booking, DiningTable, TableCombination, Venue, VenueKind, Weekday
from core.ids import make_id
from core.when import to_instant, to_local
from repositories.database import Database
from services.booking.ports import Seating
from services.booking.refusals import ClosedError, FullError
from tests.integration.house import House
from tests.integration.services.booking.test_local import at, list_bookings, several_systems, try_to_book

EVENING = at("19:00")


def seating(venue: Venue, party_size: int = 2, starts_at: datetime = EVENING, **more: Any) -> Seating:
    return Seating(venue=venue, party_size=party_size, starts_at=starts_at, **more)


async def add_trattoria(house: House, *seats: int, joined: Sequence[tuple[str, ...]] = ()) -> Venue:
    return await house.add_venue(
        tables=tuple(DiningTable(str(number), most) for number, most in enumerate(seats, start=1)),
        table_combinations=tuple(TableCombination(names) for names in joined),
    )


async def book(house: House, wanted: Seating) -> Booking:
    return await house.system.book(wanted, house.guest, key=str(make_id()))


async def test_venue_comes_back_as_it_was_stored(house: House) -> None:
    whole: dict[str, Any] = {
        "exceptions": {"12-25": (), "2026-12-24": (("12:00", "15:00"),)},
        "tables": (DiningTable("1", 4, 2), DiningTable("2", 2)),
        "table_combinations": (TableCombination(("1", "2")), TableCombination(("2", "1"), 7)),
        "turn_minutes": {2: 75, 8: 150},
        "staff": ("Maria",),
        "staff_hours": {"Maria": {Weekday.TUE: (("09:00", "13:00"),)}},
        "staff_days_off": {"Maria": ("2026-12-27/2027-01-03",)},
    }
    venue = await house.add_venue(**whole)
    assert {name: getattr(venue, name) for name in whole} == whole


async def test_last_table_goes_to_exactly_one_of_many(house: House, database_url: str) -> None:
    venue = await add_trattoria(house, 4)
    async with several_systems(database_url) as systems:
        bookings = await asyncio.gather(
            *(try_to_book(systems[number % 3], seating(venue), house.guest, f"{number}") for number in range(24))
        )
    [winner] = [booking for booking in bookings if booking]
    assert winner.tables == ("1",)
    assert await list_bookings(house) == [winner]


async def test_party_that_fits_by_seats_but_at_no_table_is_refused(house: House) -> None:
    venue = await add_trattoria(house, 2, 2, 2)
    with pytest.raises(FullError):
        await book(house, seating(venue, 3))


async def test_party_that_grows_smaller_gives_its_table_back(house: House) -> None:
    venue = await add_trattoria(house, 4, 4, 2, joined=[("1", "2")])
    three = await book(house, seating(venue, 3))
    changed = await house.system.change(three, seating(venue), key="smaller")
    assert (three.tables, three.version) == (("1",), 1)
    assert (changed.tables, changed.version) == (("3",), 2)
    assert (await book(house, seating(venue, 8))).tables == ("1", "2")


async def test_moved_party_is_told_nothing(house: House) -> None:
    venue = await add_trattoria(house, 4, 4, 2, joined=[("1", "2")])
    first = await book(house, seating(venue))
    second = await book(house, seating(venue))
    await house.system.cancel(first, key="gone")
    assert (second.tables, (await book(house, seating(venue, 8))).tables) == (("1",), ("1", "2"))
    moved = next(each for each in await list_bookings(house) if each.id == second.id)
    assert moved == replace(second, tables=("3",))


async def test_table_is_kept_as_long_as_the_place_says(house: House) -> None:
    venue = await house.add_venue(tables=(DiningTable("1", 8),), turn_minutes={2: 45, 8: 180})
    couple = await book(house, seating(venue))
    assert couple.ends_at - couple.starts_at == timedelta(minutes=45)
    many = await book(house, seating(venue, 5, at("19:45")))
    assert many.ends_at - many.starts_at == timedelta(hours=3)


async def test_christmas_is_closed(house: House) -> None:
    venue = await house.add_venue(exceptions={"12-25": ()})
    with pytest.raises(ClosedError):
        await book(house, seating(venue, 2, at("19:00", on="2026-12-25")))
    assert await house.system.list_free(seating(venue, 2, at("19:00", on="2026-12-25")), limit=5) == []


# ------------------------------------------------------------------ holds


async def test_held_table_is_kept_for_who_holds_it(house: House) -> None:
    venue = await add_trattoria(house, 4)
    await house.system.hold(seating(venue), house.guest, key="mine")
    with pytest.raises(FullError):
        await book(house, seating(venue))
    assert EVENING not in await house.system.list_free(seating(venue), limit=99)
    mine = seating(venue, held="mine")
    assert EVENING in await house.system.list_free(mine, limit=99)
    assert (await book(house, mine)).tables == ("1",)
    with pytest.raises(FullError):
        await book(house, mine)


async def test_held_table_is_free_when_its_time_is_over(house: House, database: Database) -> None:
    venue = await add_trattoria(house, 4)
    until = await house.system.hold(seating(venue), house.guest, key="late", lasts=timedelta(minutes=10))
    async with database.transaction() as session:
        now = await session.scalar(text("SELECT now()"))
        assert timedelta(minutes=9) < until - now <= timedelta(minutes=10)
        await session.execute(text("UPDATE holds SET expires_at = now() - interval '1 second'"))
    assert (await book(house, seating(venue))).tables == ("1",)
    with pytest.raises(FullError):
        await book(house, seating(venue, held="late"))


async def test_held_table_can_be_given_back(house: House) -> None:
    venue = await add_trattoria(house, 4)
    await house.system.hold(seating(venue), house.guest, key="mine")
    await house.system.release("mine")
    await house.system.release("mine")
    assert await book(house, seating(venue))


async def test_asking_for_another_time_moves_the_hold(house: House) -> None:
    venue = await add_trattoria(house, 4)
    for clock in ("19:00", "19:30", "21:30"):
        await house.system.hold(seating(venue, 2, at(clock)), house.guest, key="mine")
    assert await book(house, seating(venue))
    with pytest.raises(FullError):
        await house.system.hold(seating(venue), house.guest, key="mine")
    assert await book(house, seating(venue, 2, at("21:30")))


async def test_last_table_is_held_for_exactly_one_of_many(house: House, database_url: str) -> None:
    venue = await add_trattoria(house, 4)
    async with several_systems(database_url) as systems:
        held = await asyncio.gather(
            *(systems[number % 3].hold(seating(venue), house.guest, key=f"{number}") for number in range(12)),
            return_exceptions=True,
        )
    assert sorted(type(each).__name__ for each in held) == ["FullError"] * 11 + ["datetime"]


# ------------------------------------------------------------------ many at once


@pytest.mark.parametrize("seed", [1, 2])
async def test_no_table_is_ever_shared_whatever_happens_at_once(house: House, database_url: str, seed: int) -> None:
    chance = random.Random(seed)
    venue = await add_trattoria(house, 2, 2, 4, 4, 6, joined=[("1", "2"), ("3", "4"), ("3", "4", "5")])
    async with several_systems(database_url) as systems:

        async def live(number: int) -> None:
            system = systems[number % 3]
            starts_at = EVENING + timedelta(minutes=15 * chance.randint(-6, 6))
            booked = await try_to_book(
                system, seating(venue, chance.randint(1, 10), starts_at), house.guest, f"{number}"
            )
            if booked is None:
                return
            if chance.random() < 0.3:
                await system.cancel(booked, key=f"{number}")
            elif chance.random() < 0.4:
                wanted = seating(venue, chance.randint(1, 10), EVENING)
                await asyncio.gather(system.change(booked, wanted, key=f"{number}"), return_exceptions=True)

        await asyncio.gather(*(live(number) for number in range(60)))
    standing = [each for each in await list_bookings(house) if each.status == "confirmed"]
    assert standing
    seats = {table.name: table.seats for table in venue.tables}
    for each in standing:
        assert each.party_size <= sum(seats[name] for name in each.tables)
        there = [other for other in standing if other.starts_at <= each.starts_at < other.ends_at]
        used = [name for other in there for name in other.tables]
        assert len(used) == len(set(used)), "two parties share a table"


async def test_nobody_at_the_salon_is_booked_twice_or_while_off(house: House, database_url: str) -> None:
    venue = await house.add_venue(
        "Bella",
        kind=VenueKind.SALON,
        capacity=3,
        services=("haircut", "colour"),
        staff=("Maria", "Joan"),
        service_minutes={"colour": 120},
        staff_services={"Joan": ("haircut",)},
        staff_hours={"Joan": {Weekday.SUN: (("17:00", "21:00"),)}},
        staff_days_off={"Maria": ("2026-11-23",)},
    )
    wishes = [
        seating(venue, 1, at(f"{hour:02}:{minute:02}", on=f"2026-11-{day}"), service=service)
        for day in (22, 23)
        for hour in range(16, 22)
        for minute in (0, 30)
        for service in ("haircut", "colour")
    ]
    async with several_systems(database_url) as systems:
        await asyncio.gather(
            *(try_to_book(systems[number % 3], each, house.guest, f"{number}") for number, each in enumerate(wishes))
        )
    bookings = await list_bookings(house)
    assert bookings
    for each in bookings:
        busy = [one for one in bookings if one.starts_at < each.ends_at and each.starts_at < one.ends_at]
        assert [one.stylist for one in busy].count(each.stylist) == 1
        assert (each.service, each.stylist) != ("colour", "Joan")
        local = to_local(each.starts_at, venue.timezone)
        assert f"{local:%d}" == "22", "Maria is off, and Joan works on Sundays only"
    joan = [each for each in bookings if each.stylist == "Joan"]
    opens, closes = (to_instant(EVENING.date(), at(clock).time(), venue.timezone) for clock in ("17:00", "21:00"))
    assert joan
    assert all(opens <= each.starts_at and each.ends_at <= closes for each in joan)
