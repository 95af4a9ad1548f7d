"""Registered endpoints hear of bookings: in the same transaction, once for each change."""

import asyncio
import json
from uuid import UUID

import pytest

from core.booking import BookingStatus, DiningTable
from core.domain import TaskStatus
from core.ids import make_id
from core.webhook import WebhookEndpoint, WebhookMessage
from repositories.webhook_endpoint import NewWebhookEndpoint
from services.booking.desk.rows import DeskRows
from services.booking.news import BookingEvent, tell_endpoints
from services.booking.ports import OutsideBooking, Seating
from services.booking.refusals import FullError, LostAnswerError, StaleError
from tests.integration.house import House
from tests.integration.services.booking.test_local import at
from tests.integration.services.booking.wishes import look_at


async def add_endpoint(house: House, *events: BookingEvent) -> WebhookEndpoint:
    new = NewWebhookEndpoint(
        id=make_id(), account_id=house.account_id, url="https://example.org/hook", events=events, secret="sealed"
    )
    async with house.unit_of_work() as unit:
        return await unit.webhook_endpoints.add(new)


async def list_messages(house: House, booking_id: UUID) -> list[WebhookMessage]:
    async with house.unit_of_work() as unit:
        return await unit.webhooks.list_of_booking(booking_id)


async def table_at(house: House, clock: str = "19:00", *, name: str = "Olive Garden") -> Seating:
    return Seating(venue=await house.add_venue(name, tables=(DiningTable("1", 4),)), party_size=2, starts_at=at(clock))


async def test_life_of_a_booking_is_told_step_by_step(house: House) -> None:
    endpoint = await add_endpoint(house)
    wanted = await table_at(house)
    booking = await house.system.book(wanted, house.guest, key="once")
    await house.system.book(wanted, house.guest, key="once")
    changed = await house.system.change(
        booking, Seating(venue=wanted.venue, party_size=3, starts_at=at("20:00")), key=""
    )
    await house.system.cancel(changed, key="")
    await house.system.cancel(changed, key="")
    messages = await list_messages(house, booking.id)
    assert {(each.endpoint_id, each.url, each.status) for each in messages} == {
        (endpoint.id, endpoint.url, TaskStatus.SCHEDULED)
    }
    told = [json.loads(each.body) for each in messages]
    assert [each["type"] for each in told] == ["booking.created", "booking.changed", "booking.cancelled"]
    assert [(each["data"]["version"], each["data"]["status"], each["data"]["time"]) for each in told] == [
        (1, "confirmed", "19:00"),
        (2, "confirmed", "20:00"),
        (3, "cancelled", "20:00"),
    ]


async def test_endpoint_hears_only_what_it_wants_and_only_of_its_account(house: House) -> None:
    wants = await add_endpoint(house, BookingEvent.CANCELLED)
    await add_endpoint(await House.build(house.unit_of_work))
    booking = await house.system.book(await table_at(house), house.guest, key="once")
    assert await list_messages(house, booking.id) == []
    await house.system.cancel(booking, key="")
    assert [each.endpoint_id for each in await list_messages(house, booking.id)] == [wants.id]


async def test_what_did_not_happen_is_not_told(house: House) -> None:
    await add_endpoint(house)
    wanted = await table_at(house)
    booking = await house.system.book(wanted, house.guest, key="once")
    await house.system.change(booking, Seating(venue=wanted.venue, party_size=3, starts_at=at("20:00")), key="")
    with pytest.raises(FullError):
        await house.system.book(
            Seating(venue=wanted.venue, party_size=2, starts_at=at("20:00")), house.guest, key="two"
        )
    with pytest.raises(StaleError):
        await house.system.change(booking, wanted, key="")
    assert len(await list_messages(house, booking.id)) == 2


async def test_endpoint_that_goes_at_the_same_moment_costs_no_booking(house: House) -> None:
    endpoint = await add_endpoint(house)

    async def remove() -> None:
        async with house.unit_of_work() as unit:
            await unit.webhook_endpoints.remove(endpoint.id, account_id=house.account_id)

    booking = await house.system.book(await table_at(house), house.guest, key="once")
    async with house.unit_of_work() as unit:
        await unit.webhook_endpoints.list_open([house.account_id])
        removal = asyncio.create_task(remove())
        await asyncio.wait([removal], timeout=0.2)
        assert not removal.done(), "it waits for whoever is about to write there"
        await tell_endpoints(unit, BookingEvent.CREATED, booking)
    await removal
    assert await list_messages(house, booking.id) == []


def there(status: BookingStatus, *, clock: str = "19:00") -> OutsideBooking:
    return OutsideBooking(
        uid="7", reference="AB12", status=status, raw_status=str(status), starts_at=at(clock), party_size=2
    )


async def test_what_was_cancelled_at_the_same_moment_is_not_written_down_as_booked(house: House) -> None:
    rows = DeskRows(system="calcom", unit_of_work=house.unit_of_work)
    wanted = await table_at(house)
    row = (await rows.write_down(wanted, house.guest, key="once")).row
    await rows.record(row, there(BookingStatus.CANCELLED), wanted)
    with pytest.raises(LostAnswerError):
        await rows.record(row, there(BookingStatus.CONFIRMED, clock="20:00"), wanted)
    assert (await look_at(house, row)).status is BookingStatus.CANCELLED


async def test_what_becomes_of_a_booking_outside_is_told(house: House) -> None:
    await add_endpoint(house)
    rows = DeskRows(system="calcom", unit_of_work=house.unit_of_work)
    wanted = await table_at(house)
    row = (await rows.write_down(wanted, house.guest, key="once")).row
    assert await list_messages(house, row.id) == []
    for step in (
        there(BookingStatus.PENDING),
        there(BookingStatus.PENDING),
        there(BookingStatus.CONFIRMED),
        there(BookingStatus.CONFIRMED, clock="20:00"),
        there(BookingStatus.CANCELLED, clock="20:00"),
    ):
        await rows.record(row, step, wanted)
    told = [json.loads(each.body) for each in await list_messages(house, row.id)]
    assert [(each["type"], each["data"]["status"]) for each in told] == [
        ("booking.created", "pending"),
        ("booking.changed", "confirmed"),
        ("booking.changed", "confirmed"),
        ("booking.cancelled", "cancelled"),
    ]
