"""What every call goes through: an id in the logs, a count in the metrics, a limit for the body."""

import json
import re
import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import MEDIA_TYPE
from core.errors import PROBLEM_PREFIX
from core.ids import make_id
from core.metrics import Metrics

logger = structlog.stdlib.get_logger(__name__)

MAX_BODY_BYTES = 64 * 1024
_PLAIN_ID = re.compile(r"[A-Za-z0-9._\-]{1,64}")
_TOO_LARGE = json.dumps(
    {
        "type": f"{PROBLEM_PREFIX}body-too-large",
        "title": "The body is too large",
        "status": 413,
        "detail": "Send at most 64 kB.",
    }
).encode()


class CallMiddleware:
    """Binds the call's id to its logs, answers it as `X-Request-ID`, counts and times the call."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        call_id = _call_id(scope)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(call_id=call_id)
        started = time.perf_counter()
        status = 500

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", []), (b"x-request-id", call_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_marked)
        finally:
            self._count(scope, status, time.perf_counter() - started)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unknown")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.http_requests.labels(method, route, str(status)).inc()
        self._metrics.http_seconds.labels(method, route).observe(seconds)
        logger.info("call answered", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class BodyLimitMiddleware:
    """Refuses bodies over 64 kB, announced or not, with a problem document (FastAPI's own limit answers in plain text)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        body = await _read_body(scope, receive)
        if body is None:
            headers = [(b"content-type", MEDIA_TYPE.encode()), (b"connection", b"close")]
            await send({"type": "http.response.start", "status": 413, "headers": headers})
            await send({"type": "http.response.body", "body": _TOO_LARGE})
            return
        given = False

        async def receive_again() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, receive_again, send)


async def _read_body(scope: Scope, receive: Receive) -> bytes | None:
    announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if announced.isdigit() and int(announced) > MAX_BODY_BYTES:
        return None
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _call_id(scope: Scope) -> str:
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"").decode("latin-1")
    return given if _PLAIN_ID.fullmatch(given) else str(make_id())
