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


ON_DAYS: dict[str, Any] = {"recurrence": "FREQ=DAILY"}
KINDS: dict[str, dict[str, Any]] = {
    "cycle": {"times": ["08:00"], **ON_DAYS, "cycle": {"days_on": 21, "days_off": 7}},
    "interval": {"times": ["08:00"], "interval": {"minutes": 480, "since": "scheduled"}},
    "since taken": {"times": ["08:00"], "interval": {"minutes": 480, "since": "taken"}},
    "phases": {"phases": [{"days": 7, "times": ["08:00", "20:00"], **ON_DAYS}, {"times": ["08:00"], **ON_DAYS}]},
    "as needed": {"as_needed": {"min_gap_minutes": 240, "max_per_day": 4}},
    "tied": {"tied_to": [{"to": "breakfast", "minutes": 30}, {"to": "bedtime"}], **ON_DAYS},
}
HOURS: dict[str, Any] = {"meal_times": {"breakfast": "08:30"}, "bedtime": "22:00"}


async def set_hours(api: httpx2.AsyncClient, **changed: Any) -> None:
    [user] = (await api.get("/v1/users")).json()["items"]
    answer = await api.patch(f"/v1/users/{user['id']}", json={"preferences": {**HOURS, **changed}})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_of_schedule_is_stored_shown_and_previewed(api: httpx2.AsyncClient, kind: str) -> None:
    await set_hours(api)
    answer = await api.post(
        "/v1/reminders", json={"kind": "medicine", "subject": "pills", "critical": True, **KINDS[kind]}
    )
    assert answer.status_code == 201, answer.text
    made = answer.json()
    shown = (await api.get(f"/v1/reminders/{made['id']}")).json()
    assert (shown, shown["critical"]) == (made, True)
    said = {name: value for name, value in KINDS[kind].items() if name in {"cycle", "interval", "as_needed"}}
    assert {name: shown[name] for name in said} == said
    previewed = (await api.get(f"/v1/reminders/{made['id']}/preview", params={"count": 30})).json()["items"]
    stored = await occurrences(api, reminder_id=made["id"])
    assert len(previewed) == {"since taken": 1, "as needed": 0}.get(kind, 30)
    assert {(each["date"], each["slot"]) for each in stored} <= {(each["date"], each["slot"]) for each in previewed}
    for each in previewed:
        assert datetime.fromisoformat(each["at"]) == datetime.fromisoformat(each["local"])


async def test_tied_times_are_shown_and_planned_by_the_persons_hours(api: httpx2.AsyncClient) -> None:
    await set_hours(api)
    made = await create(api, times=None, **KINDS["tied"])
    assert made["times"] == ["09:00", "22:00"]
    assert [tie["time"] for tie in made["tied_to"]] == ["09:00", "22:00"]
    assert {each["slot"] for each in await occurrences(api, reminder_id=made["id"])} == {"09:00", "22:00"}


async def test_one_kind_takes_the_place_of_another(api: httpx2.AsyncClient) -> None:
    made = await create(api)
    path = f"/v1/reminders/{made['id']}"
    for kind in ("phases", "as needed", "cycle", "since taken", "interval"):
        body = {**KINDS[kind]}
        answer = await api.patch(path, json=body)
        assert answer.status_code == 200, (kind, answer.text)
        plain: dict[str, Any] = {"times": [], "phases": [], "as_needed": None, "cycle": None, "interval": None}
        changed = {name: answer.json()[name] for name in plain}
        kept = {name: value for name, value in body.items() if name in {"times", "as_needed", "cycle", "interval"}}
        assert {name: changed[name] for name in kept} == kept
        assert bool(changed["phases"]) == (kind == "phases")
    assert (await api.patch(path, json={"times": ["09:00"], "recurrence": "FREQ=DAILY"})).json()["interval"] is None


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"recurrence": None, "cycle": {"days_on": 21, "days_off": 7}, "starts_on": "2030-01-01"}, "/recurrence"),
        ({"cycle": {"days_on": 0, "days_off": 7}}, "/cycle/days_on"),
        ({"recurrence": None, "interval": {"minutes": 5, "since": "scheduled"}}, "/interval/minutes"),
        ({"recurrence": None, "interval": {"minutes": 480}}, "/interval/since"),
        ({"recurrence": None, "interval": {"minutes": 480, "since": "taken"}, "times": ["08:00", "20:00"]}, "/times"),
        ({"interval": {"minutes": 480, "since": "taken"}}, ""),
        ({"times": None, "recurrence": None, "as_needed": {}}, "/as_needed"),
        ({"times": None, "recurrence": None, "as_needed": {"max_per_day": 0}}, "/as_needed/max_per_day"),
        ({"as_needed": {"max_per_day": 4}}, ""),
        ({"times": None, "recurrence": None, "phases": [{"days": 7, "times": ["08:00"]}]}, "/phases/0/recurrence"),
        (
            {"times": None, "recurrence": None, "phases": [{"times": ["8"], "recurrence": "FREQ=DAILY"}]},
            "/phases/0/times/0",
        ),
        ({"times": None, "tied_to": [{"to": "lunch"}]}, "/tied_to/0"),
        ({"times": None, "tied_to": [{"to": "tea"}]}, "/tied_to/0/to"),
        ({"times": None, "recurrence": None, "tied_to": [{"to": "lunch"}]}, ""),
        ({"critical": "very"}, "/critical"),
    ],
)
async def test_schedule_without_meaning_is_refused_where_it_stands(
    shared: httpx2.AsyncClient, changed: dict[str, Any], pointer: str
) -> None:
    body = {name: value for name, value in {**DAILY, **changed}.items() if value is not None}
    answer = await shared.post("/v1/reminders", json=body)
    assert_problem(answer, 422, "invalid-request")
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_ladder_is_set_shown_and_taken_back(api: httpx2.AsyncClient) -> None:
    own = {"steps": [{"after_minutes": 5.0, "tell": "carer"}], "window_minutes": 45.0, "snooze_minutes": 10.0}
    body = {"kind": "medicine", "subject": "aspirin", "times": ["08:00"], "recurrence": "FREQ=DAILY"}
    made = (await api.post("/v1/reminders", json={**body, "escalation": own})).json()
    assert made["escalation"] == own
    shorter = {**own, "window_minutes": 30.0}
    path = f"/v1/reminders/{made['id']}"
    assert (await api.patch(path, json={"escalation": shorter})).json()["escalation"] == shorter
    assert (await api.patch(path, json={"dosage": "1 tablet"})).json()["escalation"] == shorter
    assert (await api.patch(path, json={"escalation": None})).json()["escalation"] is None
    wrong = await api.patch(path, json={"escalation": {**own, "window_minutes": 1}})
    assert_problem(wrong, 422, "invalid-request")
    assert "would never come" in str(wrong.json()["errors"])
