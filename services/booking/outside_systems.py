"""The outside booking systems, opened and closed in one place; and the places that come with the settings."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid5

from core.booking import Venue, VenueKind, Weekday
from core.clock import Clock
from core.config import Settings
from repositories.unit_of_work import UnitOfWorkFactory
from services.access.account_service import DEFAULT_ACCOUNT
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
CALCOM, EASY = "calcom", "easyappointments"
_RESTAURANT = "The restaurant's booking system"
_TITLES = ((CALCOM, "Cal.com"), (EASY, "Easy!Appointments"), (RESDIARY, _RESTAURANT))
"""How people read of them."""
_ADDED_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""The database notes the real time itself."""
_ALWAYS = dict.fromkeys(Weekday, (("00:00", "24:00"),))
"""The system knows when the place is open; we don't."""


class SettingsRestaurant:
    """The restaurant system of the settings: for the venues of the account that runs this, whose token it is."""

    def __init__(self, *, base_url: str, token: str, unit_of_work: UnitOfWorkFactory) -> None:
        self.client = OutsideClient(base_url=api_address(base_url), system=_RESTAURANT, headers={})
        self.token = token
        self._unit_of_work = unit_of_work
        self._owner: UUID | None = None

    async def owns(self, venue: Venue) -> bool:
        """Whether the venue belongs to the account that the settings are for."""
        if self._owner is None:
            async with self._unit_of_work.reading() as unit:
                account = await unit.accounts.find_by_name(DEFAULT_ACCOUNT)
            self._owner = account.id if account else None
        return venue.account_id == self._owner


@asynccontextmanager
async def open_adapters(
    settings: Settings, *, secrets: Secrets, unit_of_work: UnitOfWorkFactory
) -> AsyncGenerator[Mapping[str, BookingAdapter]]:
    """The outside systems by the name that venues have as `adapter`; `secrets` are what venues bring along."""
    async with AsyncExitStack() as stack:
        operator: SettingsRestaurant | None = None
        if settings.restaurant_api_base_url and settings.restaurant_api_token:
            operator = SettingsRestaurant(
                base_url=settings.restaurant_api_base_url,
                token=settings.restaurant_api_token.get_secret_value(),
                unit_of_work=unit_of_work,
            )
            stack.push_async_callback(operator.client.aclose)
        sites = {
            name: OutsideSites(system=title, allow_private=settings.webhook_allow_private) for name, title in _TITLES
        }
        for each in sites.values():
            stack.push_async_callback(each.aclose)
        yield {
            CALCOM: CalComAdapter(sites=sites[CALCOM], secrets=secrets),
            EASY: EasyAppointmentsAdapter(sites=sites[EASY], secrets=secrets),
            RESDIARY: ResDiaryAdapter(sites=sites[RESDIARY], secrets=secrets, operator=operator),
        }


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
        await unit.venues.mark_let_in(venue.id)  # the settings may have a new token
