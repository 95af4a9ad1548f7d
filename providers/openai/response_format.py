"""How the form of an answer is asked for in Chat Completions."""

from providers.remote.dialect import Structure
from providers.spans.wire import Schema

_NAME = "understood"


def response_format(schema: Schema, structure: Structure) -> Schema | None:
    """The parameter that asks for an answer of this form; None where it can only be asked for in words."""
    if structure is Structure.PROMPT:
        return None
    if structure is Structure.JSON_OBJECT:
        return {"type": "json_object"}
    strict: Schema = {"strict": True} if structure is Structure.STRICT_SCHEMA else {}
    return {"type": "json_schema", "json_schema": {"name": _NAME, "schema": schema, **strict}}
