"""The calendar of a person's bookings, as calendar programs read it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx2
import pytest
from icalendar import Calendar, Event

from repositories.unit_of_work import UnitOfWorkFactory
from services.services import Services
from tests.integration.api.accounts import add_account, default_account
from tests.integration.api.calling import NOBODYS_ID
from tests.integration.api.promises import assert_problem
from tests.integration.api.shelf import SOON, Book

NO_KEY = {"Authorization": ""}


@pytest.fixture
async def calendar(book: Book, unit_of_work: UnitOfWorkFactory) -> str:
    """Where the calendar of the account's default user is."""
    return f"/v1/users/{(await default_account(unit_of_work)).default_user_id}/bookings.ics"


async def read(client: httpx2.AsyncClient, path: str) -> list[Event]:
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    return list(Calendar.from_ical(answer.content).events)


def said(event: Event) -> dict[str, Any]:
    names = ("SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "SEQUENCE")
    return {name.lower(): event[name] for name in names}


async def test_booking_is_an_event_by_the_clock_of_the_place(book: Book, calendar: str) -> None:
    venue = await book.add_venue(timezone="America/New_York", location="Queens, NY; by the river")
    booking = await book.add(venue, on=date(SOON.year + 1, 7, 1))
    [event] = await read(book.api, calendar)
    assert said(event) == {
        "summary": "Table for 4 at The Ivy",
        "location": "The Ivy, Queens, NY; by the river",
        "description": f"Reference: {booking['reference']}",
        "status": "CONFIRMED",
        "sequence": 0,
    }
    start = datetime.fromisoformat(f"{booking['date']}T{booking['time']}").replace(tzinfo=ZoneInfo("America/New_York"))
    assert event.start == start == datetime.fromisoformat(booking["starts_at"])
    assert event["DTSTART"].params["TZID"] == "America/New_York"
    assert event.end == datetime.fromisoformat(booking["ends_at"])
    assert event["UID"] == f"{booking['id']}@bookings.grandma"
    assert "BEGIN:VTIMEZONE\r\nTZID:America/New_York" in (await book.api.get(calendar)).text


async def test_change_and_cancellation_raise_the_sequence_of_the_same_event(book: Book, calendar: str) -> None:
    booking = await book.add(await book.add_venue())
    [made] = await read(book.api, calendar)
    await book.patch(booking, party_size=2)
    await book.patch(booking, party_size=2)
    [changed] = await read(book.api, calendar)
    await book.cancel(booking)
    [gone] = await read(book.api, calendar)
    assert made["UID"] == changed["UID"] == gone["UID"]
    assert [each["SEQUENCE"] for each in (made, changed, gone)] == [0, 1, 2]
    assert (changed["SUMMARY"], gone["STATUS"]) == ("Table for 2 at The Ivy", "CANCELLED")


async def test_calendar_of_nobody_expected_is_empty(book: Book, calendar: str) -> None:
    await book.add(await book.add_venue(), on=date(2026, 1, 10))
    assert await read(book.api, calendar) == []


async def test_link_opens_the_calendar_without_a_key_until_it_is_replaced(book: Book, calendar: str) -> None:
    await book.add(await book.add_venue())
    link = f"{calendar.removesuffix('bookings.ics')}calendar-link"
    url = (await book.api.get(link)).json()["url"]
    again = await book.api.get(link)
    assert url == again.json()["url"]
    path = url[url.index("/v1/") :]
    answer = await book.api.get(path, headers=NO_KEY)
    assert {each.headers["Cache-Control"] for each in (again, answer)} == {"no-store"}
    assert [each["SUMMARY"] for each in Calendar.from_ical(answer.content).events] == ["Table for 4 at The Ivy"]
    replaced = await book.api.post(f"{link}/replace")
    renewed = replaced.json()["url"]
    assert replaced.headers["Cache-Control"] == "no-store"
    assert renewed != url
    assert_problem(await book.api.get(path, headers=NO_KEY), 401, "unauthorized")
    assert (await book.api.get(renewed[renewed.index("/v1/") :], headers=NO_KEY)).status_code == 200


async def test_link_of_one_person_opens_nothing_of_another(book: Book, calendar: str) -> None:
    other = (await book.api.post("/v1/users", json={"name": "Rose", "timezone": "UTC"})).json()
    link = (await book.api.get(f"/v1/users/{other['id']}/calendar-link")).json()["url"]
    token = link.partition("?token=")[2]
    for path in (calendar, f"/v1/users/{NOBODYS_ID}/bookings.ics"):
        assert_problem(await book.api.get(f"{path}?token={token}", headers=NO_KEY), 401, "unauthorized")
    for wrong in ("", "x", token[:-1], "ü"):
        answer = await book.api.get(f"/v1/users/{other['id']}/bookings.ics", params={"token": wrong}, headers=NO_KEY)
        assert_problem(answer, 401, "unauthorized")
    assert_problem(await book.api.get(calendar, headers=NO_KEY), 401, "unauthorized")
    assert_problem(await book.api.get(calendar, headers={"Authorization": "Bearer wrong"}), 401, "unauthorized")


async def test_calendars_of_strangers_are_not_found(
    book: Book, calendar: str, services: Services, unit_of_work: UnitOfWorkFactory
) -> None:
    _, key = await add_account(unit_of_work, services)
    stranger = {"Authorization": f"Bearer {key}"}
    link = f"{calendar.removesuffix('bookings.ics')}calendar-link"
    for answer in (
        await book.api.get(calendar, headers=stranger),
        await book.api.get(link, headers=stranger),
        await book.api.post(f"{link}/replace", headers=stranger),
    ):
        assert_problem(answer, 404, "not-found")


async def test_calendar_is_named_after_the_person(book: Book) -> None:
    rose = (await book.api.post("/v1/users", json={"name": "Rose", "timezone": "UTC"})).json()
    await book.add(await book.add_venue(), user_id=UUID(rose["id"]))
    answer = await book.api.get(f"/v1/users/{rose['id']}/bookings.ics")
    assert "X-WR-CALNAME:Bookings of Rose\r\n" in answer.text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in answer.text
    assert max(len(line.encode()) for line in answer.text.split("\r\n")) <= 75
