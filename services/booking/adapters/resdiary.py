"""Restaurants behind a ResDiary-like Consumer API: form-encoded, and trusting whoever books.

It confirms anything, has no request ids and no list of bookings. So a lost answer can't be looked up here, and the desk
checks all that it doesn't. A venue's `adapter_settings` may have `restaurant`, its name there where that is another one.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final, Literal
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, Field, ValidationError

from core.booking import BookingStatus, Venue
from services.booking.outside_client import Call, OutsideClient, Reply, join_name
from services.booking.ports import (
    BeforeSending,
    BookingAdapter,
    Capability,
    FreeTime,
    Hold,
    OutsideBooking,
    Person,
    Seating,
)
from services.booking.refusals import GoneError, RefusedBookingError, StaleError

CHANNEL: Final = "ONLINE"
BY_REQUEST: Final = 1
"""Why we cancel; the other reasons are the restaurant's own."""
_API: Final = "/api/ConsumerApi/v1"
_NEVER: Final = {
    f"Customer[{name}]": "false"
    for name in (
        "ReceiveEmailMarketing",
        "ReceiveSmsMarketing",
        "ReceiveRestaurantEmailMarketing",
        "ReceiveRestaurantSmsMarketing",
    )
}
_CANCELLED_ALREADY: Final = "Booking is already cancelled"
_CANCELLED_MEANWHILE: Final = "Cannot update cancelled booking"
_NO_SUCH_BOOKING: Final = "Booking not found"
_GONE: Final = 404
_REFUSED: Final = frozenset({400, 405, 409, 422})


class _Slot(BaseModel):
    time: time
    available: bool
    max_party_size: int | None = None
    current_bookings: int | None = None


class _Availability(BaseModel):
    visit_date: date
    available_slots: list[_Slot]


class _Customer(BaseModel):
    first_name: str | None = None
    surname: str | None = None


class _Made(BaseModel):
    booking_reference: str = Field(min_length=1)


class _Booking(_Made):
    visit_date: date
    visit_time: time
    party_size: int
    customer: _Customer
    status: Literal["confirmed", "cancelled", "completed"]


class _FieldProblem(BaseModel):
    loc: list[str | int] = []
    msg: str = ""


class _Problem(BaseModel):
    """`detail` is a sentence, or a list of fields."""

    detail: str | list[_FieldProblem]

    @property
    def text(self) -> str:
        if isinstance(self.detail, str):
            return self.detail
        return "; ".join(f"{'.'.join(map(str, each.loc))}: {each.msg}" for each in self.detail)


class ResDiaryAdapter(BookingAdapter):
    """The restaurants at one server; `client` carries the key."""

    capabilities = frozenset({Capability.ONLINE})

    def __init__(self, client: OutsideClient) -> None:
        self._client = client

    async def list_free(self, seating: Seating) -> Sequence[FreeTime]:
        form = {
            "VisitDate": seating.starts_at.date().isoformat(),
            "PartySize": seating.party_size,
            "ChannelCode": CHANNEL,
        }
        call = Call(method="POST", path=_path(seating.venue, "AvailabilitySearch"), form=form)
        found = _checked(await self._client.send(call)).read(_Availability)
        return [
            FreeTime(
                starts_at=datetime.combine(found.visit_date, slot.time.replace(tzinfo=None)),
                is_free=slot.available,
                largest_party=slot.max_party_size,
                booked=slot.current_bookings,
            )
            for slot in found.available_slots
        ]

    async def create(
        self,
        seating: Seating,
        person: Person,
        *,
        request_id: str,
        hold: Hold | None = None,
        before_sending: BeforeSending | None = None,
    ) -> str:
        del request_id, hold  # there is no place for them
        form = {**_visit(seating), "ChannelCode": CHANNEL, "SpecialRequests": person.wishes, **_customer(person)}
        path = _path(seating.venue, "BookingWithStripeToken")
        call = Call(method="POST", path=path, form=form, writes=True, before_sending=before_sending)
        return _checked(await self._client.send(call)).read(_Made).booking_reference

    async def get(self, venue: Venue, uid: str) -> OutsideBooking:
        reply = await self._client.send(Call(method="GET", path=_path(venue, "Booking", uid)))
        if reply.status == _GONE and _describe(reply) != _NO_SUCH_BOOKING:
            # Where the restaurant itself is not found, its bookings are not cancelled.
            raise reply.not_understood(_describe(reply))
        return _to_booking(_checked(reply).read(_Booking))

    async def change(self, venue: Venue, uid: str, seating: Seating, *, request_id: str) -> str:
        del request_id
        call = Call(method="PATCH", path=_path(venue, "Booking", uid), form=_visit(seating), writes=True)
        reply = await self._client.send(call)
        if reply.status in _REFUSED and _describe(reply) == _CANCELLED_MEANWHILE:
            raise StaleError("The restaurant has cancelled the booking meanwhile.")
        return _checked(reply).read(_Made).booking_reference

    async def cancel(self, venue: Venue, uid: str) -> None:
        form = {"micrositeName": _name(venue), "bookingReference": uid, "cancellationReasonId": BY_REQUEST}
        call = Call(method="POST", path=_path(venue, "Booking", uid, "Cancel"), form=form, writes=True)
        reply = await self._client.send(call)
        if reply.status in _REFUSED and _describe(reply) == _CANCELLED_ALREADY:
            return
        _checked(reply).read(_Made)


def api_address(base_url: str) -> str:
    """The address of the API: as given where it has a path, else where such servers have it."""
    return base_url.rstrip("/") if urlsplit(base_url).path.strip("/") else base_url.rstrip("/") + _API


def _name(venue: Venue) -> str:
    return venue.adapter_settings.get("restaurant", venue.name)


def _path(venue: Venue, *parts: str) -> str:
    return "/".join(["/Restaurant", *(quote(part, safe="") for part in (_name(venue), *parts))])


def _visit(seating: Seating) -> dict[str, str | int | None]:
    """Naive and local: with an offset the time would be taken for another one."""
    return {
        "VisitDate": seating.starts_at.date().isoformat(),
        "VisitTime": seating.starts_at.strftime("%H:%M:%S"),
        "PartySize": seating.party_size,
    }


def _customer(person: Person) -> dict[str, str | int | None]:
    first, _, surname = person.name.rpartition(" ")
    if not first:
        first, surname = surname, ""
    return {
        "Customer[FirstName]": first,
        "Customer[Surname]": surname,
        "Customer[Mobile]": person.phone,
        "Customer[Email]": _own_address(person),
        **_NEVER,
    }


def _own_address(person: Person) -> str | None:
    """An address that nobody shares: customers are told apart by it alone, and the first name that came with it stays."""
    if person.email is None:
        return None
    mailbox, _, domain = person.email.rpartition("@")
    return f"{mailbox.partition('+')[0]}+{person.alias}@{domain}"


def _checked(reply: Reply) -> Reply:
    if reply.is_success:
        return reply
    if reply.status == _GONE:
        raise GoneError(f"{reply.system} does not know it: {_describe(reply)}")
    if reply.status in _REFUSED:
        raise RefusedBookingError(f"{reply.system} refused it: {_describe(reply)}")
    raise reply.not_understood()


def _describe(reply: Reply) -> str:
    try:
        return _Problem.model_validate_json(reply.body).text
    except ValidationError:
        return reply.text


def _to_booking(booking: _Booking) -> OutsideBooking:
    is_off = booking.status == "cancelled"
    return OutsideBooking(
        uid=booking.booking_reference,
        reference=booking.booking_reference,
        status=BookingStatus.CANCELLED if is_off else BookingStatus.CONFIRMED,
        raw_status=booking.status,
        starts_at=datetime.combine(booking.visit_date, booking.visit_time.replace(tzinfo=None)),
        party_size=booking.party_size,
        name=join_name((booking.customer.first_name, booking.customer.surname)) or None,
    )
