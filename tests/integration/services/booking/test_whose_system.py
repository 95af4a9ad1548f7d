"""Whose key opens a restaurant's system: the operator's token serves the operator, and a key that is refused is not worn out."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import SecretStr

from core.booking import Venue, VenueKind
from core.config import Settings
from core.errors import InvalidFieldError
from core.ids import make_id
from core.people import Account
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.refusals import NotLetInError
from services.booking_service import Search
from services.factory import open_services
from services.services import Services
from tests.integration.api.accounts import add_account
from tests.outside.loopback import Trouble, running
from tests.outside.resdiary import TOKEN, ResDiaryServer

NAME = "TheHungryUnicorn"


@dataclass
class Street:
    """The product with the restaurant of the settings."""

    services: Services
    account: Account
    restaurant: ResDiaryServer
    unit_of_work: UnitOfWorkFactory

    async def add(self, name: str, *, account_id: UUID | None = None, **settings: str) -> Venue:
        given = {"name": name, "kind": VenueKind.RESTAURANT, "adapter": "resdiary", "adapter_settings": settings}
        return await self.services.venues.add(given, venue_id=make_id(), account_id=account_id or self.account.id)

    async def look(self, venue: Venue) -> int:
        """How many times are free tomorrow."""
        search = Search(venue_id=venue.id, date=tomorrow(), party_size=2)
        found = await self.services.bookings.find_free(search, account_id=venue.account_id)
        return sum(len(day.times) for day in found.days)

    async def find(self, venue: Venue) -> Venue:
        return await self.services.venues.get(venue.id, account_id=venue.account_id)


@asynccontextmanager
async def street_of(settings: Settings, unit_of_work: UnitOfWorkFactory, *, token: str) -> AsyncGenerator[Street]:
    async with running(ResDiaryServer(name=NAME, today=datetime.now(UTC).date())) as restaurant:
        given: Mapping[str, Any] = {
            "restaurant_api_base_url": restaurant.url,
            "restaurant_api_token": SecretStr(token),
            "restaurant_name": NAME,
            "webhook_allow_private": True,
        }
        async with open_services(settings.model_copy(update=given), owner="test") as services:
            yield Street(services, await services.accounts.ensure_default(), restaurant, unit_of_work)


@pytest.fixture
async def street(settings: Settings, unit_of_work: UnitOfWorkFactory) -> AsyncGenerator[Street]:
    async with street_of(settings, unit_of_work, token=TOKEN) as street:
        yield street


def tomorrow() -> date:
    return datetime.now(UTC).date() + timedelta(days=1)


async def test_strangers_can_not_use_the_operators_token(street: Street) -> None:
    stranger, _ = await add_account(street.unit_of_work, street.services)
    with pytest.raises(InvalidFieldError, match="api_key") as refused:
        await street.add(NAME, account_id=stranger.id, restaurant=NAME)
    assert [each.pointer for each in refused.value.errors] == ["/adapter_settings/base_url"]
    smuggled = await street.services.venues.add(
        {"name": NAME, "kind": VenueKind.RESTAURANT}, venue_id=make_id(), account_id=stranger.id
    )
    with pytest.raises(InvalidFieldError):
        await street.services.venues.change(smuggled.id, {"adapter": "resdiary"}, account_id=stranger.id)
    assert street.restaurant.asked == []


async def test_venue_of_a_stranger_that_is_there_from_before_opens_nothing(street: Street) -> None:
    stranger, _ = await add_account(street.unit_of_work, street.services)
    venue = await street.services.venues.make(
        {"name": NAME, "kind": VenueKind.RESTAURANT}, venue_id=make_id(), account_id=stranger.id
    )
    async with street.unit_of_work() as unit:
        await unit.venues.add(replace_adapter(venue))
    with pytest.raises(Exception, match="can't be asked") as refused:
        await street.look(replace_adapter(venue))
    assert isinstance(refused.value.__cause__, NotLetInError)
    assert street.restaurant.asked == []


async def test_strangers_bring_their_own_address_and_key(street: Street) -> None:
    stranger, _ = await add_account(street.unit_of_work, street.services)
    venue = await street.add(NAME, account_id=stranger.id, base_url=street.restaurant.url)
    await street.services.venue_secrets.put(venue.id, {"api_key": TOKEN}, account_id=stranger.id)
    assert await street.look(venue) == 8
    assert (await street.find(venue)).refused_at is None


async def test_place_is_found_by_what_people_call_it(street: Street) -> None:
    assert (await street.add("The Hungry Unicorn")).adapter_settings == {"restaurant": NAME}
    with pytest.raises(InvalidFieldError, match="no place called Luigi's"):
        await street.add("Luigi's")
    with pytest.raises(InvalidFieldError, match="to the letter"):
        await street.add("The Hungry Unicorn", restaurant="thehungryunicorn")


async def test_place_is_taken_as_it_is_said_where_its_system_can_not_be_asked(street: Street) -> None:
    street.restaurant.trouble("search", *[Trouble.AWAY] * 9)
    assert (await street.add("Luigi's")).adapter_settings == {}


async def test_refused_token_is_said_to_be_and_not_tried_again_and_again(
    settings: Settings, unit_of_work: UnitOfWorkFactory
) -> None:
    async with street_of(settings, unit_of_work, token="expired") as street:
        venue = await find_own(street)
        for _ in range(3):
            with pytest.raises(Exception, match="can't be asked"):
                await street.look(await street.find(venue))
        assert street.restaurant.count("search") == 1
        assert (await street.find(venue)).refused_at is not None

        await street.services.venue_secrets.put(venue.id, {"api_key": TOKEN}, account_id=street.account.id)
        assert (await street.find(venue)).refused_at is None
        assert await street.look(await street.find(venue)) == 8


async def find_own(street: Street) -> Venue:
    """The restaurant of the settings."""
    venues = await street.services.venues.list_page(account_id=street.account.id, kind=None, before=None, limit=50)
    return next(each for each in venues if each.adapter == "resdiary")


def replace_adapter(venue: Venue) -> Venue:
    return replace(venue, adapter="resdiary", adapter_settings={"restaurant": NAME})
