"""Many places and days asked at once."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

import pytest

from core.booking import Booking, Venue
from core.errors import NoRoomError, TransientError, UnavailableError
from services.booking.day_walk import MOST_AT_ONCE, DayWalk, Patience, Walked
from services.booking.ports import Capability, Guest, OfferedService, Seating
from services.booking.refusals import FullError
from services.booking.visit import Visit
from tests.unit.services.booking.venues import make_venue

MONDAY = date(2026, 11, 23)
HURRY = Patience(answer=0.05, walk=0.2)


@dataclass
class Diary:
    """A system that has room at the given places and days, and remembers what it was asked."""

    room: dict[str, Sequence[date]] = field(default_factory=dict[str, Sequence[date]])
    broken: dict[str, Exception] = field(default_factory=dict[str, Exception])
    hanging: frozenset[str] = frozenset()
    asked: list[tuple[str, date]] = field(default_factory=list[tuple[str, date]])
    under_way: int = 0
    most_under_way: int = 0
    turned_away: int = 0
    capabilities: frozenset[Capability] = frozenset()

    async def list_free(self, seating: Seating, *, limit: int, after: datetime | None = None) -> Sequence[datetime]:
        name, on = seating.venue.name, seating.starts_at.date()
        if self.turned_away:
            self.turned_away -= 1
            raise NoRoomError("Busy.", retry_after=0.001)
        self.asked.append((name, on))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            await (asyncio.Event().wait() if name in self.hanging else asyncio.sleep(0))
        finally:
            self.under_way -= 1
        if name in self.broken:
            raise self.broken[name]
        return [datetime.combine(on, time(19))] if on in self.room.get(name, ()) else []

    async def book(self, seating: Seating, guest: Guest, *, key: str) -> Booking:
        raise NotImplementedError

    async def find(self, key: str) -> Booking | None:
        raise NotImplementedError

    async def change(self, seen: Booking, seating: Seating, *, key: str) -> Booking:
        raise NotImplementedError

    async def cancel(self, booking: Booking, *, key: str) -> Booking:
        raise NotImplementedError

    async def hold(self, seating: Seating, guest: Guest, *, key: str) -> datetime | None:
        raise NotImplementedError

    async def look_again(self, booking: Booking) -> Booking:
        raise NotImplementedError

    async def list_services(self, venue: Venue) -> Sequence[OfferedService]:
        raise NotImplementedError


def visits(*names: str) -> list[Visit]:
    now = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    return [Visit(venue=make_venue(name=name), on=MONDAY, at=time(19), now=now, party_size=2) for name in names]


async def walk(diary: Diary, *names: str, days: int = 7, enough: int = 1) -> Walked:
    return await DayWalk({"local": diary}, patience=HURRY).walk(
        visits(*names), days=days, allows=lambda at: at.hour > 12, enough=enough
    )


def day(number: int) -> date:
    return date(2026, 11, 23 + number)


async def test_first_day_with_room_ends_the_walk() -> None:
    diary = Diary(room={"Luigi's": [day(2), day(3)], "Roma": [day(3)]})
    walked = await walk(diary, "Luigi's", "Roma")
    assert {number: [each.venue.name for each in free] for number, free in walked.free.items()} == {2: ["Luigi's"]}
    assert walked.silent == ()


async def test_as_many_days_as_are_enough_are_found() -> None:
    walked = await walk(Diary(room={"Roma": [day(1), day(4), day(6)]}), "Roma", enough=2)
    assert [*walked.free] == [1, 4]


async def test_calls_are_made_at_once_but_not_all_of_them() -> None:
    diary = Diary()
    await walk(diary, *(f"Place {number}" for number in range(MOST_AT_ONCE)))
    assert len(diary.asked) == 7 * MOST_AT_ONCE
    assert diary.most_under_way == MOST_AT_ONCE


@pytest.mark.parametrize("error", [TransientError("Away."), FullError("Full.")])
async def test_broken_place_does_not_keep_the_others_from_answering(error: Exception) -> None:
    diary = Diary(room={"Roma": [day(1)]}, broken={"Luigi's": error})
    walked = await walk(diary, "Luigi's", "Roma")
    assert [each.venue.name for each in walked.free[1]] == ["Roma"]
    assert walked.silent == (() if isinstance(error, FullError) else ("Luigi's",))


async def test_place_that_does_not_answer_is_asked_once_and_named() -> None:
    diary = Diary(room={"Roma": [day(3)]}, hanging=frozenset({"Luigi's"}))
    walked = await walk(diary, "Luigi's", "Roma")
    assert [*walked.free] == [3]
    assert walked.silent == ("Luigi's",)
    assert sum(name == "Luigi's" for name, _ in diary.asked) <= 7


async def test_walk_that_has_something_to_offer_waits_no_longer_for_the_others() -> None:
    diary = Diary(room={"Roma": [day(0)]}, hanging=frozenset({"Luigi's"}))
    patience = Patience(answer=60, found=0.05, walk=60)
    async with asyncio.timeout(10):
        walked = await DayWalk({"local": diary}, patience=patience).walk(
            visits("Luigi's", "Roma"), days=7, allows=lambda _: True
        )
    assert [each.venue.name for each in walked.free[0]] == ["Roma"]
    assert walked.silent == ("Luigi's",)


async def test_walk_that_has_nothing_to_offer_waits_longer() -> None:
    diary = Diary(room={"Roma": [day(0)]}, turned_away=2)
    patience = Patience(answer=60, found=0.0, walk=60)
    walked = await DayWalk({"local": diary}, patience=patience).walk(visits("Roma"), days=1, allows=lambda _: True)
    assert [*walked.free] == [0]


async def test_walk_ends_however_many_hang() -> None:
    names = [f"Place {number}" for number in range(3 * MOST_AT_ONCE)]
    diary = Diary(hanging=frozenset(names))
    walked = await DayWalk({"local": diary}, patience=Patience(answer=10, walk=0.05)).walk(
        visits(*names), days=7, allows=lambda _: True
    )
    assert not walked.free
    assert set(walked.silent) == set(names)


async def test_who_is_turned_away_asks_again() -> None:
    diary = Diary(room={"Roma": [day(0)]}, turned_away=3)
    assert [*(await walk(diary, "Roma")).free] == [0]


async def test_system_that_is_left_alone_is_not_waited_for() -> None:
    diary = Diary(room={"Roma": [day(0)]}, broken={"Luigi's": NoRoomError("Left alone.", retry_after=20)})
    walked = await walk(diary, "Luigi's", "Roma")
    assert (walked.silent, [*walked.free]) == (("Luigi's",), [0])


async def test_place_in_a_system_that_is_not_set_up_is_named() -> None:
    walked = await DayWalk({}, patience=HURRY).walk(visits("Roma"), days=1, allows=lambda _: True)
    assert walked.silent == ("Roma",)
    assert isinstance(walked.error, TransientError)


async def test_fault_of_ours_is_no_silent_place() -> None:
    with pytest.raises(UnavailableError):
        await walk(Diary(broken={"Roma": UnavailableError("No database.")}), "Roma")


async def test_nobody_is_asked_about_no_places() -> None:
    assert (await walk(Diary())).free == {}
