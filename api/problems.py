"""Errors to RFC 9457 problem documents, in one place."""

import math
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from api.methods import allowed_methods
from core.errors import (
    PROBLEM_PREFIX,
    FieldProblem,
    GrandmaError,
    InvalidFieldError,
    LimitError,
    TransientError,
    UnavailableError,
)

logger = structlog.stdlib.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"

_BY_STATUS = {
    HTTPStatus.BAD_REQUEST: ("malformed-body", "The body can't be read", "Send valid JSON in UTF-8."),
    HTTPStatus.NOT_FOUND: ("unknown-path", "There is no such path", "See /docs for what there is."),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        "method-not-allowed",
        "This method is not available here",
        "The Allow header says which are.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "body-too-large",
        "The body is too large",
        "Send less: 64 kB, or 1 MB of venues to be imported.",
    ),
    HTTPStatus.REQUEST_URI_TOO_LONG: (
        "address-too-long",
        "The address is too long",
        "An address has 8 kB with its query; what is longer goes into a body.",
    ),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        "headers-too-large",
        "The headers are too large",
        "Send less: all headers of a call have 32 kB together.",
    ),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: (
        "unsupported-media-type",
        "Only JSON is understood",
        "Send the header Content-Type: application/json.",
    ),
}

_NO_OBJECT = "This must be a JSON object."
_NO_WHOLE_NUMBER = "This must be a whole number."
_NO_ID = "This is no id; ids look like 0193a0c4-8f5d-7b11-8c70-6a1f0e9d3c44."
_SENTENCES = {
    "missing": "This field is required.",
    "extra_forbidden": "This field does not exist here.",
    "string_type": "This must be text.",
    "string_too_short": "This is too short; the least number of characters is {min_length}.",
    "string_too_long": "This is too long; the greatest number of characters is {max_length}.",
    "string_pattern_mismatch": "This is not in the expected form, which is {pattern}.",
    "uuid_parsing": _NO_ID,
    "uuid_type": _NO_ID,
    "int_type": _NO_WHOLE_NUMBER,
    "int_parsing": _NO_WHOLE_NUMBER,
    "int_parsing_size": _NO_WHOLE_NUMBER,
    "int_from_float": _NO_WHOLE_NUMBER,
    "greater_than": "This must be greater than {gt}.",
    "float_type": "This must be a number.",
    "float_parsing": "This must be a number.",
    "finite_number": "This must be a finite number.",
    "multiple_of": "This must be a multiple of {multiple_of}.",
    "greater_than_equal": "This must be at least {ge}.",
    "less_than_equal": "This must be at most {le}.",
    "timezone_aware": "This must have an offset, as 2026-11-21T09:30:00Z has.",
    "enum": "This must be {expected}.",
    "literal_error": "This must be {expected}.",
    "dict_type": _NO_OBJECT,
    "model_type": _NO_OBJECT,
    "model_attributes_type": _NO_OBJECT,
    "list_type": "This must be a list.",
    "tuple_type": "This must be a list.",
    "bool_parsing": "This must be true or false.",
    "bool_type": "This must be true or false.",
    "too_short": "This is too short; the least number of entries is {min_length}.",
    "too_long": "This is too long; the greatest number of entries is {max_length}.",
}
_NO_DATE = "This is no date; dates look like 2026-11-21."
_NO_INSTANT = "This is no instant in ISO 8601, such as 2026-11-21T09:30:00."


def problem_response(error: GrandmaError, *, instance: str, headers: Mapping[str, str] | None = None) -> Response:
    """One of our own errors as a response."""
    sent = dict(headers or {})
    if error.status == HTTPStatus.UNAUTHORIZED:
        sent["WWW-Authenticate"] = "Bearer"
    if error.retryable:
        sent["Retry-After"] = str(_seconds_until(error))
    document = problem_document(error, instance=instance)
    return JSONResponse(document, status_code=error.status, headers=sent, media_type=MEDIA_TYPE)


def problem_document(error: GrandmaError, *, instance: str) -> dict[str, Any]:
    """One of our own errors as what callers read."""
    document = _document(error.status, error.type, title=error.title, detail=error.detail, instance=instance)
    if isinstance(error, InvalidFieldError) and error.errors:
        document["errors"] = [each._asdict() for each in error.errors]
    return document


_AWAY = HTTPStatus.SERVICE_UNAVAILABLE


def _seconds_until(error: GrandmaError) -> int:
    if isinstance(error, (LimitError, TransientError)) and error.retry_after is not None:
        return max(1, math.ceil(error.retry_after))
    return 2 if isinstance(error, UnavailableError) else 1


def add_problem_handlers(app: FastAPI) -> None:
    """Make every error of this app a problem document."""

    @app.exception_handler(GrandmaError)
    async def on_own_error(request: Request, error: GrandmaError) -> Response:
        _log(error)
        return problem_response(error, instance=request.url.path)

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> Response:
        found: Sequence[Mapping[str, Any]] = error.errors()
        if any(each["type"] == "json_invalid" for each in found):
            return status_response(HTTPStatus.BAD_REQUEST, instance=request.url.path)
        if any(_is_unread(each) for each in found):
            return status_response(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, instance=request.url.path)
        problems = [FieldProblem(_pointer(each["loc"]), _sentence(each)) for each in found]
        detail = " ".join(f"{each.pointer or 'The body'}: {each.detail}" for each in problems[:5])
        return problem_response(InvalidFieldError(detail, problems), instance=request.url.path)

    @app.exception_handler(HTTPException)
    async def on_http_error(request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = ", ".join(allowed_methods(request.app, request.scope))
        return status_response(HTTPStatus(error.status_code), instance=request.url.path, headers=headers)


def field_problems(found: Sequence[Mapping[str, Any]]) -> list[FieldProblem]:
    """What pydantic found wrong in a value, as pointers into it and sentences for people."""
    return [
        FieldProblem(_pointer(("body", *each["loc"])), _sentence({**each, "loc": ("body", *each["loc"])}))
        for each in found
    ]


def _log(error: GrandmaError) -> None:
    if isinstance(error, UnavailableError) or (isinstance(error, TransientError) and error.status == _AWAY):
        # While a server is away every call ends here: a line each, no traceback.
        logger.warning("request failed", error=error.type, cause=type(error.__cause__).__name__)
    elif isinstance(error, LimitError):
        logger.info("call refused", error=error.type)
    elif error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("request failed", error=error.type, exc_info=error)


def status_response(status: HTTPStatus, *, instance: str, headers: Mapping[str, str] | None = None) -> Response:
    """A refusal that HTTP itself has a name for."""
    name, title, detail = _BY_STATUS.get(
        status, (status.phrase.lower().replace(" ", "-"), status.phrase, status.phrase)
    )
    document = _document(status, PROBLEM_PREFIX + name, title=title, detail=detail, instance=instance)
    return JSONResponse(document, status_code=int(status), headers=dict(headers or {}), media_type=MEDIA_TYPE)


def example_of_status(status: HTTPStatus, *, instance: str) -> dict[str, Any]:
    """As `status_response`, as an example for the OpenAPI document."""
    name, title, detail = _BY_STATUS[status]
    return {
        "summary": title,
        "value": _document(status, PROBLEM_PREFIX + name, title=title, detail=detail, instance=instance),
    }


def _document(status: int, kind: str, *, title: str, detail: str, instance: str) -> dict[str, Any]:
    return {"type": kind, "title": title, "status": int(status), "detail": detail, "instance": instance}


def _is_unread(problem: Mapping[str, Any]) -> bool:
    """Whether the body was left as bytes, which FastAPI does where the content type is not JSON."""
    return tuple(problem["loc"]) == ("body",) and isinstance(problem.get("input"), bytes)


def _pointer(location: Sequence[str | int]) -> str:
    """`("body", "text")` is "/text", the whole body ""; parameters keep where they were: "query:limit"."""
    where, *path = location
    if where == "body":
        return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
    return f"{where}:{'.'.join(str(part) for part in path)}"


def _sentence(problem: Mapping[str, Any]) -> str:
    kind = str(problem["type"])
    if kind == "missing" and len(problem["loc"]) == 1:
        return _NO_OBJECT
    if kind.startswith("datetime_"):
        return _NO_INSTANT
    if kind.startswith("date_"):
        return _NO_DATE
    if kind.startswith("time_"):
        return "This is no time of day, such as 19:30."
    message = str(problem["msg"]).removeprefix("Value error, ")
    return _SENTENCES[kind].format_map(problem.get("ctx", {})) if kind in _SENTENCES else message


def documented(*statuses: int, open_to_all: bool = False) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route: these problems, and those that any route may answer with."""
    always = (405, 414, 431, 500) if open_to_all else (401, 403, 405, 414, 422, 429, 431, 500, 503)
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted({*statuses, *always})
    }
