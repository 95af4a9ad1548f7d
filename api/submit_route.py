"""The one route that is laid by hand: POST /v1/requests, where solving dependencies would cost as much as understanding.

FastAPI documents the endpoint as any other, from its signature. What it would solve for every call (twelve steps of
introspection for four values) is done here in its order and with its errors; a test holds the two against each other.
"""

import json
from email.message import Message
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from api.dependencies import Preferences, get_caller, get_idempotency_key, get_services
from api.schemas.requests import SubmitBody

_MISSING: dict[str, Any] = {"type": "missing", "loc": ("body",), "msg": "Field required", "input": None}


class SubmitRoute(APIRoute):
    """Calls an endpoint `(body, request, account, preferences, idempotency)`. What it raises is rendered by the app's handlers."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        if scope["method"] != "POST":
            await super().handle(scope, receive, send)
            return
        request = Request(scope, receive, send)
        said = await _read(request)
        caller = await get_caller(request)
        preferences = Preferences.read(request.headers.get("prefer"))
        services, key = await get_services(request), request.headers.get("idempotency-key")
        guarded_by = await get_idempotency_key(request, caller, services, key)
        response: Response = await self.endpoint(_to_body(said), request, caller.account, preferences, guarded_by)
        await response(scope, receive, send)


async def _read(request: Request) -> Any:
    """The body as Python values; as bytes where it does not say that it is JSON; None where it is empty."""
    content = await request.body()
    if not content or not _is_json(request.headers.get("content-type", "")):
        return content or None
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from error


def _is_json(content_type: str) -> bool:
    if content_type == "application/json":
        return True
    header = Message()
    header["content-type"] = content_type
    subtype = header.get_content_subtype()
    return header.get_content_maintype() == "application" and (subtype == "json" or subtype.endswith("+json"))


def _to_body(said: Any) -> SubmitBody:
    if said is None:
        raise RequestValidationError([_MISSING])
    try:
        return SubmitBody.model_validate(said)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise RequestValidationError([{**each, "loc": ("body", *each["loc"])} for each in found]) from error
