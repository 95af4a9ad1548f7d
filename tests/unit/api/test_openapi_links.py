"""What is made leads to all that can be done with it, in the stored document as a program would follow it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from api.export import PATH
from api.openapi_links import describe_links

DOCUMENT: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
NOTHING_TO_FOLLOW = {
    "make_consent_code": "a code has no id: it is typed in",
    "send_magic_link": "the answer says nothing, or it would tell who has a login",
    "redeliver_failed": "how many: the deliveries are listed",
    "redrive_dead_letter": "a task or a delivery: Location says which",
}


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


BY_ID = {operation["operationId"]: (path, operation) for path, _, operation in operations()}
MAKING = {
    operation["operationId"]: {status for status in operation["responses"] if status in {"201", "202"}}
    for _, _, operation in operations()
    if not operation["responses"].keys().isdisjoint({"201", "202"})
}
LINKS = [
    pytest.param(path, answer, link, id=f"{operation['operationId']}-{status}-{link['operationId']}")
    for path, _, operation in operations()
    for status, answer in operation["responses"].items()
    for link in answer.get("links", {}).values()
]


@pytest.mark.parametrize("operation_id", MAKING)
def test_whatever_makes_something_leads_to_it(operation_id: str) -> None:
    _, operation = BY_ID[operation_id]
    for status in MAKING[operation_id]:
        has_links = bool(operation["responses"][status].get("links"))
        assert has_links is (operation_id not in NOTHING_TO_FOLLOW), "see api/openapi_links.py"


def test_what_is_made_in_a_collection_leads_to_every_call_on_one_of_it() -> None:
    missing: list[str] = []
    for path, _, operation in operations():
        collection = re.sub(r"/\{\w+\}$", "", path)
        maker = DOCUMENT["paths"].get(collection, {}).get("post", {})
        if collection != path and (statuses := MAKING.get(maker.get("operationId", ""))):
            missing += [
                f"{maker['operationId']} {status}: {operation['operationId']}"
                for status in statuses
                if operation["operationId"] not in maker["responses"][status].get("links", {})
            ]
    assert missing == []


@pytest.mark.parametrize(("path", "answer", "link"), LINKS)
def test_link_says_where_all_that_it_needs_is_found(path: str, answer: dict[str, Any], link: dict[str, Any]) -> None:
    target, _ = BY_ID[link["operationId"]]
    assert link["parameters"].keys() == set(re.findall(r"\{(\w+)\}", target))
    for expression in link["parameters"].values():
        kind, _, rest = expression.partition("#/")
        if kind == "$response.body":
            assert _is_text_at(answer["content"]["application/json"]["schema"], rest.split("/")), expression
        else:
            assert f"{{{expression.removeprefix('$request.path.')}}}" in path


def _is_text_at(schema: dict[str, Any], steps: list[str]) -> bool:
    """Whether something of this schema has a text at the end of a pointer."""
    if "$ref" in schema:
        return _is_text_at(DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]], steps)
    if not steps:
        return schema.get("type") == "string"
    first, *rest = steps
    return _is_text_at(schema["items"] if first == "0" else schema["properties"][first], rest)


def test_owner_is_taken_from_the_path_that_was_called() -> None:
    thing = {"properties": {"id": {"type": "string"}}}
    answers = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
    one: dict[str, Any] = {"operationId": "get_thing", "responses": {"200": dict(answers)}}
    new: dict[str, Any] = {"operationId": "create_thing", "responses": {"201": dict(answers)}}
    paths = {"/of/{owner}/things": {"post": new}, "/of/{owner}/things/{thing}": {"get": one}}
    describe_links({"paths": paths, "components": {"schemas": {"Thing": thing}}})
    assert new["responses"]["201"]["links"] == {
        "get_thing": {
            "operationId": "get_thing",
            "parameters": {"owner": "$request.path.owner", "thing": "$response.body#/id"},
        }
    }
    assert "links" not in one["responses"]["200"]
