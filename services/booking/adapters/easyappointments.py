"""Easy!Appointments 1.6 over its REST API.

It books whatever it is told, over what stands there: so everything that overlaps is looked up after a booking, and what
came too late is taken back. Every refusal is a 500, told from a fault by words alone. Times have no zone and are those
of the provider. What was booked carries our request id in its notes.
"""

import asyncio
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, time, timedelta
from typing import Final

from core.booking import MAY_STAND, Venue
from core.errors import AttemptError
from core.when import to_instant, to_local
from services.booking.adapters.easyappointments_shapes import Appointment, EasySettings, Slot, people_note
from services.booking.adapters.easyappointments_site import EasySite, Known
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
from services.booking.refusals import FullError, GoneError, LostAnswerError, NotReachedError, RefusedBookingError
from services.booking.settings import Secrets, address_of, parse_settings, read_settings

_DAY: Final = timedelta(days=1)


class EasyAppointmentsAdapter(BookingAdapter):
    """Bookings of venues that say `easyappointments`. Their secret `api_key` is the API token there."""

    capabilities = frozenset({Capability.ONLINE, Capability.SERVICES, Capability.LOOKUP})

    def __init__(self, *, sites: OutsideSites, secrets: Secrets) -> None:
        self._sites = sites
        self._secrets = secrets
        self._known = Known()

    async def check_place(self, venue: Venue) -> None:
        self._sites.check(parse_settings(EasySettings, venue.adapter_settings).base_url)

    async def list_services(self, venue: Venue) -> Sequence[OfferedService]:
        """What the settings name; the one service without a name is called what it is called there."""
        site = await self._site_of(venue)
        numbers, people = site.settings.services, site.settings.providers
        services = await asyncio.gather(*(site.get_service(number) for number in numbers.values()))
        providers = await asyncio.gather(*(site.get_provider(number) for number in people.values()))
        return [
            OfferedService(
                name=name or service.name,
                minutes=service.duration,
                staff=tuple(
                    person
                    for person, provider in zip(people, providers, strict=True)
                    if person and (not provider.services or service.id in provider.services)
                ),
            )
            for name, service in zip(numbers, services, strict=True)
        ]

    async def list_free(self, seating: Seating) -> Sequence[FreeTime]:
        site = await self._site_of(seating.venue)
        service_id = _service_of(site, seating)
        found = await asyncio.gather(
            *(self._list_starts(site, service_id, number, seating) for number in _providers_of(site, seating))
        )
        own = await self._list_own_starts(site, seating)
        return [FreeTime(starts_at=start) for start in sorted({*own, *(start for each in found for start in each)})]

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
        """Book, look what is beside it, and give way to what was there before."""
        del hold, before_sending  # there are none, and what became of it can be looked up
        site = await self._site_of(seating.venue)
        email = address_of(person, site.settings.guest_email)
        if email is None:
            raise RefusedBookingError(f"{seating.venue.name} needs an e-mail address.")
        slot = await self._choose_slot(site, seating)
        customer_id = await _ensure_customer(site, person, email=email)
        marker = _marker(request_id)
        notes = " ".join(filter(None, (f"For {person.name}.", person.wishes, people_note(seating.party_size), marker)))
        try:
            row = await site.add(slot, customer_id=customer_id, notes=notes)
        except RefusedBookingError:
            # It stores first and sends mails afterwards; a complaint about those sounds the same.
            with _lost_where_unsure("It may be booked."):
                stored = await site.find_marked(marker)
            if not stored:
                raise
            row = stored[0]
        with _lost_where_unsure("It is booked, perhaps over somebody else's appointment."):
            if await self._gave_way(site, row):
                raise FullError("Somebody else was faster.")
        return str(row.id)

    async def get(self, venue: Venue, uid: str) -> OutsideBooking:
        site = await self._site_of(venue)
        return await self._to_booking(site, await site.get(uid), venue)

    async def find(self, seating: Seating, *, request_id: str) -> Sequence[OutsideBooking]:
        """What stands under this request id; what came over somebody else's appointment is given back first."""
        site = await self._site_of(seating.venue)
        rows = [row for row in await site.find_marked(_marker(request_id)) if row.booking_status in MAY_STAND]
        standing = [row for row in rows if not await self._gave_way(site, row)]
        return [await self._to_booking(site, row, seating.venue) for row in standing]

    async def change(self, venue: Venue, uid: str, seating: Seating, *, request_id: str) -> str:
        """Move it where nothing is, look again, and move it back where something was faster."""
        del request_id  # it stays the same appointment
        site = await self._site_of(venue)
        row = await site.get(uid)
        slot = await self._choose_new_slot(site, row, seating)
        try:
            moved = await site.move(row.id, slot, notes=row.notes_for(seating.party_size))
        except (LostAnswerError, RefusedBookingError):
            with _lost_where_unsure("It may be changed."):
                moved = await site.get(uid)
            if (moved.service_id, moved.provider_id, moved.start) != (
                slot.service_id,
                slot.provider_id,
                slot.starts_at,
            ):
                raise
        with _lost_where_unsure("It is changed, perhaps over somebody else's appointment."):
            if await self._has_rivals(site, slot, moved.id):
                await site.move(row.id, row.slot, notes=row.notes)
                raise FullError("Somebody else was faster.")
        return uid

    async def cancel(self, venue: Venue, uid: str) -> None:
        """Delete it; the system keeps nothing of it."""
        site = await self._site_of(venue)
        with suppress(GoneError):
            await site.remove(int(uid))

    async def aclose(self) -> None:
        await self._sites.aclose()

    # -------------------------------------------------------------- what is beside an appointment

    @staticmethod
    async def _gave_way(site: EasySite, row: Appointment) -> bool:
        """Whether it was deleted, because others were there first: the lower id has the right of way."""
        service = await site.get_service(row.service_id)
        before = [each for each in await site.list_beside(row.slot) if each.id < row.id]
        if row.slot.has_room(service, before):
            return False
        with suppress(GoneError):
            await site.remove(row.id)
        return True

    @staticmethod
    async def _has_rivals(site: EasySite, slot: Slot, own_id: int) -> bool:
        """Whether others leave no room for it, whoever was first."""
        service = await site.get_service(slot.service_id)
        return not slot.has_room(service, [each for each in await site.list_beside(slot) if each.id != own_id])

    # -------------------------------------------------------------- inside

    async def _site_of(self, venue: Venue) -> EasySite:
        settings = read_settings(EasySettings, venue)
        return EasySite(
            settings=settings,
            client=await self._sites.at(settings.root),
            key=await self._secrets.get(venue, "api_key"),
            known=self._known,
        )

    async def _list_starts(self, site: EasySite, service_id: int, provider_id: int, seating: Seating) -> list[datetime]:
        """The free times of the local day at one provider, who may live by another clock."""
        day, zone = seating.starts_at.date(), seating.venue.timezone
        provider = await site.get_provider(provider_id)
        if provider.services and service_id not in provider.services:
            return []
        ends = (to_instant(day, time(), zone), to_instant(day + _DAY, time(), zone) - timedelta(minutes=1))
        days = sorted({to_local(each, provider.timezone).date() for each in ends})
        found = await asyncio.gather(*(site.list_times(service_id, provider_id, each) for each in days))
        starts = [_translate(start, provider.timezone, zone) for each in found for start in each]
        return [start for start in starts if start.date() == day]

    async def _choose_slot(self, site: EasySite, seating: Seating) -> Slot:
        """Whose time to take: of several people, that of the first who is free."""
        service_id, providers = _service_of(site, seating), _providers_of(site, seating)
        for number in providers:
            if len(providers) == 1 or seating.starts_at in await self._list_starts(site, service_id, number, seating):
                return await _slot_of(site, service_id, number, seating)
        raise FullError("Nobody there is free at that time.")

    async def _choose_new_slot(self, site: EasySite, row: Appointment, seating: Seating) -> Slot:
        """Where an appointment can be moved to. Its own time is not listed as free, so what overlaps it is looked at apart."""
        service_id, providers = _service_of(site, seating), _providers_of(site, seating)
        for number in sorted(providers, key=lambda each: each != row.provider_id):
            slot = await _slot_of(site, service_id, number, seating)
            if number == row.provider_id and slot.overlaps(row):
                is_free = bool(await site.list_fitting([slot], row))
            else:
                is_free = seating.starts_at in await self._list_starts(site, service_id, number, seating)
            if is_free:
                return slot
        raise FullError("Nobody there is free at that time.")

    async def _list_own_starts(self, site: EasySite, seating: Seating) -> list[datetime]:
        """Starts at which the appointment that would be given up is all that is in the way."""
        if seating.instead_of is None:
            return []
        starts: list[datetime] = []
        for row in await site.find_marked(_marker(str(seating.instead_of))):
            zone = (await site.get_provider(row.provider_id)).timezone
            around = await site.list_around(row, service_id=_service_of(site, seating))
            fitting = await site.list_fitting(around, row)
            starts += [_translate(slot.starts_at, zone, seating.venue.timezone) for slot in fitting]
        return [start for start in starts if start.date() == seating.starts_at.date()]

    @staticmethod
    async def _to_booking(site: EasySite, row: Appointment, venue: Venue) -> OutsideBooking:
        provider = await site.get_provider(row.provider_id)
        return OutsideBooking(
            uid=str(row.id),
            reference=row.hash,
            status=row.booking_status,
            raw_status=row.status or "",
            starts_at=_translate(row.start, provider.timezone, venue.timezone),
            ends_at=_translate(row.end, provider.timezone, venue.timezone),
            party_size=row.party_size,
            service=_name_under(site.settings.services, row.service_id),
            stylist=_name_under(site.settings.providers, row.provider_id),
        )


@contextmanager
def _lost_where_unsure(detail: str) -> Generator[None]:
    """After a write: what can't be found out now is not the same as nothing having happened."""
    try:
        yield
    except FullError:
        raise
    except AttemptError as error:
        raise LostAnswerError(detail) from error


async def _ensure_customer(site: EasySite, person: Person, *, email: str) -> int:
    try:
        return await site.ensure_customer(person, email=email)
    except LostAnswerError as error:  # who is known there twice or not at all has no appointment yet
        raise NotReachedError(error.detail) from error


async def _slot_of(site: EasySite, service_id: int, provider_id: int, seating: Seating) -> Slot:
    service, provider = await asyncio.gather(site.get_service(service_id), site.get_provider(provider_id))
    start = _translate(seating.starts_at, seating.venue.timezone, provider.timezone)
    end = start + timedelta(minutes=service.duration)
    return Slot(service_id=service_id, provider_id=provider_id, starts_at=start, ends_at=end)


def _service_of(site: EasySite, seating: Seating) -> int:
    found = site.settings.find_service(seating)
    if found is None:
        raise RefusedBookingError(f"{seating.venue.name} has not said how that is booked there.")
    return found


def _providers_of(site: EasySite, seating: Seating) -> list[int]:
    found = site.settings.list_providers(seating)
    if not found:
        raise RefusedBookingError(f"{seating.venue.name} has not said how to book with {seating.stylist}.")
    return found


def _translate(shown: datetime, there: str, here: str) -> datetime:
    """What another wall clock shows then, naive."""
    return to_local(to_instant(shown.date(), shown.time(), there), here).replace(tzinfo=None, fold=0)


def _name_under(numbers: Mapping[str, int], number: int) -> str | None:
    """What a number is called; None where it has no name, or several."""
    names = [name for name, each in numbers.items() if each == number]
    return names[0] or None if len(names) == 1 else None


def _marker(request_id: str) -> str:
    return f"[ref:{request_id}]"
