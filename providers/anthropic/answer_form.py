"""How the form of an answer is asked for in the Messages API."""

from typing import Any

from pydantic import JsonValue

from providers.remote.dialect import Dialect, Structure
from providers.spans.wire import Schema

DIALECT = Dialect(keeps_to_schema=True)
_TOOL = "understood"


def form_parameters(schema: Schema, structure: Structure) -> dict[str, Any]:
    """The parameters that ask for an answer of this form; none where it can only be asked for in words.

    Next to the strict form comes a tool that must be used: models without structured outputs know it too, and a form
    that is too large for the strict one is not too large for it.
    """
    if structure is Structure.STRICT_SCHEMA:
        return {"output_config": {"format": {"type": "json_schema", "schema": _adapt(schema)}}}
    if structure is Structure.SCHEMA:
        tool = {"name": _TOOL, "description": "Hands in the form.", "input_schema": _adapt(schema)}
        return {"tools": [tool], "tool_choice": {"type": "tool", "name": _TOOL}}
    return {}


def _adapt(value: JsonValue) -> JsonValue:
    """The same schema without a greatest number of items, which our own validator counts, and without lists of types."""
    if isinstance(value, list):
        return [_adapt(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _adapt(each) for name, each in value.items() if name != "maxItems"}
    types = kept.get("type")
    if isinstance(types, list):
        kept["anyOf"] = [{"type": each} for each in types]
        del kept["type"]
    return kept
