"""Requests: say something, wait for it, look at it; how it would be understood."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from core.config import Settings
from core.domain import TaskStatus
from repositories.database import Database
from services.services import Services
from tests.integration.api.promises import assert_problem
from tests.integration.worker import running_worker

DINNER = "Book a table for 4 at Olive Garden tomorrow at 7pm."


async def test_request_is_accepted_and_found_again(lasting: httpx2.AsyncClient) -> None:
    answer = await lasting.post("/v1/requests", json={"text": f"  {DINNER} "})
    body = answer.json()
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"/v1/requests/{body['id']}"
    assert answer.headers["Retry-After"] == "1"
    assert "Preference-Applied" not in answer.headers
    assert (body["text"], body["status"]) == (DINNER, "open")
    assert (await lasting.get(answer.headers["Location"])).json() == body


async def test_patient_caller_gets_the_end(api: httpx2.AsyncClient, services: Services, settings: Settings) -> None:
    async with running_worker(services, settings):
        answer = await api.post("/v1/requests", json={"text": DINNER}, headers={"Prefer": "wait=20"})
    body = answer.json()
    assert answer.status_code == 200
    assert answer.headers["Preference-Applied"] == "wait=20"
    assert "Prefer" in answer.headers["Vary"]
    assert "Retry-After" not in answer.headers
    assert body["status"] == "done"
    assert body["tasks"][0]["status"] == "completed"
    assert body["tasks"][0]["result"]["summary"]


async def test_question_ends_the_waiting(lasting: httpx2.AsyncClient) -> None:
    answer = await lasting.post("/v1/requests", json={"text": "Book a table."}, headers={"Prefer": "wait=20"})
    assert answer.status_code == 200
    assert answer.json()["status"] == "resting"
    assert answer.json()["tasks"][0]["question"]


async def test_patience_that_runs_out_answers_what_is_there(lasting: httpx2.AsyncClient) -> None:
    answer = await lasting.post("/v1/requests", json={"text": DINNER}, headers={"Prefer": "wait=0"})
    assert answer.status_code == 202
    assert answer.headers["Preference-Applied"] == "wait=0"
    assert answer.json()["status"] == "open"


@pytest.mark.parametrize("prefer", ["wait=abc", "wait=-1", "wait=1.5", "respond-async", "wait", "=,;"])
async def test_preference_that_is_not_understood_is_ignored(lasting: httpx2.AsyncClient, prefer: str) -> None:
    answer = await lasting.post("/v1/requests", json={"text": DINNER}, headers={"Prefer": prefer})
    assert answer.status_code == 202
    assert "Preference-Applied" not in answer.headers


async def test_several_wishes_become_several_tasks(lasting: httpx2.AsyncClient) -> None:
    text = "Book a table for 2 at Olive Garden tomorrow at 7pm and book a table for 6 at Chez Colette on Friday at 8pm."
    tasks = (await lasting.post("/v1/requests", json={"text": text})).json()["tasks"]
    assert [task["details"]["party_size"] for task in tasks] == [2, 6]


async def test_request_is_for_the_user_who_is_named(lasting: httpx2.AsyncClient) -> None:
    user = (await lasting.post("/v1/users", json={"name": "Rose", "timezone": "Asia/Tokyo"})).json()
    body = (await lasting.post("/v1/requests", json={"text": DINNER, "user_id": user["id"]})).json()
    assert body["tasks"][0]["user_id"] == user["id"]


@pytest.mark.parametrize(
    "text", ["\U0001f600", "Réserve une table à l'Été", "شكرا", "\u200b", "x" * 4000, "{}", "'; DROP TABLE tasks;--"]
)
async def test_any_words_are_taken(lasting: httpx2.AsyncClient, text: str) -> None:
    answer = await lasting.post("/v1/requests", json={"text": text})
    assert answer.status_code == 202
    assert answer.json()["text"] == text


@pytest.mark.parametrize(
    "metadata", [{}, {"ä": "ö"}, {"a": {"b": [1, {"c": None}]}}, {"big": 2**63 - 1, "small": 1e-300, "true": True}]
)
async def test_metadata_comes_back_as_it_was_sent(lasting: httpx2.AsyncClient, metadata: dict[str, Any]) -> None:
    body = (await lasting.post("/v1/requests", json={"text": DINNER, "metadata": metadata})).json()
    again = (await lasting.get(f"/v1/tasks/{body['tasks'][0]['id']}")).json()
    assert body["tasks"][0]["metadata"] == again["metadata"] == metadata


# ------------------------------------------------------------------ what the words ask for never fails the call


@pytest.mark.parametrize(
    "text",
    [
        "Book a table for 4 at Olive Garden on 3 May 2020 at 7pm.",
        "Book a table for 4 at Olive Garden yesterday at 7pm.",
        "Book a table for 0 at Olive Garden tomorrow at 7pm.",
        "Book a table for 5,000 people at Olive Garden tomorrow at 7pm.",
        "Book a table for 4 at The Moon Under Water tomorrow at 7pm.",
        "Book a table for 4 at Olive Garden tomorrow at 4am.",
        "Book a table for 4 at Olive Garden on 31 February at 7pm.",
        "Book a table for minus 2 at Olive Garden tomorrow at 7pm.",
    ],
)
async def test_impossible_wish_becomes_a_question_or_an_error_of_its_task(
    api: httpx2.AsyncClient, services: Services, settings: Settings, text: str
) -> None:
    async with running_worker(services, settings):
        answer = await api.post("/v1/requests", json={"text": text}, headers={"Prefer": "wait=20"})
    [task] = answer.json()["tasks"]
    assert answer.status_code == 200
    assert task["status"] in {"needs_input", "failed"}
    sentence = task["question"] or task["error"]["detail"]
    assert sentence[-1] in "?."
    assert (await api.get("/v1/bookings")).json()["items"] == []


# ------------------------------------------------------------------ the caller's clock


MONDAY_NIGHT = "2026-11-23T23:30:00"


async def parsed_date(client: httpx2.AsyncClient, **fields: Any) -> str:
    body = {"text": "Book a table for 4 at Olive Garden tomorrow at 7pm.", **fields}
    return (await client.post("/v1/parse", json=body)).json()["details"]["date"]


async def submitted_date(client: httpx2.AsyncClient, **fields: Any) -> str:
    answer = await client.post("/v1/requests", json={"text": DINNER, **fields})
    return answer.json()["tasks"][0]["details"]["date"]


@pytest.mark.parametrize("dated", [parsed_date, submitted_date])
async def test_clock_of_the_caller_is_local_to_their_zone(api: httpx2.AsyncClient, dated: Any) -> None:
    assert await dated(api, now=MONDAY_NIGHT, timezone="Europe/London") == "2026-11-24"
    assert await dated(api, now=MONDAY_NIGHT, timezone="Asia/Tokyo") == "2026-11-24"
    assert await dated(api, now=MONDAY_NIGHT) == "2026-11-24"


@pytest.mark.parametrize("dated", [parsed_date, submitted_date])
async def test_clock_with_an_offset_is_an_instant(api: httpx2.AsyncClient, dated: Any) -> None:
    assert await dated(api, now=MONDAY_NIGHT + "Z", timezone="Asia/Tokyo") == "2026-11-25"
    assert await dated(api, now=MONDAY_NIGHT + "+09:00", timezone="Europe/London") == "2026-11-24"


@pytest.mark.parametrize("dated", [parsed_date, submitted_date])
async def test_clock_of_the_caller_is_ignored_where_it_is_not_allowed(lasting: httpx2.AsyncClient, dated: Any) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    days = {f"{tomorrow + timedelta(days=more):%Y-%m-%d}" for more in (-1, 0, 1)}
    assert await dated(lasting, now="2031-01-01T09:00:00Z", timezone="Europe/London") in days


async def test_zone_of_the_user_counts_where_none_is_given(api: httpx2.AsyncClient) -> None:
    user = (await api.post("/v1/users", json={"name": "Rose", "timezone": "Asia/Tokyo"})).json()
    assert await submitted_date(api, now=MONDAY_NIGHT + "Z", user_id=user["id"]) == "2026-11-25"


# ------------------------------------------------------------------ parsing alone


async def test_parsing_stores_nothing(shared: httpx2.AsyncClient) -> None:
    answer = await shared.post("/v1/parse", json={"text": "Book a table for four at Olive Garden."})
    body = answer.json()
    assert answer.status_code == 200
    assert (body["intent"], body["provider"]) == ("restaurant_booking", "rules")
    assert body["details"] == {"party_size": 4, "venue": "Olive Garden"}
    assert body["missing"] == ["date", "time"]
    assert body["question"].endswith("?")
    assert 0 <= body["confidence"] <= 1
    assert body["others"] == []


async def test_parsing_tells_further_wishes_apart(shared: httpx2.AsyncClient) -> None:
    text = "Book a table for 2 at Olive Garden tomorrow at 7pm and book a table for 6 at Chez Colette on Friday at 8pm."
    body = (await shared.post("/v1/parse", json={"text": text})).json()
    assert (body["details"]["party_size"], body["others"][0]["details"]["party_size"]) == (2, 6)


async def test_private_receiver_is_taken_where_it_is_allowed(api: httpx2.AsyncClient) -> None:
    body = {"text": DINNER, "webhook_url": "http://127.0.0.1:9/hook"}
    assert (await api.post("/v1/requests", json=body)).status_code == 202


async def test_public_receiver_is_taken(lasting: httpx2.AsyncClient) -> None:
    body = {"text": DINNER, "webhook_url": "https://example.com/hook"}
    assert (await lasting.post("/v1/requests", json=body)).status_code == 202


async def test_erased_user_takes_their_requests_along(lasting: httpx2.AsyncClient) -> None:
    user = (await lasting.post("/v1/users", json={"name": "Rose", "timezone": "UTC"})).json()
    request = (await lasting.post("/v1/requests", json={"text": DINNER, "user_id": user["id"]})).json()
    assert (await lasting.delete(f"/v1/users/{user['id']}")).status_code == 204
    assert_problem(await lasting.get(f"/v1/requests/{request['id']}"), 404, "not-found")
    assert request["tasks"][0]["status"] == TaskStatus.QUEUED


@pytest.mark.parametrize("text", ["Good morning! 😀", "Book a table.", "Remind me in 20 minutes to call Anna."])
async def test_task_looks_the_same_wherever_it_is_shown(lasting: httpx2.AsyncClient, text: str) -> None:
    body = {"text": text, "metadata": {"ü": [1.0, -0.5, None, 2**53], "nested": {"b": "😀", "a": True}}}
    said = (await lasting.post("/v1/requests", json=body)).json()
    [task] = said["tasks"]
    assert (await lasting.get(f"/v1/tasks/{task['id']}")).json() == task
    assert (await lasting.get(f"/v1/requests/{said['id']}")).json() == said


async def test_task_that_could_not_be_begun_in_time_expires(
    api: httpx2.AsyncClient, services: Services, settings: Settings, database: Database
) -> None:
    start_by = datetime.now(UTC) + timedelta(hours=1)
    said = (await api.post("/v1/requests", json={"text": DINNER, "start_by": start_by.isoformat()})).json()
    async with database.transaction() as session:  # every worker is away so long
        await session.execute(text("UPDATE tasks SET expires_at = expires_at - interval '2 hours'"))
    async with running_worker(services, settings):
        await api.get(f"/v1/tasks/{said['tasks'][0]['id']}/events/stream", timeout=20)  # until it has ended
    task = (await api.get(f"/v1/tasks/{said['tasks'][0]['id']}")).json()
    events = (await api.get(f"/v1/tasks/{task['id']}/events")).json()["items"]
    assert datetime.fromisoformat(task["start_by"]) == start_by
    assert (task["attempt"], events[-1]["reason"]) == (0, "not begun in time")


async def test_deadline_without_an_offset_is_local_to_the_speaker(lasting: httpx2.AsyncClient) -> None:
    body = {"text": DINNER, "start_by": "2090-07-01T12:00:00", "timezone": "Europe/Berlin"}
    said = (await lasting.post("/v1/requests", json=body)).json()
    assert said["tasks"][0]["start_by"] == "2090-07-01T10:00:00Z"


async def test_deadline_that_is_over_is_refused(lasting: httpx2.AsyncClient) -> None:
    answer = await lasting.post("/v1/requests", json={"text": DINNER, "start_by": "2020-01-01T00:00:00Z"})
    assert_problem(answer, 422, "invalid-request")
    assert answer.json()["errors"][0]["pointer"] == "/start_by"


async def test_dry_run_names_no_task_that_will_never_be(shared: httpx2.AsyncClient) -> None:
    text = "Book a table for 2 at Olive Garden tomorrow at 7pm and tell my daughter what time"
    body = (await shared.post("/v1/parse", json={"text": text})).json()
    [told] = body["others"]
    assert (told["intent"], told["details"], told["missing"]) == (
        "family_notification",
        {"recipient": "my daughter"},
        [],
    )
