"""How the form of an answer is asked for in the Messages API."""

from typing import Any

from pydantic import JsonValue

from providers.remote.dialect import Dialect, Structure
from providers.spans.wire import Schema

DIALECT = Dialect(keeps_to_schema=True)
_TOOL = "understood"
_NOT_TAKEN = frozenset({"maxItems"})  # our own validator counts


def form_parameters(schema: Schema, structure: Structure) -> dict[str, Any]:
    """The parameters that ask for an answer of this form; none where it can only be asked for in words.

    Next to the strict form comes a tool that must be used: models without structured outputs know it too, and a form
    that is too large for the strict one is not too large for it.
    """
    if structure is Structure.STRICT_SCHEMA:
        return {"output_config": {"format": {"type": "json_schema", "schema": _without(schema, _NOT_TAKEN)}}}
    if structure is Structure.SCHEMA:
        tool = {"name": _TOOL, "description": "Hands in the form.", "input_schema": _without(schema, _NOT_TAKEN)}
        return {"tools": [tool], "tool_choice": {"type": "tool", "name": _TOOL}}
    return {}


def _without(value: JsonValue, keys: frozenset[str]) -> JsonValue:
    if isinstance(value, dict):
        return {name: _without(each, keys) for name, each in value.items() if name not in keys}
    return [_without(each, keys) for each in value] if isinstance(value, list) else value
