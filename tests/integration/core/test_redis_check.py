"""What is asked of a Redis at the start, of every server there is."""

import asyncio
from pathlib import Path

import pytest

from core.errors import ConfigurationError, UnavailableError
from core.redis_check import look_at_redis
from tests.redis_servers import Program, each_program, guarded, running


@each_program()
async def test_server_tells_what_the_check_needs(program: Program, tmp_path: Path) -> None:
    with running(program, tmp_path, "--maxmemory-policy", "allkeys-lru", "--appendonly", "yes") as server:
        facts = await look_at_redis(server.url)
    assert facts.version is not None
    assert facts.version >= (6, 2)
    assert (facts.mode, facts.shards, facts.eviction, facts.appends) == ("standalone", 1, "allkeys-lru", True)
    assert facts.now is not None


@each_program()
async def test_setting_that_will_never_work_is_told_apart_from_a_server_that_is_away(
    program: Program, tmp_path: Path
) -> None:
    with running(program, tmp_path, "--requirepass", "right", "--databases", "2") as server:
        place = f"127.0.0.1:{server.port}"
        for url, word in (
            (f"redis://{place}/0", "password"),
            (f"redis://:wrong@{place}/0", "password"),
            (f"redis://:right@{place}/7", "database"),
            (f"redis://:right@{place}/0?colour=blue", "colour"),
        ):
            with pytest.raises(ConfigurationError) as error:
                await look_at_redis(url)
            assert error.value.detail.startswith("REDIS_URL")
            assert word in error.value.detail
            assert "right" not in error.value.detail
        assert (await look_at_redis(f"redis://:right@{place}/1")).mode == "standalone"
    with pytest.raises(UnavailableError):
        await look_at_redis(f"redis://:right@{place}/1")


@each_program()
async def test_user_who_may_do_too_little_is_named(program: Program, tmp_path: Path) -> None:
    with running(program, tmp_path, *["--user", "guest", "on", "nopass", "~*", "+@all", "-info", "-config"]) as server:
        facts = await look_at_redis(f"redis://guest:any@127.0.0.1:{server.port}/0")
        assert (facts.eviction, facts.version) == (None, None)
    with (
        running(program, tmp_path, *["--user", "guest", "on", "nopass", "~*", "+select"]) as server,
        pytest.raises(ConfigurationError, match="do too little"),
    ):
        await look_at_redis(f"redis://guest:any@127.0.0.1:{server.port}/0")


@each_program()
async def test_service_that_sentinel_does_not_know_and_sentinel_itself_are_named(
    program: Program, tmp_path: Path
) -> None:
    with guarded(program, tmp_path) as trio:
        assert (await look_at_redis(trio.url)).mode == "standalone"
        with pytest.raises(ConfigurationError, match="service"):
            await look_at_redis(trio.url.replace("/main", "/other"))
        with pytest.raises(ConfigurationError, match=r"redis\+sentinel://"):
            await look_at_redis(trio.sentinel.url)
    with pytest.raises(UnavailableError):
        await look_at_redis(trio.url)


async def test_something_that_is_not_redis_is_said_to_be_so() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    with pytest.raises(ConfigurationError, match="not Redis"):
        await look_at_redis(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0")
    server.close()
    await server.wait_closed()
