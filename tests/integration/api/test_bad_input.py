"""What is malformed is refused with a 4xx that says why, and leaves no row behind (`shared` counts them)."""

import json
from collections.abc import AsyncGenerator
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.integration.api.calling import NOBODYS_ID
from tests.integration.api.promises import assert_problem

JSON = {"Content-Type": "application/json"}
MALFORMED, INVALID = "malformed-body", "invalid-request"

BODIES = {
    "empty": (b"", 422, INVALID),
    "whitespace": (b" \n\t ", 400, MALFORMED),
    "binary": (bytes(range(256)), 400, MALFORMED),
    "cut off": (b'{"text": "Book', 400, MALFORMED),
    "followed by something": (b'{"text": "hello"} and more', 400, MALFORMED),
    "no JSON": (b"{'text': 'hello'}", 400, MALFORMED),
    "nested without end": (b'{"text": "hello", "metadata": {"a": ' + b"[" * 20_000 + b"]" * 20_000 + b"}}", 400, MALFORMED),
    "a number of 5,000 digits": (b'{"text": "hello", "metadata": {"a": ' + b"9" * 5000 + b"}}", 400, MALFORMED),
    "100 kB": (b'{"text": "' + b"a" * 100_000 + b'"}', 413, "body-too-large"),
    "a list": (b"[]", 422, INVALID),
    "a string": (b'"hello"', 422, INVALID),
    "null": (b"null", 422, INVALID),
    "half a surrogate in UTF-8": (b'{"text": "\xed\xa0\x80"}', 422, INVALID),
}  # fmt: skip


@pytest.mark.parametrize("path", ["/v1/requests", "/v1/parse", "/v1/users", "/v1/venues"])
@pytest.mark.parametrize("name", BODIES)
async def test_body_that_is_no_object_is_refused(shared: httpx2.AsyncClient, path: str, name: str) -> None:
    body, status, kind = BODIES[name]
    answer = await shared.post(path, content=body, headers=JSON)
    assert_problem(answer, status, kind)


async def _in_pieces(size: int, count: int) -> AsyncGenerator[bytes]:
    for _ in range(count):
        yield b" " * size


async def test_body_without_announced_size_is_measured(shared: httpx2.AsyncClient) -> None:
    answer = await shared.post("/v1/requests", content=_in_pieces(8192, 9), headers=JSON)
    assert_problem(answer, 413, "body-too-large")


async def test_largest_body_is_read(shared: httpx2.AsyncClient) -> None:
    body = b'{"text": "hello"}'
    answer = await shared.post("/v1/parse", content=body + b" " * (64 * 1024 - len(body)), headers=JSON)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "nonsense", None],
)
async def test_body_that_is_not_sent_as_json_is_refused(shared: httpx2.AsyncClient, content_type: str | None) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    answer = await shared.post("/v1/requests", content=b'{"text": "hello"}', headers=headers)
    assert_problem(answer, 415, "unsupported-media-type")


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "APPLICATION/JSON"])
async def test_json_may_be_announced_in_other_ways(shared: httpx2.AsyncClient, content_type: str) -> None:
    answer = await shared.post("/v1/parse", content=b'{"text": "hello"}', headers={"Content-Type": content_type})
    assert answer.status_code == 200


def nested(depth: int) -> dict[str, Any]:
    return {"a": nested(depth - 1)} if depth else {}


def words(**fields: Any) -> dict[str, Any]:
    return {"text": "Book a table.", **fields}


WRONG_FIELDS: list[tuple[str, dict[str, Any], str]] = [
    ("/v1/requests", {}, "/text"),
    ("/v1/requests", {"text": ""}, "/text"),
    ("/v1/requests", {"text": " \n\t"}, "/text"),
    ("/v1/requests", {"text": 5}, "/text"),
    ("/v1/requests", {"text": None}, "/text"),
    ("/v1/requests", {"text": "a" * 4001}, "/text"),
    ("/v1/requests", words(colour="red"), "/colour"),
    ("/v1/requests", words(user_id="x"), "/user_id"),
    ("/v1/requests", words(user_id=7), "/user_id"),
    ("/v1/requests", words(timezone="Mars/Olympus"), "/timezone"),
    ("/v1/requests", words(timezone="../../etc/passwd"), "/timezone"),
    ("/v1/requests", words(timezone="Europe"), "/timezone"),
    ("/v1/requests", words(timezone=""), "/timezone"),
    ("/v1/requests", words(now="tomorrow"), "/now"),
    ("/v1/requests", words(now=""), "/now"),
    ("/v1/requests", words(now=1_795_000_000), "/now"),
    ("/v1/requests", words(now="2026-13-45T99:00"), "/now"),
    ("/v1/requests", words(now="9999-12-31T23:59:59-12:00"), "/now"),
    ("/v1/requests", words(now="0001-01-01T00:00:00+14:00"), "/now"),
    ("/v1/requests", words(confirm="maybe"), "/confirm"),
    ("/v1/requests", words(confirm=None), "/confirm"),
    ("/v1/requests", words(metadata="x"), "/metadata"),
    ("/v1/requests", words(metadata=[1]), "/metadata"),
    ("/v1/requests", words(metadata=None), "/metadata"),
    ("/v1/requests", words(webhook_url=3), "/webhook_url"),
    ("/v1/requests", words(webhook_url=""), "/webhook_url"),
    ("/v1/requests", words(webhook_url="ftp://example.com/x"), "/webhook_url"),
    ("/v1/requests", words(webhook_url="javascript:alert(1)"), "/webhook_url"),
    ("/v1/requests", words(webhook_url="https://"), "/webhook_url"),
    ("/v1/requests", words(webhook_url="https://[::1"), "/webhook_url"),
    ("/v1/requests", words(webhook_url="example.com/hook"), "/webhook_url"),
    ("/v1/requests", words(webhook_url="https://example.com/" + "a" * 3000), "/webhook_url"),
    ("/v1/requests", words(webhook_url="http://example.com/hook"), "/webhook_url"),
    ("/v1/requests", words(webhook_url="https://127.0.0.1/hook"), "/webhook_url"),
    ("/v1/requests", words(webhook_url="https://localhost/hook"), "/webhook_url"),
    ("/v1/requests", words(webhook_url="https://10.0.0.7/hook"), "/webhook_url"),
    ("/v1/requests", words(webhook_url="https://169.254.169.254/latest/meta-data"), "/webhook_url"),
    ("/v1/requests", words(webhook_url="https://[::ffff:192.168.0.1]/hook"), "/webhook_url"),
    ("/v1/requests", words(webhook_url="https://2130706433/hook"), "/webhook_url"),
    ("/v1/requests", words(webhook_url="https://me:secret@example.com/"), "/webhook_url"),
    ("/v1/parse", {"text": ""}, "/text"),
    ("/v1/parse", words(user_id=NOBODYS_ID), "/user_id"),
    ("/v1/parse", words(timezone="Mars/Olympus"), "/timezone"),
    ("/v1/parse", words(now="noon"), "/now"),
    ("/v1/users", {"timezone": "UTC"}, "/name"),
    ("/v1/users", {"name": "Rose"}, "/timezone"),
    ("/v1/users", {"name": " ", "timezone": "UTC"}, "/name"),
    ("/v1/users", {"name": "a" * 201, "timezone": "UTC"}, "/name"),
    ("/v1/users", {"name": "Rose", "timezone": "Nowhere"}, "/timezone"),
    ("/v1/users", {"name": "Rose", "timezone": "UTC", "locale": "!!"}, "/locale"),
    ("/v1/users", {"name": "Rose", "timezone": "UTC", "phone": "call me"}, "/phone"),
    ("/v1/users", {"name": "Rose", "timezone": "UTC", "email": "nobody"}, "/email"),
    ("/v1/users", {"name": "Rose", "timezone": "UTC", "channels": "mailto:a@b.c"}, "/channels"),
    ("/v1/users", {"name": "Rose", "timezone": "UTC", "channels": ["pigeon:grey"]}, "/channels/0"),
    ("/v1/users", {"name": "Rose", "timezone": "UTC", "channels": ["tel:1"] * 11}, "/channels"),
    ("/v1/users", {"name": "Rose", "timezone": "UTC", "preferences": [1]}, "/preferences"),
    ("/v1/users", {"name": "Rose", "timezone": "UTC", "id": NOBODYS_ID}, "/id"),
    (
        "/v1/users",
        {"name": "Rose", "timezone": "UTC", "preferences": {"meal_times": {"dinner": "6pm"}}},
        "/preferences/meal_times/dinner",
    ),
    ("/v1/users", {"name": "Rose", "timezone": "UTC", "preferences": {"bedtime": "10:00"}}, "/preferences/bedtime"),
    ("/v1/venues", {"name": "Bar"}, "/kind"),
    ("/v1/venues", {"name": "Bar", "kind": "bar"}, "/kind"),
    ("/v1/venues", {"kind": "salon"}, "/name"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "timezone": "Nowhere"}, "/timezone"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "capacity": 0}, "/capacity"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "capacity": -3}, "/capacity"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "capacity": 10**12}, "/capacity"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "capacity": 2.5}, "/capacity"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "capacity": "2"}, "/capacity"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "capacity": True}, "/capacity"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "adapter": "carrier-pigeon"}, "/adapter"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "services": ["cut"] * 101}, "/services"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "staff": [""]}, "/staff/0"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "hours": "always"}, "/hours"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "hours": {"someday": []}}, "/hours"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "hours": {"mon": "9-5"}}, "/hours"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "hours": {"mon": [["9", "5"]]}}, "/hours"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "hours": {"mon": [["09:00", "09:00"]]}}, "/hours"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "hours": {"mon": [["24:00", "25:00"]]}}, "/hours"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "hours": {"mon": [], "monday": []}}, "/hours"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "hours": {"mon": ["09:00-17:00", "16:00-18:00"]}}, "/hours"),
    ("/v1/venues", {"name": "Cuts", "kind": "salon", "hours": {"mon": ["18:00-02:00", "20:00-22:00"]}}, "/hours"),
]


@pytest.mark.parametrize(
    ("path", "body", "pointer"), WRONG_FIELDS, ids=[f"{path} {json.dumps(body)[:70]}" for path, body, _ in WRONG_FIELDS]
)
async def test_wrong_field_is_named(shared: httpx2.AsyncClient, path: str, body: dict[str, Any], pointer: str) -> None:
    answer = await shared.post(path, json=body)
    assert_problem(answer, 422, INVALID)
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


UNSTORABLE = {
    "NUL": '"a\\u0000b"',
    "high surrogate": '"a\\ud83d"',
    "low surrogate": '"\\ude00"',
    "NaN": "NaN",
    "Infinity": "-Infinity",
    "more than any float": "1e999",
    "more than 64 bits": "9" * 40,
    "nested too deep": json.dumps(nested(15)),
    "NUL in a name": '{"a\\u0000": 1}',
    "surrogate in a name": '{"\\udc00": [1]}',
    "NUL deep inside": '[{"a": [{"b": "\\u0000"}]}]',
}  # fmt: skip


@pytest.mark.parametrize("value", UNSTORABLE.values(), ids=UNSTORABLE)
@pytest.mark.parametrize(
    ("path", "field"),
    [("/v1/requests", "metadata"), ("/v1/requests", "text"), ("/v1/users", "preferences"), ("/v1/venues", "name")],
)
async def test_value_that_cannot_be_kept_is_refused(
    shared: httpx2.AsyncClient, path: str, field: str, value: str
) -> None:
    rest = {
        "/v1/requests": '"text": "hello"',
        "/v1/users": '"name": "a", "timezone": "UTC"',
        "/v1/venues": '"kind": "salon"',
    }
    value = f'{{"key": {value}}}' if field in {"metadata", "preferences"} else value
    answer = await shared.post(path, content=f'{{{rest[path]}, "{field}": {value}}}', headers=JSON)
    assert_problem(answer, 422, INVALID)


@pytest.mark.parametrize(
    "query",
    [
        "/v1/tasks?status=asleep",
        "/v1/tasks?status=%00",
        "/v1/tasks?intent=%00",
        "/v1/tasks?intent=a%ED%A0%80",
        "/v1/tasks?intent=Robert'%3B--",
        "/v1/tasks?user_id=1",
        "/v1/tasks?request_id=%00",
        "/v1/venues?kind=%00",
        "/v1/bookings?user_id=nobody",
        *(f"/v1/{name}?limit={limit}" for name in ("tasks", "users", "venues", "bookings")
          for limit in ("0", "201", "-1", "many", "1.5", "", "9" * 30)),
    ],
)  # fmt: skip
async def test_wrong_query_parameter_is_named(shared: httpx2.AsyncClient, query: str) -> None:
    answer = await shared.get(query)
    assert_problem(answer, 422, INVALID)
    assert answer.json()["errors"][0]["pointer"] == f"query:{query.partition('?')[2].partition('=')[0]}"


@pytest.mark.parametrize("cursor", ["", "abc", "a" * 43, "%00", "%FF", "é", "-1"])
@pytest.mark.parametrize("path", ["/v1/tasks", "/v1/users", "/v1/venues", "/v1/bookings"])
async def test_cursor_that_is_not_ours_is_refused(shared: httpx2.AsyncClient, path: str, cursor: str) -> None:
    assert_problem(await shared.get(f"{path}?cursor={cursor}"), 400, "invalid-cursor")


THINGS = ["requests", "tasks", "users", "venues", "bookings"]


@pytest.mark.parametrize("name", THINGS)
async def test_unknown_id_is_not_found(shared: httpx2.AsyncClient, name: str) -> None:
    assert_problem(await shared.get(f"/v1/{name}/{uuid4()}"), 404, "not-found")


@pytest.mark.parametrize("name", THINGS)
@pytest.mark.parametrize("malformed", ["1", "none", "%00", "%ED%A0%80", "0193a0c4-8f5e-7c3a-9a51-2f6d4f0e1b2"])
async def test_malformed_id_is_named(shared: httpx2.AsyncClient, name: str, malformed: str) -> None:
    answer = await shared.get(f"/v1/{name}/{malformed}")
    assert_problem(answer, 422, INVALID)
    assert answer.json()["errors"][0]["pointer"] == f"path:{name[:-1]}_id"


@pytest.mark.parametrize("verb", ["reply", "confirm", "cancel", "redrive", "resolve"])
@pytest.mark.parametrize(("task_id", "status"), [(NOBODYS_ID, 404), ("nonsense", 422)])
async def test_unknown_task_takes_no_verb(shared: httpx2.AsyncClient, verb: str, task_id: str, status: int) -> None:
    bodies = {"reply": {"text": "four"}, "resolve": {"outcome": "completed", "note": "I rang them."}}
    answer = await shared.post(f"/v1/tasks/{task_id}/{verb}", json=bodies.get(verb))
    assert answer.status_code == status


@pytest.mark.parametrize(
    "body", [{}, {"outcome": "running", "note": "x"}, {"outcome": "failed"}, {"outcome": "failed", "note": " "}]
)
async def test_resolution_without_outcome_and_note_is_refused(shared: httpx2.AsyncClient, body: dict[str, Any]) -> None:
    assert_problem(await shared.post(f"/v1/tasks/{uuid4()}/resolve", json=body), 422, INVALID)


async def test_unknown_user_of_request_is_not_found(shared: httpx2.AsyncClient) -> None:
    assert_problem(await shared.post("/v1/requests", json=words(user_id=str(uuid4()))), 404, "not-found")


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/nothing", "/v1/tasks/", "/v1/tasks/a/b/c/d", "/favicon.ico"])
async def test_unknown_path_is_not_found(shared: httpx2.AsyncClient, path: str) -> None:
    assert_problem(await shared.get(path), 404, "unknown-path")
