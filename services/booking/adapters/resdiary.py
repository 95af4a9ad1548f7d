"""Restaurants behind a ResDiary-like Consumer API: form-encoded, and trusting whoever books.

It confirms anything, has no request ids and no list of bookings. So a lost answer can't be looked up here, and the desk
checks all that it doesn't. A venue brings its `base_url` and the secret `api_key` along; the address and the token of the
settings (RESTAURANT_API_…) serve the venues of whoever runs this, and nobody else's.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Annotated, Final, Literal, Protocol
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, Field, StringConstraints, ValidationError

from core.booking import BookingStatus, Venue
from core.errors import FieldProblem, InvalidFieldError
from services.booking.outside_client import Call, OutsideClient, Reply, join_name
from services.booking.outside_sites import OutsideSites
from services.booking.ports import (
    BeforeSending,
    BookingAdapter,
    Capability,
    FreeTime,
    Hold,
    OutsideBooking,
    Person,
    Place,
    Seating,
)
from services.booking.refusals import GoneError, NotLetInError, RefusedBookingError, StaleError
from services.booking.settings import PlaceSettings, Secrets, parse_settings

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
_NO_SUCH_RESTAURANT: Final = "Restaurant not found"
_NO_ADDRESS: Final = "Say where its booking system is, and give its api_key with PUT /v1/venues/{id}/secrets."
_NO_SUCH_BOOKING: Final = "Booking not found"
_GONE: Final = 404
_SOME_DAY: Final = "2030-01-01"
"""Any will do to find out whether a restaurant is known."""
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


class ResDiarySettings(PlaceSettings):
    """`restaurant` is the name there, where it is not the venue's; `base_url` where the server is."""

    base_url: str | None = None
    restaurant: Annotated[str, StringConstraints(min_length=1)] | None = None


class Operator(Protocol):
    """Whoever runs this product, with a restaurant of their own in the settings."""

    client: OutsideClient
    token: str

    async def owns(self, venue: Venue) -> bool:
        """Whether the venue is theirs."""
        ...


@dataclass(frozen=True, slots=True)
class _Site:
    """Where a venue's bookings are, and the key to them."""

    client: OutsideClient
    key: str

    async def send(self, call: Call) -> Reply:
        return await self.client.send(replace(call, headers={"authorization": f"Bearer {self.key}"}))


class ResDiaryAdapter(BookingAdapter):
    """Bookings of venues that say `resdiary`."""

    capabilities = frozenset({Capability.ONLINE, Capability.SEARCH})

    def __init__(self, *, sites: OutsideSites, secrets: Secrets, operator: Operator | None = None) -> None:
        self._sites = sites
        self._secrets = secrets
        self._operator = operator

    async def check_place(self, venue: Venue) -> None:
        settings = parse_settings(ResDiarySettings, venue.adapter_settings)
        if settings.base_url is not None:
            self._sites.check(settings.base_url)
        elif self._operator is None or not await self._operator.owns(venue):
            raise InvalidFieldError(_NO_ADDRESS, [FieldProblem("/adapter_settings/base_url", _NO_ADDRESS)])

    async def search_places(self, venue: Venue) -> Sequence[Place]:
        """It has no search, but it knows a restaurant by its name to the letter: "The Hungry Unicorn" is tried as
        "TheHungryUnicorn" as well. What `restaurant` says is tried alone.
        """
        site = await self._site_of(venue)
        said = venue.adapter_settings.get("restaurant")
        names = [said] if said else list(dict.fromkeys(_spellings(venue.name)))
        known = await asyncio.gather(*(_knows(site, name) for name in names))
        return [
            Place(name=name, settings={"restaurant": name}) for name, found in zip(names, known, strict=True) if found
        ]

    async def list_free(self, seating: Seating) -> Sequence[FreeTime]:
        form = {
            "VisitDate": seating.starts_at.date().isoformat(),
            "PartySize": seating.party_size,
            "ChannelCode": CHANNEL,
        }
        call = Call(method="POST", path=_path(seating.venue, "AvailabilitySearch"), form=form)
        found = _checked(await (await self._site_of(seating.venue)).send(call)).read(_Availability)
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
        return _checked(await (await self._site_of(seating.venue)).send(call)).read(_Made).booking_reference

    async def get(self, venue: Venue, uid: str) -> OutsideBooking:
        call = Call(method="GET", path=_path(venue, "Booking", uid))
        reply = await (await self._site_of(venue)).send(call)
        if reply.status == _GONE and _describe(reply) != _NO_SUCH_BOOKING:
            # Where the restaurant itself is not found, its bookings are not cancelled.
            raise reply.not_understood(_describe(reply))
        return _to_booking(_checked(reply).read(_Booking))

    async def change(self, venue: Venue, uid: str, seating: Seating, *, request_id: str) -> str:
        del request_id
        call = Call(method="PATCH", path=_path(venue, "Booking", uid), form=_visit(seating), writes=True)
        reply = await (await self._site_of(venue)).send(call)
        if reply.status in _REFUSED and _describe(reply) == _CANCELLED_MEANWHILE:
            raise StaleError("The restaurant has cancelled the booking meanwhile.")
        return _checked(reply).read(_Made).booking_reference

    async def cancel(self, venue: Venue, uid: str) -> None:
        form = {"micrositeName": _name(venue), "bookingReference": uid, "cancellationReasonId": BY_REQUEST}
        call = Call(method="POST", path=_path(venue, "Booking", uid, "Cancel"), form=form, writes=True)
        reply = await (await self._site_of(venue)).send(call)
        if reply.status in _REFUSED and _describe(reply) == _CANCELLED_ALREADY:
            return
        _checked(reply).read(_Made)

    async def aclose(self) -> None:
        await self._sites.aclose()

    async def _site_of(self, venue: Venue) -> _Site:
        """At the venue's own address with its own key; the operator's address and token are for the operator's venues."""
        address = venue.adapter_settings.get("base_url")
        if address:
            return _Site(await self._sites.at(api_address(address)), await self._secrets.get(venue, "api_key"))
        if self._operator is None or not await self._operator.owns(venue):
            raise NotLetInError(f"{venue.name} is not connected with its booking system. {_NO_ADDRESS}")
        try:
            key = await self._secrets.get(venue, "api_key")  # a newer one than that of the settings
        except NotLetInError:
            key = self._operator.token
        return _Site(self._operator.client, key)


def api_address(base_url: str) -> str:
    """The address of the API: as given where it has a path, else where such servers have it."""
    return base_url.rstrip("/") if urlsplit(base_url).path.strip("/") else base_url.rstrip("/") + _API


def _name(venue: Venue) -> str:
    return venue.adapter_settings.get("restaurant", venue.name)


def _path(venue: Venue, *parts: str) -> str:
    return "/".join(["/Restaurant", *(quote(part, safe="") for part in (_name(venue), *parts))])


def _spellings(name: str) -> Iterator[str]:
    """How a restaurant may be called there."""
    words = name.split()
    yield name
    yield "".join(words)
    yield "".join(word[:1].upper() + word[1:] for word in words)


async def _knows(site: _Site, name: str) -> bool:
    """Whether the system has a restaurant of exactly this name."""
    form = {"VisitDate": _SOME_DAY, "PartySize": 2, "ChannelCode": CHANNEL}
    path = "/".join(["/Restaurant", quote(name, safe=""), "AvailabilitySearch"])
    reply = await site.send(Call(method="POST", path=path, form=form))
    if reply.status == _GONE and _describe(reply) == _NO_SUCH_RESTAURANT:
        return False
    _checked(reply)
    return True


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
