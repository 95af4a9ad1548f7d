"""A system that fails again and again is left alone for a while: nobody waits for it in vain, and others don't notice."""

import asyncio
from collections.abc import AsyncGenerator
from time import perf_counter

import pytest

from core.errors import NoRoomError
from providers.circuit_breaker import CircuitBreaker
from services.booking.outside_client import Call, OutsideClient
from services.booking.outside_sites import OutsideSites
from services.booking.refusals import LostAnswerError, NotReachedError
from tests.outside.loopback import Answered, Asked, LoopbackServer, Trouble, running

READ, WRITE = Call(method="GET", path="/read"), Call(method="POST", path="/write", writes=True)
PAUSE = 20.0
"""So long a system is left alone, in seconds."""


class Plain(LoopbackServer):
    def kind_of(self, asked: Asked) -> str:
        return asked.path.strip("/")

    async def answer(self, asked: Asked) -> Answered:
        return Answered(body=b"{}")


class Watch:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
async def server() -> AsyncGenerator[Plain]:
    async with running(Plain()) as server:
        yield server


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def client(server: Plain, watch: Watch) -> AsyncGenerator[OutsideClient]:
    client = OutsideClient(
        base_url=server.url, system="The place", headers={}, deadline=5.0, breaker=CircuitBreaker(clock=watch)
    )
    yield client
    await client.aclose()


async def open_circuit(client: OutsideClient, server: Plain) -> None:
    """Three writes whose answer is lost."""
    server.trouble("write", *[Trouble.BREAKS_OFF_BEFORE] * 3)
    for _ in range(3):
        with pytest.raises(LostAnswerError):
            await client.send(WRITE)


async def test_after_three_failures_nothing_is_sent_any_more(client: OutsideClient, server: Plain) -> None:
    await open_circuit(client, server)
    for call in (READ, WRITE):
        with pytest.raises(NoRoomError) as left_alone:
            await client.send(call)
        assert left_alone.value.retry_after == PAUSE
    assert (server.count("write"), server.count("read")) == (3, 0)


async def test_two_failures_are_forgiven_by_an_answer(client: OutsideClient, server: Plain) -> None:
    for _ in range(2):
        server.trouble("write", Trouble.BREAKS_OFF_BEFORE, Trouble.BREAKS_OFF_BEFORE)
        for _ in range(2):
            with pytest.raises(LostAnswerError):
                await client.send(WRITE)
        assert (await client.send(WRITE)).is_success


async def test_when_the_pause_is_over_a_single_call_tries_and_its_answer_lets_all_through(
    client: OutsideClient, server: Plain, watch: Watch
) -> None:
    await open_circuit(client, server)
    watch.at += PAUSE
    server.delay = 0.05
    probe = asyncio.create_task(client.send(READ))
    await asyncio.sleep(0)
    with pytest.raises(NoRoomError):  # half open: one at a time
        await client.send(READ)
    assert (await probe).is_success
    replies = await asyncio.gather(*(client.send(READ) for _ in range(3)))
    assert all(reply.is_success for reply in replies)
    assert server.count("read") == 4


async def test_a_try_that_fails_shuts_it_for_another_pause(client: OutsideClient, server: Plain, watch: Watch) -> None:
    await open_circuit(client, server)
    watch.at += PAUSE
    server.trouble("write", Trouble.BREAKS_OFF_BEFORE)
    with pytest.raises(LostAnswerError):
        await client.send(WRITE)
    watch.at += PAUSE - 1
    with pytest.raises(NoRoomError):
        await client.send(READ)
    watch.at += 1
    assert (await client.send(READ)).is_success


async def test_refusals_are_answers_and_open_nothing(client: OutsideClient, server: Plain) -> None:
    server.trouble("write", *[Trouble.ERROR_BEFORE] * 4)
    assert [(await client.send(WRITE)).status for _ in range(4)] == [500] * 4
    assert (await client.send(READ)).is_success


async def test_a_place_that_hangs_slows_no_other_one(server: Plain) -> None:
    sites = OutsideSites(system="The salons", allow_private=True, deadline=0.2)
    async with running(Plain()) as hanging:
        hanging.trouble("read", *[Trouble.SILENT_BEFORE] * 9)
        for _ in range(3):
            with pytest.raises(NotReachedError):
                await (await sites.at(hanging.url)).send(READ)
        began = perf_counter()
        for _ in range(20):
            with pytest.raises(NoRoomError):
                await (await sites.at(hanging.url)).send(READ)
            assert (await (await sites.at(server.url)).send(READ)).is_success
        assert hanging.count("read") == 3
        assert perf_counter() - began < 20 * 0.2  # waited for in vain, each would have taken its deadline
    await sites.aclose()
