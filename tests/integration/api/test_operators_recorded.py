"""What operators see and change of people, in whatever account, is recorded with each of them."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import text
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from core.config import Settings
from core.domain import Task, TaskStatus
from core.people import Account
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from services.services import Services
from tests.integration.api.accounts import add_account, default_account
from tests.integration.api.calling import NOBODYS_ID, bearer
from tests.integration.api.states import put_task
from tests.integration.api.test_dead_letters import LETTERS, fail_webhook
from tests.integration.waiting import eventually

Row = tuple[Any, ...]
_ROWS = """
SELECT account_id, user_id, is_about_all, action, outcome, thing_kind, thing_id FROM access_records
WHERE actor_kind = 'operator' AND role = 'operator' ORDER BY id
"""


class Town:
    """Two accounts, in each of which something has failed."""

    def __init__(self, api: httpx2.AsyncClient, database: Database, unit_of_work: UnitOfWorkFactory) -> None:
        self.api, self.database, self._unit_of_work = api, database, unit_of_work

    async def fail(self, account: Account) -> Task:
        return await put_task(self._unit_of_work, account, TaskStatus.FAILED)

    async def new_rows(self) -> list[Row]:
        """What was recorded since the last look."""
        async with self.database.transaction() as session:
            rows = [tuple(row) for row in await session.execute(text(_ROWS))]
        seen, self._seen = getattr(self, "_seen", 0), len(rows)
        return rows[seen:]


@pytest.fixture
async def town(api: httpx2.AsyncClient, database: Database, unit_of_work: UnitOfWorkFactory) -> Town:
    return Town(api, database, unit_of_work)


@pytest.fixture
async def account(unit_of_work: UnitOfWorkFactory, api: httpx2.AsyncClient) -> Account:
    return await default_account(unit_of_work)


def whole(account: Account, action: str, outcome: str = "done", *, kind: str | None = None, thing: Any = None) -> Row:
    """A record about everybody in the account."""
    return account.id, None, True, action, outcome, kind, thing


def of_user(account: Account, action: str, outcome: str = "done", *, letter: Any = None) -> Row:
    """A record about the account's user."""
    kind = "letter" if letter is not None else None
    return account.id, account.default_user_id, False, action, outcome, kind, letter


async def test_each_person_sees_which_operator_looked_whatever_their_account(
    town: Town, settings: Settings, services: Services, unit_of_work: UnitOfWorkFactory, account: Account
) -> None:
    neighbour, key = await add_account(unit_of_work, services)
    made = (await town.api.post("/v1/keys", json={"name": "on call", "scopes": ["operate"]})).json()
    await town.fail(account)
    theirs = await town.fail(neighbour)
    contact = {"X-Acting-Contact": NOBODYS_ID}  # nobody hides behind somebody else
    operator = {"Authorization": f"Bearer {made['secret']}", **contact}
    for path in (LETTERS, f"{LETTERS}/{theirs.id}"):
        assert (await town.api.get(path, headers=operator)).status_code == 200
    assert (await town.api.get(f"{LETTERS}/{theirs.id}")).status_code == 200  # with DEV_AUTH_TOKEN
    shown = await _log_of(town.api, neighbour, bearer(settings, key))
    thing = {"kind": "letter", "id": str(theirs.id)}
    assert [(each["actor"], each["action"], each["thing"], each["outcome"]) for each in shown] == [
        (_operator(None), "get_dead_letter", thing, "done"),
        (_operator(made["id"]), "get_dead_letter", thing, "done"),
        (_operator(made["id"]), "list_dead_letters", None, "done"),
    ]
    assert [each["action"] for each in await _log_of(town.api, account, {})] == ["list_dead_letters"]
    assert (await town.api.get(LETTERS, headers=bearer(settings, key))).status_code == 403
    assert len(await town.new_rows()) == 4


def _operator(key_id: str | None) -> dict[str, str | None]:
    return {"kind": "operator", "id": key_id, "role": "operator", "key_id": key_id}


async def _log_of(api: httpx2.AsyncClient, account: Account, headers: Mapping[str, str]) -> list[dict[str, Any]]:
    answer = await api.get(f"/v1/users/{account.default_user_id}/access-log", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_list_records_whom_it_shows_each_once(
    town: Town, services: Services, unit_of_work: UnitOfWorkFactory, account: Account
) -> None:
    neighbour, _ = await add_account(unit_of_work, services)
    await town.fail(account)
    for _ in range(2):
        await town.fail(neighbour)
    await town.api.get(LETTERS, params={"limit": 2})
    assert await town.new_rows() == [of_user(neighbour, "list_dead_letters")]
    await town.api.get(LETTERS, params={"intent": "smalltalk"})
    assert await town.new_rows() == []
    await fail_webhook(unit_of_work, account)  # of nobody in particular
    await town.api.head(LETTERS)
    shown = [of_user(neighbour, "list_dead_letters"), of_user(account, "list_dead_letters")]
    assert await town.new_rows() == [whole(account, "list_dead_letters"), *shown]


async def test_who_waits_for_a_change_is_recorded_with_those_whom_it_brings(
    town: Town, services: Services, unit_of_work: UnitOfWorkFactory, account: Account
) -> None:
    neighbour, _ = await add_account(unit_of_work, services)
    await town.fail(neighbour)
    headers = {"If-None-Match": (await town.api.get(LETTERS)).headers["ETag"], "Prefer": "wait=20"}
    first = [of_user(neighbour, "list_dead_letters")]
    assert await town.new_rows() == first

    async def has_looked() -> bool:
        return await town.new_rows() == first

    async def change() -> None:
        await eventually(has_looked)
        await town.fail(account)

    answer, _ = await asyncio.gather(town.api.get(LETTERS, headers=headers), change())
    assert (answer.status_code, len(answer.json()["items"])) == (200, 2)
    assert await town.new_rows() == [of_user(account, "list_dead_letters")]


async def test_what_is_redriven_is_recorded_with_it_and_what_is_not_as_failed(
    town: Town, services: Services, unit_of_work: UnitOfWorkFactory, account: Account
) -> None:
    neighbour, _ = await add_account(unit_of_work, services)
    one, other = await town.fail(account), await town.fail(neighbour)
    person = await put_task(unit_of_work, account, TaskStatus.NEEDS_PERSON)
    message = await fail_webhook(unit_of_work, account)
    ids = [str(each) for each in (one.id, person.id, NOBODYS_ID, message, other.id)]
    assert (await town.api.post("/v1/admin/redrive", json={"ids": ids})).json()["more"] is False
    name = "redrive_dead_letters"
    assert await town.new_rows() == [
        of_user(account, name, letter=one.id),
        of_user(account, name, "failed", letter=person.id),
        whole(account, name, kind="letter", thing=message),
        of_user(neighbour, name, letter=other.id),
    ]
    assert await _redriven_beside_their_records(town.database) == 2
    late = await town.fail(neighbour)
    since = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    await town.api.post("/v1/admin/redrive", json={"since": since})
    assert await town.new_rows() == [of_user(neighbour, name, letter=late.id)]
    assert await _redriven_beside_their_records(town.database) == 3


async def _redriven_beside_their_records(database: Database) -> int:
    """How many tasks were made in the transaction in which it was recorded."""
    beside = "SELECT count(*) FROM tasks AS t JOIN access_records AS r ON r.thing_id = t.redrive_of AND r.xmin = t.xmin"
    async with database.transaction() as session:
        return int(await session.scalar(text(beside)) or 0)


async def test_one_is_recorded_whatever_came_of_it_and_each_time_that_it_is_shown(
    town: Town, unit_of_work: UnitOfWorkFactory, account: Account
) -> None:
    failed = await town.fail(account)
    done = await put_task(unit_of_work, account, TaskStatus.COMPLETED)
    key = {"Idempotency-Key": "redrive-once"}
    answers = [await town.api.post(f"{LETTERS}/{failed.id}/redrive", headers=key) for _ in range(2)]
    assert [(each.status_code, "Idempotent-Replayed" in each.headers) for each in answers] == [
        (201, False),
        (201, True),
    ]
    assert (await town.api.post(f"{LETTERS}/{failed.id}/redrive")).status_code == 409
    assert (await town.api.get(f"{LETTERS}/{done.id}")).status_code == 404
    assert (await town.api.get(f"{LETTERS}/{NOBODYS_ID}")).status_code == 404
    outcomes = [(row[3], row[4]) for row in await town.new_rows()]
    assert outcomes == [
        ("redrive_dead_letter", "done"),
        ("redrive_dead_letter", "done"),
        ("redrive_dead_letter", "failed"),
        ("get_dead_letter", "refused"),
    ]
    assert await _redriven_beside_their_records(town.database) == 1


async def test_stopped_account_hears_of_it(town: Town, account: Account) -> None:
    where = f"/v1/admin/accounts/{account.id}"
    assert (await town.api.post(f"{where}/pause", json={"reason": "A loop."})).status_code == 200
    assert (await town.api.post(f"{where}/pause", json={"until": "2020-01-01T00:00:00Z"})).status_code == 422
    assert (await town.api.post(f"{where}/resume")).status_code == 204
    assert (await town.api.post(f"/v1/admin/accounts/{NOBODYS_ID}/pause")).status_code == 404
    about: dict[str, Any] = {"kind": "account", "thing": account.id}
    assert await town.new_rows() == [
        whole(account, "pause_account", **about),
        whole(account, "pause_account", "failed", **about),
        whole(account, "resume_account", **about),
    ]
    [last, *_] = await _log_of(town.api, account, {})
    assert (last["action"], last["about_everybody"]) == ("resume_account", True)
    for path in ("queues", "spending"):  # sums over everybody
        assert (await town.api.get(f"/v1/admin/{path}")).status_code == 200
    assert await town.new_rows() == []


async def test_who_stops_a_queue_is_in_the_log(town: Town) -> None:
    key = (await town.api.post("/v1/keys", json={"name": "on call", "scopes": ["operate"]})).json()
    headers = {"Authorization": f"Bearer {key['secret']}"}
    with capture_logs(processors=[merge_contextvars]) as logs:
        assert (await town.api.post("/v1/admin/queues/booking/pause", headers=headers)).status_code == 200
        assert (await town.api.get("/v1/tasks")).status_code == 200
    said = [
        (each["event"], each.get("operator")) for each in logs if each["event"] in {"queue paused", "call answered"}
    ]
    operator = f"key:{key['id']}"
    assert said == [("queue paused", operator), ("call answered", operator), ("call answered", None)]
    assert await town.new_rows() == []
