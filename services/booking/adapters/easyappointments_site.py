"""One Easy!Appointments: its calls, and what they answer as values."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from pydantic import ValidationError

from services.booking.adapters.easyappointments_shapes import (
    STAMP,
    Absence,
    Appointment,
    Closure,
    Complaint,
    Customer,
    EasySettings,
    Provider,
    Service,
    Slot,
)
from services.booking.outside_client import Call, OutsideClient, Reply
from services.booking.ports import Person
from services.booking.refusals import GoneError, NotReachedError, RefusedBookingError

_PAGE: Final = 100
_MOST_PAGES: Final = 50
_DAY: Final = timedelta(days=1)
_KNOWN_SECONDS: Final = 600.0
_MOST_KNOWN: Final = 5_000
_IN_USE: Final = "already in use"
_REFUSALS: Final = ("not all required fields", "invalid", "in the database", "cannot be less than", _IN_USE)

ShapeT = TypeVar("ShapeT", Absence, Appointment, Closure, Customer)


class Known:
    """What seldom changes, for ten minutes: how long services take, by whose clock people work."""

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._found: dict[tuple[str, str], tuple[float, Reply]] = {}

    def find(self, root: str, path: str) -> Reply | None:
        until, reply = self._found.get((root, path), (0.0, None))
        return reply if until > self._now() else None

    def keep(self, root: str, path: str, reply: Reply) -> None:
        if len(self._found) >= _MOST_KNOWN:
            self._found.clear()
        self._found[root, path] = (self._now() + _KNOWN_SECONDS, reply)


class EasySite:
    """The installation that a venue names, with the venue's key."""

    def __init__(self, *, settings: EasySettings, client: OutsideClient, key: str, known: Known) -> None:
        self.settings = settings
        self._client = client
        self._key = key
        self._known = known

    # -------------------------------------------------------------- what there is

    async def get_service(self, service_id: int) -> Service:
        return (await self._get_known(f"/services/{service_id}")).read(Service)

    async def get_provider(self, provider_id: int) -> Provider:
        return (await self._get_known(f"/providers/{provider_id}")).read(Provider)

    async def list_times(self, service_id: int, provider_id: int, on: date) -> list[datetime]:
        """The free times of a day, by the provider's clock."""
        query = {"serviceId": service_id, "providerId": provider_id, "date": on.isoformat()}
        found = (await self._get("/availabilities", query)).read(list[str])
        return [datetime.strptime(f"{on} {each}", "%Y-%m-%d %H:%M") for each in found]  # noqa: DTZ007 - as above

    # -------------------------------------------------------------- appointments

    async def get(self, appointment_id: str) -> Appointment:
        """Raises GoneError where there is none."""
        return (await self._get(f"/appointments/{appointment_id}")).read(Appointment)

    async def find_marked(self, marker: str) -> list[Appointment]:
        """Those that carry the marker in their notes, the oldest first. The search finds similar ones as well."""
        found = await self._list(Appointment, "/appointments", {"q": marker})
        return [each for each in found if marker in (each.notes or "")]

    async def list_beside(self, slot: Slot) -> list[Appointment]:
        """What is at the same time at the same person's, the oldest first."""
        query = {
            "providerId": slot.provider_id,
            "from": (slot.starts_at - _DAY).date().isoformat(),
            "till": (slot.ends_at + _DAY).date().isoformat(),
        }
        found = await self._list(Appointment, "/appointments", query)
        return [each for each in found if each.provider_id == slot.provider_id and slot.overlaps(each)]

    async def list_around(self, row: Appointment, *, service_id: int) -> list[Slot]:
        """The slots that overlap an appointment at its own person's, as far apart as that service can be begun."""
        service = await self.get_service(service_id)
        length, step = timedelta(minutes=service.duration), timedelta(minutes=service.interval or service.duration)
        starts = [row.start]
        while starts[0] - step + length > row.start:
            starts.insert(0, starts[0] - step)
        while starts[-1] + step < row.end:
            starts.append(starts[-1] + step)
        return [
            Slot(service_id=service_id, provider_id=row.provider_id, starts_at=start, ends_at=start + length)
            for start in starts
        ]

    async def list_fitting(self, slots: Sequence[Slot], row: Appointment) -> list[Slot]:
        """Which of these times, all at one person's, an appointment can have where only itself may be in the way."""
        if not slots:
            return []
        widest = replace(
            slots[0], starts_at=min(each.starts_at for each in slots), ends_at=max(each.ends_at for each in slots)
        )
        service, provider, away, closed, beside = await asyncio.gather(
            self.get_service(slots[0].service_id),
            self._get(f"/providers/{widest.provider_id}"),
            self._list(Absence, "/unavailabilities", {"providerId": widest.provider_id}),
            self._list(Closure, "/blocked_periods", {}),
            self.list_beside(widest),
        )
        hours = provider.read(Provider)
        gaps = [*(each for each in away if each.provider_id == widest.provider_id), *closed]
        others = [each for each in beside if each.id != row.id]
        return [
            slot
            for slot in slots
            if hours.works(slot.starts_at, slot.ends_at)
            and not any(map(slot.overlaps, gaps))
            and slot.has_room(service, others)
        ]

    async def add(self, slot: Slot, *, customer_id: int, notes: str) -> Appointment:
        body = {**_times_of(slot), "customerId": customer_id, "notes": notes}
        return (await self._write("POST", "/appointments", body)).read(Appointment)

    async def move(self, appointment_id: int, slot: Slot, *, notes: str | None) -> Appointment:
        """Both ends are given: of what is not, the old value stays."""
        body = {**_times_of(slot), "notes": notes}
        return (await self._write("PUT", f"/appointments/{appointment_id}", body)).read(Appointment)

    async def remove(self, appointment_id: int) -> None:
        """Raises GoneError where there is none any more."""
        await self._write("DELETE", f"/appointments/{appointment_id}", None)

    # -------------------------------------------------------------- customers

    async def ensure_customer(self, person: Person, *, email: str) -> int:
        """The customer of this e-mail address, which is one customer's alone there; what is known of them stays."""
        if found := await self._find_customer(email):
            return found.id
        first, _, last = person.name.rpartition(" ")
        body = {"firstName": first or last, "lastName": last if first else "-", "email": email, "phone": person.phone}
        try:
            reply = await self._write("POST", "/customers", body)
        except RefusedBookingError as error:
            found = await self._find_customer(email) if _IN_USE in error.detail else None
            if found is None:
                raise
            return found.id
        return reply.read(Customer).id

    async def _find_customer(self, email: str) -> Customer | None:
        found = await self._list(Customer, "/customers", {"q": email})
        return next((each for each in found if (each.email or "").casefold() == email.casefold()), None)

    # -------------------------------------------------------------- calls

    async def _get_known(self, path: str) -> Reply:
        root = f"{self._key}@{self.settings.root}"
        reply = self._known.find(root, path)
        if reply is None:
            try:
                reply = await self._get(path)
            except GoneError as error:  # not the appointment, but what the venue's settings name
                raise RefusedBookingError(f"The place's booking system has no {path.strip('/')}.") from error
            self._known.keep(root, path, reply)
        return reply

    async def _get(self, path: str, query: Mapping[str, str | int] | None = None) -> Reply:
        return await self._send(Call(method="GET", path=path, query=query))

    async def _write(self, method: str, path: str, body: object) -> Reply:
        return await self._send(Call(method=method, path=path, writes=True, json=body))

    async def _list(self, shape: type[ShapeT], path: str, query: Mapping[str, str | int]) -> list[ShapeT]:
        """All pages, by id; of a list that is not asked for by pages only twenty come."""
        found: dict[int, ShapeT] = {}
        for page in range(1, _MOST_PAGES + 1):
            asked = {**query, "sort": "+id", "length": _PAGE, "page": page}
            rows = (await self._get(path, asked)).read(list[shape])
            found |= {row.id: row for row in rows}
            if len(rows) < _PAGE:
                return [found[number] for number in sorted(found)]
        raise NotReachedError("The place's booking system lists more than can be looked through.")

    async def _send(self, call: Call) -> Reply:
        reply = await self._client.send(replace(call, headers={"authorization": f"Bearer {self._key}"}))
        if reply.is_success:
            return reply
        if reply.status == 404 and not reply.body.strip():
            # Where the whole system is gone from that address, whatever is there now says so with a page.
            raise GoneError("The place's booking system has no such thing.")
        said = _words_of(reply)
        if any(word in said.casefold() for word in _REFUSALS):
            # What follows a colon repeats what was sent: who it is for.
            raise RefusedBookingError(f"The place's booking system says: {said.partition(':')[0].rstrip('.')}.")
        raise reply.not_understood()


def _times_of(slot: Slot) -> dict[str, str | int]:
    return {
        "start": slot.starts_at.strftime(STAMP),
        "end": slot.ends_at.strftime(STAMP),
        "serviceId": slot.service_id,
        "providerId": slot.provider_id,
    }


def _words_of(reply: Reply) -> str:
    try:
        return Complaint.model_validate_json(reply.body).message[:200]
    except ValidationError:
        return ""
