"""Idempotency-Key on every unsafe method, in one place: no route has to do anything for it.

Whoever is let in with a key begins a guarded call (`begin`, from `api/dependencies.py`); the middleware keeps its answer. A
few routes, whose call makes one thing, keep the key beside the thing instead: they ask for the key themselves.
"""

import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final, cast

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access_notes import ERASES_PERSON
from api.preferences import Preferences
from core.caller import Caller
from core.errors import FieldProblem, InvalidFieldError
from core.idempotency import GuardedCall, IdempotencyKey, KeptAnswer, guard_call, unguarded
from core.login import SingleUseToken, TokenKind
from services.repeated_calls import RepeatedCalls

logger = structlog.stdlib.get_logger(__name__)

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
HEADER = "Idempotency-Key"
ACTING_CONTACT = "X-Acting-Contact"
_HEADER = HEADER.lower().encode()
DESCRIPTION = (
    "Makes repeating this call harmless: the same key gives the same answer, for at least 24 hours; "
    "or 409 once a person of the account was erased."
)
_OF_ONE_LOGIN = frozenset({"log_out"})
"""What these do, they do to the login that calls: the same from another one is another call."""
_MAKES_KEYS = frozenset({"create_key", "rotate_key"})
"""What these answer opens the account: what its own program was told is told to no member's key, and what a member's was to no other's."""
_CALLS = "grandma.guarded_calls"
_KEPT_HEADERS = frozenset(
    {"content-type", "location", "retry-after", "vary", "preference-applied", "cache-control", "referrer-policy"}
)
FindToken = Callable[[str, TokenKind], Awaitable[SingleUseToken | None]]
"""Finds what is stored of a secret that works once, used or not."""
BY_TOKEN: Final[Mapping[str, tuple[str, TokenKind]]] = {
    "refresh_login": ("refresh_token", TokenKind.REFRESH),
    "follow_magic_link": ("token", TokenKind.MAGIC_LINK),
    "accept_invitation": ("token", TokenKind.INVITATION),
}
"""Open routes that take a secret which works once, each with where it is: unrepeatable, were it not for a key."""


class AnsweredBeforeError(Exception):
    """The call was carried out before: this is what it was answered."""

    def __init__(self, answer: KeptAnswer) -> None:
        super().__init__("answered before")
        self.answer = answer


def read_key(text: str) -> str:
    """The key in the header, quoted or bare; raises InvalidFieldError where it is none."""
    key = text.strip().removeprefix('"').removesuffix('"')
    if not re.fullmatch(r"[\x21-\x7e]{1,255}", key):
        wrong = "An Idempotency-Key has 1 to 255 visible ASCII characters and no spaces."
        raise InvalidFieldError(wrong, [FieldProblem("header:idempotency-key", wrong)])
    return key


async def key_of(request: Request, text: str, calls: RepeatedCalls, *, caller: Caller) -> IdempotencyKey:
    """The key in the header as it is stored, for this call; raises InvalidFieldError where it is none."""
    route = request.scope["route"]
    who, path = caller.repeats_as, request.url.path
    if route.name in _OF_ONE_LOGIN:
        who = f"{who} {caller.session_id}"
    if route.name in _MAKES_KEYS and caller.maker is not None:
        who = f"{who} of {caller.maker.member_id}"
    if route.name == ERASES_PERSON:  # the key outlives the person: whom it named is in its digest alone
        who, path = f"{who} {path}", route.path
    return calls.to_key(
        read_key(text),
        account_id=caller.account.id,
        who=who,
        scope=f"{request.method} {path}",
        said=await _said(request),
    )


async def _said(request: Request) -> str:
    """What tells two calls of one path apart: query, body, and who acts."""
    digest = hashlib.sha256(await request.body())
    if request.url.query:
        digest.update(b"\0" + request.url.query.encode())
    if (acting := request.headers.get(ACTING_CONTACT)) is not None:
        digest.update(b"\0acting " + acting.encode())
    return digest.hexdigest()


async def begin(request: Request, calls: RepeatedCalls, *, caller: Caller, patience: timedelta | None) -> None:
    """From here on the call is guarded by its key, where it has one.

    Raises:
        AnsweredBeforeError: it was carried out before.
    """
    text = request.headers.get(HEADER)
    if text is None or request.method not in UNSAFE or keeps_key_itself(request.scope["route"]):
        return
    await _begin(request, calls, await key_of(request, text, calls, caller=caller), patience=patience)


async def begin_by_token(
    request: Request, calls: RepeatedCalls, find: FindToken, *, patience: timedelta | None
) -> None:
    """As `begin`, for somebody who is not logged in and brings a secret that works once: whoever has it is the caller.

    Only the answer that came last is heard again of the calls of a login: the secret in one before has been used.
    """
    text = request.headers.get(HEADER)
    if text is None:
        return
    key, (field, kind) = read_key(text), BY_TOKEN[request.scope["route"].name]
    secret = _text_in(await request.body(), field)
    token = await find(secret, kind) if secret is not None else None
    if token is None:
        return  # it is refused, and nothing is done
    scope = f"{request.method} {request.url.path}"
    taken = calls.to_key(
        key,
        account_id=token.account_id,
        who=f"token {token.digest}",
        scope=scope if token.session_id is None else f"{scope} of {token.session_id}",
        said=await _said(request),
    )
    await _begin(request, calls, replace(taken, supersedes=token.session_id is not None), patience=patience)


def _text_in(body: bytes, field: str) -> str | None:
    """A text in a JSON object, where it is one."""
    try:
        said: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    found: Any = cast("dict[str, Any]", said).get(field) if isinstance(said, dict) else None
    return found if isinstance(found, str) else None


async def _begin(request: Request, calls: RepeatedCalls, key: IdempotencyKey, *, patience: timedelta | None) -> None:
    found = await calls.begin(key, patience=patience)
    if isinstance(found, KeptAnswer):
        raise AnsweredBeforeError(found)
    request.scope[_CALLS].append(found)
    guard_call(found)


def keeps_key_itself(route: APIRoute) -> bool:
    """Whether the route asks for the key, to write it beside what it makes."""
    known = cast("bool | None", getattr(route, "keeps_key_itself", None))
    if known is None:
        asked = (each.alias for dependant in _walk(route.dependant) for each in dependant.header_params)
        known = any(alias.lower() == HEADER.lower() for alias in asked)
        route.__dict__["keeps_key_itself"] = known
    return known


def _walk(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for each in dependant.dependencies:
        yield from _walk(each)


def add_replays(app: FastAPI) -> None:
    """Answer what was answered before; who would have waited for it (`Prefer: wait=N`) is told that this was heeded."""

    @app.exception_handler(AnsweredBeforeError)
    async def on_answered_before(request: Request, error: AnsweredBeforeError) -> Response:
        answer = error.answer
        headers = MutableHeaders({**dict(answer.headers), "Idempotent-Replayed": "true"})
        patience = Preferences.read(request.headers.get("prefer")).patience
        if patience is not None:
            headers["Preference-Applied"] = f"wait={patience.seconds}"
            if "prefer" not in headers.get("vary", "").lower():
                headers.add_vary_header("Prefer")
        return Response(answer.body.encode() or None, status_code=answer.status, headers=headers)


class RepeatMiddleware:
    """Keeps the answers of guarded calls; of those that were refused or went wrong only where something had been changed before.

    Then a conflict is answered again (a booking that found no room has left its trace). Nothing else is kept, or done again.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in UNSAFE:
            await self._app(scope, receive, send)
            return
        if all(name != _HEADER for name, _ in scope["headers"]):
            await self._app(scope, receive, send)
            return
        answer = _Answer(scope, send)
        scope[_CALLS] = answer.calls
        with unguarded():  # nothing that this task does later belongs to the call
            await self._app(scope, receive, answer.take)


class _Answer:
    """Holds the answer of a guarded call until it is kept: who has it can rely on hearing it again."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self.calls: list[GuardedCall] = []
        self._start: Message = {}
        self._body = bytearray()

    async def take(self, message: Message) -> None:
        if not self.calls:
            await self._send(message)
        elif message["type"] == "http.response.start":
            self._start = message
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self.calls[0])

    async def _finish(self, call: GuardedCall) -> None:
        calls: RepeatedCalls = self._scope["app"].state.services.repeated_calls
        try:
            if self._is_final(call):
                await calls.finish(call, _to_answer(self._start, bytes(self._body)))
            else:
                await calls.release(call)
        except Exception as error:  # noqa: BLE001 - whatever the database has said
            # What was done stands, and its key with it; only a repeat won't be told what this one is told.
            logger.warning("an answer could not be kept", error=type(error).__name__)
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": bytes(self._body)})

    def _is_final(self, call: GuardedCall) -> bool:
        status = self._start["status"]
        if status < HTTPStatus.MULTIPLE_CHOICES:
            return True
        comes_again = any(name.lower() == b"retry-after" for name, _ in self._start["headers"])
        return call.is_sealed and status == HTTPStatus.CONFLICT and not comes_again


def _to_answer(start: Message, body: bytes) -> KeptAnswer:
    headers: list[tuple[bytes, bytes]] = [*start.get("headers", [])]
    kept = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in headers
        if name.decode("latin-1").lower() in _KEPT_HEADERS
    )
    return KeptAnswer(status=start["status"], headers=kept, body=body.decode())
