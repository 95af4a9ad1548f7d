"""What the connections make of servers that move, freeze, restart and refuse."""

import asyncio
import signal
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from core.errors import UnavailableError
from core.redis_client import ANSWER_WITHIN_SECONDS, LONGEST_BLOCK_SECONDS, RedisConnections, RefusedError, open_redis
from tests.integration.waiting import eventually
from tests.redis_servers import Guarded, Program, Server, each_program, guarded, running


@pytest.fixture
def server(program: Program, tmp_path: Path) -> Generator[Server]:
    with running(program, tmp_path) as server:
        yield server


@pytest.fixture
def trio(program: Program, tmp_path: Path) -> Generator[Guarded]:
    with guarded(program, tmp_path) as trio:
        yield trio


@asynccontextmanager
async def opened(url: str) -> AsyncGenerator[RedisConnections]:
    connections = open_redis(url)
    yield connections
    await connections.close()


async def write(redis: Redis) -> Any:
    return await redis.set("key", "value")


async def write_in_script(redis: Redis) -> Any:
    return await redis.eval("return redis.call('SET', 'key', 'value')", 0)


async def write_in_pipeline(redis: Redis) -> Any:
    pipeline = redis.pipeline(transaction=False)
    pipeline.set("key", "value")
    return await pipeline.execute()


async def block(redis: Redis) -> Any:
    return await redis.xread({"stream": "$"}, block=int(LONGEST_BLOCK_SECONDS * 1000))


async def identify(redis: Redis) -> Any:
    return await redis.client_id()  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py


async def tell(server: Server, *words: str | int) -> Any:
    async with Redis(port=server.port, protocol=2) as redis:
        return await redis.execute_command(*words)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - untyped in redis-py


async def is_written(connections: RedisConnections) -> bool:
    try:
        return bool(await connections.ask(write))
    except UnavailableError:
        return False


@each_program()
async def test_restarted_server_is_found_again(server: Server) -> None:
    async with opened(server.url) as connections:
        assert await is_written(connections)
        server.stop()
        assert not await is_written(connections)
        server.start()
        assert await is_written(connections)


@each_program()
async def test_connection_that_was_cut_is_replaced(server: Server) -> None:
    async with opened(server.url) as connections:
        number = await connections.ask(identify)
        await tell(server, "CLIENT", "KILL", "ID", number)
        assert await connections.ask(identify) != number


@each_program()
async def test_refusal_keeps_the_connection_and_says_its_first_word(server: Server) -> None:
    async with opened(server.url) as connections:
        number = await connections.ask(identify)
        with pytest.raises(RefusedError) as refused:
            await connections.ask(lambda redis: redis.xgroup_create("stream", "group"))
        assert refused.value.code == "ERR"
        assert await connections.ask(identify) == number


@each_program()
@pytest.mark.parametrize("command", [write, write_in_script, write_in_pipeline])
async def test_demoted_master_is_left_with_every_connection(server: Server, command: Any) -> None:
    async with opened(server.url) as connections:
        numbers = set(await asyncio.gather(*(connections.ask(identify) for _ in range(3))))
        await tell(server, "REPLICAOF", "127.0.0.1", 1)
        with pytest.raises(UnavailableError) as error:
            await connections.ask(command)
        assert not isinstance(error.value, RefusedError)
        await tell(server, "REPLICAOF", "NO", "ONE")
        assert await connections.ask(command)
        assert numbers.isdisjoint(await asyncio.gather(*(connections.ask(identify) for _ in range(3))))


@pytest.mark.parametrize(
    "word",
    ["READONLY", "UNBLOCKED", "LOADING", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "ERR Error in script: -READONLY"],
)
async def test_server_that_says_so_is_left(word: str) -> None:
    callers: list[str] = []

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        callers.append("caller")
        while await reader.read(1000):
            writer.write(f"-{word} and so on\r\n".encode())
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with opened(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}") as connections:
        for _ in range(2):
            with pytest.raises(UnavailableError) as error:
                await connections.ask(write)
            assert not isinstance(error.value, RefusedError)
    assert len(callers) == 2
    server.close()
    await server.wait_closed()


@each_program()
async def test_waiting_read_is_ended_when_its_master_is_demoted(server: Server) -> None:
    async with opened(server.url) as connections:
        await connections.ask(lambda redis: redis.xgroup_create("stream", "group", mkstream=True))
        groups: Any = {"stream": ">"}
        reading = asyncio.create_task(
            connections.wait(lambda redis: redis.xreadgroup("group", "reader", groups, block=4000))
        )

        async def waits() -> bool:
            return "blocked_clients:1" in server.describe("clients")

        await eventually(waits)
        await tell(server, "REPLICAOF", "127.0.0.1", 1)
        started = time.monotonic()
        with pytest.raises(UnavailableError) as error:
            await reading
        assert not isinstance(error.value, RefusedError)
        assert time.monotonic() - started < 3


@each_program()
async def test_waiting_reads_take_no_connection_from_commands(server: Server) -> None:
    async with opened(server.url) as connections:
        readers = [asyncio.create_task(connections.wait(block)) for _ in range(50)]
        await asyncio.sleep(0)
        assert await is_written(connections)
        for reader in readers:
            reader.cancel()
        await asyncio.wait(readers)


@each_program()
async def test_many_commands_at_once_wait_for_each_other(server: Server) -> None:
    async with opened(server.url) as connections:
        numbers = await asyncio.gather(*(connections.ask(identify) for _ in range(500)))
        assert len(numbers) == 500
        assert len(set(numbers)) <= 32


@each_program()
async def test_frozen_server_holds_nobody_up_and_is_found_again(server: Server) -> None:
    async with opened(server.url) as connections:
        assert await is_written(connections)
        server.kill(signal.SIGSTOP)
        started = time.monotonic()
        assert not await is_written(connections)
        assert time.monotonic() - started < 2 * ANSWER_WITHIN_SECONDS
        server.kill(signal.SIGCONT)
        assert await is_written(connections)


@each_program()
async def test_lost_master_is_replaced_by_the_one_that_sentinel_names(trio: Guarded) -> None:
    async with opened(trio.url) as connections:
        assert await is_written(connections)
        trio.master.kill()
        await eventually(lambda: is_written(connections))
        assert (await tell(trio.replica, "ROLE"))[0] == b"master"


@each_program()
async def test_sentinel_that_hangs_is_passed_over(trio: Guarded) -> None:
    over = asyncio.Event()

    async def hang(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    silent = await asyncio.start_server(hang, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    async with opened(trio.url.replace("//", f"//127.0.0.1:{port},")) as connections:
        assert await is_written(connections)
    over.set()
    silent.close()
    await silent.wait_closed()
