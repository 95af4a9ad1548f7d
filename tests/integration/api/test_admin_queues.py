"""How the queues stand, and stopping them: for operators alone."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from core.config import Settings
from core.domain import Queue, TaskStatus
from core.lanes import NOISY_ABOVE
from repositories.unit_of_work import UnitOfWorkFactory
from services.services import Services
from tests.integration.api.accounts import add_account, default_account
from tests.integration.api.calling import NOBODYS_ID, bearer, document_of_product
from tests.integration.api.promises import assert_problem
from tests.integration.api.states import put_task
from tests.integration.waiting import eventually
from tests.integration.worker import running_worker

ZEROS = {
    "waiting": 0,
    "waiting_main": 0,
    "waiting_bulk": 0,
    "in_flight": 0,
    "oldest_seconds": 0,
    "queued": 0,
    "running": 0,
    "scheduled": 0,
    "retrying": 0,
    "dead_letters": 0,
    "needs_person": 0,
}
WISH = {"text": "I went for a walk.", "confirm": "never"}
CALLS = [
    ("GET", "/v1/admin/queues"),
    ("POST", "/v1/admin/queues/booking/pause"),
    ("POST", "/v1/admin/queues/booking/resume"),
    ("POST", f"/v1/admin/accounts/{NOBODYS_ID}/pause"),
    ("POST", f"/v1/admin/accounts/{NOBODYS_ID}/resume"),
]


async def look(api: httpx2.AsyncClient, queue: str) -> dict[str, Any]:
    answer = await api.get("/v1/admin/queues")
    assert answer.status_code == 200
    return next(each for each in answer.json()["items"] if each["queue"] == queue)


async def ask_metrics(api: httpx2.AsyncClient) -> list[str]:
    return (await api.get("/metrics")).text.splitlines()


async def test_pause_of_the_documents_example_is_taken(api: httpx2.AsyncClient) -> None:
    for example in document_of_product()["components"]["schemas"]["PauseBody"]["examples"]:
        paused = await api.post("/v1/admin/queues/booking/pause", json=example)
        assert (paused.status_code, paused.json()["reason"]) == (200, example["reason"])


async def test_all_queues_are_there_with_zeros(api: httpx2.AsyncClient) -> None:
    answer = await api.get("/v1/admin/queues")
    assert answer.json()["paused_accounts"] == []
    assert answer.json()["items"] == [{"queue": queue, "paused": None, **ZEROS} for queue in Queue]


async def test_what_waits_is_counted_by_lane(
    api: httpx2.AsyncClient, services: Services, unit_of_work: UnitOfWorkFactory
) -> None:
    posts = [api.post("/v1/requests", json=WISH) for _ in range(NOISY_ABOVE + 5)]
    assert {answer.status_code for answer in await asyncio.gather(*posts)} == {202}
    state = await look(api, "activity")
    assert (state["waiting"], state["waiting_main"] + state["waiting_bulk"]) == (NOISY_ABOVE + 5, NOISY_ABOVE + 5)
    assert state["waiting_bulk"] >= 5
    assert state["queued"] == NOISY_ABOVE + 5
    assert state["oldest_seconds"] > 0


async def test_rows_are_counted_by_what_they_wait_for(api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory) -> None:
    account = await default_account(unit_of_work)
    for status in TaskStatus:
        await put_task(unit_of_work, account, status)
    state = await look(api, "booking")
    counted = {
        name: state[name] for name in ("queued", "running", "dead_letters", "needs_person", "retrying", "scheduled")
    }
    assert set(counted.values()) == {1}, counted


async def test_metrics_say_the_same_with_zeros(api: httpx2.AsyncClient) -> None:
    await api.post("/v1/admin/queues/reminder/pause", json={})
    lines = await ask_metrics(api)
    for wanted in (
        'grandma_queue_depth{queue="webhook"} 0.0',
        'grandma_queue_lane_depth{lane="bulk",queue="booking"} 0.0',
        'grandma_queue_rows{queue="booking",status="retrying"} 0.0',
        'grandma_dead_letters{queue="activity"} 0.0',
        'grandma_queue_paused{queue="reminder"} 1.0',
        'grandma_queue_paused{queue="booking"} 0.0',
        "grandma_paused_accounts 0.0",
    ):
        assert wanted in lines


async def test_pause_needs_no_words(api: httpx2.AsyncClient) -> None:
    paused = await api.post("/v1/admin/queues/booking/pause")
    assert (paused.status_code, paused.json()["reason"], paused.json()["until"]) == (200, None, None)


async def test_queue_is_paused_and_resumed(api: httpx2.AsyncClient) -> None:
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    paused = await api.post("/v1/admin/queues/booking/pause", json={"reason": "Mending.", "until": until})
    assert paused.status_code == 200
    assert (await look(api, "booking"))["paused"] == paused.json()
    assert paused.json()["reason"] == "Mending."
    assert (await api.post("/v1/admin/queues/booking/resume")).status_code == 204
    assert (await look(api, "booking"))["paused"] is None
    assert (await api.post("/v1/admin/queues/booking/resume")).status_code == 204


async def test_paused_account_is_shown_and_still_accepted(
    api: httpx2.AsyncClient, unit_of_work: UnitOfWorkFactory
) -> None:
    account = await default_account(unit_of_work)
    where = f"/v1/admin/accounts/{account.id}"
    paused = await api.post(f"{where}/pause", json={"reason": "A loop gone wrong."})
    assert (await api.get("/v1/admin/queues")).json()["paused_accounts"] == [paused.json()]
    assert (await api.post("/v1/requests", json=WISH)).status_code == 202
    assert (await api.post(f"{where}/resume")).status_code == 204
    assert (await api.get("/v1/admin/queues")).json()["paused_accounts"] == []


async def test_running_worker_heeds_pause_and_resumption(
    api: httpx2.AsyncClient, settings: Settings, services: Services
) -> None:
    async with running_worker(services, settings):
        first = (await api.post("/v1/requests", json=WISH, headers={"Prefer": "wait=20"})).json()
        assert first["status"] == "done"
        await api.post("/v1/admin/queues/activity/pause", json={})
        await eventually(lambda: heeds(services, Queue.ACTIVITY))
        second = (await api.post("/v1/requests", json=WISH)).json()
        for _ in range(2):
            await sweep(services)
        [task] = (await api.get(f"/v1/requests/{second['id']}")).json()["tasks"]
        assert (task["status"], task["attempt"]) == ("queued", 0)
        await api.post("/v1/admin/queues/activity/resume")

        async def is_done() -> bool:
            return (await api.get(f"/v1/requests/{second['id']}")).json()["status"] == "done"

        await eventually(is_done)


async def heeds(services: Services, queue: Queue) -> bool:
    return services.work.pauses.is_paused(queue)


async def sweep(services: Services) -> None:
    for step in services.work.list_sweeps():
        await step()


@pytest.mark.parametrize(("method", "path"), CALLS)
async def test_keys_of_accounts_open_nothing_here(
    api: httpx2.AsyncClient,
    settings: Settings,
    services: Services,
    unit_of_work: UnitOfWorkFactory,
    method: str,
    path: str,
) -> None:
    _, key = await add_account(unit_of_work, services)
    body: dict[str, Any] | None = {} if path.endswith("/pause") else None
    assert_problem(await api.request(method, path, headers=bearer(settings, key), json=body), 403, "forbidden")
    assert_problem(
        await api.request(method, path, headers={"Authorization": "Bearer x"}, json=body), 401, "unauthorized"
    )


@pytest.mark.parametrize("verb", ["pause", "resume"])
async def test_what_does_not_exist_is_not_paused(shared: httpx2.AsyncClient, verb: str) -> None:
    for where in ("queues/nonsense", f"accounts/{NOBODYS_ID}"):
        assert_problem(await shared.post(f"/v1/admin/{where}/{verb}", json={}), 404, "not-found")
    assert_problem(await shared.post(f"/v1/admin/accounts/7/{verb}", json={}), 422, "invalid-request")


@pytest.mark.parametrize(
    "body",
    [
        {"until": "2020-01-01T00:00:00Z"},
        {"until": "2030-01-01T00:00:00"},
        {"until": "soon"},
        {"reason": ""},
        {"reason": "x" * 501},
        {"why": "because"},
        [],
    ],
)
async def test_malformed_pause_changes_nothing(shared: httpx2.AsyncClient, body: Any) -> None:
    assert_problem(await shared.post("/v1/admin/queues/booking/pause", json=body), 422, "invalid-request")
    assert (await look(shared, "booking"))["paused"] is None
