"""Bookings of the API's account, put where a test wants them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2

from core.booking import VenueKind
from core.ids import make_id
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.adapters.local import LocalBookingSystem
from services.booking.ports import Guest, Seating
from services.services import Services
from tests.integration.api.accounts import default_account

SOON = datetime.now(UTC).date() + timedelta(days=20)
"""The API tells the time by the machine's clock."""


class Book:
    """Puts bookings of the API's account where they stand."""

    def __init__(self, api: httpx2.AsyncClient, services: Services, unit_of_work: UnitOfWorkFactory) -> None:
        self.api = api
        self._unit_of_work = unit_of_work
        self._system = LocalBookingSystem(unit_of_work=unit_of_work, clock=services.clock)

    async def add_venue(self, **fields: Any) -> dict[str, Any]:
        given = {"name": "The Ivy", "kind": "restaurant", "capacity": 6, **fields}
        return (await self.api.post("/v1/venues", json=given)).json()

    async def add(
        self, venue: dict[str, Any], *, on: date = SOON, at: str = "19:00", user_id: UUID | None = None, **wanted: Any
    ) -> dict[str, Any]:
        account = await default_account(self._unit_of_work)
        async with self._unit_of_work() as unit:
            place = await unit.venues.get(UUID(venue["id"]), account_id=account.id)
        size = 1 if place.kind is VenueKind.SALON else 4
        starts_at = datetime.fromisoformat(f"{on}T{at}")
        values: dict[str, Any] = {"party_size": size, **wanted}
        seating = Seating(venue=place, starts_at=starts_at, **values)
        guest = Guest(account_id=account.id, user_id=user_id or account.default_user_id, task_id=None)
        booking = await self._system.book(seating, guest, key=str(make_id()))
        return (await self.api.get(f"/v1/bookings/{booking.id}")).json()

    async def patch(self, booking: dict[str, Any], **changed: Any) -> httpx2.Response:
        return await self.api.patch(f"/v1/bookings/{booking['id']}", json=changed)

    async def cancel(self, booking: dict[str, Any]) -> httpx2.Response:
        return await self.api.post(f"/v1/bookings/{booking['id']}/cancel")

    async def look_at(self, booking: dict[str, Any]) -> dict[str, Any]:
        return (await self.api.get(f"/v1/bookings/{booking['id']}")).json()
