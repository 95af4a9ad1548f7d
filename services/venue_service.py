"""Venues."""

from uuid import UUID

from core.booking import Venue, VenueKind
from core.idempotency import IdempotencyKey
from repositories.unit_of_work import UnitOfWorkFactory


class VenueService:
    """Venues, for callers. Everything raises NotFoundError for what the account can't see."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work

    async def add(self, venue: Venue, *, key: IdempotencyKey | None = None) -> Venue:
        """Store a venue; the one that `key` made before is answered instead."""
        async with self._unit_of_work() as unit:
            first_id = await unit.idempotency.claim(key, resource_id=venue.id) if key else venue.id
            if first_id != venue.id:
                return await unit.venues.get(first_id, account_id=venue.account_id)
            return await unit.venues.add(venue)

    async def get(self, venue_id: UUID, *, account_id: UUID) -> Venue:
        """One venue."""
        async with self._unit_of_work() as unit:
            return await unit.venues.get(venue_id, account_id=account_id)

    async def list_page(
        self, *, account_id: UUID, kind: VenueKind | None, before: UUID | None, limit: int
    ) -> list[Venue]:
        """Venues, newest first."""
        async with self._unit_of_work() as unit:
            return await unit.venues.list_page(account_id=account_id, kind=kind, before=before, limit=limit)
