"""A model as it should be: it quotes what the grammar reads."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.ability import AbilitySpec, SlotKind, SlotSpec
from providers.base import ParsedTask


def quote(task: ParsedTask, *, words: str, specs: Sequence[AbilitySpec]) -> dict[str, Any]:
    """The wish of an answer for a wish that the grammar has read."""
    slots = next(spec.slots for spec in specs if spec.intent == task.intent)
    quoted: Mapping[str, Any] = {"slots": {slot.name: _quote(slot, task) for slot in slots}} if slots else {}
    return {"intent": task.intent, "words": words, **quoted}


def _quote(slot: SlotSpec, task: ParsedTask) -> Any:
    span = task.spans.get(slot.name)
    if span is None:
        return None
    if slot.slot.kind is SlotKind.CHOICE:
        value = task.details.get(slot.name)
        return value if value in slot.slot.values else None
    return [span] if slot.slot.kind is SlotKind.TIMES else span
