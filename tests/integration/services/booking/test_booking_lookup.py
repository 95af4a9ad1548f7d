from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from core.booking import BookingStatus
from core.outcome import Completed
from repositories.database import Database
from services.booking.booking_lookup import BookingLookupService
from services.booking.restaurant_booking import RestaurantBookingService
from tests.integration.house import DINNER, House
from tests.integration.services.booking.wishes import add_salon, perform, put_booking, put_dinner, reads_back

LOOKUP = BookingLookupService


async def hear(house: House, **said: Any) -> str:
    outcome = await perform(house, LOOKUP, said)
    assert isinstance(outcome, Completed)
    return outcome.summary


async def put_several(house: House) -> None:
    salon = await add_salon(house)
    await put_booking(house, salon, "2026-11-28T14:00", service="haircut", stylist="Maria")
    await put_dinner(house)
    await put_dinner(house, "2026-11-27T20:00", name="Golden Lotus", party_size=2)


async def test_only_booking_is_told(house: House) -> None:
    await put_dinner(house)
    assert await hear(house) == "You have a table for 4 at Olive Garden on Sunday 22 November at 7 in the evening."


async def test_next_booking_comes_first(house: House) -> None:
    await put_several(house)
    assert await hear(house) == (
        "You have three bookings. They are a table for 4 at Olive Garden on Sunday 22 November at 7 in the evening, "
        "a table for 2 at Golden Lotus on Friday 27 November at 8 in the evening and "
        "a haircut with Maria at Bella Salon on Saturday 28 November at 2 in the afternoon."
    )


async def test_at_most_three_are_told_and_all_are_in_the_data(house: House) -> None:
    await put_several(house)
    await put_dinner(house, "2026-12-01T12:00", name="Chez Colette")
    outcome = await perform(house, LOOKUP, {})
    assert isinstance(outcome, Completed)
    assert outcome.summary.startswith("You have four bookings. The next three are a table for 4 at Olive Garden")
    assert "Chez Colette" not in outcome.summary
    assert outcome.data["count"] == 4


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"date": "2026-11-27"}, "Golden Lotus"),
        ({"venue": "olive garden"}, "Olive Garden"),
        ({"kind": "hair"}, "haircut"),
        ({"service": "haircut"}, "haircut"),
        ({"stylist": "Maria"}, "haircut"),
        ({"kind": "table", "party_size": 2}, "Golden Lotus"),
        ({"time": "20:00"}, "Golden Lotus"),
    ],
    ids=str,
)
async def test_what_is_asked_for_is_told_alone(house: House, said: dict[str, Any], told: str) -> None:
    await put_several(house)
    summary = await hear(house, **said)
    assert summary.startswith("You have a")
    assert told in summary


async def test_nothing_booked_is_said(house: House) -> None:
    assert await hear(house) == "You have nothing booked."
    assert await hear(house, date="2026-11-27", kind="table") == (
        "I can't find a table on Friday 27 November. You have nothing booked."
    )


async def test_what_is_not_booked_is_said_with_what_is(house: House) -> None:
    await put_dinner(house)
    assert await hear(house, kind="hair", date="2026-11-28") == (
        "I can't find an appointment on Saturday 28 November. The next thing you have booked is a table for 4 at "
        "Olive Garden on Sunday 22 November at 7 in the evening."
    )


async def test_what_is_over_or_cancelled_or_of_somebody_else_is_not_told(house: House) -> None:
    stranger = await House.build(house.unit_of_work)
    await put_dinner(stranger)
    await house.system.cancel(await put_dinner(house), key="test")
    await put_dinner(house, "2026-11-21T12:00")
    outcome = await perform(house, LOOKUP, {}, now=datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
    assert isinstance(outcome, Completed)
    assert outcome.summary == "You have nothing booked."
    assert outcome.data["bookings"] == []


ON_SUNDAY = "a table for 4 at Olive Garden on Sunday 22 November at 7 in the evening"


@pytest.mark.parametrize(
    ("status", "system", "told", "doubled"),
    [
        (
            BookingStatus.PENDING,
            "calcom",
            f"You have asked for {ON_SUNDAY}: Olive Garden has not confirmed it yet.",
            f"You have already asked for {ON_SUNDAY}: Olive Garden has not confirmed it yet. Shall I book another one?",
        ),
        (
            BookingStatus.PENDING,
            "phone",
            f"You have asked for {ON_SUNDAY}: it is not booked yet, somebody has to phone them first.",
            f"You have already asked for {ON_SUNDAY}: it is not booked yet, somebody has to phone them first. "
            "Shall I book another one?",
        ),
        (
            BookingStatus.UNKNOWN,
            "calcom",
            f"You may have {ON_SUNDAY}: it is not certain that it was booked, and is being looked into.",
            f"You may already have {ON_SUNDAY}: it is not certain that it was booked, and is being looked into. "
            "Shall I book another one?",
        ),
    ],
)
async def test_what_may_not_stand_is_not_called_booked(
    house: House, database: Database, status: BookingStatus, system: str, told: str, doubled: str
) -> None:
    booking = await put_dinner(house)
    async with database.transaction() as session:
        await session.execute(
            text("UPDATE bookings SET status = :status, system = :system WHERE id = :id"),
            {"status": status, "system": system, "id": booking.id},
        )
    assert await hear(house) == told
    assert (await hear(house, kind="hair")).endswith(f". {told}")
    assert (await reads_back(house, RestaurantBookingService, DINNER)).question.text == doubled
    await put_dinner(house, "2026-11-27T20:00", name="Golden Lotus")
    assert await hear(house) == (
        f"You have a table for 4 at Golden Lotus on Friday 27 November at 8 in the evening. {told}"
    )
