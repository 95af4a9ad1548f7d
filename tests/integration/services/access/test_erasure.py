"""Erasing the person whom an account means where nobody is named, while others go on."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from redis.asyncio import Redis as AsyncRedis
from sqlalchemy import text

from core.config import Settings
from core.domain import Queue, RequestStatus
from core.errors import NotFoundError
from core.idempotency import IdempotencyKey
from core.ids import make_id
from core.people import NAMELESS, Account
from core.tenancy import Tenant, confine_to, unconfined
from repositories.database import Database
from repositories.models.idempotency_key import REQUESTS_SCOPE
from services.request_service import Submission
from services.services import Services
from tests.integration.waiting import eventually
from tests.integration.worker import running_worker

SAID = Submission(text="I went for a walk.", metadata={})


@pytest.fixture
async def account(services: Services) -> Account:
    return await services.accounts.ensure_default()


async def find_default(database: Database) -> str:
    async with database.transaction() as session:
        return str(await session.scalar(text("SELECT default_user_id FROM accounts")))


def with_key(account: Account) -> Submission:
    key = IdempotencyKey(account_id=account.id, scope=REQUESTS_SCOPE, key=make_id().hex, fingerprint="said")
    return replace(SAID, idempotency=key)


async def list_orphans(database: Database) -> list[str]:
    """Keys whose request is gone."""
    orphans = "SELECT key FROM idempotency_keys WHERE resource_id NOT IN (SELECT id FROM requests)"
    async with database.transaction() as session:
        return list(await session.scalars(text(orphans)))


async def test_sentence_goes_with_whom_it_was_said_for_or_to_the_next(
    services: Services, account: Account, database: Database
) -> None:
    for _ in range(5):
        account = await services.accounts.ensure_default()
        said = [services.requests.submit(with_key(account), account=account) for _ in range(6)]
        erased = services.access.erasure.erase(account.default_user_id, account_id=account.id)
        *before, nothing, one, two, three = await asyncio.gather(*said[:3], erased, *said[3:])
        states = [state for state in (*before, one, two, three) if state is not None]
        later = await services.requests.submit(SAID, account=account)  # by whoever has not heard of it
        assert nothing is None
        next_id = await find_default(database)
        assert next_id != str(account.default_user_id)
        async with database.transaction() as session:
            stored = {
                str(each): str(whose) for each, whose in await session.execute(text("SELECT id, user_id FROM requests"))
            }
        assert {*stored.values()} == {next_id}
        for state in (*states, later):
            assert (str(state.request.id) in stored) == (str(state.request.user_id) == next_id)
        assert str(later.request.user_id) == next_id
        assert await list_orphans(database) == []


async def test_of_several_erasures_at_once_one_wins_and_one_person_is_next(
    services: Services, account: Account, database: Database
) -> None:
    erased = [services.access.erasure.erase(account.default_user_id, account_id=account.id) for _ in range(4)]
    ended = await asyncio.gather(*erased, return_exceptions=True)
    assert sorted(type(each).__name__ for each in ended) == ["NoneType", *["NotFoundError"] * 3]
    async with database.transaction() as session:
        users = [tuple(row) for row in await session.execute(text("SELECT id::text, name, timezone FROM users"))]
    assert users == [(await find_default(database), NAMELESS, "Europe/London")]


async def test_whoever_is_for_certain_people_is_never_given_somebody_else(services: Services, account: Account) -> None:
    async def act(user_id: object) -> None:
        raise NotFoundError(f"There is no user {user_id}.")

    with unconfined():
        confine_to(Tenant(account_id=account.id, people=frozenset({gone := make_id()})))
        theirs = Account(id=account.id, name=account.name, default_user_id=gone, signing_secret=account.signing_secret)
        with pytest.raises(NotFoundError, match=str(gone)):
            await services.access.default_user.act_for(None, account=theirs, act=act)
        assert await services.access.default_user.get(theirs) == gone


async def test_workers_go_on_while_whom_they_work_for_is_erased(
    services: Services, account: Account, settings: Settings, database: Database, redis: AsyncRedis
) -> None:
    async def nothing_waits() -> bool:
        return not any([await redis.xlen(f"queue:{{{queue}}}") for queue in Queue])

    async with running_worker(services, settings):
        for _ in range(3):
            account = await services.accounts.ensure_default()
            said = [services.requests.submit(SAID, account=account) for _ in range(8)]
            await asyncio.gather(*said[:6])
            await asyncio.gather(
                *said[6:], services.access.erasure.erase(account.default_user_id, account_id=account.id)
            )
        later = await services.requests.submit(SAID, account=account)
        done = await services.requests.wait_for_rest(later, patience=timedelta(seconds=20))
        assert await eventually(nothing_waits)
    assert (done.status, str(done.request.user_id)) == (RequestStatus.DONE, await find_default(database))
