"""Cal.com, hosted or self-hosted, over its API v2.

An absent `cal-api-version` would be answered by an older API that books all the same, so it goes along with every call.
What is taken, past or out of bounds is refused with 400, told apart by words alone. What was booked carries our request
id in its metadata; moving it makes a new booking with a new uid.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import quote

from pydantic import ValidationError

from core.booking import MAY_STAND, Venue
from core.when import to_instant, to_local
from services.booking.adapters.calcom_shapes import (
    PARTY_SIZE,
    REQUEST_ID,
    STATUSES,
    CalComSettings,
    EventType,
    Kept,
    Made,
    ManyKept,
    OneKept,
    Refused,
    Reserved,
    Slots,
)
from services.booking.outside_client import Call, OutsideClient, Reply
from services.booking.outside_sites import OutsideSites
from services.booking.ports import (
    BeforeSending,
    BookingAdapter,
    Capability,
    FreeTime,
    Hold,
    OfferedService,
    OutsideBooking,
    Person,
    Seating,
)
from services.booking.refusals import (
    FullError,
    GoneError,
    LostAnswerError,
    NotReachedError,
    RefusedBookingError,
    StaleError,
)
from services.booking.settings import Secrets, address_of, parse_settings, read_settings

_PAGE: Final = 250
_MOST_PAGES: Final = 20
_MOST_MOVES: Final = 20
_DAY: Final = timedelta(days=1)
_E164: Final = re.compile(r"\+[1-9]\d{6,14}")
_REASON: Final = "The customer asked for it."
_NO_SUCH_PATH: Final = "Cannot "
_CANCELLED_ALREADY: Final = "This booking has already been cancelled"
_NOT_THERE_ANY_MORE: Final = "Can't reschedule booking with uid"
_NOT_FREE: Final = (
    "User either already has booking",
    "One of the hosts either already has booking",
    "Someone else reserved this slot",
    "This time slot is already reserved",
    "Can't reserve a slot",
    "Attempting to book a meeting in the past",
    "The event type can't be booked at the",
)


@dataclass(frozen=True, slots=True)
class _Site:
    """Where a venue's bookings are, and the key to them."""

    settings: CalComSettings
    client: OutsideClient
    key: str

    async def send(self, call: Call, *, version: str) -> Reply:
        """The answer, which is a success.

        Raises:
            FullError, StaleError, GoneError, RefusedBookingError: the system said no, and why.
        """
        headers = {"authorization": f"Bearer {self.key}", "cal-api-version": version}
        reply = await self.client.send(replace(call, headers=headers))
        if reply.is_success:
            return reply
        raise _refusal_of(reply)

    async def ask_slots(self, method: str, path: str, **parts: Any) -> Reply:
        call = Call(method=method, path=f"/slots{path}", writes=method != "GET", **parts)
        return await self.send(call, version=self.settings.slots_version)

    async def ask_bookings(self, method: str, path: str = "", **parts: Any) -> Reply:
        call = Call(method=method, path=f"/bookings{path}", writes=method != "GET", **parts)
        return await self.send(call, version=self.settings.bookings_version)


class CalComAdapter(BookingAdapter):
    """Bookings of venues that say `calcom`. Their secret `api_key` is the key there."""

    capabilities = frozenset(
        {
            Capability.ONLINE,
            Capability.SERVICES,
            Capability.HOLD,
            Capability.LOOKUP,
            Capability.CHECKS_CONFLICTS,
            Capability.NEEDS_CONFIRMATION,
        }
    )

    def __init__(self, *, sites: OutsideSites, secrets: Secrets) -> None:
        self._sites = sites
        self._secrets = secrets

    async def check_place(self, venue: Venue) -> None:
        self._sites.check(parse_settings(CalComSettings, venue.adapter_settings).base_url)

    async def list_services(self, venue: Venue) -> Sequence[OfferedService]:
        """What the settings name: an event type is one service, perhaps by one of the staff."""
        events = read_settings(CalComSettings, venue).event_types
        names = dict.fromkeys(each.service for each in events if each.service)
        return [
            OfferedService(
                name=name, staff=tuple(each.stylist for each in events if each.service == name and each.stylist)
            )
            for name in names
        ]

    # -------------------------------------------------------------- what is free

    async def list_free(self, seating: Seating) -> Sequence[FreeTime]:
        site = await self._site_of(seating.venue)
        found = await asyncio.gather(
            *(self._list_slots(site, event, seating) for event in _list_fitting(site, seating))
        )
        return [FreeTime(starts_at=start) for start in sorted({start for each in found for start in each})]

    async def hold(self, seating: Seating) -> Hold:
        """Keep the time for five minutes. It is hidden from us as well; booking takes no notice of it."""
        site = await self._site_of(seating.venue)
        event = await self._choose(site, seating)
        body = {"eventTypeId": event.id, "slotStart": _text(_instant_of(seating))}
        try:
            reserved = (await site.ask_slots("POST", "/reservations", json=body)).read(Reserved).data
        except LostAnswerError as error:  # a time that may be kept is no booking
            raise NotReachedError(error.detail) from error
        return Hold(uid=f"{event.id}/{reserved.uid}", expires_at=reserved.until)

    async def release(self, venue: Venue, hold: Hold) -> None:
        site = await self._site_of(venue)
        await site.ask_slots("DELETE", f"/reservations/{quote(hold.uid.partition('/')[2], safe='')}")

    # -------------------------------------------------------------- bookings

    async def create(
        self,
        seating: Seating,
        person: Person,
        *,
        request_id: str,
        hold: Hold | None = None,
        before_sending: BeforeSending | None = None,
    ) -> str:
        del before_sending  # what became of it can be looked up
        site = await self._site_of(seating.venue)
        event_id = int(hold.uid.partition("/")[0]) if hold else (await self._choose(site, seating)).id
        body = {
            "start": _text(_instant_of(seating)),
            "eventTypeId": event_id,
            "attendee": _attendee(person, seating.venue, email=address_of(person, site.settings.guest_email)),
            "metadata": {REQUEST_ID: request_id, PARTY_SIZE: str(seating.party_size)},
            "bookingFieldsResponses": {"notes": _notes(seating, person)},
        }
        made = (await site.ask_bookings("POST", json=body)).read(Made).first
        if made.series is not None:
            await _cancel_series(site, made.series)
            raise RefusedBookingError(f"{seating.venue.name} makes many bookings of one, week after week.")
        return made.uid

    async def get(self, venue: Venue, uid: str) -> OutsideBooking:
        site = await self._site_of(venue)
        return _to_booking(await self._follow(site, uid), venue, site)

    async def find(self, seating: Seating, *, request_id: str) -> Sequence[OutsideBooking]:
        """What stands under this request id, wherever the place has moved it since. What should never have been a series is
        cancelled first.
        """
        site = await self._site_of(seating.venue)
        mine = [each async for each in self._list_on_day(site, seating) if each.metadata.get(REQUEST_ID) == request_id]
        for series in {each.series for each in mine if each.series and STATUSES[each.status] in MAY_STAND}:
            await _cancel_series(site, series)
        begun = [each for each in mine if each.series is None]
        now = {kept.uid: kept for kept in [await self._follow(site, each.uid) for each in begun]}
        return [_to_booking(kept, seating.venue, site) for kept in now.values() if STATUSES[kept.status] in MAY_STAND]

    async def change(self, venue: Venue, uid: str, seating: Seating, *, request_id: str) -> str:
        """Move it. What it is and for how many can't be changed there."""
        del request_id  # the new booking is found through the old one
        site = await self._site_of(venue)
        kept = await self._follow(site, uid)
        if kept.uid != uid:
            raise StaleError("The place has moved the booking meanwhile.")
        is_same_thing = any(event.id == kept.event_type_id for event in _list_fitting(site, seating))
        if not is_same_thing or kept.party_size not in {None, seating.party_size}:
            raise RefusedBookingError(f"{venue.name} can move the booking, but not make something else of it.")
        body = {"start": _text(_instant_of(seating)), "reschedulingReason": _REASON}
        reply = await site.ask_bookings("POST", f"/{quote(uid, safe='')}/reschedule", json=body)
        return reply.read(OneKept).data.uid

    async def cancel(self, venue: Venue, uid: str) -> None:
        """Cancel, under whatever uid the place has moved it to."""
        site = await self._site_of(venue)
        kept = await self._follow(site, uid)
        if STATUSES[kept.status] in MAY_STAND:
            with suppress(_CancelledAlreadyError):
                path = f"/{quote(kept.uid, safe='')}/cancel"
                await site.ask_bookings("POST", path, json={"cancellationReason": _REASON})

    async def aclose(self) -> None:
        await self._sites.aclose()

    # -------------------------------------------------------------- inside

    async def _site_of(self, venue: Venue) -> _Site:
        settings = read_settings(CalComSettings, venue)
        key = await self._secrets.get(venue, "api_key")
        return _Site(settings, await self._sites.at(settings.root), key)

    async def _choose(self, site: _Site, seating: Seating) -> EventType:
        """Under which event type to book: of several, the first that is free."""
        fitting = _list_fitting(site, seating)
        if len(fitting) == 1:
            return fitting[0]
        for event in fitting:
            if seating.starts_at in await self._list_slots(site, event, seating):
                return event
        raise FullError("Nobody there is free at that time.")

    async def _list_slots(self, site: _Site, event: EventType, seating: Seating) -> list[datetime]:
        """The free times of the local day: asked for from instant to instant, as a date alone is a day of UTC."""
        venue, day = seating.venue, seating.starts_at.date()
        since, until = (to_instant(each, time(), venue.timezone) for each in (day, day + _DAY))
        query = {
            "eventTypeId": event.id,
            "start": _text(since),
            "end": _text(until),
            "timeZone": venue.timezone,
            "bookingUidToReschedule": await self._find_own(site, seating),
        }
        slots = (await site.ask_slots("GET", "", query=query)).read(Slots).data
        starts = (slot.start for each in slots.values() for slot in each)
        local = ((start, _local(start, venue)) for start in starts if since <= start < until)
        # Of an hour that the clock shows twice, what comes second can't be named.
        return [shown for start, shown in local if to_instant(shown.date(), shown.time(), venue.timezone) == start]

    async def _find_own(self, site: _Site, seating: Seating) -> str | None:
        """The booking that would be given up, where it lies on that day: its own time counts as free then."""
        if seating.instead_of is None:
            return None
        async for each in self._list_on_day(site, seating):
            if each.metadata.get(REQUEST_ID) == str(seating.instead_of) and STATUSES[each.status] in MAY_STAND:
                return each.uid
        return None

    async def _follow(self, site: _Site, uid: str) -> Kept:
        """A booking as it is now, under the uid that it has now."""
        for _ in range(_MOST_MOVES):
            kept = (await site.ask_bookings("GET", f"/{quote(uid, safe='')}")).read(OneKept).data
            if kept.became is None or STATUSES[kept.status] in MAY_STAND:
                return kept
            uid = kept.became
        raise NotReachedError("The booking system moves this booking from one to the next without end.")

    async def _list_on_day(self, site: _Site, seating: Seating) -> AsyncIterator[Kept]:
        """All bookings of the local day, page by page: they can't be searched by metadata."""
        day, zone = seating.starts_at.date(), seating.venue.timezone
        query = {
            "eventTypeIds": ",".join(str(event.id) for event in _list_fitting(site, seating)),
            "afterStart": _text(to_instant(day, time(), zone)),
            "beforeEnd": _text(to_instant(day + 2 * _DAY, time(), zone)),
            "take": str(_PAGE),
        }
        for page in range(_MOST_PAGES):
            reply = await site.ask_bookings("GET", query={**query, "skip": page * _PAGE})
            found = reply.read(ManyKept).data
            for each in found:
                yield each
            if len(found) < _PAGE:
                return
        raise NotReachedError("There are too many bookings on that day to find one.")


async def _cancel_series(site: _Site, uid: str) -> None:
    """All that an event type which recurs has made of one booking."""
    await site.ask_bookings("POST", f"/{quote(uid, safe='')}/cancel", json={"cancellationReason": _REASON})


class _CancelledAlreadyError(GoneError):
    """It is cancelled already."""


def _refusal_of(reply: Reply) -> Exception:
    """What a refusal means; the system's own words decide, and are kept. What has none of them is no refusal of its own:
    something else may be at that address by now, which must not look as if all bookings were gone.
    """
    try:
        said = Refused.model_validate_json(reply.body).error.message
    except ValidationError:
        said = ""
    if not 400 <= reply.status <= 499 or not said or said.startswith(_NO_SUCH_PATH):
        return reply.not_understood(said)
    detail = f"The place's booking system says: {said[:300]}"
    if said.startswith(_NOT_FREE):
        return FullError(detail)
    if said.startswith(_CANCELLED_ALREADY):
        return _CancelledAlreadyError(detail)
    if said.startswith(_NOT_THERE_ANY_MORE):
        return StaleError(detail)
    return GoneError(detail) if reply.status == 404 else RefusedBookingError(detail)


def _list_fitting(site: _Site, seating: Seating) -> list[EventType]:
    fitting = site.settings.list_fitting(seating)
    if not fitting:
        raise RefusedBookingError(f"{seating.venue.name} has not said how that is booked there.")
    return fitting


def _attendee(person: Person, venue: Venue, *, email: str | None) -> dict[str, str]:
    """Who comes. A telephone number goes along only in the one form that is taken there."""
    attendee = {"name": person.name, "timeZone": venue.timezone}
    if email:
        attendee["email"] = email
    phone = re.sub(r"[\s()./-]", "", person.phone or "")
    if _E164.fullmatch(phone):
        attendee["phoneNumber"] = phone
    if len(attendee) == 2:
        raise RefusedBookingError(
            f"{venue.name} needs an e-mail address or a telephone number with its country code, such as +44 20 7946 0000."
        )
    return attendee


def _notes(seating: Seating, person: Person) -> str:
    people = f"For {seating.party_size} people." if seating.party_size > 1 else ""
    return " ".join(filter(None, (people, person.wishes)))


def _to_booking(kept: Kept, venue: Venue, site: _Site) -> OutsideBooking:
    events = [each for each in site.settings.event_types if each.id == kept.event_type_id]
    services, stylists = {each.service for each in events}, {each.stylist for each in events}
    return OutsideBooking(
        uid=kept.uid,
        reference=kept.uid,
        status=STATUSES[kept.status],
        raw_status=kept.status,
        starts_at=_local(kept.start, venue),
        ends_at=_local(kept.end, venue),
        party_size=kept.party_size,
        name=kept.attendees[0].name if kept.attendees else None,
        # One event type may be several things by our names, and then it says nothing about which.
        service=services.pop() if len(services) == 1 else None,
        stylist=stylists.pop() if len(stylists) == 1 else None,
    )


def _instant_of(seating: Seating) -> datetime:
    return to_instant(seating.starts_at.date(), seating.starts_at.time(), seating.venue.timezone)


def _local(instant: datetime, venue: Venue) -> datetime:
    return to_local(instant, venue.timezone).replace(tzinfo=None, fold=0)


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
