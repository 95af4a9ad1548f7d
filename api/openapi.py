"""The OpenAPI document: FastAPI's, with the abilities' details, the problem schema, summaries, links and the webhooks added."""

import re
from collections.abc import Sequence
from typing import Any, cast

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api.openapi_answers import describe_answers
from api.openapi_links import describe_links
from api.schemas.common import Answer, Problem, StorableBody
from api.schemas.venue_imports import VenueImportBody
from services.registry import AbilityClass

DESCRIPTION = """
An older person, or a carer on their behalf, says in plain words what they need; this API understands it, does it, and
tells whoever should know. POST a sentence, poll its tasks, or be called back by signed webhook.
"""

_STREAM_EXAMPLE = 'event: task.completed\ndata: {"seq": 3, "type": "task.completed"}\nid: 3\nretry: 3000\n\n'
_FIRST_SENTENCE = re.compile(r"(?<=[.!?;:])\s")
_COMPONENTS = "#/components/schemas/{model}"


def operation_id(route: APIRoute) -> str:
    """The name of the route's function, unique in this API."""
    return route.name


def make_openapi(app: FastAPI, *, abilities: list[AbilityClass]) -> dict[str, Any]:
    """The whole document."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.1.0",
        description=DESCRIPTION,
        routes=app.routes,
        webhooks=app.webhooks.routes,
    )
    schemas: dict[str, Any] = document["components"]["schemas"]
    for model in (Problem, VenueImportBody):  # the one no route answers, the other no route takes by itself
        schema = model.model_json_schema(ref_template=_COMPONENTS)
        schemas |= {**schema.pop("$defs", {}), **schemas, model.__name__: schema}
    _restore_examples(schemas, [StorableBody, Answer])
    _add_abilities(schemas, abilities)
    schemas["UserAnswer"]["properties"]["preferences"] = {"$ref": _COMPONENTS.format(model="PreferencesBody")}
    _name_bounds(document)
    _describe_streams(document)
    _summarize(document)
    describe_answers(document)
    describe_links(document)
    return document


def _summarize(document: dict[str, Any]) -> None:
    """The first sentence of a description says in lists what an operation does; FastAPI would put its name there."""
    for operations in (*document["paths"].values(), *document["webhooks"].values()):
        for operation in operations.values():
            first = operation["description"].partition("\n\n")[0].replace("\n", " ")
            operation["summary"] = _FIRST_SENTENCE.split(first, maxsplit=1)[0].rstrip(".:;")


def _restore_examples(schemas: dict[str, Any], models: Sequence[type[BaseModel]]) -> None:
    """Give the models' examples back their nulls, which FastAPI drops wherever they stand."""
    for model in models:
        extra = model.model_config.get("json_schema_extra")
        if isinstance(extra, dict) and model.__name__ in schemas:
            schemas[model.__name__] |= extra
        _restore_examples(schemas, model.__subclasses__())


def _name_bounds(value: Any) -> None:
    """Bounds of lists and objects by their own names: pydantic calls them those of texts where a validator comes first."""
    if isinstance(value, list):
        for each in cast("list[Any]", value):
            _name_bounds(each)
    elif isinstance(value, dict):
        schema = cast("dict[str, Any]", value)
        kind = {"array": "Items", "object": "Properties"}.get(str(schema.get("type")))
        for bound in ("min", "max"):
            if kind and f"{bound}Length" in schema:
                schema[bound + kind] = schema.pop(f"{bound}Length")
        for each in schema.values():
            _name_bounds(each)


def _describe_streams(document: dict[str, Any]) -> None:
    """FastAPI describes events by `itemSchema`, which came with OpenAPI 3.2; in 3.1 a stream is text."""
    operations = (operation for path in document["paths"].values() for operation in path.values())
    for operation in operations:
        stream = operation["responses"].get("200", {}).get("content", {}).get("text/event-stream")
        if stream is not None:
            stream.pop("itemSchema", None)
            stream["schema"] = {
                "description": "Server-sent events; `data` is an EventAnswer, or in `stream.closed` a Problem."
            }
            stream["example"] = _STREAM_EXAMPLE


def _add_abilities(schemas: dict[str, Any], abilities: list[AbilityClass]) -> None:
    """One schema of details for each intent; wherever a body has intent and details, it refers to them."""
    names: dict[str, str] = {}
    for ability in abilities:
        schema = ability.details_schema(ref_template=_COMPONENTS)
        schemas |= schema.pop("$defs", {})
        name = f"{''.join(part.title() for part in ability.intent.split('_'))}Details"
        schemas[name] = {
            **schema,
            "title": name,
            "description": f"`{ability.intent}`: I can {ability.summary}.",
            "x-examples-of-speech": list(ability.cues.examples),
        }
        names[ability.intent] = name
    for schema in schemas.values():
        properties = schema.get("properties", {})
        if {"intent", "details"} <= properties.keys():
            properties["intent"] |= {"enum": sorted(names)}
            properties["details"] = {
                "title": "Details",
                "description": "What was understood; its shape depends on the intent.",
                "anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in sorted(names.values())],
            }
