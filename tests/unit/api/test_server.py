"""What no app sees: heads that are too large or too slow, and too many connections."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import pytest
from starlette.types import Message, Receive, Scope, Send
from uvicorn.server import ServerState

from api.server import BoundedProtocol, server_config

PIECE = 64 * 1024
SOON = 10.0
"""More than anything here takes, and less than anybody waits."""


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers how much came: of GET at once, else when all of the body is there; /slow waits a little."""
    body = b""
    if scope["method"] != "GET":
        message: Message = {"more_body": True}
        while message.get("more_body"):
            message = await receive()
            body += message.get("body", b"")
    if scope["path"] == "/slow":
        await asyncio.sleep(0.4)
    answer = b"%d of %s" % (len(body), scope["raw_path"][:20])
    headers = [(b"content-length", b"%d" % len(answer))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


class Hasty(BoundedProtocol):
    head_seconds = 0.2


class Small(BoundedProtocol):
    most_connections = 2
    spare_connections = 1


class Line(NamedTuple):
    """A connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def say(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def flood(self, data: bytes, *, most: int = 200) -> bool:
        """Say it again and again, until nobody listens any more; answers whether that was so."""
        try:
            for _ in range(most):
                await self.say(data)
        except ConnectionError:
            return True
        return False

    async def hear(self) -> bytes:
        """All until the other side closes."""
        async with asyncio.timeout(SOON):
            try:
                return await self.reader.read()
            except ConnectionError:
                return b""

    async def hear_one(self) -> bytes:
        """One whole answer with a Content-Length."""
        async with asyncio.timeout(SOON):
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            return head + await self.reader.readexactly(int(length.partition(b":")[2]))


class Place:
    """A server, and lines to it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._lines: list[Line] = []

    async def call(self, data: bytes = b"") -> Line:
        line = Line(*await asyncio.open_connection("127.0.0.1", self._port))
        self._lines.append(line)
        await line.say(data)
        return line

    def hang_up(self) -> None:
        for line in self._lines:
            line.writer.close()


@asynccontextmanager
async def server(protocol: type[BoundedProtocol] = BoundedProtocol) -> AsyncGenerator[Place]:
    config, state = server_config(app, protocol=protocol), ServerState()
    made = await asyncio.get_running_loop().create_server(
        lambda: protocol(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    place = Place(made.sockets[0].getsockname()[1])
    try:
        yield place
    finally:
        place.hang_up()
        made.close()
        for each in list(state.connections):
            each.transport.abort()


def head(*headers: bytes, target: bytes = b"/", method: bytes = b"GET") -> bytes:
    return b"\r\n".join([b"%b %b HTTP/1.1" % (method, target), b"Host: a", *headers, b"", b""])


def problem(answer: bytes) -> tuple[int, str]:
    """Status and name of a problem document, which says that the connection ends with it."""
    told, _, body = answer.partition(b"\r\n\r\n")
    lines = told.lower().split(b"\r\n")
    assert {b"content-type: application/problem+json", b"connection: close", b"x-content-type-options: nosniff"} <= {
        *lines
    }
    document: dict[str, Any] = json.loads(body)
    assert document["status"] == int(lines[0].split()[1])
    return document["status"], document["type"].removeprefix("urn:grandma:problem:")


@pytest.mark.parametrize(
    ("begin", "more", "refused"),
    [
        (b"GET / HTTP/1.1\r\nHost: a\r\nX-A: ", b"a" * PIECE, (431, "headers-too-large")),
        (b"GET / HTTP/1.1\r\nHost: a\r\n", b"x-aaaa: b\r\n" * 6000, (431, "headers-too-large")),
        (b"GET /", b"a" * PIECE, (414, "address-too-long")),
        (b"", b"\r\n" * PIECE, (431, "headers-too-large")),
    ],
    ids=["one header", "many headers", "address", "nothing"],
)
async def test_endless_head_is_refused_and_read_no_further(begin: bytes, more: bytes, refused: tuple[int, str]) -> None:
    async with server() as place:
        line = await place.call(begin)
        flood = asyncio.create_task(line.flood(more))
        answer = await line.hear()
        assert problem(answer) == refused
        async with asyncio.timeout(SOON):
            await flood


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        (head(b"X-A: " + b"a" * 40_000), (431, "headers-too-large")),
        (head(*[b"x-%04d: b" % n for n in range(4000)]), (431, "headers-too-large")),
        (head(target=b"/?" + b"a&" * 4500), (414, "address-too-long")),
        (b"GET / HTTP/1.1\r\nno header\r\n\r\n", (400, "malformed-request")),
    ],
    ids=["one header", "many headers", "address", "no HTTP"],
)
@pytest.mark.parametrize("step", [PIECE * 4, 1000], ids=["at once", "in pieces"])
async def test_head_that_is_too_large_is_told_why(said: bytes, refused: tuple[int, str], step: int) -> None:
    async with server() as place:
        line = await place.call()
        for at in range(0, len(said), step):
            await line.say(said[at : at + step])
            await asyncio.sleep(0)
        assert problem(await line.hear()) == refused


async def test_head_within_its_bounds_is_heard_in_whatever_pieces() -> None:
    said = head(b"X-A: " + b"a" * 23_000, target=b"/?" + b"a&" * 4000)
    async with server() as place:
        line = await place.call()
        for step in (len(said), 100):
            for at in range(0, len(said), step):
                await line.say(said[at : at + step])
            assert (await line.hear_one()).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("said", "more", "answered"),
    [
        (b"", b"", 0),  # after an answer there is the time that a connection is kept alive
        (b"GET / HTTP/1.1\r\n", b"a", 0),
        (b"GET / HTTP/1.1\r\n", b"a", 1),
        (b"GET /", b"a", 1),
        (b"\r\n", b"\r\n", 1),
    ],
)
async def test_head_that_does_not_come_ends_the_connection(said: bytes, more: bytes, answered: int) -> None:
    async with server(Hasty) as place:
        line = await place.call()
        for _ in range(answered):
            await line.say(head())
            await line.hear_one()
        await line.say(said)
        drip = asyncio.create_task(drip_on(line, more))
        assert await line.hear() == b""
        drip.cancel()


async def drip_on(line: Line, data: bytes) -> None:
    while True:
        await asyncio.sleep(0.05)
        line.writer.write(data)


async def test_body_that_nobody_reads_may_not_drip_for_ever() -> None:
    async with server(Hasty) as place:
        line = await place.call(head(b"Content-Length: 100000"))
        drip = asyncio.create_task(drip_on(line, b"a"))
        assert (await line.hear()).startswith(b"HTTP/1.1 200")
        drip.cancel()


async def test_call_that_is_being_answered_is_not_hurried() -> None:
    async with server(Hasty) as place:
        line = await place.call(head(b"Content-Length: 9", target=b"/slow", method=b"POST"))
        for _ in range(9):
            await asyncio.sleep(0.05)
            await line.say(b"a")
        await line.say(b"\r\n")  # which some send behind a body, and which begins no other call
        assert (await line.hear_one()).endswith(b"9 of /slow")


@pytest.mark.parametrize("size", [1, 10, 1000])
async def test_body_in_small_pieces_is_no_head(size: int) -> None:
    pieces = b"%x\r\n%b\r\n" % (size, b"a" * size) * (60_000 // size)
    async with server() as place:
        line = await place.call(head(b"Transfer-Encoding: chunked", method=b"POST"))
        await line.say(pieces + b"0\r\nX-Trailer: a\r\n\r\n")
        assert (await line.hear_one()).endswith(b"60000 of /")


@pytest.mark.parametrize("more", [b"x-aaaa: b\r\n" * 6000, b"a" * PIECE], ids=["many", "one"])
async def test_endless_trailers_end_the_connection(more: bytes) -> None:
    async with server() as place:
        line = await place.call(head(b"Transfer-Encoding: chunked", method=b"POST") + b"1\r\na\r\n0\r\nx-a: ")
        async with asyncio.timeout(SOON):
            is_closed, _ = await asyncio.gather(line.flood(more), line.hear())
        assert is_closed


async def test_calls_of_one_connection_are_answered_in_turn_and_are_few() -> None:
    async with server() as place:
        line = await place.call(b"".join(head(target=b"/%d" % n) for n in range(5)))
        assert [(await line.hear_one())[-2:] for _ in range(5)] == [b"/%d" % n for n in range(5)]
        crowd = await place.call(head(target=b"/slow") * 1000)
        assert (await crowd.hear()).count(b"HTTP/1.1") <= 1


async def test_too_many_connections_are_told_and_more_are_closed() -> None:
    async with server(Small) as place:
        kept = [await place.call(head()) for _ in range(2)]
        for line in kept:
            assert (await line.hear_one()).startswith(b"HTTP/1.1 200")
        watch = await place.call(head(target=b"/health/live"))
        assert (await watch.hear_one()).startswith(b"HTTP/1.1 200")
        assert await (await place.call()).hear() == b""
        await watch.say(head())
        refused = await watch.hear()
        assert problem(refused) == (503, "too-many-connections")
        assert b"retry-after: " in refused


async def test_calls_of_those_who_hung_up_count_until_they_are_done() -> None:
    async with server(Small) as place:
        for _ in range(2):
            gone = await place.call(head(target=b"/slow"))
            await asyncio.sleep(0.05)
            gone.writer.close()
        await asyncio.sleep(0.05)
        refused = await place.call(head())
        assert problem(await refused.hear()) == (503, "too-many-connections")
        await asyncio.sleep(0.5)
        later = await place.call(head())
        assert (await later.hear_one()).startswith(b"HTTP/1.1 200")
