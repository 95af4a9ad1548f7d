"""What is due as a calendar: read back, instant by instant."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import httpx2
import pytest
from icalendar import Calendar, Event

from repositories.unit_of_work import UnitOfWorkFactory
from services.services import Services
from tests.integration.api.accounts import add_account, default_account
from tests.integration.api.promises import assert_problem

NO_KEY = {"Authorization": ""}
DUE_AT = time(8, 15)


@pytest.fixture
async def base(api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory) -> str:
    return f"/v1/users/{(await default_account(unit_of_work)).default_user_id}"


async def add(api: httpx2.AsyncClient, **fields: object) -> dict[str, str]:
    body = {"kind": "medicine", "subject": "aspirin", "timezone": "Europe/London", "times": ["08:15"], **fields}
    answer = await api.post("/v1/reminders", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def read(api: httpx2.AsyncClient, path: str, **options: object) -> list[Event]:
    answer = await api.get(path, **options)  # pyright: ignore[reportArgumentType] - headers
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    return list(Calendar.from_ical(answer.content).events)


async def test_daily_medicine_is_an_event_a_day_at_its_instant(api: httpx2.AsyncClient, base: str) -> None:
    reminder = await add(api, recurrence="FREQ=DAILY", dosage="2 tablets")
    events = await read(api, f"{base}/reminders.ics")
    days = [event.start.astimezone(ZoneInfo("Europe/London")) for event in events if isinstance(event.start, datetime)]
    assert len(days) == len(events) >= 27
    assert {each.time() for each in days} == {DUE_AT}
    assert [one.date() + timedelta(days=1) for one in days[:-1]] == [other.date() for other in days[1:]]
    assert {str(event["SUMMARY"]) for event in events} == {"Aspirin (2 tablets)"}
    assert events[0]["UID"] == f"{reminder['id']}-{days[0].date()}-08:15@reminders.grandma"
    assert await read(api, f"{base}/reminders.ics") == events


async def test_what_comes_once_keeps_its_instant_to_the_second(api: httpx2.AsyncClient, base: str) -> None:
    first = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
    for minutes in (60, 0):
        await add(api, at=(first + timedelta(minutes=minutes)).isoformat(), times=[], subject=f"at {minutes}")
    events = await read(api, f"{base}/reminders.ics")
    assert [event.start for event in events] == [first, first + timedelta(minutes=60)]
    assert [str(event["SUMMARY"]) for event in events] == ["At 0", "At 60"]


async def test_paused_and_visits_and_other_people_are_not_in_it(
    api: httpx2.AsyncClient, base: str, services: Services, unit_of_work: UnitOfWorkFactory
) -> None:
    reminder = await add(api, recurrence="FREQ=DAILY")
    assert (await api.post(f"/v1/reminders/{reminder['id']}/pause")).status_code == 200
    other = (await api.post("/v1/users", json={"name": "Iris", "timezone": "Europe/London"})).json()
    await add(api, recurrence="FREQ=DAILY", user_id=other["id"])
    assert await read(api, f"{base}/reminders.ics") == []
    _, key = await add_account(unit_of_work, services)
    theirs = {"Authorization": f"Bearer {key}"}
    assert_problem(await api.get(f"{base}/reminders.ics", headers=theirs), 404, "not-found")


async def test_link_opens_this_calendar_alone_until_it_is_replaced(api: httpx2.AsyncClient, base: str) -> None:
    await add(api, starts_on=str(date.today() + timedelta(days=2)))  # noqa: DTZ011 - any day to come
    opened = httpx2.URL((await api.get(f"{base}/reminder-calendar-link")).json()["url"])
    token = httpx2.URL((await api.get(f"{base}/calendar-link")).json()["url"]).params["token"]
    assert opened.path == f"{base}/reminders.ics"
    assert len(await read(api, str(opened.copy_with(scheme="http", host="api.test", port=None)), headers=NO_KEY)) == 1
    for path in (f"{base}/reminders.ics?token={token}", f"{base}/bookings.ics?token={opened.params['token']}"):
        assert_problem(await api.get(path, headers=NO_KEY), 401, "unauthorized")
    await api.post(f"{base}/reminder-calendar-link/replace")
    answer = await api.get(f"{base}/reminders.ics?token={opened.params['token']}", headers=NO_KEY)
    assert_problem(answer, 401, "unauthorized")
    assert_problem(await api.get(f"{base}/reminders.ics", headers=NO_KEY), 401, "unauthorized")
