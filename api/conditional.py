"""Conditional calls: `ETag` on what GET answers, 304 for `If-None-Match`, 412 for `If-Match` (RFC 9110, section 13).

A tag is a digest of the JSON value that is answered, so it changes exactly when the answer does, and needs no column. PATCH,
PUT and DELETE compare under the lock of the row they are about to write: the router hands the service a check, made by `IfMatch.check`.
"""

import asyncio
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar, cast
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Header
from pydantic import BaseModel
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.preferences import Preferences
from api.problems import problem_response
from api.seats import CALLER, Seats
from core.caller import NOBODY, Caller
from core.errors import FieldProblem, InvalidFieldError, LimitError, PreconditionFailedError

T = TypeVar("T")

_TAGS = re.compile(r'\s*(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"\s*(?:,\s*(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"\s*)*')
_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def tag_of(value: Any) -> str:
    """The entity tag of a JSON value."""
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return f'"{hashlib.sha256(plain.encode()).hexdigest()[:32]}"'


class IfMatch:
    """What the caller takes the thing to be; None among `tags` stands for `*`, whatever it is."""

    def __init__(self, tags: frozenset[str] | None) -> None:
        self._tags = tags

    def check(self, read: Callable[[T], BaseModel]) -> Callable[[T], None] | None:
        """What raises PreconditionFailedError for a value that `read` shows as something else; None: nothing to compare."""
        if self._tags is None:
            return None
        tags = self._tags

        def check(value: T) -> None:
            if tag_of(read(value).model_dump(mode="json")) not in tags:
                raise PreconditionFailedError("Read it again, and send the ETag of that answer as If-Match.")

        return check


async def get_if_match(
    if_match: Annotated[
        str | None, Header(description="The ETag of what you have read: 412 where it was changed meanwhile.")
    ] = None,
) -> IfMatch:
    """What the caller takes the thing to be."""
    if if_match is None or if_match.strip() == "*":
        return IfMatch(None)
    if not _TAGS.fullmatch(if_match):
        wrong = 'If-Match holds ETags in double quotes, such as "5f2c", or *.'
        raise InvalidFieldError(wrong, [FieldProblem("header:if-match", wrong)])
    # A weak tag never matches here: it doesn't promise that the answers are the same.
    return IfMatch(frozenset(tag for weak, tag in _TAG.findall(if_match) if not weak))


def is_seen(if_none_match: str, tag: str) -> bool:
    """Whether `If-None-Match` names this tag; weak or strong makes no difference for GET."""
    return if_none_match.strip() == "*" or any(found == tag for _, found in _TAG.findall(if_none_match))


_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.05, 0.5


class TagMiddleware:
    """Gives every JSON answer to GET its ETag, and answers 304 without a body to whoever has it already.

    With `Prefer: wait=N` that becomes a long poll: the same is asked again until the answer is another one, time is up, or
    nobody listens any more. The call is counted once, and has a seat while it waits (`api/seats.py`).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith("/v1/"):
            await self._app(scope, receive, send)
            return
        answer = _Tagged(scope, send)
        answer.is_patient = answer.patience > 0
        await self._app(scope, receive, answer.take)
        if answer.is_sent:
            return
        seats = cast("Seats", scope["app"].state.long_poll_seats)
        holder = cast("Caller", scope[CALLER]).holder if CALLER in scope else NOBODY
        try:
            seats.take(holder)
        except LimitError as error:
            await problem_response(error, instance=scope["path"])(scope, receive, send)
            return
        try:
            await self._wait(scope, receive, answer)
        finally:
            seats.leave(holder)

    async def _wait(self, scope: Scope, receive: Receive, answer: "_Tagged") -> None:
        until = asyncio.get_running_loop().time() + answer.patience
        pause = _FIRST_PAUSE_SECONDS
        leaving = asyncio.create_task(_hear_leave(receive))
        try:
            while not answer.is_sent:
                left = until - asyncio.get_running_loop().time()
                has_left, _ = await asyncio.wait({leaving}, timeout=max(0.0, min(pause, left)))
                answer.is_patient = left > pause and not has_left
                await self._app(scope, receive, answer.take)
                pause = min(1.5 * pause, _LONGEST_PAUSE_SECONDS)
        finally:
            leaving.cancel()


async def _hear_leave(receive: Receive) -> None:
    """Ends when the caller has gone away. A GET has no body, so nobody else waits to hear anything of them."""
    while (await receive())["type"] != "http.disconnect":
        pass


class _Tagged:
    """Holds a JSON answer back until it is whole; all others pass as they come."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._if_none_match = _header(scope["headers"], b"if-none-match")
        patience = Preferences.read(_header(scope["headers"], b"prefer")).patience
        if (
            patience is None or self._if_none_match is None or self._if_none_match.strip() == "*"
        ):  # every answer is that
            self.patience, self._applied = 0.0, None
        else:
            self.patience, self._applied = patience.total_seconds(), f"wait={patience.seconds}"
        self.is_patient = False
        self.is_sent = False
        self._send = send
        self._start: Message | None = None
        self._body = bytearray()

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = _header(message["headers"], b"content-type") or ""
            if message["status"] == 200 and kind.startswith("application/json"):
                self._start = message
                return
        elif self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
            return
        self.is_sent = True
        await self._send(message)

    async def _finish(self, start: Message) -> None:
        value = json.loads(self._body)
        tag = tag_of(value)
        headers = [*start["headers"], (b"etag", tag.encode())]
        if isinstance(value, dict) and (cursor := cast("dict[str, Any]", value).get("next_cursor")):
            headers.append((b"link", f'<{_next_page(self._scope, str(cursor))}>; rel="next"'.encode()))
        body = bytes(self._body)
        is_old = self._if_none_match is not None and is_seen(self._if_none_match, tag)
        if is_old and self.is_patient:
            self._start = None
            self._body.clear()
            return
        if self._applied:
            headers += [(b"preference-applied", self._applied.encode()), (b"vary", b"Prefer")]
        if is_old:
            start["status"] = 304
            headers = [(name, value) for name, value in headers if name.lower() not in _OF_BODIES]
            body = b""
        self.is_sent = True
        await self._send({**start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def _next_page(scope: Scope, cursor: str) -> str:
    """Path and query of the next part of a list, with whatever narrows it."""
    asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    query = [(name, value) for name, value in asked if name != "cursor"]
    return f"{quote(scope['path'])}?{urlencode([*query, ('cursor', cursor)])}"


_OF_BODIES = frozenset({b"content-length", b"content-type", b"link"})
"""What belongs to a body that is not sent again; whoever has it knows where the list goes on."""


def _header(headers: Sequence[tuple[bytes, bytes]], wanted: bytes) -> str | None:
    found = [value.decode("latin-1") for name, value in headers if name.lower() == wanted]
    return ", ".join(found) if found else None
