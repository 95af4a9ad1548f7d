"""Keys to booking systems that venues bring along: sealed before they are stored, opened for a call, shown to nobody."""

import json
from collections.abc import Mapping
from typing import cast
from uuid import UUID

from core.booking import Venue
from core.encryption import Cipher
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.refusals import NotLetInError


class VenueSecrets:
    """The secrets of venues, by name: `api_key` opens the system, `webhook_secret` proves what comes from it."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, cipher: Cipher) -> None:
        self._unit_of_work = unit_of_work
        self._cipher = cipher

    async def put(self, venue_id: UUID, secrets: Mapping[str, str], *, account_id: UUID) -> None:
        """Keep these instead of what there was; none: nothing is kept. They are tried at once, whatever became of those before.

        Raises:
            NotFoundError: the account has no such venue.
        """
        async with self._unit_of_work() as unit:
            venue = await unit.venues.get(venue_id, account_id=account_id)
            if secrets:
                await unit.venue_secrets.put(venue.id, self._cipher.encrypt(json.dumps(dict(secrets))))
            else:
                await unit.venue_secrets.remove(venue.id)
            await unit.venues.mark_let_in(venue.id)

    async def find(self, venue_id: UUID, name: str) -> str | None:
        """One of them."""
        async with self._unit_of_work.reading() as unit:
            sealed = await unit.venue_secrets.find(venue_id)
        if sealed is None:
            return None
        return cast("dict[str, str]", json.loads(self._cipher.decrypt(sealed))).get(name)

    async def get(self, venue: Venue, name: str) -> str:
        """One of them.

        Raises:
            NotLetInError: the venue has none of this name.
        """
        found = await self.find(venue.id, name)
        if found is None:
            raise NotLetInError(f"{venue.name} has no {name} for its booking system.")
        return found
