"""A gate on loopback in front of a real server: shut, nobody comes through; opened, everybody does."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit, urlunsplit


class Gate:
    """Forwards bytes between a port and a server, until it is shut."""

    def __init__(self, url: str, *, socket_name: str, port: int) -> None:
        parts = urlsplit(url)
        folder = parse_qs(parts.query).get("host", [""])[0]
        self._socket = f"{folder}/{socket_name}" if folder else (parts.path if parts.scheme == "unix" else "")
        self._host, self._target_port = parts.hostname or "127.0.0.1", parts.port or port
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0

    async def open(self) -> None:
        """Let everybody through, on the same port every time."""
        self._server = await asyncio.start_server(self._forward, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        """Refuse new connections and cut those that stand."""
        if self._server is not None:
            self._server.close()
            for writer in list(self._writers):
                writer.transport.abort()
            self._server = None

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._socket:
            to_reader, to_writer = await asyncio.open_unix_connection(self._socket)
        else:
            to_reader, to_writer = await asyncio.open_connection(self._host, self._target_port)
        self._writers |= {writer, to_writer}
        await asyncio.gather(_pump(reader, to_writer), _pump(to_reader, writer))
        self._writers -= {writer, to_writer}


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def gate_to_postgresql(url: str) -> AsyncGenerator[tuple[Gate, str]]:
    """An open gate and the URL of the same database behind it."""
    gate = Gate(url, socket_name=".s.PGSQL.5432", port=5432)
    await gate.open()
    parts = urlsplit(url)
    credentials = parts.netloc.rpartition("@")[0]
    yield gate, urlunsplit(parts._replace(netloc=f"{credentials}@127.0.0.1:{gate.port}", query=""))
    await gate.shut()


@asynccontextmanager
async def gate_to_redis(url: str) -> AsyncGenerator[tuple[Gate, str]]:
    """An open gate and the URL of the same logical Redis database behind it."""
    gate = Gate(url, socket_name="", port=6379)
    await gate.open()
    parts = urlsplit(url)
    number = parse_qs(parts.query)["db"][0] if parts.scheme == "unix" else parts.path.strip("/")
    yield gate, f"redis://127.0.0.1:{gate.port}/{number}"
    await gate.shut()
