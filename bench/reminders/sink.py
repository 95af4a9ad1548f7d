"""Where messages arrive: a server on loopback that notes when each came, by its key."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TypeAlias

from core.failpoints import Failpoint, reach
from services.notification.ports import (
    Begin,
    ChannelNotReachedError,
    ChannelRefusedError,
    ChannelUnknownError,
    Letter,
    Receipt,
)

_Connection: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_TIMEOUT_SECONDS = 30.0
_ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"


@dataclass
class Sink:
    """What arrived: the moments by key, in the order in which they came, and what the subject was."""

    came_at: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    subjects: dict[str, str] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    open: set[asyncio.StreamWriter] = field(default_factory=set)

    def by_subject(self) -> dict[str, float]:
        """When what has this subject came first."""
        return {subject: self.came_at[key][0] for key, subject in self.subjects.items()}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one connection's messages."""
        self.open.add(writer)
        with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            while head := (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower():
                headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                now, key = time.time(), headers.get("x-key", "")
                self.came_at[key].append(now)
                self.subjects.setdefault(key, body.decode())
                self.order.append(key)
                writer.write(_ANSWER)
                await writer.drain()
        self.open.discard(writer)
        writer.close()


@asynccontextmanager
async def listening(sink: Sink) -> AsyncGenerator[int]:
    """Serve until left; answers the port."""
    server = await asyncio.start_server(sink.serve, "0.0.0.0", 0)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()
        for writer in [*sink.open]:
            writer.close()


class PlainChannel:
    """The simplest channel that is one: a POST to the place that its address names, over connections that are kept.

    Spoken by hand: an HTTP library takes more of a processor for a message than all that comes before it, and it is what
    comes before it that is measured.
    """

    def __init__(self, client: object = None) -> None:
        del client
        self._idle: dict[str, list[_Connection]] = defaultdict(list)

    async def send(self, letter: Letter, address: str, *, key: str, begin: Begin) -> Receipt:
        """The message's key goes along, so that a repeat is known as one."""
        await begin()
        reach(Failpoint.AFTER_INTENT)
        place = address.partition("://")[2]
        idle = self._idle[place]
        connection = idle.pop() if idle else await _connect(place)
        status = await _post(connection, place, letter.subject.encode(), key=key)
        idle.append(connection)
        if status >= 400:
            raise ChannelRefusedError("It was refused.")
        reach(Failpoint.AFTER_EFFECT)
        return Receipt()


async def _connect(place: str) -> _Connection:
    host, _, port = place.rpartition(":")
    try:
        return await asyncio.open_connection(host, int(port))
    except OSError as error:
        raise ChannelNotReachedError("Nobody is there.") from error


async def _post(connection: _Connection, place: str, body: bytes, *, key: str) -> int:
    """The status of the answer; a connection over which none came is not used again."""
    reader, writer = connection
    head = f"POST / HTTP/1.1\r\nHost: {place}\r\nX-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    try:
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            writer.write(head.encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
    except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
        writer.close()
        raise ChannelUnknownError("No answer came.") from error
    return int(answer.split(b" ", 2)[1])
