"""A real HTTP server on loopback for a system outside, with the troubles that such systems have."""

import asyncio
import contextlib
import json
from abc import ABC, abstractmethod
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

LOOPBACK = "127.0.0.1"


class Trouble(Enum):
    """What goes wrong with one call."""

    SILENT_BEFORE = auto()  # never does it, never answers
    SILENT_AFTER = auto()  # does it, never answers
    ERROR_BEFORE = auto()  # 500, and nothing was done
    ERROR_AFTER = auto()  # 500, though it was done
    BREAKS_OFF_BEFORE = auto()  # closes the connection without an answer, and nothing was done
    BREAKS_OFF_AFTER = auto()  # does it, and closes the connection in the middle of the answer
    GARBLED_AFTER = auto()  # does it, and answers 200 with something that is not JSON
    AWAY = auto()  # 503


_DOES_IT = {Trouble.SILENT_AFTER, Trouble.ERROR_AFTER, Trouble.BREAKS_OFF_AFTER, Trouble.GARBLED_AFTER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One call as it came in; `path` is unquoted."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form; an empty one counts as absent."""
        return {name: values[-1] for name, values in parse_qs(self.body.decode()).items()}

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What goes back."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def answer_json(value: Any, *, status: int = 200) -> Answered:
    return Answered(status=status, body=json.dumps(value).encode(), headers={"Content-Type": "application/json"})


class LoopbackServer(ABC):
    """A system at `url`. `trouble(kind, …)` makes the next calls of a kind go wrong, one after the other.

    `delay` is how long every answer takes, in seconds; `asked` is all that came in.
    """

    def __init__(self) -> None:
        self.url = ""
        self.delay = 0.0
        self.asked: list[tuple[str, Asked]] = []
        self._troubles: dict[str, deque[Trouble | None]] = defaultdict(deque)
        self._over = asyncio.Event()

    @abstractmethod
    def kind_of(self, asked: Asked) -> str:
        """What a call is for: "create", "get" and so on."""

    @abstractmethod
    async def answer(self, asked: Asked) -> Answered:
        """Do what was asked for."""

    def trouble(self, kind: str, *troubles: Trouble | None) -> None:
        """What goes wrong with the next calls of this kind; None: nothing."""
        self._troubles[kind].extend(troubles)

    def count(self, kind: str) -> int:
        """How many calls of a kind came in."""
        return sum(each == kind for each, _ in self.asked)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                while await self._answer_one(reader, writer):
                    pass
        finally:
            writer.transport.abort()

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection goes on."""
        asked = await _read(reader)
        kind = self.kind_of(asked)
        self.asked.append((kind, asked))
        waiting = self._troubles[kind]
        trouble = waiting.popleft() if waiting else None
        if self.delay:
            await asyncio.sleep(self.delay)
        answered = await self.answer(asked) if trouble is None or trouble in _DOES_IT else Answered()
        return await self._send(answered, trouble, writer)

    async def _send(self, answered: Answered, trouble: Trouble | None, writer: asyncio.StreamWriter) -> bool:
        match trouble:
            case Trouble.SILENT_BEFORE | Trouble.SILENT_AFTER:
                await self._over.wait()
                return False
            case Trouble.BREAKS_OFF_BEFORE:
                return False
            case Trouble.BREAKS_OFF_AFTER:
                writer.write(_render(answered)[:30])
                await writer.drain()
                return False
            case Trouble.ERROR_BEFORE | Trouble.ERROR_AFTER:
                answered = Answered(status=500, body=b"Internal Server Error")
            case Trouble.GARBLED_AFTER:
                answered = Answered(body=b"<html>welcome</html>")
            case Trouble.AWAY:
                answered = Answered(status=503)
            case None:
                pass
        writer.write(_render(answered))
        await writer.drain()
        return True

    def end(self) -> None:
        """Let go of whoever waits."""
        self._over.set()


ServerT = TypeVar("ServerT", bound=LoopbackServer)


@asynccontextmanager
async def running(server: ServerT, *, port: int = 0) -> AsyncGenerator[ServerT]:
    """The server on a port of its own."""
    connections: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.add(asyncio.ensure_future(server.serve(reader, writer)))

    listening = await asyncio.start_server(accept, LOOPBACK, port)
    server.url = f"http://{LOOPBACK}:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        server.end()
        listening.close()
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)
        await listening.wait_closed()
        await asyncio.sleep(0)  # the transports say goodbye in the next turn of the loop


async def _read(reader: asyncio.StreamReader) -> Asked:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
    method, target, _ = first.split(" ")
    parts = urlsplit(target)
    return Asked(
        method=method,
        path=unquote(parts.path),
        query=parse_qs(parts.query),
        headers=headers,
        body=await reader.readexactly(int(headers.get("content-length", "0"))),
    )


def _render(answered: Answered) -> bytes:
    phrase = HTTPStatus(answered.status).phrase
    lines = [f"HTTP/1.1 {answered.status} {phrase}", *(f"{name}: {value}" for name, value in answered.headers.items())]
    if answered.status != 204:
        lines.append(f"Content-Length: {len(answered.body)}")
    return "\r\n".join([*lines, "", ""]).encode() + answered.body
