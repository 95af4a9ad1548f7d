"""Who asks for too much is told so before anything is written, and when to come back."""

from collections.abc import Mapping
from typing import Any

import httpx2
import pytest

from core.config import Settings
from core.ids import make_id
from core.rate_limit import RateLimiter
from core.redis_client import open_redis
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from services.factory import Services
from tests.integration.api.accounts import add_account
from tests.integration.api.calling import bearer, calling
from tests.integration.api.promises import assert_problem
from tests.integration.api.rows import count_rows
from tests.integration.waiting import eventually

NOBODY = make_id()
WISH = {"text": "I went for a walk.", "confirm": "never"}


def limited(settings: Settings, **limits: int) -> Settings:
    return settings.model_copy(update=limits)


async def say(client: httpx2.AsyncClient, headers: Mapping[str, str] | None = None) -> httpx2.Response:
    return await client.post("/v1/requests", json=WISH, headers=headers)


async def fill(client: httpx2.AsyncClient, count: int) -> list[dict[str, Any]]:
    answers = [await say(client) for _ in range(count)]
    assert {answer.status_code for answer in answers} == {202}
    return [answer.json() for answer in answers]


async def test_account_with_too_much_waiting_is_refused_before_anything_is_written(
    settings: Settings, database: Database
) -> None:
    async with calling(limited(settings, max_queued_per_account=3)) as client:
        await fill(client, 3)
        before = await count_rows(database)
        refused = await say(client)
        assert_problem(refused, 429, "quota-exceeded")
        assert int(refused.headers["Retry-After"]) >= 1
        assert await count_rows(database) == before


async def test_account_is_welcome_again_when_some_is_done(settings: Settings) -> None:
    async with calling(limited(settings, max_queued_per_account=2)) as client:
        [request, _] = await fill(client, 2)
        assert (await say(client)).status_code == 429
        assert (await client.post(f"/v1/tasks/{request['tasks'][0]['id']}/cancel")).status_code == 200

        async def is_welcome() -> bool:
            return (await say(client)).status_code == 202

        await eventually(is_welcome)


async def test_looking_stays_allowed_with_too_much_waiting(settings: Settings) -> None:
    async with calling(limited(settings, max_queued_per_account=1)) as client:
        [request] = await fill(client, 1)
        assert (await client.get(f"/v1/requests/{request['id']}")).status_code == 200


async def test_quota_of_one_account_is_not_that_of_another(
    settings: Settings, unit_of_work: UnitOfWorkFactory, services: Services
) -> None:
    _, key = await add_account(unit_of_work, services)
    async with calling(limited(settings, max_queued_per_account=1)) as client:
        await fill(client, 1)
        assert (await say(client)).status_code == 429
        assert (await say(client, bearer(settings, key))).status_code == 202


async def test_what_another_process_has_queued_counts_too(settings: Settings) -> None:
    both = limited(settings, max_queued_per_account=4)
    async with calling(both) as one, calling(both) as other:
        await fill(one, 4)

        async def is_refused() -> bool:
            return (await say(other)).status_code == 429

        await eventually(is_refused)


async def test_too_much_in_all_is_refused_with_503(settings: Settings, database: Database) -> None:
    async with calling(limited(settings, max_queued=2)) as client:
        await fill(client, 2)
        before = await count_rows(database)
        refused = await say(client)
        assert_problem(refused, 503, "overloaded")
        assert int(refused.headers["Retry-After"]) >= 1
        assert await count_rows(database) == before


async def test_no_bound_means_none(settings: Settings) -> None:
    async with calling(limited(settings, max_queued_per_account=0, max_queued=0, rate_limit_per_minute=0)) as client:
        await fill(client, 5)


async def test_too_many_calls_are_refused_with_the_time_to_wait(settings: Settings) -> None:
    async with calling(limited(settings, rate_limit_per_minute=3)) as client:
        for _ in range(3):
            assert (await client.get("/v1/tasks")).status_code == 200
        refused = await client.get("/v1/tasks")
        assert_problem(refused, 429, "rate-limited")
        assert 1 <= int(refused.headers["Retry-After"]) <= 20
        assert (await client.get("/health/live")).status_code == 200


async def test_calls_of_all_processes_are_counted_together(settings: Settings) -> None:
    both = limited(settings, rate_limit_per_minute=2)
    async with calling(both) as one, calling(both) as other:
        statuses = [(await client.get("/v1/tasks")).status_code for client in (one, other, one)]
    assert statuses == [200, 200, 429]


async def test_wrong_keys_use_up_nobodys_calls(settings: Settings) -> None:
    async with calling(limited(settings, rate_limit_per_minute=1)) as client:
        assert (await client.get("/v1/tasks", headers={"Authorization": "Bearer wrong"})).status_code == 401
        assert (await client.get("/v1/tasks")).status_code == 200


async def test_bucket_is_filled_again_evenly(redis_url: str) -> None:
    redis = open_redis(redis_url)
    limiter = RateLimiter(redis, per_minute=600)  # one each tenth of a second
    while await limiter.take(NOBODY) == 0.0:
        pass

    async def is_free() -> bool:
        return await limiter.take(NOBODY) == 0.0

    await eventually(is_free)
    await redis.close()


async def test_calls_are_counted_without_redis_too() -> None:
    limiter = RateLimiter(open_redis("redis://127.0.0.1:1/0"), per_minute=2)
    assert [await limiter.take(NOBODY) for _ in range(2)] == [0.0, 0.0]
    assert await limiter.take(NOBODY) == pytest.approx(30.0, abs=5.0)


async def test_operator_who_calls_too_often_still_stops_and_resumes(settings: Settings) -> None:
    async with calling(limited(settings, rate_limit_per_minute=1)) as client:
        statuses = [(await client.get("/v1/users")).status_code for _ in range(2)]
        paused = await client.post("/v1/admin/queues/booking/pause")
        resumed = await client.post("/v1/admin/queues/booking/resume")
        listed = await client.get("/v1/admin/dead-letters")
    assert (statuses, paused.status_code, resumed.status_code, listed.status_code) == ([200, 429], 200, 204, 200)


async def test_others_who_try_what_operators_may_are_counted(
    settings: Settings, unit_of_work: UnitOfWorkFactory, services: Services
) -> None:
    _, key = await add_account(unit_of_work, services)
    async with calling(limited(settings, rate_limit_per_minute=1)) as client:
        headers = bearer(settings, key)
        statuses = [(await client.get("/v1/admin/queues", headers=headers)).status_code for _ in range(2)]
    assert statuses == [403, 429]
