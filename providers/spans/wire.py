"""The form that a model fills in, and its JSON schema: small, flat, in words; no value is computed in it."""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from core.ability import AbilitySpec, SlotKind, SlotSpec

MOST_WISHES = 3

Schema: TypeAlias = dict[str, JsonValue]

_WORDS = "The part of the text that says this wish, copied exactly."


class WireWish(BaseModel):
    """One wish: which kind, in which words, and the words of each detail."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    intent: str
    words: str
    slots: Mapping[str, str | list[str] | None] = Field(default_factory=dict[str, str | list[str] | None])

    def quotes(self, slot: str) -> list[str]:
        """What was quoted for a slot, without blanks."""
        given = self.slots.get(slot)
        listed = given if isinstance(given, list) else [given or ""]
        return [quote for quote in listed if quote.strip()]


class WireAnswer(BaseModel):
    """A whole answer."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    wishes: list[WireWish] = Field(min_length=1, max_length=MOST_WISHES)


def build_schema(abilities: Sequence[AbilitySpec], *, most: int = MOST_WISHES) -> Schema:
    """The schema of an answer that names these abilities only. The root is an object, each ability a definition."""
    references: list[JsonValue] = [{"$ref": f"#/$defs/{spec.intent}"} for spec in abilities]
    wishes: Schema = {
        "type": "array",
        "minItems": 1,
        "maxItems": most,
        "items": {"anyOf": references} if len(references) > 1 else references[0],
    }
    return {**_object_of({"wishes": wishes}), "$defs": {spec.intent: _wish(spec) for spec in abilities}}


def outline_form(abilities: Sequence[AbilitySpec], *, most: int = MOST_WISHES) -> str:
    """The same in a few words, for models that have to be told in the prompt."""
    lines = "\n".join(
        f"- {spec.intent}: {'; '.join(map(_outline_slot, spec.slots)) or 'no slots'}" for spec in abilities
    )
    return (
        "Answer with one JSON object and nothing else: "
        '{"wishes":[{"intent":"...","words":"...","slots":{"<slot>":"..."}}]}, '
        f"with at most {most} in the list. Write every slot of the intent, null for what is not said; "
        f'leave out "slots" where there are none. The slots:\n{lines}\n'
    )


def _outline_slot(spec: SlotSpec) -> str:
    if spec.slot.kind is SlotKind.CHOICE:
        return f"{spec.name}, one of {json.dumps(spec.slot.values, ensure_ascii=False)} or null"
    listed = ", a list" if spec.slot.kind is SlotKind.TIMES else ""
    return f"{spec.name}{listed} ({spec.description})"


def _wish(spec: AbilitySpec) -> Schema:
    properties: Schema = {
        "intent": {"type": "string", "enum": [spec.intent]},
        "words": {"type": "string", "description": _WORDS},
    }
    if spec.slots:
        properties["slots"] = _object_of({slot.name: _slot(slot) for slot in spec.slots})
    return {"description": f"To {spec.summary}.", **_object_of(properties)}


def _slot(spec: SlotSpec) -> Schema:
    if spec.slot.kind is SlotKind.CHOICE:
        choice: Schema = {"type": "string", "enum": [*spec.slot.values]}
        return {"description": spec.description, "anyOf": [choice, {"type": "null"}]}
    if spec.slot.kind is SlotKind.TIMES:
        listed: Schema = {"type": "array", "items": {"type": "string"}}
        return {"description": spec.description, "anyOf": [listed, {"type": "null"}]}
    return {"description": spec.description, "type": ["string", "null"]}


def _object_of(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }
