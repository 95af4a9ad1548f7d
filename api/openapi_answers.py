"""What the OpenAPI document says of every answer beside its body: headers, tags, repeated calls, limits, examples of problems.

Each header and each example stands once under `components`; what sends them is in `middleware.py`, `conditional.py`,
`repeats.py` and `problems.py`. Tests hold every answer against it (`tests/integration/api/promises.py`).
"""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any, Final

from api.problems import MEDIA_TYPE, documented, example_of_status
from api.repeats import BY_TOKEN, DESCRIPTION, HEADER, UNSAFE
from core.errors import (
    PROBLEM_PREFIX,
    ConflictError,
    ForbiddenError,
    GrandmaError,
    IdempotencyMismatchError,
    InFlightError,
    InvalidCursorError,
    InvalidFieldError,
    LimitError,
    NotFoundError,
    PreconditionFailedError,
    UnauthorizedError,
    UnavailableError,
)

Operation = dict[str, Any]
_OF_STATUS: Final = {
    "401": ("WWW-Authenticate",),
    "405": ("Allow",),
    "429": ("Retry-After",),
}
_BEFORE_COUNTING: Final = frozenset({"405", "413"})
"""Answered before it is known who is calling; whatever else somebody with a key is answered may say how many calls are left."""
_BEFORE_THE_CALL: Final = frozenset({"414", "431"})
"""Answered by the server while it reads the head, before the call has an id."""
_NOWHERE: Final = frozenset({"create_invitation", "create_push_subscription", "make_consent_code", "send_magic_link"})
"""What these make can't be read by itself, so they name no place."""
_INSTANCE: Final = "/v1/tasks/0193a0c4-8f5e-7c3a-9a51-2f6d4f0e1b22"


def describe_answers(document: dict[str, Any]) -> None:
    """Add all of it to a document."""
    document["components"] |= {"headers": _HEADERS, "examples": _EXAMPLES, "responses": {}}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method == "get" and path.startswith("/v1/"):
                _describe_condition(operation)
            conflicts = [ConflictError.name] if "409" in operation["responses"] else []
            takes_key = "security" in operation or operation["operationId"] in BY_TOKEN
            if method.upper() in UNSAFE and takes_key:
                _describe_key(operation)
                conflicts.append(InFlightError.name)
            for status, response in operation["responses"].items():
                _describe_headers(status, response, operation)
            for status in operation["responses"]:
                examples = conflicts if status == "409" else list(_examples_for(status, operation))
                _describe_problem(status, operation["responses"], examples, document["components"]["responses"])


def _describe_condition(get: Operation) -> None:
    """Every JSON answer to GET has a tag, can be asked for by it, and waited for."""
    answer = get["responses"]["200"]
    if "application/json" not in answer["content"]:
        return
    get.setdefault("parameters", []).extend([_IF_NONE_MATCH, _PREFER])
    has_always_tag = len(answer["content"]) == 1
    answer.setdefault("headers", {})["ETag"] = _header("ETag" if has_always_tag else "ETag-of-JSON")
    if str(answer["content"]["application/json"].get("schema", {}).get("$ref", "")).endswith("Page"):
        answer["headers"]["Link"] = _header("Link")
    get["responses"]["304"] = {
        "description": "Not Modified",
        "headers": {"ETag": _header("ETag"), "Preference-Applied": _header("Preference-Applied")},
    }
    answer["headers"]["Preference-Applied"] = _header("Preference-Applied")


def _describe_key(operation: Operation) -> None:
    """The Idempotency-Key that every unsafe call with a key, a login or a token may have."""
    parameters = operation.setdefault("parameters", [])
    parameters[:] = [each for each in parameters if each["name"].lower() != HEADER.lower()] + [_KEY]
    operation["responses"].setdefault("409", documented(409)[409])
    for status, response in operation["responses"].items():
        if status.startswith("2") or status == "409":
            headers = response.setdefault("headers", {})
            headers |= {name: _header(name) for name in ("Idempotent-Replayed", "Preference-Applied")}


def _describe_headers(status: str, response: dict[str, Any], operation: Operation) -> None:
    headers = response.setdefault("headers", {})
    if status in _BEFORE_THE_CALL:
        return
    headers |= {name: _header(name) for name in ("X-Request-ID", *_OF_STATUS.get(status, ()))}
    if status == "503" and MEDIA_TYPE in response["content"]:
        headers["Retry-After"] = _header("Retry-After")
    if status == "409":
        headers["Retry-After"] = _header("Retry-After-of-some")
    if status.startswith("2"):
        headers |= {name: _header(name) for name in _of_success(status, operation)}
    if "security" in operation and status not in _BEFORE_COUNTING:
        headers |= {name: _header(name) for name in ("RateLimit-Policy", "RateLimit")}
    response["headers"] = headers


def _of_success(status: str, operation: Operation) -> Iterator[str]:
    if status in {"201", "202"} and operation["operationId"] not in _NOWHERE:
        yield "Location"
        yield from ["Retry-After"] if status == "202" else []
    if operation["operationId"] == "submit_request":
        yield from ("Location", "Preference-Applied")


def _describe_problem(status: str, responses: dict[str, Any], examples: Sequence[str], shared: dict[str, Any]) -> None:
    """What an operation may be refused with, by examples; what many are refused with stands once."""
    response = responses[status]
    if response.get("content", {}).keys() != {MEDIA_TYPE}:
        return
    problem = response["content"][MEDIA_TYPE]
    problem["examples"] = {name: {"$ref": f"#/components/examples/{name}"} for name in examples}
    is_uncounted = status not in _BEFORE_COUNTING and "RateLimit" not in response["headers"]
    name = f"{status}-{'-or-'.join(examples)}{'-uncounted' if is_uncounted else ''}"
    shared.setdefault(name, response)
    responses[status] = {"$ref": f"#/components/responses/{name}"}


def _examples_for(status: str, operation: Operation) -> Iterator[str]:
    names = {str(parameter["name"]) for parameter in operation.get("parameters", ())}
    if status == "400" and "cursor" in names:
        yield InvalidCursorError.name
    if status == "400" and "requestBody" in operation:
        yield "malformed-body"
    if status == "422" and HEADER in names:
        yield IdempotencyMismatchError.name
    if status in _BY_STATUS:
        yield _BY_STATUS[status]


def _header(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/headers/{name}"}


def _text(description: str, *, required: bool, **schema: Any) -> dict[str, Any]:
    return {"description": description, "required": required, "schema": {"type": "string", **schema}}


_TAG: Final = "Names this state of it: for `If-None-Match`, and for `If-Match` of a change."
_HEADERS: Final[dict[str, Any]] = {
    "X-Request-ID": _text("Names the call in the logs: yours, or a new one.", required=True),
    "WWW-Authenticate": _text("How to say who is calling.", required=True, examples=["Bearer"]),
    "Allow": _text("What this path takes.", required=True, examples=["GET, HEAD, OPTIONS"]),
    "Location": _text("Where it is.", required=True, format="uri-reference", examples=[_INSTANCE]),
    "ETag": _text(_TAG, required=True, examples=['"5f2c1d0e9b8a7f6e5d4c3b2a19080706"']),
    "ETag-of-JSON": _text(f"{_TAG} Of JSON alone.", required=False),
    "Link": _text('Where there is more: the next part of the list, `rel="next"`.', required=False),
    "Preference-Applied": _text("What was heeded of `Prefer`.", required=False, examples=["wait=10"]),
    "Idempotent-Replayed": _text(
        "`true`: an earlier call with the same Idempotency-Key made what is answered.", required=False, enum=["true"]
    ),
    "Retry-After": {
        "description": "After how many seconds to come again.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    },
    "Retry-After-of-some": {
        "description": "After how many seconds to come again, where that may help.",
        "required": False,
        "schema": {"type": "integer", "minimum": 1},
    },
    "RateLimit-Policy": _text(
        "How many calls (`q`) are allowed in how many seconds (`w`); absent where none are counted.",
        required=False,
        examples=['"account";q=60;w=60'],
    ),
    "RateLimit": _text(
        "How many calls are left (`r`), and after how many seconds all of them are again (`t`).",
        required=False,
        examples=['"account";r=59;t=1'],
    ),
}
_KEY: Final[dict[str, Any]] = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "title": HEADER, "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "description": DESCRIPTION,
}
_IF_NONE_MATCH: Final[dict[str, Any]] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "title": "If-None-Match"},
    "description": "The ETag of what you have: 304 without a body where it is still the same.",
}
_PREFER: Final[dict[str, Any]] = {
    "name": "Prefer",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "title": "Prefer"},
    "description": "`wait=N` with `If-None-Match`: answer as soon as it is another one, after N seconds at the latest, at most 60.",
}


def _example(error: type[GrandmaError], detail: str, **more: Any) -> dict[str, Any]:
    document = {"type": PROBLEM_PREFIX + error.name, "title": error.title, "status": error.status, "detail": detail}
    return {"summary": error.title, "value": {**document, "instance": _INSTANCE, **more}}


_NO_ID: Final = "This is no id; ids look like 0193a0c4-8f5d-7b11-8c70-6a1f0e9d3c44."
_EXAMPLES: Final[dict[str, Any]] = {
    "malformed-body": example_of_status(HTTPStatus.BAD_REQUEST, instance=_INSTANCE),
    "method-not-allowed": example_of_status(HTTPStatus.METHOD_NOT_ALLOWED, instance=_INSTANCE),
    "body-too-large": example_of_status(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, instance=_INSTANCE),
    "unsupported-media-type": example_of_status(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, instance=_INSTANCE),
    "address-too-long": example_of_status(HTTPStatus.REQUEST_URI_TOO_LONG, instance=_INSTANCE),
    "headers-too-large": example_of_status(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, instance=_INSTANCE),
    "internal": _example(
        GrandmaError,
        "Something unexpected went wrong. It is in our log under the id in the header X-Request-ID.",
    ),
} | {
    error.name: _example(error, detail, **more)
    for error, detail, more in (
        (InvalidCursorError, "Use next_cursor of the last answer of this list, or leave cursor out to start anew.", {}),
        (UnauthorizedError, "Send your key or access token as: Authorization: Bearer <key>.", {}),
        (ForbiddenError, "This is for whoever manages the account.", {}),
        (NotFoundError, "There is no task 0193a0c4-8f5e-7c3a-9a51-2f6d4f0e1b22.", {}),
        (ConflictError, "It is not in a state that allows this.", {}),
        (InFlightError, "Come again in a moment with the same key, or send Prefer: wait=10.", {}),
        (PreconditionFailedError, "Read it again, and send the ETag of that answer as If-Match.", {}),
        (InvalidFieldError, f"/user_id: {_NO_ID}", {"errors": [{"pointer": "/user_id", "detail": _NO_ID}]}),
        (IdempotencyMismatchError, "Use a new key for another call.", {}),
        (LimitError, "Too many calls; come again in a second.", {}),
        (UnavailableError, "The database can't be reached at the moment; nothing was changed.", {}),
    )
}
_BY_STATUS: Final = {
    "401": UnauthorizedError.name,
    "403": ForbiddenError.name,
    "404": NotFoundError.name,
    "405": "method-not-allowed",
    "412": PreconditionFailedError.name,
    "413": "body-too-large",
    "414": "address-too-long",
    "415": "unsupported-media-type",
    "431": "headers-too-large",
    "422": InvalidFieldError.name,
    "429": LimitError.name,
    "500": "internal",
    "503": UnavailableError.name,
}
