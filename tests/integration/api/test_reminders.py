"""Reminders through the API: what is taken, what is refused, and what becomes of the plan."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from core.ids import make_id
from tests.integration.api.promises import assert_problem

DAILY: dict[str, Any] = {
    "kind": "medicine",
    "subject": "blood pressure pills",
    "dosage": "2 tablets",
    "times": ["08:00"],
    "recurrence": "FREQ=DAILY",
}


async def create(api: httpx2.AsyncClient, **changed: Any) -> dict[str, Any]:
    body = {name: value for name, value in {**DAILY, **changed}.items() if value is not None}
    answer = await api.post("/v1/reminders", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def occurrences(api: httpx2.AsyncClient, **params: Any) -> list[dict[str, Any]]:
    answer = await api.get("/v1/occurrences", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def in_hours(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


async def test_reminder_is_created_for_default_user_in_their_zone(api: httpx2.AsyncClient) -> None:
    answer = await api.post("/v1/reminders", json=DAILY)
    reminder = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/v1/reminders/{reminder['id']}"
    assert (reminder["timezone"], reminder["status"], reminder["times"]) == ("Europe/London", "active", ["08:00"])
    assert (await api.get(answer.headers["Location"])).json() == reminder


async def test_due_times_of_two_days_are_stored_at_once(api: httpx2.AsyncClient) -> None:
    reminder = await create(api)
    found = await occurrences(api, reminder_id=reminder["id"])
    assert len(found) == 2
    assert {each["status"] for each in found} == {"planned"}
    assert {each["slot"] for each in found} == {"08:00"}


async def test_same_idempotency_key_creates_one_reminder(api: httpx2.AsyncClient) -> None:
    headers = {"Idempotency-Key": "pills"}
    first = await api.post("/v1/reminders", json=DAILY, headers=headers)
    second = await api.post("/v1/reminders", json=DAILY, headers=headers)
    assert second.json() == first.json()
    assert second.headers["Idempotent-Replayed"] == "true"
    assert len((await api.get("/v1/reminders")).json()["items"]) == 1


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"recurrence": "FREQ=SECONDLY"}, "/recurrence"),
        ({"recurrence": "FREQ=DAILY;BYHOUR=8"}, "/recurrence"),
        ({"recurrence": "every day"}, "/recurrence"),
        ({"recurrence": "FREQ=DAILY;COUNT=3;UNTIL=20300101"}, "/recurrence"),
        ({"recurrence": "FREQ=MINUTELY;INTERVAL=2"}, "/recurrence"),
        ({"times": ["25:00"]}, "/times/0"),
        ({"times": ["8"]}, "/times/0"),
        ({"times": "08:00"}, "/times"),
        ({"timezone": "Europe/Londn"}, "/timezone"),
        ({"starts_on": "2027-02-30"}, "/starts_on"),
        ({"starts_on": 5}, "/starts_on"),
        ({"starts_on": "9999-12-31"}, "/starts_on"),
        ({"every": "day"}, "/every"),
        ({"subject": ""}, "/subject"),
        ({"recurrence": None}, ""),
        ({"times": []}, ""),
        ({"at": "2030-01-01T08:00:00Z"}, ""),
    ],
)
async def test_what_makes_no_plan_is_refused(shared: httpx2.AsyncClient, changed: dict[str, Any], pointer: str) -> None:
    body = {name: value for name, value in {**DAILY, **changed}.items() if value is not None}
    answer = await shared.post("/v1/reminders", json=body)
    assert_problem(answer, 422, "invalid-request")
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    "changed",
    [
        {"recurrence": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"},
        {"recurrence": "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2"},
        {"recurrence": "FREQ=DAILY;UNTIL=20200101"},
        {"recurrence": None, "starts_on": "2020-01-01"},
        {"ends_on": "2020-01-01"},
        {"recurrence": None, "times": None, "at": "2020-01-01T08:00:00Z"},
        {"recurrence": "FREQ=HOURLY;INTERVAL=6", "times": ["08:00", "09:00"]},
    ],
)
async def test_what_would_never_come_is_refused(shared: httpx2.AsyncClient, changed: dict[str, Any]) -> None:
    body = {name: value for name, value in {**DAILY, **changed}.items() if value is not None}
    answer = await shared.post("/v1/reminders", json=body)
    assert_problem(answer, 422, "invalid-request")


@pytest.mark.parametrize("at", ["2030-01-01T08:00:00", "soon", 5, "9999-12-31T23:59:59-12:00"])
async def test_instant_is_one_with_an_offset(shared: httpx2.AsyncClient, at: object) -> None:
    answer = await shared.post("/v1/reminders", json={"subject": "Call Anna", "at": at})
    assert_problem(answer, 422, "invalid-request")
    assert answer.json()["errors"][0]["pointer"] == "/at"


async def test_plain_reminder_with_time_alone_comes_next_time(api: httpx2.AsyncClient) -> None:
    reminder = await create(api, kind="reminder", subject="Call Anna", recurrence=None)
    preview = (await api.get(f"/v1/reminders/{reminder['id']}/preview")).json()["items"]
    assert len(preview) == 1
    assert timedelta(0) < datetime.fromisoformat(preview[0]["at"]) - datetime.now(UTC) <= timedelta(days=1)


async def test_change_plans_anew(api: httpx2.AsyncClient) -> None:
    reminder = await create(api)
    answer = await api.patch(f"/v1/reminders/{reminder['id']}", json={"times": ["09:30", "21:00"]})
    assert answer.json()["times"] == ["09:30", "21:00"]
    found = await occurrences(api, reminder_id=reminder["id"])
    assert {each["slot"] for each in found} == {"09:30", "21:00"}
    assert len(found) == 4


async def test_exact_instant_takes_the_place_of_times(api: httpx2.AsyncClient) -> None:
    reminder = await create(api)
    at = in_hours(5)
    changed = (await api.patch(f"/v1/reminders/{reminder['id']}", json={"at": at})).json()
    assert (changed["times"], changed["recurrence"]) == ([], None)
    [occurrence] = await occurrences(api, reminder_id=reminder["id"])
    assert datetime.fromisoformat(occurrence["scheduled_for"]) == datetime.fromisoformat(at)


async def test_change_to_what_never_comes_is_refused_and_changes_nothing(api: httpx2.AsyncClient) -> None:
    reminder = await create(api)
    answer = await api.patch(f"/v1/reminders/{reminder['id']}", json={"ends_on": "2020-01-01"})
    assert_problem(answer, 422, "invalid-request")
    assert (await api.get(f"/v1/reminders/{reminder['id']}")).json() == reminder
    assert len(await occurrences(api, reminder_id=reminder["id"])) == 2


async def test_pause_takes_the_plan_away_and_resume_brings_it_back(api: httpx2.AsyncClient) -> None:
    reminder = await create(api)
    path = f"/v1/reminders/{reminder['id']}"
    for _ in range(2):
        assert (await api.post(f"{path}/pause")).json()["status"] == "paused"
    assert await occurrences(api, reminder_id=reminder["id"]) == []
    for _ in range(2):
        assert (await api.post(f"{path}/resume")).json()["status"] == "active"
    assert len(await occurrences(api, reminder_id=reminder["id"])) == 2


async def test_delete_cancels_for_good(api: httpx2.AsyncClient) -> None:
    reminder = await create(api)
    path = f"/v1/reminders/{reminder['id']}"
    assert [(await api.delete(path)).status_code for _ in range(2)] == [204, 204]
    assert (await api.get(path)).json()["status"] == "cancelled"
    assert await occurrences(api, reminder_id=reminder["id"]) == []
    assert (await api.get(f"{path}/preview")).json() == {"items": []}
    for call in (api.patch(path, json={"times": ["09:00"]}), api.post(f"{path}/pause"), api.post(f"{path}/resume")):
        assert_problem(await call, 409, "reminder-stopped")


async def test_preview_shows_as_many_as_asked(api: httpx2.AsyncClient) -> None:
    reminder = await create(api, times=["08:00", "20:00"], recurrence="FREQ=WEEKLY;BYDAY=SU")
    shown = (await api.get(f"/v1/reminders/{reminder['id']}/preview", params={"count": 5})).json()["items"]
    assert [each["slot"] for each in shown[-3:]] in (["08:00", "20:00", "08:00"], ["20:00", "08:00", "20:00"])
    assert len(shown) == 5
    assert {datetime.fromisoformat(each["date"]).weekday() for each in shown} == {6}


async def test_list_is_narrowed_by_status_and_user(api: httpx2.AsyncClient) -> None:
    user = (await api.post("/v1/users", json={"name": "Tom", "timezone": "Europe/Paris"})).json()
    mine, toms = await create(api), await create(api, user_id=user["id"])
    await api.post(f"/v1/reminders/{mine['id']}/pause")
    for params, expected in (({"status": "paused"}, mine), ({"user_id": user["id"]}, toms)):
        found = (await api.get("/v1/reminders", params=params)).json()["items"]
        assert [each["id"] for each in found] == [expected["id"]]
    assert toms["timezone"] == "Europe/Paris"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/pause"),
        ("POST", "/resume"),
        ("GET", "/preview"),
    ],
)
async def test_unknown_reminder_is_not_found(shared: httpx2.AsyncClient, method: str, path: str) -> None:
    body = {"times": ["09:00"]} if method == "PATCH" else None
    answer = await shared.request(method, f"/v1/reminders/{make_id()}{path}", json=body)
    assert_problem(answer, 404, "not-found")


async def test_reminder_for_a_stranger_is_not_found(shared: httpx2.AsyncClient) -> None:
    answer = await shared.post("/v1/reminders", json={**DAILY, "user_id": str(make_id())})
    assert_problem(answer, 404, "not-found")
