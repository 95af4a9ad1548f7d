"""What every call goes through: an id in the logs, a count in the metrics, a limit for the body."""

import asyncio
import math
import re
import time
from collections.abc import Sequence
from http import HTTPStatus

import structlog
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem_response, status_response
from core.errors import GrandmaError, UnavailableError
from core.ids import make_id
from core.metrics import Metrics
from core.rate_limit import Taken

logger = structlog.stdlib.get_logger(__name__)

DEADLINE_SECONDS = 75.0
"""More than the longest `Prefer: wait`."""
MAX_URL_BYTES = 8 * 1024
MAX_BODY_BYTES = 64 * 1024
MORE_BODY_BYTES = {"/v1/venues/import": 1024 * 1024}
"""Where more is sent on purpose."""
TAKEN = "grandma.taken"
"""Where a call carries what came of counting it."""
_SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-site"),
)
"""On every answer: nothing guesses at types, embeds a page, or learns from where somebody came."""
SECURITY_OF_CALLS = (
    *_SECURITY,
    (b"cache-control", b"private, no-cache"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
"""On every answer of the API: a browser that shows one as a page runs and loads nothing of it."""
_ENCRYPTED = (b"strict-transport-security", b"max-age=31536000")
"""Where PUBLIC_BASE_URL is https: browsers come that way from then on."""
_SECURED = frozenset(name for name, _ in (*SECURITY_OF_CALLS, _ENCRYPTED))
_PLAIN_ID = re.compile(r"[A-Za-z0-9._\-]{1,64}")


class CallMiddleware:
    """Binds the call's id to its logs, answers it as `X-Request-ID`, counts and times the call."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, encrypted: bool = False) -> None:
        self._app = app
        self._metrics = metrics
        more = (_ENCRYPTED,) if encrypted else ()
        self._of_pages, self._of_calls = (*_SECURITY, *more), (*SECURITY_OF_CALLS, *more)

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
                headers = [*message.get("headers", []), (b"x-request-id", call_id.encode())]
                if (taken := scope.get(TAKEN)) is not None:
                    headers += _rate_headers(taken)
                wanted = self._of_calls if scope["path"].startswith("/v1/") else self._of_pages
                message["headers"] = _secured(headers, wanted)
            await send(message)

        try:
            await self._app(scope, receive, send_marked)
        finally:
            self._count(scope, status, time.perf_counter() - started)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route = _route_of(scope)
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.http_requests.labels(method, route, str(status)).inc()
        self._metrics.http_seconds.labels(method, route).observe(seconds)
        logger.info("call answered", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


def _route_of(scope: Scope) -> str:
    """What a log may say of where a call went: a path can be a signed link, which is as good as a key."""
    return getattr(scope.get("route"), "path", "unknown")


def _secured(headers: list[tuple[bytes, bytes]], wanted: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """With what every answer says to browsers and to whatever stands in between, where it says nothing else itself."""
    said = {lower for name, _ in headers if (lower := name.lower()) in _SECURED}
    return [*headers, *(each for each in wanted if each[0] not in said)] if said else [*headers, *wanted]


def _rate_headers(taken: Taken) -> list[tuple[bytes, bytes]]:
    """How many calls are left, after draft-ietf-httpapi-ratelimit-headers."""
    limit = taken.limit
    policy = f'"{limit.name}";q={limit.burst};w={math.ceil(limit.span)}'
    left = f'"{limit.name}";r={taken.remaining};t={math.ceil(taken.full_in)}'
    return [(b"ratelimit-policy", policy.encode()), (b"ratelimit", left.encode())]


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class CrashMiddleware:
    """The last handler: whatever nobody expected is logged and answered as a 500 that tells nothing of our inside.

    It sits inside the other middleware, so that this answer too has an id and the headers that browsers want, is recorded, and leaves
    an Idempotency-Key as it has to be; and once more around them, for what fails in there.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def send_noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except Exception as error:
            logger.error("request crashed", exc_info=error)
            if begun or scope["type"] != "http":
                raise
            detail = "Something unexpected went wrong. It is in our log under the id in the header X-Request-ID."
            await problem_response(GrandmaError(detail), instance=scope["path"])(scope, receive, send)


class DeadlineMiddleware:
    """Ends calls that have no answer in time, whatever they wait for: a body that drips, a lock, somebody outside."""

    def __init__(self, app: ASGIApp, *, seconds: float = DEADLINE_SECONDS) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        deadline = asyncio.timeout(self._seconds)

        async def send_in_time(message: Message) -> None:
            deadline.reschedule(None)  # an answer that has begun may take its time: streams do
            await send(message)

        try:
            async with deadline:
                await self._app(scope, receive, send_in_time)
        except TimeoutError as error:
            if not deadline.expired():
                raise
            logger.warning("call took too long", route=_route_of(scope), exc_info=error)
            detail = f"There was no answer within {self._seconds:.0f} seconds. What was begun may have been done: look first."
            refusal = problem_response(
                CallTookTooLongError(detail), instance=scope["path"], headers={"Connection": "close"}
            )
            await refusal(scope, receive, send)


class BrowserMiddleware(CORSMiddleware):
    """Tells browsers which origins may call; what may not is refused with a problem document."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Headers(scope=scope).keys() if scope["type"] == "http" and scope["method"] == "OPTIONS" else ()
        if not {"origin", "access-control-request-method"} <= set(asked):
            await super().__call__(scope, receive, send)
            return
        answer = self.preflight_response(Headers(scope=scope))
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            kept = {name: value for name, value in answer.headers.items() if not name.startswith("content-")}
            detail = "Pages of this origin may not call the API in this way; CORS_ORIGINS says which may."
            answer = problem_response(OriginRefusedError(detail), instance=scope["path"], headers=kept)
        await answer(scope, receive, send)


class OriginRefusedError(GrandmaError):
    """A browser asked whether a page may call, and it may not."""

    name = "origin-refused"
    title = "Browsers may not call from there"
    status = HTTPStatus.BAD_REQUEST


class CallTookTooLongError(UnavailableError):
    """A call had no answer in time."""

    name = "took-too-long"
    title = "This took too long"


class SizeMiddleware:
    """Refuses queries and bodies that are too large, announced or not, with a problem document (FastAPI's own limit of bodies answers
    in plain text).

    Our own server reads no longer URLs (`api/server.py`); whatever else serves this app may.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and len(scope["query_string"]) > MAX_URL_BYTES:
            refusal = status_response(HTTPStatus.REQUEST_URI_TOO_LONG, instance=scope["path"])
            await refusal(scope, receive, send)
            return
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        try:
            body = await _read_body(scope, receive)
        except _UnreadableBodyError as error:
            refusal = status_response(error.status, instance=scope["path"], headers={"Connection": "close"})
            await refusal(scope, receive, send)
            return
        given = False

        async def receive_again() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, receive_again, send)


class _UnreadableBodyError(Exception):
    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


async def _read_body(scope: Scope, receive: Receive) -> bytes:
    most = MORE_BODY_BYTES.get(scope["path"], MAX_BODY_BYTES)
    announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if announced.isdigit() and int(announced[:18]) > most:
        raise _UnreadableBodyError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            # Half a body can look like a whole one; nobody is there to hear what became of it.
            raise _UnreadableBodyError(HTTPStatus.BAD_REQUEST)
        body += message.get("body", b"")
        if len(body) > most:
            raise _UnreadableBodyError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if not message.get("more_body", False):
            return bytes(body)


def _call_id(scope: Scope) -> str:
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"").decode("latin-1")
    return given if _PLAIN_ID.fullmatch(given) else str(make_id())
