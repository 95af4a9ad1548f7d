"""What an answer of the OpenAPI document leads to: `links` from whatever has been made or read to all that can be done with it.

A kind of answer is at home where it is read by its id (`GET /v1/users/{user_id}` answers a `UserAnswer`), or below the
collection that makes it, where it can't be read by itself. Every answer of a call that makes or reads one then links to each
operation of its home and directly below; so does each of the kinds that it lists, by the first (`tasks` of a request).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

Paths = dict[str, dict[str, Any]]
_ITEM: Final = re.compile(r"^(?P<collection>.+)/\{(?P<name>\w+)\}$")
_PARAMETER: Final = re.compile(r"\{(\w+)\}")
_MADE_OR_READ: Final = ("200", "201", "202")


def describe_links(document: dict[str, Any]) -> None:
    """Add them to a document."""
    paths: Paths = document["paths"]
    schemas: dict[str, Any] = document["components"]["schemas"]
    homes = _find_homes(paths, schemas)
    for path, operations in paths.items():
        for method, operation in operations.items():
            if not (method == "get" and path in homes.values()) and not _makes(operation):
                continue
            for status, kind in _kinds_of(operation):
                links = _links_of(kind, path, homes=homes, document=document)
                if method == "get":
                    links.pop(operation["operationId"], None)
                if links:
                    operation["responses"][status]["links"] = links


def _makes(operation: Mapping[str, Any]) -> bool:
    return not {"201", "202"}.isdisjoint(operation["responses"])


def _find_homes(paths: Paths, schemas: Mapping[str, Any]) -> dict[str, str]:
    """By the name of the schema of an answer: the path that names one of its kind."""
    homes: dict[str, str] = {}
    items = {path: match["collection"] for path in paths if (match := _ITEM.match(path))}
    reads = ((path, paths[path].get("get")) for path in items)
    makes = ((path, paths.get(collection, {}).get("post")) for path, collection in items.items())
    for path, operation in (*reads, *makes):
        for _, kind in _kinds_of(operation or {}):
            if "id" in schemas.get(kind, {}).get("properties", {}):
                homes.setdefault(kind, path)
    return homes


def _kinds_of(operation: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for status in _MADE_OR_READ:
        content = operation.get("responses", {}).get(status, {}).get("content", {})
        if kind := _name_of(content.get("application/json", {}).get("schema", {})):
            yield status, kind


def _links_of(kind: str, path: str, *, homes: Mapping[str, str], document: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = document["components"]["schemas"].get(kind, {}).get("properties", {})
    links: dict[str, Any] = {}
    if kind in homes:
        known = {name: f"$request.path.{name}" for name in _PARAMETER.findall(path)}
        links |= _links_to(homes[kind], {**known, _id_of(homes[kind]): "$response.body#/id"}, document["paths"])
    for field, schema in fields.items():
        if (home := homes.get(_name_of(schema.get("items", {})))) is not None:
            links |= _links_to(home, {_id_of(home): f"$response.body#/{field}/0/id"}, document["paths"])
    return links


def _links_to(home: str, known: Mapping[str, str], paths: Paths) -> dict[str, Any]:
    """To every operation of a home, and of what is below it, that needs to know no more than this of where it is."""
    return {
        operation["operationId"]: {
            "operationId": operation["operationId"],
            "parameters": {name: known[name] for name in names},
        }
        for path, operations in paths.items()
        if (path == home or path.startswith(f"{home}/")) and (names := _PARAMETER.findall(path))
        if known.keys() >= set(names)
        for operation in operations.values()
    }


def _id_of(home: str) -> str:
    return _PARAMETER.findall(home)[-1]


def _name_of(schema: Mapping[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
