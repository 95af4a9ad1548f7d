"""A receiver of webhooks on loopback that plays whatever a test needs, and a name server that says what it needs."""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address

from services.webhook.address import Address
from services.webhook.transport import Resolver

LOOPBACK = "127.0.0.1"


@dataclass
class Receiver:
    """A server on loopback that reads requests and plays one behaviour; `over` ends what hangs."""

    reply: "bytes | Behaviour"
    port: int = 0
    heads: list[str] = field(default_factory=list[str])
    bodies: list[bytes] = field(default_factory=list[bytes])
    connections: int = 0
    signature: str = ""  # the heads are kept in lower case, a signature is not
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def url(self, path: str = "/hook", *, scheme: str = "http", host: str = "receiver.example") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while not self.over.is_set():
                said = (await reader.readuntil(b"\r\n\r\n")).decode()
                self.signature = said.partition("webhook-signature: ")[2].partition("\r\n")[0]
                head = said.lower()
                self.heads.append(head)
                length = head.partition("content-length: ")[2].partition("\r\n")[0]
                self.bodies.append(await reader.readexactly(int(length or 0)))
                if isinstance(self.reply, bytes):
                    writer.write(self.reply)
                else:
                    await self.reply(self, writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


Behaviour = Callable[[Receiver, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def receiving(reply: bytes | Behaviour, *, tls: ssl.SSLContext | None = None) -> AsyncGenerator[Receiver]:
    receiver = Receiver(reply)
    server = await asyncio.start_server(receiver.serve, LOOPBACK, 0, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    async with server:
        yield receiver
        receiver.over.set()


def answer(status: str, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, *([] if status[:3] == "204" else [f"Content-Length: {len(body)}"]), "", ""]
    return "\r\n".join(lines).encode() + body


async def echo(receiver: Receiver, writer: asyncio.StreamWriter) -> None:
    """Answer what was sent."""
    writer.write(answer("200 OK", body=receiver.bodies[-1]))


def resolving(*answers: Sequence[str]) -> Resolver:
    """A name server that gives each answer once, the last one for ever."""
    left = list(answers)

    async def resolve(host: str) -> Sequence[Address]:
        assert host == "receiver.example"
        return [ip_address(text) for text in (left.pop(0) if len(left) > 1 else left[0])]

    return resolve
