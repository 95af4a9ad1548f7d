"""The OpenAPI document: FastAPI's, with the abilities' details, the problem schema and the webhooks added."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api.problems import documented
from api.repeats import DESCRIPTION as DESCRIPTION_OF_KEY
from api.repeats import HEADER, UNSAFE
from api.schemas.common import Answer, Problem, StorableBody
from api.schemas.venue_imports import VenueImportBody
from services.registry import AbilityClass

DESCRIPTION = """
An older person, or a carer on their behalf, says in plain words what they need; this API understands it, does it, and
tells whoever should know. POST a sentence, poll its tasks, or be called back by signed webhook.
"""

_STREAM_EXAMPLE = 'event: task.completed\ndata: {"seq": 3, "type": "task.completed"}\nid: 3\nretry: 3000\n\n'
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
    _describe_streams(document)
    _describe_conditions(document)
    _describe_keys(document)
    _describe_limits(document)
    return document


def _describe_conditions(document: dict[str, Any]) -> None:
    """What `api/conditional.py` does to every JSON answer to GET."""
    for path, operations in document["paths"].items():
        get = operations.get("get")
        if get is None or not path.startswith("/v1/") or "application/json" not in get["responses"]["200"]["content"]:
            continue
        get.setdefault("parameters", []).append(
            {
                "name": "If-None-Match",
                "in": "header",
                "required": False,
                "schema": {"type": "string", "title": "If-None-Match"},
                "description": "The ETag of what you have: 304 without a body where it is still the same.",
            }
        )
        is_always_json = len(get["responses"]["200"]["content"]) == 1
        get["responses"]["200"].setdefault("headers", {})["ETag"] = {**_TAG, "required": is_always_json}
        schema = get["responses"]["200"]["content"]["application/json"].get("schema", {})
        if str(schema.get("$ref", "")).endswith("Page"):
            get["responses"]["200"]["headers"]["Link"] = _LINK
        get["responses"]["304"] = {"description": "Not Modified", "headers": {"ETag": _TAG}}


def _describe_keys(document: dict[str, Any]) -> None:
    """The Idempotency-Key that every unsafe call may have (`api/repeats.py`)."""
    for operations in document["paths"].values():
        for method, operation in operations.items():
            if method.upper() not in UNSAFE or "security" not in operation:
                continue
            parameters = operation.setdefault("parameters", [])
            parameters[:] = [each for each in parameters if each["name"].lower() != HEADER.lower()] + [_KEY]
            for status, response in operation["responses"].items():
                if status.startswith("2"):
                    response.setdefault("headers", {})["Idempotent-Replayed"] = _REPLAYED
            operation["responses"].setdefault("409", documented(409)[409])


def _describe_limits(document: dict[str, Any]) -> None:
    """What is said of how often one may call, and when to come again."""
    for operations in document["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if status in {"429", "503"}:
                    response.setdefault("headers", {})["Retry-After"] = _RETRY_AFTER
                if status == "429" or (status.startswith("2") and "security" in operation):
                    response.setdefault("headers", {}).update(_RATES)


_RETRY_AFTER: dict[str, Any] = {
    "description": "After how many seconds to come again.",
    "required": True,
    "schema": {"type": "integer", "minimum": 1},
}
_RATES: dict[str, Any] = {
    "RateLimit-Policy": {
        "description": "How many calls (`q`) are allowed in how many seconds (`w`); absent where none are counted.",
        "required": False,
        "schema": {"type": "string", "examples": ['"account";q=60;w=60']},
    },
    "RateLimit": {
        "description": "How many calls are left (`r`), and after how many seconds all of them are again (`t`).",
        "required": False,
        "schema": {"type": "string", "examples": ['"account";r=59;t=1']},
    },
}
_KEY: dict[str, Any] = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "title": HEADER, "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "description": DESCRIPTION_OF_KEY,
}
_LINK: dict[str, Any] = {
    "description": 'Where there is more: the next part of the list, `rel="next"`.',
    "required": False,
    "schema": {"type": "string"},
}
_REPLAYED: dict[str, Any] = {
    "description": "`true`: an earlier call with the same Idempotency-Key made what is answered.",
    "required": False,
    "schema": {"type": "string", "enum": ["true"]},
}
_TAG: dict[str, Any] = {"description": "Names this state of it.", "required": True, "schema": {"type": "string"}}


def _restore_examples(schemas: dict[str, Any], models: Sequence[type[BaseModel]]) -> None:
    """Give the models' examples back their nulls, which FastAPI drops wherever they stand."""
    for model in models:
        extra = model.model_config.get("json_schema_extra")
        if isinstance(extra, dict) and model.__name__ in schemas:
            schemas[model.__name__] |= extra
        _restore_examples(schemas, model.__subclasses__())


def _describe_streams(document: dict[str, Any]) -> None:
    """FastAPI describes events by `itemSchema`, which came with OpenAPI 3.2; in 3.1 a stream is text."""
    operations = (operation for path in document["paths"].values() for operation in path.values())
    for operation in operations:
        stream = operation["responses"].get("200", {}).get("content", {}).get("text/event-stream")
        if stream is not None:
            stream.pop("itemSchema", None)
            stream["schema"] = {"description": "Server-sent events; `data` is an EventAnswer."}
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
