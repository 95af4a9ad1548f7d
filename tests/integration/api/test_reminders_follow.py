"""Reminders follow their person: the hours of meals and bed at once, the time zone when it was said that they shall."""

from typing import Any

import httpx2
import pytest

from tests.integration.api.promises import assert_problem
from tests.integration.api.talk import Talk
from tests.integration.api.test_reminders import DAILY, create, occurrences, set_hours
from tests.integration.waiting import eventually

TIED: dict[str, Any] = {**DAILY, "times": None, "tied_to": [{"to": "breakfast", "minutes": 30}, {"to": "bedtime"}]}


async def me(api: httpx2.AsyncClient) -> dict[str, Any]:
    [user] = (await api.get("/v1/users")).json()["items"]
    return user


async def move_to(api: httpx2.AsyncClient, timezone: str) -> None:
    user = await me(api)
    answer = await api.patch(f"/v1/users/{user['id']}", json={"timezone": timezone})
    assert answer.status_code == 200, answer.text


async def questions(api: httpx2.AsyncClient, status: str = "awaiting_confirmation") -> list[dict[str, Any]]:
    return (await api.get("/v1/tasks", params={"status": status, "intent": "reminder_zone"})).json()["items"]


async def read(api: httpx2.AsyncClient, reminder: dict[str, Any]) -> dict[str, Any]:
    return (await api.get(f"/v1/reminders/{reminder['id']}")).json()


async def slots(api: httpx2.AsyncClient, reminder: dict[str, Any]) -> set[str]:
    found = await occurrences(api, reminder_id=reminder["id"], status="planned")
    return {each["slot"] for each in found}


async def test_tied_times_move_with_the_hours(api: httpx2.AsyncClient) -> None:
    await set_hours(api)
    tied, plain = await create(api, **TIED), await create(api, subject="other pills")
    phased = await create(
        api, times=None, recurrence=None, phases=[{"tied_to": [{"to": "breakfast"}], "recurrence": "FREQ=DAILY"}]
    )
    await set_hours(api, meal_times={"breakfast": "07:00"})
    assert (await read(api, tied))["times"] == ["07:30", "22:00"]
    assert (await read(api, phased))["phases"][0]["times"] == ["07:00"]
    assert await slots(api, tied) == {"07:30", "22:00"}
    assert await read(api, plain) == plain


@pytest.mark.parametrize("hours", [{"meal_times": {}}, {"meal_times": {"breakfast": "11:30"}, "bedtime": "18:30"}])
async def test_hours_that_would_lose_a_dose_are_refused(api: httpx2.AsyncClient, hours: dict[str, Any]) -> None:
    await set_hours(api)
    tied = await create(api, **{**TIED, "times": ["12:00"]})
    user = await me(api)
    answer = await api.patch(f"/v1/users/{user['id']}", json={"preferences": {"bedtime": "22:00", **hours}})
    assert_problem(answer, 409, "conflict")
    assert tied["id"] in answer.json()["detail"]
    assert (await me(api))["preferences"] == user["preferences"]


async def test_moving_is_asked_about_once_and_keeps_the_times_of_home_until_then(api: httpx2.AsyncClient) -> None:
    reminder = await create(api)
    await move_to(api, "America/New_York")
    [task] = await questions(api)
    assert task["question"] == (
        "Your clock is that of New York now. Your reminders still come by the clock of London. "
        "Shall they come by the clock of New York from now on? If not, they keep the times of London."
    )
    assert await read(api, reminder) == reminder
    for again in ("Asia/Tokyo", "Asia/Kolkata"):
        await move_to(api, again)
    [task] = await questions(api)
    assert task["details"] == {"from_timezone": "Europe/London", "to_timezone": "Asia/Kolkata"}
    await move_to(api, "Europe/London")
    assert (await questions(api), len(await questions(api, "cancelled"))) == ([], 3)


async def test_yes_moves_what_goes_by_the_wall_clock(api: httpx2.AsyncClient, talk: Talk) -> None:
    del talk  # a worker is there
    await set_hours(api)
    reminder, tied = await create(api), await create(api, **TIED)
    interval = await create(api, subject="drops", recurrence=None, interval={"minutes": 480, "since": "scheduled"})
    await move_to(api, "America/New_York")
    [task] = await questions(api)
    answer = await api.post(f"/v1/tasks/{task['id']}/reply", json={"text": "Yes please"})
    assert answer.status_code == 200, answer.text

    async def is_done() -> bool:
        return not await questions(api) and bool(await questions(api, "completed"))

    await eventually(is_done)
    done = (await api.get(f"/v1/tasks/{task['id']}")).json()
    assert done["result"]["summary"] == "Your reminders come by the clock of New York from now on."
    assert [(await read(api, each))["timezone"] for each in (reminder, tied)] == ["America/New_York"] * 2
    assert (await read(api, interval))["timezone"] == "Europe/London"
    preview = (await api.get(f"/v1/reminders/{reminder['id']}/preview", params={"count": 2})).json()["items"]
    assert all(each["local"][11:16] == "08:00" and each["local"].endswith(("-05:00", "-04:00")) for each in preview)


async def test_no_keeps_the_times_of_home_and_is_not_asked_again(api: httpx2.AsyncClient) -> None:
    reminder = await create(api)
    await move_to(api, "America/New_York")
    [task] = await questions(api)
    await api.post(f"/v1/tasks/{task['id']}/reply", json={"text": "No, thank you"})
    await move_to(api, "America/Chicago")
    assert await questions(api) == []
    assert (await read(api, reminder))["timezone"] == "Europe/London"


async def test_api_moves_without_a_question(api: httpx2.AsyncClient) -> None:
    reminder = await create(api)
    body = {"from_timezone": "Europe/London", "to_timezone": "America/New_York"}
    moved = (await api.post("/v1/reminders/move", json=body)).json()["items"]
    assert [each["id"] for each in moved] == [reminder["id"]]
    assert (await api.post("/v1/reminders/move", json=body)).json()["items"] == []
    refused = await api.post("/v1/reminders/move", json={**body, "to_timezone": "Mars/Base"})
    assert_problem(refused, 422, "invalid-request")


async def test_nothing_is_asked_of_who_has_nothing_that_moves(api: httpx2.AsyncClient) -> None:
    await create(api, times=None, recurrence=None, as_needed={"max_per_day": 4})
    await move_to(api, "America/New_York")
    assert await questions(api) == []
