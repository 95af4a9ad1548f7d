"""The subset of JSON schema that OpenAI's strict mode takes; what other servers can't take of it, their own file takes out.

Every object names all its properties as required and allows no others, absence is null, and a union stands under a
property. A schema outside of it is answered with 400, so it is held against the rules before it is sent.
"""

from collections.abc import Iterator, Mapping
from typing import cast

from pydantic import JsonValue

from providers.spans.wire import Schema

_ALLOWED = frozenset(
    [
        "type",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "anyOf",
        "enum",
        "const",
        "description",
        "$defs",
        "$ref",
        "minItems",
        "maxItems",
        "pattern",
        "format",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
    ]
)
_DEEPEST, _MOST_PROPERTIES, _MOST_VALUES, _LONGEST = 10, 5_000, 1_000, 120_000


def find_violations(schema: Schema) -> list[str]:
    """What strict mode would refuse, as "path: what"; empty for a schema that it takes."""
    nodes = list(_walk(schema, "#", depth=0))
    found = [f"{path}: {what}" for path, node, _ in nodes for what in _violations(node)]
    if schema.get("type") != "object":
        found.append("#: the root is no object")
    if max(depth for _, _, depth in nodes) > _DEEPEST:
        found.append("#: nested too deep")
    names = [name for _, node, _ in nodes for name in _mapping(node.get("properties"))]
    values = [str(value) for _, node, _ in nodes for value in _list(node.get("enum"))]
    if len(names) > _MOST_PROPERTIES or len(values) > _MOST_VALUES:
        found.append("#: too many properties or values")
    if sum(map(len, [*names, *values, *_mapping(schema.get("$defs"))])) > _LONGEST:
        found.append("#: names and values are too long")
    return found


def _violations(node: Schema) -> Iterator[str]:
    unknown = sorted(node.keys() - _ALLOWED)
    if unknown:
        yield f"{', '.join(unknown)} is not taken"
    if "$ref" in node and len(node) > 1:
        yield "$ref has siblings"
    if not node.keys() & {"type", "anyOf", "$ref", "enum", "const"}:
        yield "anything is allowed"
    if node.get("type") == "object":
        if node.get("additionalProperties") is not False:
            yield "other properties are allowed"
        if set(_list(node.get("required"))) != set(_mapping(node.get("properties"))):
            yield "not every property is required"


def _walk(node: Schema, path: str, *, depth: int) -> Iterator[tuple[str, Schema, int]]:
    yield path, node, depth
    for key in ("properties", "$defs"):
        for name, child in _mapping(node.get(key)).items():
            yield from _walk(cast("Schema", child), f"{path}/{key}/{name}", depth=depth + (key == "properties"))
    for index, child in enumerate(_list(node.get("anyOf"))):
        yield from _walk(cast("Schema", child), f"{path}/anyOf/{index}", depth=depth)
    if isinstance(node.get("items"), dict):
        yield from _walk(cast("Schema", node["items"]), f"{path}/items", depth=depth + 1)


def _mapping(value: JsonValue) -> Mapping[str, JsonValue]:
    return value if isinstance(value, dict) else {}


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []
