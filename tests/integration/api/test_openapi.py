"""The OpenAPI document is whole, valid and true; that answers keep it is checked at every call (`promises.py`)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

import httpx2
import pytest

from services.registry import find_abilities
from tests.integration.api.calling import document_of_product, promises_of_product

DOCUMENT: dict[str, Any] = document_of_product()
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
PROBLEM = "application/problem+json"


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in DOCUMENT["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


OPERATIONS = dict(operations())
BODIES = {name: each["requestBody"] for name, each in OPERATIONS.items() if "requestBody" in each}
WEBHOOKS: dict[str, Any] = {name: each["post"] for name, each in DOCUMENT["webhooks"].items()}


async def test_document_is_served_to_anybody(shared: httpx2.AsyncClient) -> None:
    answer = await shared.get("/openapi.json", headers={"Authorization": ""})
    assert answer.status_code == 200
    assert answer.json()["openapi"] == "3.1.0"
    assert answer.json()["paths"].keys() == DOCUMENT["paths"].keys()


async def test_pages_for_people_are_served_to_anybody(shared: httpx2.AsyncClient) -> None:
    answer = await shared.get("/docs", headers={"Authorization": ""})
    assert answer.headers["content-type"].startswith("text/html")
    assert "/openapi.json" in answer.text


def test_every_call_of_the_contract_is_there() -> None:
    assert OPERATIONS.keys() >= {
        "POST /v1/requests",
        "GET /v1/requests/{request_id}",
        "POST /v1/parse",
        "GET /v1/tasks",
        "GET /v1/tasks/{task_id}",
        "GET /v1/tasks/{task_id}/events",
        "GET /v1/tasks/{task_id}/events/stream",
        *(f"POST /v1/tasks/{{task_id}}/{verb}" for verb in ("reply", "confirm", "cancel", "redrive", "resolve")),
        "POST /v1/users",
        "GET /v1/users/{user_id}",
        "POST /v1/users/{user_id}/contacts",
        "GET /v1/venues",
        "GET /v1/venues/{venue_id}",
        "POST /v1/venues",
        "POST /v1/venues/import",
        "PATCH /v1/venues/{venue_id}",
        "DELETE /v1/venues/{venue_id}",
        "GET /v1/bookings",
        "GET /v1/bookings/{booking_id}",
        "PATCH /v1/bookings/{booking_id}",
        "POST /v1/bookings/{booking_id}/cancel",
        "GET /v1/availability",
        "POST /v1/webhooks",
        "GET /v1/webhooks",
        "GET /v1/webhooks/{endpoint_id}",
        "DELETE /v1/webhooks/{endpoint_id}",
        "PUT /v1/venues/{venue_id}/secrets",
        "POST /v1/inbound/{system}",
        "GET /v1/users/{user_id}/bookings.ics",
        "GET /v1/users/{user_id}/calendar-link",
        "GET /v1/webhooks/signing-secret",
        "GET /health",
        "GET /health/live",
        "GET /health/ready",
        "GET /metrics",
    }


def test_operation_ids_are_unique_names() -> None:
    names = Counter([each["operationId"] for each in [*OPERATIONS.values(), *WEBHOOKS.values()]])
    assert max(names.values()) == 1
    assert all(name.isidentifier() for name in names)


LOGINS = {
    "POST /v1/auth/login",
    "POST /v1/auth/magic-link",
    "POST /v1/auth/magic-link/follow",
    "POST /v1/auth/refresh",
    "POST /v1/auth/invitations/accept",
}
PAGES = {"GET /v1/auth/magic-link/follow", "GET /v1/auth/invitations/accept"}
"""Behind the links of mails, for people: no key, nothing looked up."""


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_documents_its_problems(name: str) -> None:
    operation = OPERATIONS[name]
    wanted = {"405", "500"}
    if name.split()[1].startswith("/v1"):
        wanted |= {"422"} if name in PAGES else {"401", "422", "503"}
        by_link: list[dict[str, list[str]]] = [{"CalendarToken": []}] if name.endswith(".ics") else []
        # Outside systems sign what they call with, each in its own way; who logs in has no key yet.
        is_open = "/v1/inbound" in name or name in LOGINS | PAGES
        assert operation.get("security") == (None if is_open else [{"HTTPBearer": []}, *by_link])
    if "{" in name:
        wanted |= {"404"}
    if "requestBody" in operation:
        wanted |= {"400", "413", "415"}
    if any(each["name"] == "cursor" for each in operation.get("parameters", ())):
        wanted |= {"400"}
    assert operation["responses"].keys() >= wanted
    assert operation["description"]


@pytest.mark.parametrize("name", OPERATIONS)
def test_errors_are_problem_documents(name: str) -> None:
    for status, reference in OPERATIONS[name]["responses"].items():
        if int(status) >= 400 and not (name.startswith("GET /health") and status == "503"):
            content = promises_of_product().read(reference)["content"]
            assert content.keys() == {PROBLEM}
            assert content[PROBLEM]["schema"] == {"$ref": "#/components/schemas/Problem"}
            assert content[PROBLEM]["examples"]


def test_every_answer_to_a_counted_call_says_how_many_are_left() -> None:
    for name, operation in OPERATIONS.items():
        for status, reference in operation["responses"].items():
            headers = promises_of_product().read(reference)["headers"].keys()
            # A wrong method, and what is too large, are refused before anybody looks who is calling.
            is_counted = "security" in operation and status not in {"405", "413", "414", "431"}
            assert headers & {"RateLimit", "RateLimit-Policy"} == (
                {"RateLimit", "RateLimit-Policy"} if is_counted else set()
            ), f"{name} {status}"


@pytest.mark.parametrize("verb", ["reply", "confirm", "cancel", "redrive", "resolve"])
def test_verbs_of_tasks_document_conflicts(verb: str) -> None:
    assert "409" in OPERATIONS[f"POST /v1/tasks/{{task_id}}/{verb}"]["responses"]


def test_framework_left_no_schema_of_its_own() -> None:
    assert not {"HTTPValidationError", "ValidationError"} & SCHEMAS.keys()


def test_bounds_are_those_of_the_kind() -> None:
    for schema in schemas_within(DOCUMENT):
        if str(schema.get("type")) in {"array", "object"}:
            assert not {"minLength", "maxLength"} & schema.keys()


def test_every_reference_leads_somewhere() -> None:
    wanted = set(references(DOCUMENT))
    there = {f"#/components/{kind}/{name}" for kind, each in DOCUMENT["components"].items() for name in each}
    assert wanted <= there
    unused = {each for each in there - wanted if "/schemas/" not in each and "/securitySchemes/" not in each}
    assert not unused


@pytest.mark.parametrize("name", BODIES)
def test_body_has_examples(name: str) -> None:
    assert examples_of(BODIES[name]["content"]["application/json"]["schema"])


@pytest.mark.parametrize("name", OPERATIONS)
def test_answer_has_examples(name: str) -> None:
    for status, response in OPERATIONS[name]["responses"].items():
        schema = response.get("content", {}).get("application/json", {}).get("schema")
        assert schema is None or examples_of(schema), f"{status} has no example"


@pytest.mark.parametrize("name", [name for name in SCHEMAS if "examples" in SCHEMAS[name]])
def test_examples_are_valid(name: str) -> None:
    for example in SCHEMAS[name]["examples"]:
        promises_of_product().conforms(example, SCHEMAS[name])


@pytest.mark.parametrize("name", [name for name, each in SCHEMAS.items() if "properties" in each])
def test_examples_of_fields_are_valid(name: str) -> None:
    for schema in SCHEMAS[name]["properties"].values():
        for example in schema.get("examples", ()):
            promises_of_product().conforms(example, schema)


@pytest.mark.parametrize("name", BODIES)
def test_bodies_are_closed(name: str) -> None:
    reference = BODIES[name]["content"]["application/json"]["schema"]["$ref"]
    assert SCHEMAS[reference.rpartition("/")[2]]["additionalProperties"] is False


def test_details_of_every_ability_are_described() -> None:
    for ability in find_abilities():
        name = "".join(part.title() for part in ability.intent.split("_")) + "Details"
        assert SCHEMAS[name]["properties"].keys() >= {slot.name for slot in ability.spec().slots}
        assert SCHEMAS[name]["x-examples-of-speech"] == list(ability.cues.examples)
        for user in ("TaskAnswer", "ParseAnswer"):
            assert {"$ref": f"#/components/schemas/{name}"} in SCHEMAS[user]["properties"]["details"]["anyOf"]
            assert ability.intent in SCHEMAS[user]["properties"]["intent"]["enum"]


@pytest.mark.parametrize(("name", "body"), [("task", "TaskMessage"), ("booking", "BookingMessage")])
def test_message_to_receivers_is_described(name: str, body: str) -> None:
    webhook = WEBHOOKS[name]
    assert webhook["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith(f"/{body}")
    assert {each["name"] for each in webhook["parameters"]} == {
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
    }


def test_key_is_described() -> None:
    assert DOCUMENT["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"


def examples_of(schema: dict[str, Any]) -> list[Any]:
    if "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    return schema.get("examples") or [found for one in schema.get("anyOf", []) for found in examples_of(one)]


def references(value: Any) -> Iterator[str]:
    for schema in schemas_within(value):
        if "$ref" in schema:
            yield str(schema["$ref"])


def schemas_within(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value, itself among them."""
    if isinstance(value, dict):
        parts = cast("dict[str, Any]", value)
        yield parts
        yield from (found for each in parts.values() for found in schemas_within(each))
    elif isinstance(value, list):
        yield from (found for each in cast("list[Any]", value) for found in schemas_within(each))
