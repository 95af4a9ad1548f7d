"""What the person has said about themselves goes along with a booking and is not asked for again."""

from typing import Any

from core.booking import Booking
from core.domain import Question
from services.booking.adapters.local import LocalBookingSystem
from services.booking.ports import Guest, Seating
from services.booking.restaurant_booking import RestaurantBookingService
from services.booking.salon_booking import SalonBookingService
from tests.integration.house import DINNER, FixedClock, House
from tests.integration.services.booking.wishes import (
    HAIRCUT,
    add_salon,
    at_once,
    booking_of,
    claim,
    list_all,
    service_of,
    wish_of,
)

TABLE, SALON = RestaurantBookingService, SalonBookingService
KNOWN: dict[str, Any] = {
    "diet": ["vegetarian", "no nuts"],
    "access_needs": "a table without steps",
    "usual_party_size": 2,
    "favourite_places": ["The Nowhere", "Golden Lotus", "Olive Garden"],
    "marketing_consent": True,
}


class Recorder(LocalBookingSystem):
    """A venue book that remembers for whom it was asked."""

    guest: Guest | None = None

    async def book(self, seating: Seating, guest: Guest, *, key: str) -> Booking:
        self.guest = guest
        return await super().book(seating, guest, key=key)


async def tell_about(house: House, **changes: Any) -> None:
    async with house.unit_of_work() as unit:
        await unit.users.change(house.user_id, changes, account_id=house.account_id)


async def book_and_see_guest(house: House, **details: Any) -> Guest:
    await house.add_venue("Olive Garden")
    task = await claim(house, TABLE, {**DINNER, **details})
    recorder = Recorder(unit_of_work=house.unit_of_work, clock=FixedClock())
    await service_of(house, TABLE, recorder).perform(wish_of(house, TABLE, task))
    assert recorder.guest is not None
    return recorder.guest


async def test_place_hears_who_comes_and_what_they_need(house: House) -> None:
    await tell_about(house, phone="+44 20 7946 0000", email="rose@example.org", preferences=KNOWN)
    guest = await book_and_see_guest(house)
    assert (guest.name, guest.phone, guest.email) == ("Rose", "+44 20 7946 0000", "rose@example.org")
    assert (guest.diet, guest.access_needs) == (("vegetarian", "no nuts"), ("a table without steps",))
    assert guest.marketing_consent


async def test_nobody_sends_advertisements_unasked(house: House) -> None:
    assert not (await book_and_see_guest(house)).marketing_consent


async def test_name_that_was_said_goes_before_the_known_one(house: House) -> None:
    assert (await book_and_see_guest(house, person_name="Ruth")).name == "Ruth"


async def test_needs_go_along_as_special_requests(house: House) -> None:
    await tell_about(house, preferences=KNOWN)
    await house.add_venue("Olive Garden")
    booked = booking_of(await at_once(house, TABLE, DINNER))
    assert booked["special_requests"] == "Diet: vegetarian, no nuts. Needs: a table without steps."
    assert [each.special_requests for each in await list_all(house)] == [booked["special_requests"]]


async def test_salon_does_not_hear_of_a_diet(house: House) -> None:
    await tell_about(house, preferences=KNOWN)
    await add_salon(house)
    assert booking_of(await at_once(house, SALON, HAIRCUT))["special_requests"] == "Needs: a table without steps."


async def propose(house: House, slot: str) -> Question:
    asked = TABLE.question_for(slot)
    return await service_of(house, TABLE).propose(asked, user_id=house.user_id, account_id=house.account_id)


async def test_usual_number_of_people_is_offered(house: House) -> None:
    await tell_about(house, preferences=KNOWN)
    asked = await propose(house, "party_size")
    assert (asked.text, asked.options) == ("For how many people: 2, as usual?", ("2",))


async def test_favourite_places_that_can_be_booked_are_offered(house: House) -> None:
    await tell_about(house, preferences=KNOWN)
    for name in ("Olive Garden", "Golden Lotus"):
        await house.add_venue(name)
    asked = await propose(house, "venue")
    assert (asked.text, asked.options) == (
        "Which restaurant would you like: Golden Lotus or Olive Garden?",
        ("Golden Lotus", "Olive Garden"),
    )
