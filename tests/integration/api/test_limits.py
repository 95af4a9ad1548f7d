"""Who asks for too much is told so before anything is written, and when to come back."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx2
import pytest

from api import dependencies
from api.seats import MOST_LONG_POLLS, MOST_STREAMS, TooManyStreamsError, seats_of_streams
from core.caller import Caller
from core.config import Settings
from core.domain import Task, TaskStatus
from core.errors import LimitError
from core.ids import make_id
from core.rate_limit import AWAY_SECONDS, Limit, RateLimiter
from core.redis_client import ANSWER_WITHIN_SECONDS, open_redis
from core.roles import Role
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from services.flow_control import rates_of, refuse_too_many
from services.services import Services
from services.task_control import TaskControl
from tests.integration.api.accounts import add_account, default_account
from tests.integration.api.calling import bearer, calling
from tests.integration.api.promises import assert_problem
from tests.integration.api.rows import count_rows
from tests.integration.api.states import put_task
from tests.integration.waiting import eventually

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


async def test_calendars_use_up_nobody_elses_calls(settings: Settings) -> None:
    async with calling(limited(settings, rate_limit_per_minute=4)) as client:
        user = (await client.get("/v1/users")).json()["items"][0]["id"]
        url = (await client.get(f"/v1/users/{user}/calendar-link")).json()["url"]
        path = url[url.index("/v1/") :]
        statuses = [(await client.get(path, headers={"Authorization": ""})).status_code for _ in range(5)]
        assert statuses == [200] * 4 + [429]
        assert (await client.get("/v1/tasks")).status_code == 200


async def test_wrong_keys_use_up_nobodys_calls(settings: Settings) -> None:
    async with calling(limited(settings, rate_limit_per_minute=1)) as client:
        assert (await client.get("/v1/tasks", headers={"Authorization": "Bearer wrong"})).status_code == 401
        assert (await client.get("/v1/tasks")).status_code == 200


async def test_bucket_is_filled_again_evenly(redis_url: str) -> None:
    redis = open_redis(redis_url)
    limiter, limit = RateLimiter(redis), Limit("test", 600, 600)  # one each tenth of a second

    async def is_free() -> bool:
        taken = await limiter.take("nobody", limit)
        return taken is not None and taken.wait == 0

    while await is_free():
        pass

    await eventually(is_free)
    await redis.close()


async def test_calls_that_come_at_once_are_counted_one_by_one(redis_url: str) -> None:
    redis = open_redis(redis_url)
    limiter, limit = RateLimiter(redis), Limit("test", 60, 5)
    found = await asyncio.gather(*(limiter.take(who, limit) for who in [*"aaaa", "b", *"aaa"]))
    taken = [each for each in found if each]
    assert [each.remaining for each in taken] == [4, 3, 2, 1, 4, 0, 0, 0]
    assert [each.wait > 0 for each in taken] == [False] * 6 + [True] * 2
    await redis.close()


async def test_calls_are_counted_without_redis_too() -> None:
    limiter, limit = RateLimiter(open_redis("redis://127.0.0.1:1/0")), Limit("test", 2, 2)
    taken = [await limiter.take("nobody", limit) for _ in range(3)]
    assert [(each.wait == 0, each.remaining) for each in taken if each] == [(True, 1), (True, 0), (False, 0)]
    assert taken[2] is not None
    assert taken[2].wait == pytest.approx(30.0, abs=5.0)


async def test_redis_that_hangs_holds_up_one_call_in_a_while() -> None:
    asked = 0

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        await reader.read()
        writer.close()

    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    redis = open_redis(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0")
    now = 1000.0
    limiter, limit = RateLimiter(redis, now=lambda: now), Limit("test", 5, 5)
    first = await limiter.take("me", limit)
    assert first is not None
    counted = [await asyncio.wait_for(limiter.take("me", limit), ANSWER_WITHIN_SECONDS / 3) for _ in range(5)]
    assert [each.remaining for each in [first, *filter(None, counted)]] == [4, 3, 2, 1, 0, 0]
    assert counted[-1] is not None
    assert counted[-1].wait > 0
    assert asked == 1
    now += AWAY_SECONDS
    finder = asyncio.create_task(limiter.take("me", limit))  # alone finds out whether it is back
    await asyncio.sleep(0)
    await asyncio.wait_for(limiter.take("you", limit), ANSWER_WITHIN_SECONDS / 3)
    assert not finder.done()
    await asyncio.gather(finder, redis.close())
    server.close()


@pytest.mark.parametrize(("per_minute", "burst", "at_once"), [(10, 15, 15), (60, 60, 60), (2, 1, 1)])
async def test_burst_says_how_many_may_come_at_once(redis_url: str, per_minute: int, burst: int, at_once: int) -> None:
    for redis in (open_redis(redis_url), open_redis("redis://127.0.0.1:1/0")):
        limiter, limit, who = RateLimiter(redis), Limit("test", per_minute, burst), str(make_id())
        taken = [await limiter.take(who, limit) for _ in range(at_once + 1)]
        assert [each.wait == 0 for each in taken if each] == [True] * at_once + [False]
        assert taken[-1] is not None
        assert 0 < taken[-1].wait <= 60 / per_minute
        await redis.close()


async def test_answers_say_how_many_calls_are_left(settings: Settings) -> None:
    async with calling(limited(settings, rate_limit_per_minute=2)) as client:
        answers = [await client.get("/v1/tasks") for _ in range(3)]
    assert [each.headers["RateLimit-Policy"] for each in answers] == ['"account";q=2;w=60'] * 3
    assert [each.headers["RateLimit"].partition(";t=")[0] for each in answers] == [
        '"account";r=1',
        '"account";r=0',
        '"account";r=0',
    ]


async def test_who_has_logged_in_is_counted_alone_by_what_they_are(settings: Settings) -> None:
    rates = rates_of(settings)
    assert rates.of_people(Role.PERSON)[1:] == (10, 15)
    assert rates.of_people(Role.CARER_MANAGER)[1:] == (10, 15)
    assert rates.of_people(Role.STAFF)[1:] == (60, 60)
    assert rates.of_people(Role.ADMIN)[1:] == (120, 120)
    assert rates.keys.per_minute == 0
    off = rates_of(settings.model_copy(update={"ai_rate_limit_per_minute": 0}))
    assert off.of_people(Role.ADMIN).per_minute == 0


async def test_somebody_who_called_too_often_keeps_nobody_else_from_calling(
    services: Services, unit_of_work: UnitOfWorkFactory
) -> None:
    account, _ = await add_account(unit_of_work, services)
    one, other = (
        Caller(account=account, role=Role.PERSON, permissions=frozenset(), member_id=make_id()) for _ in range(2)
    )
    for _ in range(15):
        refuse_too_many(await services.flow.count_call(one))
    with pytest.raises(LimitError):
        refuse_too_many(await services.flow.count_call(one))
    refuse_too_many(await services.flow.count_call(other))


async def test_caller_follows_only_so_many_tasks_at_a_time(
    unit_of_work: UnitOfWorkFactory, api: httpx2.AsyncClient
) -> None:
    seats, caller = seats_of_streams(), make_id()
    for _ in range(MOST_STREAMS):
        seats.take(caller)
    seats.take(make_id())
    with pytest.raises(TooManyStreamsError):
        seats.take(caller)
    seats.leave(caller)
    seats.take(caller)
    final = await put_task(unit_of_work, await default_account(unit_of_work), TaskStatus.COMPLETED)
    for _ in range(MOST_STREAMS + 1):  # each gives its seat back
        assert (await api.get(f"/v1/tasks/{final.id}/events/stream")).status_code == 200


async def test_caller_waits_for_only_so_many_changes_at_a_time(api: httpx2.AsyncClient) -> None:
    unchanged = {"If-None-Match": (await api.get("/v1/tasks")).headers["ETag"], "Prefer": "wait=20"}
    other = bearer_of((await api.post("/v1/keys", json={"name": "tablet"})).json()["secret"])
    waiting = {asyncio.create_task(api.get("/v1/tasks", headers=unchanged)) for _ in range(MOST_LONG_POLLS + 1)}
    [refused], waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    assert_problem(refused.result(), 429, "too-many-long-polls")
    assert int(refused.result().headers["Retry-After"]) >= 1
    assert (await api.get("/v1/tasks", headers={"If-None-Match": unchanged["If-None-Match"]})).status_code == 304
    waiting.add(asyncio.create_task(api.get("/v1/tasks", headers={**unchanged, **other})))
    await say(api)
    assert {answer.status_code for answer in await asyncio.gather(*waiting)} == {200}
    assert (await api.get("/v1/tasks", headers=unchanged)).status_code == 200


async def test_who_has_seen_whatever_there_is_waits_for_nothing(
    api: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0
    list_page = TaskControl.list_page

    async def list_counting(*args: Any, **given: Any) -> list[Task]:
        nonlocal asked
        asked += 1
        return await list_page(*args, **given)

    monkeypatch.setattr(TaskControl, "list_page", list_counting)
    headers = {"If-None-Match": "*", "Prefer": "wait=60"}
    answer = await asyncio.wait_for(api.get("/v1/tasks", headers=headers), 20)
    assert (answer.status_code, asked) == (304, 1)
    assert "Preference-Applied" not in answer.headers


async def test_who_waits_for_a_change_is_asked_who_they_are_again(
    api: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dependencies, "ASK_AGAIN_SECONDS", 0.0)
    key = (await api.post("/v1/keys", json={"name": "tablet"})).json()
    unchanged = {"If-None-Match": (await api.get("/v1/tasks")).headers["ETag"], "Prefer": "wait=60"}
    waiting = asyncio.create_task(api.get("/v1/tasks", headers={**unchanged, **bearer_of(key["secret"])}))
    await asyncio.sleep(0)
    assert (await api.delete(f"/v1/keys/{key['id']}")).status_code == 204
    assert_problem(await asyncio.wait_for(waiting, 20), 401, "unauthorized")


def bearer_of(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


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
