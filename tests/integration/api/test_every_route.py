"""The conventions of the API, held against every operation of its document; that answers keep to it is checked at every call."""

from http import HTTPStatus
from typing import Any

import httpx2
import pytest
from fastapi.routing import APIRoute

from api.permissions import OPEN
from api.query import OUTSIDERS_ASK, query_names
from core.errors import PROBLEM_PREFIX, GrandmaError
from tests.integration.api.calling import NOBODYS_ID, app_of_product, document_of_product, promises_of_product
from tests.integration.api.promises import assert_problem

DOCUMENT: dict[str, Any] = document_of_product()
EXAMPLES: dict[str, Any] = DOCUMENT["components"]["examples"]
OPERATIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
WITH_KEY = [name for name, (_, _, operation) in OPERATIONS.items() if "security" in operation]
CHANGING = {"PUT", "PATCH", "DELETE"}
NOWHERE = {"create_invitation", "create_push_subscription", "make_consent_code", "send_magic_link"}
"""What they make has no address: it can't be read by itself."""
UNTAGGED = {
    "get_calendar",
    "get_reminder_calendar",
    "export_user",
    "stream_events",
    "show_magic_link",
    "show_invitation",
}
"""They answer no JSON."""


def headers_of(name: str, status: str) -> dict[str, dict[str, Any]]:
    response = promises_of_product().read(OPERATIONS[name][2]["responses"][status])
    return {header: promises_of_product().read(value) for header, value in response["headers"].items()}


def parameters_of(name: str, place: str) -> set[str]:
    return {each["name"].lower() for each in OPERATIONS[name][2].get("parameters", ()) if each["in"] == place}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_has_its_headers(name: str) -> None:
    for status in OPERATIONS[name][2]["responses"].keys() - {"414", "431"}:  # of the server, before there is a call
        headers = headers_of(name, status)
        assert headers["X-Request-ID"]["required"]
        wanted = {"401": "WWW-Authenticate", "405": "Allow", "429": "Retry-After", "304": "ETag"}.get(status)
        assert wanted is None or headers[wanted]["required"]


@pytest.mark.parametrize(
    "name", [name for name in OPERATIONS if {"201", "202"} & OPERATIONS[name][2]["responses"].keys()]
)
def test_what_was_made_or_begun_says_where_it_is(name: str) -> None:
    responses = OPERATIONS[name][2]["responses"]
    for status in {"201", "202"} & responses.keys():
        headers = headers_of(name, status)
        assert ("Location" in headers and headers["Location"]["required"]) == (name not in NOWHERE)
        assert ("Retry-After" in headers) == (status == "202" and name not in NOWHERE)


@pytest.mark.parametrize("name", [name for name, (method, *_) in OPERATIONS.items() if method == "GET"])
def test_what_is_read_has_a_tag_and_can_be_waited_for(name: str) -> None:
    _, path, operation = OPERATIONS[name]
    if not path.startswith("/v1/") or name in UNTAGGED:
        assert "304" not in operation["responses"]
        return
    assert {"ETag", "Preference-Applied"} <= headers_of(name, "200").keys() & headers_of(name, "304").keys()
    assert {"if-none-match", "prefer"} <= parameters_of(name, "header")
    assert ("Link" in headers_of(name, "200")) == ("cursor" in parameters_of(name, "query"))


@pytest.mark.parametrize("name", [name for name, (method, *_) in OPERATIONS.items() if method in CHANGING])
def test_what_is_changed_can_be_guarded_where_it_has_a_tag(name: str) -> None:
    _, path, operation = OPERATIONS[name]
    has_tag = "304" in DOCUMENT["paths"][path].get("get", {"responses": ()})["responses"]
    assert ("if-match" in parameters_of(name, "header")) == has_tag
    assert ("412" in operation["responses"]) == has_tag


@pytest.mark.parametrize("name", OPERATIONS)
def test_name_and_summary_can_be_read(name: str) -> None:
    operation = OPERATIONS[name][2]
    assert name == name.lower()
    assert name.isidentifier()
    summary = operation["summary"]
    assert summary[0].isupper() or summary[0] == "`"
    assert summary[-1] not in ".:;,"
    assert len(summary) <= 140
    assert summary != name.replace("_", " ").title(), "that says no more than the name"
    assert operation["description"].replace("\n", " ").startswith(summary)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_examples_of_problems_are_problems(kind: str) -> None:
    problem = EXAMPLES[kind]["value"]
    promises_of_product().conforms(problem, {"$ref": "#/components/schemas/Problem"})
    assert problem["type"] == PROBLEM_PREFIX + kind
    errors = {error.name: (error.title, error.status) for error in kinds_of(GrandmaError)}
    assert kind not in errors or errors[kind] == (problem["title"], problem["status"])
    for name, response in DOCUMENT["components"]["responses"].items():
        for used in response["content"]["application/problem+json"]["examples"]:
            assert name.startswith(str(EXAMPLES[used]["value"]["status"]))


def kinds_of(error: type[GrandmaError]) -> list[type[GrandmaError]]:
    return [error, *(each for sub in error.__subclasses__() for each in kinds_of(sub))]


def test_what_may_be_asked_is_what_is_documented() -> None:
    routes = {route.name: route for route in app_of_product().state.routes if isinstance(route, APIRoute)}
    for name in WITH_KEY:
        in_security = {"token"} if "CalendarToken" in str(OPERATIONS[name][2]["security"]) else set[str]()
        assert query_names(routes[name]) == parameters_of(name, "query") | in_security, name


@pytest.mark.parametrize("name", [*WITH_KEY, *sorted(OPEN - OUTSIDERS_ASK)])
async def test_unknown_parameter_is_refused(shared: httpx2.AsyncClient, name: str) -> None:
    method, path, _ = OPERATIONS[name]
    where = path.format_map(_AnyId())
    answer = await shared.request(method, where, params={"stauts": "failed"}, json={} if method != "GET" else None)
    assert_problem(answer, HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-request")
    assert {"pointer": "query:stauts"}.items() <= answer.json()["errors"][0].items()


def test_outsiders_ask_where_nobody_has_a_key_and_nowhere_else() -> None:
    assert OUTSIDERS_ASK < OPEN
    assert {
        "log_in",
        "send_magic_link",
        "follow_magic_link",
        "refresh_login",
        "accept_invitation",
    } == OPEN - OUTSIDERS_ASK


@pytest.mark.parametrize("name", sorted(OUTSIDERS_ASK))
async def test_what_outsiders_append_changes_nothing(shared: httpx2.AsyncClient, name: str) -> None:
    [route] = [each for each in app_of_product().state.routes if getattr(each, "name", None) == name]
    method, where = next(iter(route.methods)), route.path.format_map(_AnyId())
    asked = dict.fromkeys(query_names(route), NOBODYS_ID)
    plain = await shared.request(method, where, params=asked)
    appended = await shared.request(method, where, params={**asked, "utm_source": "mail"})
    assert (appended.status_code, "utm_source" in appended.text) == (plain.status_code, False)


class _AnyId(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "booking" if key == "queue" else NOBODYS_ID
