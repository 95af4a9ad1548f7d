"""What a salon does where only its booking system says so."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

import structlog

from core.booking import Venue, VenueKind
from core.errors import AttemptError
from services.booking.ports import BookingSystem, Capability

logger = structlog.stdlib.get_logger(__name__)

_PATIENCE_SECONDS = 2.0


async def with_menu(venue: Venue, systems: Mapping[str, BookingSystem]) -> Venue:
    """A salon that names no services itself, with those of its booking system, and with its staff; else the venue as it is.

    A system that does not answer now says nothing: what is wanted is asked for as it was said.
    """
    system = systems.get(venue.adapter)
    if venue.kind is not VenueKind.SALON or venue.services or system is None:
        return venue
    if Capability.SERVICES not in system.capabilities:
        return venue
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            offered = await system.list_services(venue)
    except (AttemptError, TimeoutError) as error:
        logger.info("a place does not say what it does", venue_id=str(venue.id), error=type(error).__name__)
        return venue
    staff = venue.staff or tuple(dict.fromkeys(name for each in offered for name in each.staff))
    return replace(
        venue,
        services=tuple(each.name for each in offered),
        service_minutes={each.name: each.minutes for each in offered if each.minutes is not None},
        staff=staff,
        staff_services={name: tuple(each.name for each in offered if name in each.staff) for name in staff},
    )


async def with_menus(venues: Sequence[Venue], systems: Mapping[str, BookingSystem]) -> list[Venue]:
    """The same for many, at once."""
    return [*await asyncio.gather(*(with_menu(venue, systems) for venue in venues))]
