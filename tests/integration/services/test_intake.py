"""What is said at the same time is stored together; nobody gains or loses by it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.config import Settings
from core.domain import TaskStatus
from core.errors import IdempotencyMismatchError, NotFoundError, UnauthorizedError, UnavailableError
from core.idempotency import IdempotencyKey
from core.ids import make_id
from core.people import Account, NewUser
from core.roles import EVERYTHING
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from services import intake
from services.access.key_service import KeyWish
from services.factory import open_services
from services.request_service import RequestState, Submission
from services.services import Services
from tests.integration.api.accounts import add_account
from tests.integration.api.gate import gate_to_postgresql
from tests.integration.house import House
from tests.integration.waiting import eventually

SAID = Submission(text="Good morning!", metadata={})
MANY = 40


@pytest.fixture
async def account(services: Services) -> Account:
    return await services.accounts.ensure_default()


async def say(services: Services, account: Account, *said: Submission) -> list[RequestState | BaseException]:
    """All at the same moment."""
    calls = (services.requests.submit(each, account=account) for each in said)
    return await asyncio.gather(*calls, return_exceptions=True)


async def add_user(services: Services, account: Account) -> UUID:
    new = NewUser(id=make_id(), account_id=account.id, name="Rose", timezone="Europe/London", preferences={})
    return (await services.people.add_user(new)).id


def key_of(account: Account, name: str, *, body: str = "the body") -> IdempotencyKey:
    return IdempotencyKey(account_id=account.id, scope="POST /v1/requests", key=name, fingerprint=body)


async def read_rows(database: Database, statement: str) -> Sequence[tuple[object, ...]]:
    async with database.transaction() as session:
        return [tuple(row) for row in await session.execute(text(statement))]


async def test_many_share_few_transactions(services: Services, account: Account, database: Database) -> None:
    states = await say(services, account, *[replace(SAID, metadata={"n": number}) for number in range(MANY)])
    stored = [state for state in states if isinstance(state, RequestState)]
    assert [state.request.metadata for state in stored] == [{"n": number} for number in range(MANY)]
    assert [state.tasks[0].request_id for state in stored] == [state.request.id for state in stored]
    [(rows, transactions)] = await read_rows(
        database, "SELECT count(*), count(DISTINCT t.xmin::text) FROM tasks t JOIN requests r ON r.id = t.request_id"
    )
    assert rows == MANY
    assert isinstance(transactions, int)
    assert transactions <= MANY // 4


async def test_more_than_one_group_takes_are_all_stored(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_AT_ONCE", 3)
    async with open_services(settings, owner="test") as services:
        account = await services.accounts.ensure_default()
        states = await say(services, account, *[SAID] * 10)
    assert all(isinstance(state, RequestState) for state in states)
    [(most,)] = await read_rows(
        database, "SELECT max(rows) FROM (SELECT count(*) AS rows FROM requests GROUP BY xmin::text) AS transactions"
    )
    assert most == 3


async def test_everybody_gets_what_is_theirs(
    services: Services, account: Account, unit_of_work: UnitOfWorkFactory
) -> None:
    other, _ = await add_account(unit_of_work, services)
    users = [await add_user(services, account) for _ in range(3)]
    mine = [replace(SAID, user_id=user) for user in [*users, *users, None]]
    both = await asyncio.gather(say(services, account, *mine), say(services, other, SAID, SAID))
    said_by = [state.request.user_id for state in both[0] if isinstance(state, RequestState)]
    assert said_by == [*users, *users, account.default_user_id]
    owners = [
        (state.request.account_id, state.tasks[0].account_id) for state in both[1] if isinstance(state, RequestState)
    ]
    assert owners == [(other.id, other.id)] * 2
    [refused] = await say(services, other, replace(SAID, user_id=users[0]))
    assert isinstance(refused, NotFoundError)


async def test_one_key_said_at_once_makes_one_request(services: Services, account: Account, database: Database) -> None:
    keyed = replace(SAID, idempotency=key_of(account, "k1"))
    states = await say(services, account, keyed, SAID, keyed, keyed, SAID)
    same = [state for number, state in enumerate(states) if number in {0, 2, 3} and isinstance(state, RequestState)]
    assert len({state.request.id for state in same}) == 1
    assert sorted(state.replayed for state in same) == [False, True, True]
    assert len({state.tasks[0].id for state in same}) == 1
    assert await read_rows(database, "SELECT count(*) FROM requests") == [(3,)]


async def test_key_with_another_body_is_refused_beside_others(
    services: Services, account: Account, database: Database
) -> None:
    first, second = (replace(SAID, idempotency=key_of(account, "k1", body=body)) for body in ("one", "two"))
    states = await say(services, account, first, SAID, second)
    assert [isinstance(state, IdempotencyMismatchError) for state in states] == [False, False, True]
    assert await read_rows(database, "SELECT count(*) FROM requests") == [(2,)]


async def test_what_can_not_be_stored_spoils_nothing_for_others(
    services: Services, account: Account, database: Database
) -> None:
    unstorable = replace(SAID, metadata={"nul": "\x00"}, idempotency=key_of(account, "bad"))
    states = await say(services, account, SAID, unstorable, replace(SAID, idempotency=key_of(account, "good")))
    assert [type(state) for state in (states[0], states[2])] == [RequestState, RequestState]
    assert isinstance(states[1], DBAPIError)
    assert await read_rows(database, "SELECT count(*) FROM tasks") == [(2,)]
    assert await read_rows(database, "SELECT key FROM idempotency_keys") == [("good",)]


async def test_user_who_is_being_erased_holds_nobody_up(
    services: Services, account: Account, database: Database
) -> None:
    erased = await add_user(services, account)
    async with database.transaction() as session:
        await session.execute(text("DELETE FROM users WHERE id = :id"), {"id": erased})
        waiting = asyncio.create_task(services.requests.submit(replace(SAID, user_id=erased), account=account))
        states = await say(services, account, SAID, SAID)
        assert all(isinstance(state, RequestState) for state in states)
        assert not waiting.done()
    with pytest.raises(NotFoundError):
        await waiting


async def test_key_that_another_process_holds_holds_nobody_up(
    services: Services, account: Account, unit_of_work: UnitOfWorkFactory
) -> None:
    key = key_of(account, "k1")
    async with unit_of_work() as unit:
        await unit.idempotency.claim(key, resource_id=make_id())
        waiting = asyncio.create_task(services.requests.submit(replace(SAID, idempotency=key), account=account))
        keyed = [replace(SAID, idempotency=key_of(account, f"other{number}")) for number in range(3)]
        states = await say(services, account, SAID, *keyed)
        assert all(isinstance(state, RequestState) for state in states)
        assert not waiting.done()
        waiting.cancel()


async def test_caller_who_goes_away_takes_nobody_along(
    services: Services, account: Account, database: Database
) -> None:
    calls = [asyncio.create_task(services.requests.submit(SAID, account=account)) for _ in range(12)]
    for _ in range(40):
        await asyncio.sleep(0)
    for gone in calls[::3]:
        gone.cancel()
    ended = await asyncio.gather(*calls, return_exceptions=True)
    stays = [state for number, state in enumerate(ended) if number % 3]
    assert all(isinstance(state, RequestState) for state in stays)
    [(rows,)] = await read_rows(database, "SELECT count(*) FROM requests")
    assert isinstance(rows, int)
    assert rows >= len(stays)


async def test_sessions_that_are_ended_between_requests_cost_no_request(
    services: Services, account: Account, database: Database
) -> None:
    assert all(isinstance(state, RequestState) for state in await say(services, account, *[SAID] * 5))
    for _ in range(2):
        await read_rows(
            database,
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        assert all(isinstance(state, RequestState) for state in await say(services, account, *[SAID] * 5))
    assert await read_rows(database, "SELECT count(*) FROM requests") == [(15,)]


async def test_while_postgresql_is_away_all_are_told_and_nothing_is_half_done(
    settings: Settings, database: Database
) -> None:
    assert settings.database_url is not None
    async with (
        gate_to_postgresql(settings.database_url) as (gate, url),
        open_services(settings.model_copy(update={"database_url": url}), owner="test") as services,
    ):
        account = await services.accounts.ensure_default()
        calls = asyncio.gather(
            *(say(services, account, *[replace(SAID, idempotency=key_of(account, f"k{n}"))] * 2) for n in range(8))
        )
        await asyncio.sleep(0)
        await gate.shut()
        ended = [state for states in await calls for state in states]
        assert all(isinstance(state, RequestState | UnavailableError) for state in ended)
        await gate.open()
        again = await asyncio.gather(
            *(say(services, account, replace(SAID, idempotency=key_of(account, f"k{n}"))) for n in range(8))
        )
        assert all(isinstance(state, RequestState) for [state] in again)
    assert await read_rows(database, "SELECT count(*), count(DISTINCT request_id) FROM tasks") == [(8, 8)]
    assert await read_rows(database, "SELECT count(*) FROM requests") == [(8,)]
    assert await read_rows(database, "SELECT count(*) FROM idempotency_keys") == [(8,)]


async def test_questions_of_a_group_are_told_to_their_receivers(
    services: Services, account: Account, database: Database
) -> None:
    asking = replace(SAID, text="Book a table.", webhook_url="http://127.0.0.1:9/hook")
    states = await say(services, account, asking, SAID, replace(asking, webhook_url=None), asking)
    status = [state.tasks[0].status for state in states if isinstance(state, RequestState)]
    asks = TaskStatus.NEEDS_INPUT
    assert status == [asks, TaskStatus.QUEUED, asks, asks]
    told = await read_rows(database, "SELECT task_id FROM webhook_messages ORDER BY id")
    assert [(state.tasks[0].id,) for state in (states[0], states[3]) if isinstance(state, RequestState)] == told


async def test_place_of_a_moment_ago_is_known_to_the_next_sentence(
    services: Services, account: Account, unit_of_work: UnitOfWorkFactory
) -> None:
    dinner = replace(SAID, text="book a table at high noon for 2")
    [before] = await say(services, account, dinner)
    await House(unit_of_work, account_id=account.id, user_id=account.default_user_id).add_venue("High Noon")
    [after] = await say(services, account, dinner)
    assert isinstance(before, RequestState)
    assert isinstance(after, RequestState)
    assert [state.tasks[0].details["venue"] == "High Noon" for state in (before, after)] == [False, True]


async def test_key_that_is_taken_back_opens_nothing_from_then_on(services: Services, account: Account) -> None:
    issued = await services.access.keys.issue(KeyWish(name="test"), account_id=account.id)
    secret = issued.secret.get_secret_value()
    opened = await asyncio.gather(*(services.accounts.authenticate(secret) for _ in range(3)))
    assert [caller.account for caller in opened] == [account] * 3
    await services.access.keys.revoke(issued.key.id, account_id=account.id, granted=EVERYTHING)
    with pytest.raises(UnauthorizedError):
        await services.accounts.authenticate(secret)


async def test_group_is_published_as_a_whole(services: Services, account: Account) -> None:
    await say(services, account, *[SAID] * 7)

    async def count_waiting() -> bool:
        state = await services.queue.inspect(services.router.route("smalltalk").queue)
        return state.length == 7

    await eventually(count_waiting)
