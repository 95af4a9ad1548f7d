"""The route that is laid by hand answers as FastAPI would."""

import re
from collections.abc import AsyncGenerator

import httpx2
import pytest

from api.app import create_app
from api.routers.requests import submit_request
from core.config import Settings
from tests.integration.api.calling import bearer, client_of

JSON = {"Content-Type": "application/json"}
_OF_ONE_CALL = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[0-9:.]+Z")


@pytest.fixture(scope="module")
async def both(lasting_settings: Settings) -> AsyncGenerator[httpx2.AsyncClient]:
    """An API in which the same endpoint stands twice, the second time as FastAPI itself would call it."""
    app = create_app(lasting_settings)
    app.add_api_route("/v1/by-fasta", submit_request, methods=["POST"], status_code=202)
    async with app.router.lifespan_context(app), client_of(app, {}) as client:
        yield client


CALLS: list[tuple[bytes, dict[str, str]]] = [
    (b'{"text": "Good morning!"}', JSON),
    (b'{"text": " Good morning! ", "confirm": "always", "metadata": {"a": 1.5}}', JSON),
    (b'{"text": "Book a table."}', {**JSON, "Prefer": "wait=1, respond-async"}),
    (b'{"text": "Good morning!"}', {"Content-Type": "application/json; charset=utf-8"}),
    (b'{"text": "Good morning!"}', {"Content-Type": "application/vnd.grandma+json"}),
    (b'{"text": "Good morning!"}', {"Content-Type": "APPLICATION/JSON"}),
    (b'{"text": "Good morning!"}', {"Content-Type": "text/plain"}),
    (b'{"text": "Good morning!"}', {"Content-Type": "application/json+text"}),
    (b'{"text": "Good morning!"}', {"Content-Type": ""}),
    (b'{"text": "Good morning!"}', {}),
    (b"", JSON),
    (b"", {}),
    (b"null", JSON),
    (b"[]", JSON),
    (b'"text"', JSON),
    (b"17", JSON),
    (b"{}", JSON),
    (b"{", JSON),
    (b"\xff\xfe", JSON),
    (b"[" * 5000, JSON),
    (b'{"text": 17}', JSON),
    (b'{"text": ""}', JSON),
    (b'{"text": "a", "text": ""}', JSON),
    (b'{"text": "a", "extra": 1, "confirm": "perhaps", "user_id": "me"}', JSON),
    (b'{"text": "a\\u0000b"}', JSON),
    (b'{"text": "a", "metadata": {"n": NaN}}', JSON),
    (b'{"text": "a", "now": "yesterday", "timezone": "Mars/Crater"}', JSON),
    (b'{"text": "a", "user_id": "0193a0c4-8f5d-7b11-8c70-6a1f0e9d3c44"}', JSON),
    (b'{"text": "a", "webhook_url": "ftp://example.com"}', JSON),
    (b'{"text": "a"}', {**JSON, "Idempotency-Key": ""}),
    (b'{"text": ""}', {**JSON, "Idempotency-Key": "two words"}),
    (b'{"text": ""}', {**JSON, "Authorization": "Bearer nothing"}),
    (b'{"text": ""}', {**JSON, "Authorization": "Basic nothing"}),
    (b'{"text": ""}', {**JSON, "Authorization": "Bearer"}),
    (b"{", {**JSON, "Authorization": "Bearer nothing"}),
]


@pytest.mark.parametrize(("body", "headers"), CALLS)
async def test_call_is_answered_as_fastapi_would(
    both: httpx2.AsyncClient, lasting_settings: Settings, body: bytes, headers: dict[str, str]
) -> None:
    sent = {**bearer(lasting_settings), **headers}
    ours, plain = [await both.post(path, content=body, headers=sent) for path in ("/v1/requests", "/v1/by-fasta")]
    assert shown(ours) == shown(plain)


def shown(answer: httpx2.Response) -> tuple[int, dict[str, str], str]:
    """What a caller sees, without what differs from call to call."""
    headers = {name: _OF_ONE_CALL.sub("…", value) for name, value in answer.headers.items()}
    return answer.status_code, headers, _OF_ONE_CALL.sub("…", answer.text).replace("by-fasta", "requests")
