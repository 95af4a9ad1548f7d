from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from core.booking import Booking, BookingStatus
from core.domain import ConfirmPolicy
from core.errors import TransientError
from core.outcome import Asks, AsksToConfirm, Completed, Fails
from repositories.database import Database
from services.booking.adapters.local import LocalBookingSystem
from services.booking.booking_cancel import BookingCancelService
from services.booking.refusals import StaleError
from services.booking.undo import UndoService
from tests.integration.house import FixedClock, House
from tests.integration.services.booking.wishes import (
    add_salon,
    after_yes,
    asks,
    at_once,
    booking_of,
    change,
    claim,
    look_at,
    perform,
    put_booking,
    put_dinner,
    reads_back,
    service_of,
    wish_of,
)

CANCEL = BookingCancelService


class CrashAfterCancelling(LocalBookingSystem):
    """Cancels, and the process dies before anybody hears of it."""

    async def cancel(self, booking: Booking, *, key: str) -> Booking:
        await super().cancel(booking, key=key)
        raise TransientError("The line went dead.")


async def is_standing(house: House, booking: Booking) -> bool:
    return (await look_at(house, booking)).status is BookingStatus.CONFIRMED


async def put_several(house: House) -> tuple[Booking, Booking, Booking]:
    """A dinner on Sunday, one on Friday, and a haircut on Saturday."""
    sunday = await put_dinner(house)
    friday = await put_dinner(house, "2026-11-27T20:00", name="Golden Lotus", party_size=2)
    salon = await add_salon(house)
    return sunday, friday, await put_booking(house, salon, "2026-11-28T14:00", service="haircut", stylist="Maria")


# ------------------------------------------------------------------ one is meant


async def test_booking_is_read_back_before_it_is_cancelled(house: House) -> None:
    booking = await put_dinner(house)
    asked = await reads_back(house, CANCEL, {})
    assert asked.question.text == (
        "Shall I cancel your table for 4 at Olive Garden on Sunday 22 November at 7 in the evening?"
    )
    assert await is_standing(house, booking)


async def test_yes_cancels_it(house: House) -> None:
    booking = await put_dinner(house)
    done = await after_yes(house, CANCEL, {"venue": "Olive Garden"})
    assert done.summary == "Your table for 4 at Olive Garden on Sunday 22 November at 7 in the evening is cancelled."
    assert booking_of(done)["status"] == "cancelled"
    assert not await is_standing(house, booking)


async def test_caller_who_has_confirmed_is_not_asked_again(house: House) -> None:
    booking = await put_dinner(house)
    assert isinstance(await at_once(house, CANCEL, {}), Completed)
    assert not await is_standing(house, booking)


async def test_what_may_not_have_been_booked_is_not_called_cancelled(house: House, database: Database) -> None:
    booking = await put_dinner(house)
    async with database.transaction() as session:
        await session.execute(text("UPDATE bookings SET status = 'unknown' WHERE id = :id"), {"id": booking.id})
    with pytest.raises(StaleError, match="not certain yet"):
        await at_once(house, CANCEL, {"booking_id": str(booking.id)})


async def test_seats_are_free_again(house: House) -> None:
    venue = await house.add_venue(capacity=4)
    await put_booking(house, venue, "2026-11-22T19:00", party_size=4)
    await at_once(house, CANCEL, {})
    assert await put_booking(house, venue, "2026-11-22T19:00", party_size=3)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ({"venue": "olive"}, 0),
        ({"date": "2026-11-27"}, 1),
        ({"time": "14:00"}, 2),
        ({"party_size": 2}, 1),
        ({"kind": "hair"}, 2),
        ({"service": "hair cut"}, 2),
        ({"stylist": "maria"}, 2),
        ({"kind": "table", "date": "2026-11-22"}, 0),
    ],
    ids=str,
)
async def test_booking_is_known_by_what_is_said_of_it(house: House, said: dict[str, Any], number: int) -> None:
    booking = (await put_several(house))[number]
    asked = await reads_back(house, CANCEL, said)
    assert (asked.details or {})["booking_id"] == str(booking.id)


# ------------------------------------------------------------------ several, or none


async def test_several_are_asked_for_in_different_words(house: House) -> None:
    await put_several(house)
    asked = await asks(house, CANCEL, {})
    assert asked.question.slot == "which"
    assert asked.question.options == (
        "the table for 4 at Olive Garden on Sunday 22 November at 7 in the evening",
        "the table for 2 at Golden Lotus on Friday 27 November at 8 in the evening",
        "the haircut with Maria at Bella Salon on Saturday 28 November at 2 in the afternoon",
    )


@pytest.mark.parametrize(
    ("which", "number"),
    [
        ("the table for 2 at Golden Lotus on Friday 27 November at 8 in the evening", 1),
        ("the Friday one", 1),
        ("Olive Garden", 0),
        ("the haircut please", 2),
    ],
)
async def test_answer_picks_one_of_them(house: House, which: str, number: int) -> None:
    bookings = await put_several(house)
    asked = await reads_back(house, CANCEL, {"which": which})
    assert (asked.details or {})["booking_id"] == str(bookings[number].id)


async def test_answer_that_fits_several_is_asked_again(house: House) -> None:
    await put_several(house)
    assert len((await asks(house, CANCEL, {"which": "the table"})).question.options) == 2


async def test_at_most_three_are_named_and_others_may_be_chosen(house: House) -> None:
    await put_several(house)
    late = await put_dinner(house, "2026-12-05T12:00", name="Chez Colette")
    asked = await asks(house, CANCEL, {})
    assert len(asked.question.options) == 3
    assert "and more after those. Which one" in asked.question.text
    again = await reads_back(house, CANCEL, {"which": "the one at Chez Colette"})
    assert (again.details or {})["booking_id"] == str(late.id)


async def test_two_that_sound_the_same_are_told_apart_by_their_reference(house: House) -> None:
    venue = await house.add_venue()
    for party_size in (3, 3):
        await put_booking(house, venue, "2026-11-22T19:00", party_size=party_size, stylist=str(house.user_id))
        venue = await house.add_venue()
    options = (await asks(house, CANCEL, {})).question.options
    assert len(set(options)) == 2
    assert all(", reference " in option for option in options)


async def test_correction_of_the_read_back_finds_the_other_one(house: House) -> None:
    _, friday, _ = await put_several(house)
    asked = await reads_back(house, CANCEL, {"venue": "Olive Garden"})
    corrected = await reads_back(house, CANCEL, {**(asked.details or {}), "date": "2026-11-27"})
    assert (corrected.details or {})["booking_id"] == str(friday.id)


async def test_unknown_booking_is_said_with_what_there_is(house: House) -> None:
    await put_several(house)
    asked = await asks(house, CANCEL, {"venue": "Chez Colette"})
    assert asked.question.text.startswith("I can't find that booking. You have the table for 4 at Olive Garden on")
    assert asked.details == {}


async def test_only_booking_is_offered_where_another_was_named(house: House) -> None:
    booking = await put_dinner(house)
    asked = await perform(house, CANCEL, {"venue": "Chez Colette"}, confirm=ConfirmPolicy.NEVER)
    assert isinstance(asked, AsksToConfirm)
    assert asked.question.text.startswith("I can't find that booking. Shall I cancel your table for 4 at Olive Garden")
    assert await is_standing(house, booking)


async def test_nothing_booked_fails_honestly(house: House) -> None:
    outcome = await perform(house, CANCEL, {})
    assert isinstance(outcome, Fails)
    assert outcome.problem.detail == "I can't find any booking of yours that is still to come."


async def test_what_is_over_or_cancelled_or_of_somebody_else_is_not_meant(house: House) -> None:
    stranger = await House.build(house.unit_of_work)
    await put_dinner(stranger)
    await put_dinner(house)
    await at_once(house, CANCEL, {})
    over = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
    assert isinstance(await perform(house, CANCEL, {}), Fails)
    assert isinstance(await perform(stranger, CANCEL, {}, now=over), Fails)


async def test_booking_of_somebody_else_is_not_cancelled_by_its_id(house: House) -> None:
    stranger = await House.build(house.unit_of_work)
    booking = await put_dinner(stranger)
    outcome = await perform(house, CANCEL, {"booking_id": str(booking.id)}, confirmed=True)
    assert isinstance(outcome, Fails)
    assert await is_standing(stranger, booking)


# ------------------------------------------------------------------ meanwhile, and again


async def test_yes_to_a_booking_of_somebody_else_cancels_none_of_ones_own(house: House) -> None:
    mine, theirs = await put_dinner(house), await put_dinner(await house.add_neighbour(), "2026-11-22T20:00")
    outcome = await perform(house, CANCEL, {"booking_id": str(theirs.id)}, confirmed=True)
    assert isinstance(outcome, Fails)
    assert await is_standing(house, mine)
    assert await is_standing(house, theirs)


async def test_deed_for_somebody_else_is_not_taken_back_by_its_id(house: House) -> None:
    theirs = await (await house.add_neighbour()).claim_task()
    outcome = await perform(house, UndoService, {"task_id": str(theirs.id)}, confirmed=True)
    assert isinstance(outcome, Fails)
    assert outcome.problem.type.endswith("nothing-to-undo")


async def test_booking_that_was_changed_since_the_read_back_is_read_back_again(house: House) -> None:
    booking = await put_dinner(house)
    asked = await reads_back(house, CANCEL, {})
    await change(house, booking, party_size=6)
    again = await perform(house, CANCEL, asked.details or {}, confirmed=True)
    assert isinstance(again, AsksToConfirm)
    assert "table for 6" in again.question.text
    assert await is_standing(house, booking)


async def test_booking_that_was_cancelled_since_is_cancelled(house: House) -> None:
    booking = await put_dinner(house)
    asked = await reads_back(house, CANCEL, {})
    await house.system.cancel(booking, key="test")
    outcome = await perform(house, CANCEL, asked.details or {}, confirmed=True)
    assert isinstance(outcome, Completed)


async def test_booking_that_has_begun_since_stays(house: House) -> None:
    booking = await put_dinner(house)
    asked = await reads_back(house, CANCEL, {})
    late = datetime(2026, 11, 22, 19, 5, tzinfo=UTC)
    outcome = await perform(house, CANCEL, asked.details or {}, confirmed=True, now=late)
    assert isinstance(outcome, Fails)
    assert await is_standing(house, booking)


async def test_task_that_is_performed_again_answers_the_same(house: House) -> None:
    await put_dinner(house)
    task = await claim(house, CANCEL, {}, confirm=ConfirmPolicy.NEVER)
    service, wish = service_of(house, CANCEL), wish_of(house, CANCEL, task)
    first = await service.perform(wish)
    assert isinstance(first, Completed)
    assert await service.perform(wish) == first


async def test_cancellation_before_a_crash_is_found_and_no_other_booking_is_touched(house: House) -> None:
    booking = await put_dinner(house)
    task = await claim(house, CANCEL, {"kind": "table"}, confirm=ConfirmPolicy.NEVER)
    crashing = CrashAfterCancelling(unit_of_work=house.unit_of_work, clock=FixedClock())
    with pytest.raises(TransientError):
        await service_of(house, CANCEL, crashing).perform(wish_of(house, CANCEL, task))
    other = await put_dinner(house, "2026-11-27T19:00", name="Golden Lotus")
    outcome = await service_of(house, CANCEL).perform(wish_of(house, CANCEL, task))
    assert booking_of(outcome)["id"] == str(booking.id)
    assert await is_standing(house, other)


async def test_asking_leaves_no_effect_behind(house: House) -> None:
    await put_several(house)
    task = await claim(house, CANCEL, {}, confirm=ConfirmPolicy.NEVER)
    assert isinstance(await service_of(house, CANCEL).perform(wish_of(house, CANCEL, task)), Asks)
    async with house.unit_of_work() as unit:
        assert not await unit.effects.has_any(task.id)
