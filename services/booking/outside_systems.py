"""The outside booking systems, opened and closed in one place; and the places that come with the settings."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid5

from core.booking import Venue, VenueKind, Weekday
from core.clock import Clock
from core.config import Settings
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.adapters.calcom import CalComAdapter
from services.booking.adapters.easyappointments import EasyAppointmentsAdapter
from services.booking.adapters.phone import PhoneBookingSystem
from services.booking.adapters.resdiary import ResDiaryAdapter, api_address
from services.booking.desk.desk import Desk
from services.booking.obstacles import LARGEST_PARTY
from services.booking.outside_client import OutsideClient
from services.booking.outside_sites import OutsideSites
from services.booking.ports import BY_PHONE, BookingAdapter, BookingSystem
from services.booking.settings import Secrets

RESDIARY = "resdiary"
_AT_VENUES = (
    ("calcom", "Cal.com", CalComAdapter),
    ("easyappointments", "Easy!Appointments", EasyAppointmentsAdapter),
)
"""Systems of which each venue says where they are."""
_ADDED_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""A placeholder: the database notes the time itself."""
_ALWAYS = dict.fromkeys(Weekday, (("00:00", "24:00"),))
"""The system knows when the place is open; we don't."""


@asynccontextmanager
async def open_adapters(settings: Settings, *, secrets: Secrets) -> AsyncGenerator[Mapping[str, BookingAdapter]]:
    """The outside systems by the name that venues have as `adapter`; `secrets` are what venues bring along."""
    adapters: dict[str, BookingAdapter] = {}
    async with AsyncExitStack() as stack:
        for name, title, kind in _AT_VENUES:
            sites = OutsideSites(system=title, allow_private=settings.webhook_allow_private)
            stack.push_async_callback(sites.aclose)
            adapters[name] = kind(sites=sites, secrets=secrets)
        if settings.restaurant_api_base_url and settings.restaurant_api_token:
            token = settings.restaurant_api_token.get_secret_value()
            client = OutsideClient(
                base_url=api_address(settings.restaurant_api_base_url),
                system="The restaurant's booking system",
                headers={"Authorization": f"Bearer {token}"},
            )
            stack.push_async_callback(client.aclose)
            adapters[RESDIARY] = ResDiaryAdapter(client)
        yield adapters


def desks_over(
    adapters: Mapping[str, BookingAdapter], *, unit_of_work: UnitOfWorkFactory, clock: Clock
) -> dict[str, BookingSystem]:
    """A desk before each of them; and the telephone, which needs none."""
    desks = {name: Desk(each, name=name, unit_of_work=unit_of_work, clock=clock) for name, each in adapters.items()}
    return {**desks, BY_PHONE: PhoneBookingSystem(unit_of_work=unit_of_work, clock=clock)}


async def add_restaurant(unit_of_work: UnitOfWorkFactory, settings: Settings, *, account_id: UUID) -> None:
    """Put the restaurant that the settings name into an account; one that is there already stays as it is."""
    name = settings.restaurant_name
    if name is None:
        return
    venue = Venue(
        id=uuid5(account_id, f"{RESDIARY}:{name}"),
        account_id=account_id,
        name=name,
        kind=VenueKind.RESTAURANT,
        timezone=settings.default_timezone,
        location=None,
        cuisine=None,
        hours=_ALWAYS,
        capacity=LARGEST_PARTY,
        services=(),
        staff=(),
        adapter=RESDIARY,
        adapter_settings={"restaurant": name},
        created_at=_ADDED_AT,
    )
    async with unit_of_work() as unit:
        await unit.venues.add(venue)
