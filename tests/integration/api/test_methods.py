"""HEAD, OPTIONS and Allow on every path of the OpenAPI document; CORS."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest

from core.config import Settings
from tests.integration.api.calling import NOBODYS_ID, calling, document_of_product
from tests.integration.api.promises import assert_problem

_DOCUMENT: dict[str, Any] = document_of_product()
PATHS = {
    path: {method.upper() for method in operations} for path, operations in _DOCUMENT["paths"].items()
} | {"/docs": {"GET"}, "/openapi.json": {"GET"}}  # fmt: skip
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"}
READABLE = sorted(path for path, methods in PATHS.items() if "GET" in methods)


def filled(path: str) -> str:
    return path.format_map(_AnyId())


class _AnyId(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return str(uuid4())


def allowed(path: str) -> set[str]:
    return PATHS[path] | {"OPTIONS"} | ({"HEAD"} if "GET" in PATHS[path] else set())


@pytest.mark.parametrize("path", PATHS)
async def test_options_say_what_is_allowed(shared: httpx2.AsyncClient, path: str) -> None:
    answer = await shared.options(filled(path), headers={"Authorization": ""})
    assert answer.status_code == 204
    assert set(answer.headers["Allow"].split(", ")) == allowed(path)
    assert not answer.content


@pytest.mark.parametrize("path", PATHS)
async def test_other_methods_are_refused(shared: httpx2.AsyncClient, path: str) -> None:
    for method in METHODS - allowed(path):
        answer = await shared.request(method, filled(path))
        assert answer.status_code == 405, method
        assert set(answer.headers["Allow"].split(", ")) == allowed(path), method
        if method != "HEAD":
            assert_problem(answer, 405, "method-not-allowed")


@pytest.mark.parametrize("path", READABLE)
async def test_head_is_get_without_body(shared: httpx2.AsyncClient, path: str) -> None:
    where = filled(path)
    got, head = await shared.get(where), await shared.head(where)
    assert not head.content
    assert head.status_code == got.status_code
    assert head.headers["content-type"] == got.headers["content-type"]
    if path not in {"/metrics", "/v1/admin/queues"}:  # they count this very call, or say how long something waits
        assert head.headers["content-length"] == got.headers["content-length"]


async def test_head_has_every_header_of_get(settings: Settings) -> None:
    async with calling(settings.model_copy(update={"rate_limit_per_minute": 600})) as client:
        for name in ("Edna", "Rose"):
            await client.post("/v1/users", json={"name": name, "timezone": "UTC"})
        found = await client.get("/v1/users", params={"limit": 1})
        for path, asked in (
            ("/v1/users?limit=1", {}),
            ("/v1/users?limit=1", {"If-None-Match": found.headers["ETag"]}),
            (f"/v1/users/{NOBODYS_ID}", {}),
            ("/v1/users?limit=0", {}),
            ("/health/live", {}),
        ):
            got, head = await client.get(path, headers=asked), await client.head(path, headers=asked)
            assert (head.status_code, head.content) == (got.status_code, b"")
            assert head.headers.keys() == got.headers.keys()
            own = {"x-request-id", "ratelimit"}
            for name in got.headers.keys() - own:
                assert head.headers[name] == got.headers[name], (path, name)
            assert ("ratelimit" in got.headers) == path.startswith("/v1/")
        assert {"etag", "link", "content-length", "ratelimit-policy"} <= found.headers.keys()
        counted = (await client.get("/metrics")).text
    assert 'grandma_http_requests_total{method="HEAD",route="/v1/users",status="200"} 1.0' in counted
    assert 'method="HEAD",route="unknown"' not in counted


async def test_head_says_when_to_come_back(settings: Settings) -> None:
    async with calling(settings.model_copy(update={"rate_limit_per_minute": 1})) as client:
        assert (await client.head("/v1/tasks")).headers["RateLimit"].startswith('"account";r=0')
        refused = await client.head("/v1/tasks")
    assert (refused.status_code, refused.headers["RateLimit-Policy"]) == (429, '"account";q=1;w=60')
    assert int(refused.headers["Retry-After"]) >= 1


@pytest.mark.parametrize("path", ["/v1/users", "/v1/tasks/{task_id}", "/v1/webhooks/signing-secret"])
async def test_head_needs_a_key_too(shared: httpx2.AsyncClient, path: str) -> None:
    assert (await shared.head(filled(path), headers={"Authorization": ""})).status_code == 401


async def test_head_and_options_of_unknown_path_are_not_found(shared: httpx2.AsyncClient) -> None:
    assert (await shared.head("/v1/nothing")).status_code == 404
    assert_problem(await shared.options("/v1/nothing"), 404, "unknown-path")


ORIGIN = "https://app.example.org"


async def test_listed_origin_may_call(lasting_settings: Settings) -> None:
    async with calling(lasting_settings.model_copy(update={"cors_origins": (ORIGIN,)})) as client:
        preflight = await client.options(
            "/v1/requests",
            headers={
                "Origin": ORIGIN,
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "authorization, content-type, idempotency-key, prefer",
            },
        )
        refused = await client.get("/v1/tasks", headers={"Origin": ORIGIN, "Authorization": ""})
    assert preflight.status_code == 200
    assert preflight.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "idempotency-key" in preflight.headers["Access-Control-Allow-Headers"]
    assert refused.headers["Access-Control-Allow-Origin"] == ORIGIN, "a page could not read why it was refused"
    assert "Location" in refused.headers["Access-Control-Expose-Headers"]


async def test_other_origins_may_not_call(lasting_settings: Settings) -> None:
    async with calling(lasting_settings.model_copy(update={"cors_origins": (ORIGIN,)})) as client:
        preflight = await client.options(
            "/v1/requests", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        )
        answer = await client.get("/health/live", headers={"Origin": "https://evil.example"})
    assert_problem(preflight, 400, "origin-refused")
    assert preflight.json()["instance"] == "/v1/requests"
    assert "Access-Control-Allow-Origin" not in preflight.headers
    assert "Origin" in preflight.headers["Vary"]
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_without_setting_no_origin_may_call(shared: httpx2.AsyncClient) -> None:
    answer = await shared.get("/health/live", headers={"Origin": ORIGIN})
    assert "Access-Control-Allow-Origin" not in answer.headers
