import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from core.booking import Booking
from core.domain import ConfirmPolicy
from core.errors import TransientError
from core.ids import make_id
from core.outcome import Asks, AsksToConfirm, Completed, Fails
from services.booking.adapters.local import LocalBookingSystem
from services.booking.booking_change import BookingChangeService
from services.booking.ports import Seating
from services.booking.refusals import FullError, StaleError
from services.booking.visit import local_start
from tests.integration.house import DINNER, FixedClock, House
from tests.integration.services.booking.wishes import (
    add_salon,
    after_yes,
    asks,
    at_once,
    booking_of,
    change,
    claim,
    list_all,
    look_at,
    perform,
    put_booking,
    put_dinner,
    reads_back,
    service_of,
    wish_of,
)

CHANGE = BookingChangeService


class CrashAfterChanging(LocalBookingSystem):
    """Changes, and the process dies before anybody hears of it."""

    async def change(self, seen: Booking, seating: Seating, *, key: str) -> Booking:
        await super().change(seen, seating, key=key)
        raise TransientError("The line went dead.")


class OvertakenWhileChanging(LocalBookingSystem):
    """Somebody else changes the booking between the last look and the change."""

    async def change(self, seen: Booking, seating: Seating, *, key: str) -> Booking:
        await super().change(seen, Seating(venue=seating.venue, party_size=2, starts_at=local_start(seen)), key=key)
        return await super().change(seen, seating, key=key)


async def start_of(house: House, booking: Booking) -> str:
    return local_start(await look_at(house, booking)).isoformat(timespec="minutes")


# ------------------------------------------------------------------ it is changed


async def test_change_is_read_back_with_what_was_and_what_will_be(house: House) -> None:
    booking = await put_dinner(house)
    asked = await reads_back(house, CHANGE, {"date": "2026-11-28", "time": "20:00", "party_size": 6})
    assert asked.question.text == (
        "Shall I change your table for 4 at Olive Garden on Sunday 22 November at 7 in the evening "
        "to Saturday 28 November at 8 in the evening and to 6 people?"
    )
    assert await start_of(house, booking) == "2026-11-22T19:00"


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ({"time": "20:00"}, {"date": "2026-11-22", "time": "20:00", "party_size": 4}),
        ({"date": "2026-11-28"}, {"date": "2026-11-28", "time": "19:00", "party_size": 4}),
        ({"party_size": 8}, {"date": "2026-11-22", "time": "19:00", "party_size": 8}),
        ({"shift": "an hour later"}, {"date": "2026-11-22", "time": "20:00", "party_size": 4}),
        ({"shift": "a week later"}, {"date": "2026-11-29", "time": "19:00", "party_size": 4}),
        ({"date": "2026-11-22", "shift": "half an hour earlier"}, {"date": "2026-11-22", "time": "18:30"}),
    ],
    ids=str,
)
async def test_what_is_said_changes_and_the_rest_stays(
    house: House, said: dict[str, Any], changed: dict[str, Any]
) -> None:
    booking = await put_dinner(house)
    done = booking_of(await after_yes(house, CHANGE, said))
    assert done.items() >= changed.items()
    assert (done["id"], done["reference"]) == (str(booking.id), booking.reference)
    assert len(await list_all(house)) == 1


async def test_outcome_is_read_out(house: House) -> None:
    await put_dinner(house)
    done = await after_yes(house, CHANGE, {"time": "20:00"})
    assert done.summary == (
        "It is changed: you have a table for 4 at Olive Garden on Sunday 22 November at 8 in the evening now."
    )


async def test_larger_party_keeps_its_table_longer(house: House) -> None:
    booking = await put_dinner(house)
    await at_once(house, CHANGE, {"party_size": 8})
    changed = await look_at(house, booking)
    assert (changed.ends_at - changed.starts_at).total_seconds() == 120 * 60
    assert changed.updated_at > booking.updated_at


async def test_appointment_gets_another_service_and_another_stylist(house: House) -> None:
    salon = await add_salon(house)
    await put_booking(house, salon, "2026-11-28T14:00", service="haircut", stylist="Joan")
    asked = await reads_back(house, CHANGE, {"service": "color", "stylist": "Maria"})
    assert asked.question.text.endswith("on Saturday 28 November at 2 in the afternoon to a colour and to Maria?")
    done = booking_of(await perform(house, CHANGE, asked.details or {}, confirmed=True))
    assert (done["service"], done["stylist"]) == ("colour", "Maria")


async def test_stylist_who_does_not_do_the_new_service_is_asked_about(house: House) -> None:
    salon = await add_salon(house)
    await put_booking(house, salon, "2026-11-28T14:00", service="haircut", stylist="Joan")
    asked = await asks(house, CHANGE, {"service": "colour"})
    assert (asked.question.slot, asked.question.options) == ("stylist", ("Maria", "anyone"))
    assert (asked.details or {})["service"] == "colour"


async def test_anyone_else_may_do_it_at_the_new_time(house: House) -> None:
    salon = await add_salon(house)
    await put_booking(house, salon, "2026-11-28T14:00", service="haircut", stylist="Maria")
    other = await house.add_neighbour()
    await put_booking(other, salon, "2026-11-28T15:00", service="haircut", stylist="Maria")
    done = booking_of(await after_yes(house, CHANGE, {"time": "15:00", "stylist": "anyone"}))
    assert (done["time"], done["stylist"]) == ("15:00", "Joan")


# ------------------------------------------------------------------ which, and what


async def test_named_service_tells_which_is_meant(house: House) -> None:
    await put_dinner(house)
    salon = await add_salon(house)
    booking = await put_booking(house, salon, "2026-11-28T14:00", service="haircut", stylist="Maria")
    asked = await reads_back(house, CHANGE, {"service": "haircut", "time": "15:00"})
    assert (asked.details or {})["booking_id"] == str(booking.id)


async def test_new_values_survive_the_question_which_is_meant(house: House) -> None:
    await put_dinner(house)
    friday = await put_dinner(house, "2026-11-27T20:00", name="Golden Lotus")
    asked = await asks(house, CHANGE, {"date": "2026-11-29", "time": "18:00"})
    assert asked.question.slot == "which"
    again = await reads_back(house, CHANGE, {**(asked.details or {}), "date": "2026-11-27"})  # "the Friday one"
    details = again.details or {}
    assert (details["booking_id"], details["date"], details["time"]) == (str(friday.id), "2026-11-29", "18:00")


async def test_answer_in_the_words_of_an_option_picks_it(house: House) -> None:
    await put_dinner(house)
    friday = await put_dinner(house, "2026-11-27T20:00", name="Golden Lotus")
    asked = await asks(house, CHANGE, {"party_size": 2})
    again = await reads_back(house, CHANGE, {**(asked.details or {}), "which": asked.question.options[1]})
    assert (again.details or {})["booking_id"] == str(friday.id)


async def test_shift_waits_for_the_booking_that_is_meant(house: House) -> None:
    await put_dinner(house)
    await put_dinner(house, "2026-11-27T20:00", name="Golden Lotus")
    asked = await asks(house, CHANGE, {"shift": "an hour later"})
    again = await reads_back(house, CHANGE, {**(asked.details or {}), "venue": "Golden Lotus"})
    assert (again.details or {})["time"] == "21:00"


@pytest.mark.parametrize("said", [{}, {"time": "19:00"}, {"kind": "table", "date": "2026-11-22"}], ids=str)
async def test_what_should_change_is_asked(house: House, said: dict[str, Any]) -> None:
    await put_dinner(house)
    asked = await asks(house, CHANGE, said, confirm=ConfirmPolicy.NEVER)
    assert asked.question.text == (
        "What should I change about your table for 4 at Olive Garden on Sunday 22 November at 7 in the evening: "
        "the day, the time or the number of people?"
    )
    assert asked.question.options == ("the day", "the time", "the number of people")


async def test_answer_of_what_kind_asks_to_what(house: House) -> None:
    await put_dinner(house)
    asked = await asks(house, CHANGE, {})
    again = await asks(house, CHANGE, {**(asked.details or {}), "which": "the time"})
    assert again.question == CHANGE.question_for("time")
    assert isinstance(await perform(house, CHANGE, {**(again.details or {}), "time": "20:00"}), AsksToConfirm)


async def test_correction_of_the_read_back_is_read_back(house: House) -> None:
    await put_dinner(house)
    asked = await reads_back(house, CHANGE, {"time": "19:30"})
    assert asked.question.slot == "time"
    corrected = await reads_back(house, CHANGE, {**(asked.details or {}), "time": "20:00"})
    assert corrected.question.text.endswith("to Sunday 22 November at 8 in the evening?")


async def test_nothing_booked_fails_honestly(house: House) -> None:
    assert isinstance(await perform(house, CHANGE, {"time": "20:00"}), Fails)


async def test_booking_of_somebody_else_is_not_changed_by_its_id(house: House) -> None:
    stranger = await House.build(house.unit_of_work)
    booking = await put_dinner(stranger)
    outcome = await perform(house, CHANGE, {"booking_id": str(booking.id), "time": "20:00"}, confirmed=True)
    assert isinstance(outcome, Fails)
    assert await start_of(stranger, booking) == "2026-11-22T19:00"


# ------------------------------------------------------------------ what can't be


async def test_booking_does_not_stand_in_its_own_way(house: House) -> None:
    venue = await house.add_venue(capacity=4)
    await put_booking(house, venue, "2026-11-22T19:00", party_size=4)
    assert booking_of(await after_yes(house, CHANGE, {"time": "19:30"}))["time"] == "19:30"


async def test_full_house_offers_the_nearest_free_times_and_changes_nothing(house: House) -> None:
    booking = await put_dinner(house)
    venue = await house.add_venue("Golden Lotus", capacity=4)
    await put_booking(house, venue, "2026-11-22T20:00", party_size=4)
    mine = await put_booking(house, venue, "2026-11-24T20:00", party_size=4)
    asked = await asks(
        house,
        CHANGE,
        {"venue": "Golden Lotus", "date": "2026-11-22", "time": "20:30", "kind": "table"},
        now=datetime(2026, 11, 22, 20, 10, tzinfo=UTC),
    )
    assert asked.question.slot == "time"
    assert asked.question.options == ("9:30 in the evening", "9:45 in the evening", "10 at night")
    assert (asked.details or {})["booking_id"] == str(mine.id)
    assert await start_of(house, mine) == "2026-11-24T20:00"
    assert await start_of(house, booking) == "2026-11-22T19:00"


@pytest.mark.parametrize(
    ("said", "slot"),
    [
        ({"date": "2026-11-19"}, "date"),
        ({"date": "2028-11-19"}, "date"),
        ({"time": "03:00"}, "time"),
        ({"party_size": 41}, "party_size"),
        ({"date": "2026-11-20", "time": "09:15"}, "time"),
    ],
    ids=str,
)
async def test_what_cannot_be_is_asked_again(house: House, said: dict[str, Any], slot: str) -> None:
    booking = await put_dinner(house)
    for confirm in (ConfirmPolicy.AUTO, ConfirmPolicy.NEVER):
        asked = await asks(house, CHANGE, said, confirm=confirm)
        assert asked.question.slot == slot
        assert slot not in (asked.details or {})
    assert await look_at(house, booking) == booking


async def test_cancelled_booking_is_not_changed(house: House) -> None:
    booking = await put_dinner(house)
    asked = await reads_back(house, CHANGE, {"time": "20:00"})
    await house.system.cancel(booking, key="test")
    outcome = await perform(house, CHANGE, asked.details or {}, confirmed=True)
    assert isinstance(outcome, Fails)
    assert outcome.problem.type == "urn:grandma:problem:booking-cancelled"


# ------------------------------------------------------------------ meanwhile, and again


async def test_booking_that_was_changed_since_the_read_back_is_read_back_again(house: House) -> None:
    booking = await put_dinner(house)
    asked = await reads_back(house, CHANGE, {"time": "20:00"})
    await change(house, booking, party_size=6)
    again = await perform(house, CHANGE, asked.details or {}, confirmed=True)
    assert isinstance(again, AsksToConfirm)
    assert "table for 6" in again.question.text
    done = await perform(house, CHANGE, again.details or {}, confirmed=True)
    assert booking_of(done).items() >= {"time": "20:00", "party_size": 6}.items()


async def test_booking_that_is_changed_at_the_last_moment_is_looked_at_again(house: House) -> None:
    await put_dinner(house)
    asked = await reads_back(house, CHANGE, {"time": "20:00"})
    task = await claim(house, CHANGE, asked.details or {}, confirmed=True)
    overtaken = OvertakenWhileChanging(unit_of_work=house.unit_of_work, clock=FixedClock())
    with pytest.raises(StaleError):
        await service_of(house, CHANGE, overtaken).perform(wish_of(house, CHANGE, task))
    again = await service_of(house, CHANGE).perform(wish_of(house, CHANGE, task))
    assert isinstance(again, AsksToConfirm)
    assert "table for 2" in again.question.text


async def test_room_that_was_taken_since_the_read_back_is_noticed(house: House) -> None:
    venue = await house.add_venue(capacity=4)
    booking = await put_booking(house, venue, "2026-11-22T12:00", party_size=4)
    asked = await reads_back(house, CHANGE, {"time": "20:00"})
    await put_booking(house, venue, "2026-11-22T20:00", party_size=1)
    outcome = await perform(house, CHANGE, asked.details or {}, confirmed=True)
    assert isinstance(outcome, Asks)
    assert outcome.question.slot == "time"
    assert await look_at(house, booking) == booking


@pytest.mark.parametrize("said", [{"time": "20:00"}, {"shift": "an hour later"}], ids=str)
async def test_task_that_is_performed_again_changes_nothing_more(house: House, said: dict[str, Any]) -> None:
    booking = await put_dinner(house)
    task = await claim(house, CHANGE, said, confirm=ConfirmPolicy.NEVER)
    service, wish = service_of(house, CHANGE), wish_of(house, CHANGE, task)
    first = await service.perform(wish)
    assert isinstance(first, Completed)
    assert await service.perform(wish) == first
    assert await start_of(house, booking) == "2026-11-22T20:00"


@pytest.mark.parametrize("said", [{"time": "20:00"}, {"shift": "an hour later"}], ids=str)
async def test_change_before_a_crash_is_found(house: House, said: dict[str, Any]) -> None:
    booking = await put_dinner(house)
    task = await claim(house, CHANGE, said, confirm=ConfirmPolicy.NEVER)
    crashing = CrashAfterChanging(unit_of_work=house.unit_of_work, clock=FixedClock())
    with pytest.raises(TransientError):
        await service_of(house, CHANGE, crashing).perform(wish_of(house, CHANGE, task))
    outcome = await service_of(house, CHANGE).perform(wish_of(house, CHANGE, task))
    assert booking_of(outcome).items() >= {"id": str(booking.id), "time": "20:00"}.items()
    assert await start_of(house, booking) == "2026-11-22T20:00"


async def test_change_after_a_yes_is_found_after_a_crash(house: House) -> None:
    booking = await put_dinner(house)
    asked = await reads_back(house, CHANGE, {"time": "20:00"})
    task = await claim(house, CHANGE, asked.details or {}, confirmed=True)
    crashing = CrashAfterChanging(unit_of_work=house.unit_of_work, clock=FixedClock())
    with pytest.raises(TransientError):
        await service_of(house, CHANGE, crashing).perform(wish_of(house, CHANGE, task))
    outcome = await service_of(house, CHANGE).perform(wish_of(house, CHANGE, task))
    assert booking_of(outcome)["id"] == str(booking.id)


async def test_change_that_began_but_did_not_happen_is_made(house: House) -> None:
    booking = await put_dinner(house)
    task = await claim(house, CHANGE, {"time": "20:00"}, confirm=ConfirmPolicy.NEVER)
    async with house.unit_of_work() as unit:
        await unit.effects.add_intent(f"task:{task.id}:change", task_id=task.id, epoch=task.epoch)
    await service_of(house, CHANGE).perform(wish_of(house, CHANGE, task))
    assert await start_of(house, booking) == "2026-11-22T20:00"


async def test_one_of_two_changes_at_the_same_moment_wins(house: House) -> None:
    booking = await put_dinner(house)
    outcomes = await asyncio.gather(
        *(change(house, booking, party_size=size) for size in (2, 3, 5)), return_exceptions=True
    )
    assert [type(each) for each in outcomes].count(StaleError) == 2
    assert (await look_at(house, booking)).party_size in {2, 3, 5}


async def test_change_and_cancellation_at_the_same_moment_leave_a_cancelled_booking(house: House) -> None:
    booking = await put_dinner(house)
    await asyncio.gather(
        change(house, booking, party_size=2), house.system.cancel(booking, key="test"), return_exceptions=True
    )
    assert (await look_at(house, booking)).status == "cancelled"


async def test_changes_racing_with_bookings_never_overbook(house: House) -> None:
    venue = await house.add_venue(capacity=10)
    early = [await put_booking(house, venue, f"2026-11-22T{hour}:00", party_size=3) for hour in ("10", "12", "14")]
    evening = datetime.fromisoformat("2026-11-22T19:00")

    async def book(number: int) -> None:
        seating = Seating(venue=venue, party_size=1 + number % 3, starts_at=evening)
        await house.system.book(seating, house.guest, key=str(make_id()))

    outcomes = await asyncio.gather(
        *(change(house, each, starts_at=evening) for each in early),
        *(book(number) for number in range(8)),
        return_exceptions=True,
    )
    refused = [each for each in outcomes if isinstance(each, BaseException)]
    assert refused
    assert {type(each) for each in refused} == {FullError}
    there = [each.party_size for each in await list_all(house) if local_start(each) == evening]
    assert 8 <= sum(there) <= 10


async def test_restaurant_booking_can_be_found_by_nothing_but_its_new_time(house: House) -> None:
    await house.add_venue()
    await house.book(**DINNER)
    assert booking_of(await at_once(house, CHANGE, {"time": "20:00"}))["time"] == "20:00"
