"""The HTTP server under the app, with bounds for what no app sees: heads of requests, and connections.

uvicorn's protocol over httptools reads heads of any size, for as long as they take; nobody needs a key to send one.
"""

import resource
import socket
from asyncio import TimerHandle, Transport
from collections.abc import Iterator
from http import HTTPStatus
from itertools import chain
from typing import ClassVar, Final

import structlog
import uvicorn
from starlette.responses import Response
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from api.middleware import MAX_URL_BYTES, SECURITY_OF_CALLS
from api.problems import problem_response, status_response
from core.errors import RefusedError, UnavailableError

logger = structlog.stdlib.get_logger(__name__)

MAX_HEAD_BYTES: Final = 32 * 1024
HEAD_SECONDS: Final = 10.0
"""For a head, from the connection or its first byte on, and for what is left of a body that is read by nobody."""
KEEP_ALIVE_SECONDS: Final = 5
MAX_CONNECTIONS: Final = 1000
"""Open at a time in one process, and calls under way in it."""
SPARE_CONNECTIONS: Final = 200
"""More that are still heard, to be told that there are too many; what comes after them is closed unheard."""
_FILES: Final = 4096
"""That a process may have open, of which connections are a part."""
_MAX_PIPELINED: Final = 8
_LINGER_SECONDS: Final = 1.0
_FRAME_BYTES: Final = 16
"""What surrounds a piece of a chunked body, at most, where nobody plays with it."""
_LIVENESS: Final = b"/health/live"


class TooManyConnectionsError(UnavailableError):
    """A process has as many connections or calls as it takes."""

    name = "too-many-connections"
    title = "Too many are calling"

    def __init__(self) -> None:
        super().__init__("More are calling at this moment than can be heard. Nothing was done; call again in a moment.")


class UnreadableRequestError(RefusedError):
    """What came is no HTTP."""

    name = "malformed-request"
    title = "The request can't be read"

    def __init__(self) -> None:
        super().__init__("This is not HTTP/1.1 as RFC 9112 has it.")


class _RefusedHeadError(Exception):
    """The parser need not go on."""


class BoundedProtocol(HttpToolsProtocol):
    """One connection: a head has 32 kB, its URL 8 kB, and ten seconds to come; what is beyond that is refused and closed."""

    head_seconds: ClassVar[float] = HEAD_SECONDS
    most_connections: ClassVar[int] = MAX_CONNECTIONS
    spare_connections: ClassVar[int] = SPARE_CONNECTIONS

    url: bytes = b""
    _in_head: bool = True
    _unbodied: int = 0  # bytes since the message began that were no body: its head, trailers, what frames chunks
    _patience: TimerHandle | None = None
    _refusal: Response | None = None
    _is_refused: bool = False

    def connection_made(self, transport: Transport) -> None:
        super().connection_made(transport)
        if len(self.connections) > self.most_connections + self.spare_connections:
            transport.abort()
            return
        self._wait(self.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            return
        self._unbodied += len(data)
        super().data_received(data)
        if self._unbodied > MAX_HEAD_BYTES and not self._is_refused:
            self._refuse(self._too_large())
        elif self._patience is None and self._is_answered() and (self._unbodied or not self._in_head):
            self._wait(self.head_seconds)

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._stop_waiting()
        size = len(self.url) + sum(map(len, chain.from_iterable(self.headers))) + 4 * len(self.headers)
        if len(self.url) > MAX_URL_BYTES or size > MAX_HEAD_BYTES:
            self._stop_parsing(self._too_large())
        if len(self.pipeline) >= _MAX_PIPELINED or (self._is_crowded() and self.url != _LIVENESS):
            self._stop_parsing(problem_response(TooManyConnectionsError(), instance=self._instance()))
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._unbodied = max(0, self._unbodied - len(body) - _FRAME_BYTES)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._in_head, self._unbodied = True, 0
        self._stop_waiting()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """What uvicorn calls where the parser gave up."""
        del msg
        self._refuse(self._refusal or problem_response(UnreadableRequestError(), instance=self._instance()))

    def _is_answered(self) -> bool:
        return not self.cycle or self.cycle.response_complete  # there is none before the first head

    def _is_crowded(self) -> bool:
        return len(self.connections) > self.most_connections or len(self.tasks) >= self.most_connections

    def _too_large(self) -> Response:
        too_long = len(self.url) > MAX_URL_BYTES
        status = HTTPStatus.REQUEST_URI_TOO_LONG if too_long else HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        return status_response(status, instance=self._instance())

    def _instance(self) -> str:
        return self.url.partition(b"?")[0][:200].decode("latin-1")

    def _stop_parsing(self, refusal: Response) -> None:
        """For callbacks of the parser, which turns what they raise into an error of its own."""
        self._refusal = refusal
        raise _RefusedHeadError

    def _refuse(self, refusal: Response) -> None:
        """Answer and close, but not at once: whoever is still sending would be told of a broken connection, and not why."""
        self._is_refused = True
        if self.transport.is_closing():
            return
        logger.info("call refused", status=refusal.status_code)
        if not self._is_answered():
            self.transport.close()  # an answer before this one is not complete; nothing can be said in its midst
            return
        self.transport.write(b"".join(_as_sent(refusal)))
        self.transport.write_eof()
        self._wait(_LINGER_SECONDS)

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._unset_keepalive_if_required()
        self._patience = self.loop.call_later(seconds, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None


def _as_sent(answer: Response) -> Iterator[bytes]:
    yield STATUS_LINE[answer.status_code]
    for name, value in (*answer.raw_headers, *SECURITY_OF_CALLS, (b"connection", b"close")):
        yield b"%b: %b\r\n" % (name, value)
    yield b"\r\n"
    yield bytes(answer.body)


def server_config(app: ASGIApp, *, protocol: type[BoundedProtocol] = BoundedProtocol) -> uvicorn.Config:
    """How this app is served, wherever it listens."""
    return uvicorn.Config(
        app,
        http=protocol,
        ws="none",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=10,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        server_header=False,
    )


async def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT."""
    _allow_files(_FILES)
    await uvicorn.Server(server_config(app)).serve(sockets=[listener])


def _allow_files(wanted: int) -> None:
    """Let this process have as many open files as its connections need, where the system allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
