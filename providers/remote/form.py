"""The form of an answer for a set of abilities, and whether an answer fits it: by its JSON schema and by our own model."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import structlog
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError as SchemaError
from pydantic import JsonValue, ValidationError

from core.ability import AbilitySpec
from providers.remote.strict_schema import find_violations
from providers.spans.wire import MOST_WISHES, Schema, WireAnswer, build_schema, outline_form

logger = structlog.stdlib.get_logger(__name__)

_MOST_PROBLEMS = 8
_LONGEST_PROBLEM = 200
_FENCED = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL)


class UnfitError(Exception):
    """An answer does not fit the form; `problems` say where and why."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Form:
    """A schema, the same in words, and its validator. `is_strict`: whether strict mode takes it."""

    schema: Schema
    outline: str
    validator: Draft202012Validator
    slots: Mapping[str, tuple[str, ...]]
    is_strict: bool

    def read(self, text: str, *, is_loose: bool) -> WireAnswer:
        """The answer in `text`; where `is_loose`, fences and prose around the JSON are cut off and
        slots that were left out count as null.

        Raises:
            UnfitError: it is no JSON, or not of this form.
        """
        try:
            value: JsonValue = json.loads(_cut_out(text) if is_loose else text)
        except ValueError as error:
            raise UnfitError([f"no valid JSON: {error}"]) from error
        value = _complete(value, self.slots) if is_loose else value
        problems = [*_problems(self.validator, value)][:_MOST_PROBLEMS]
        if problems:
            raise UnfitError(problems)
        try:
            return WireAnswer.model_validate(value)
        except ValidationError as error:
            details = error.errors(include_url=False, include_context=False, include_input=False)
            raise UnfitError([f"{'/'.join(map(str, each['loc']))}: {each['msg']}" for each in details]) from error


def make_form(abilities: Sequence[AbilitySpec], *, only: str | None = None) -> Form:
    """The form for these abilities; for a reply, for the one that it belongs to, once."""
    chosen = tuple(spec for spec in abilities if only is None or spec.intent == only)
    return _make_form(chosen or tuple(abilities), MOST_WISHES if only is None else 1)


@lru_cache(maxsize=64)
def _make_form(abilities: tuple[AbilitySpec, ...], most: int) -> Form:
    schema = build_schema(abilities, most=most)
    violations = find_violations(schema)
    if violations:
        logger.error("abilities don't fit the strict mode of a model, a looser one is used", violations=violations)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    slots = {spec.intent: tuple(slot.name for slot in spec.slots) for spec in abilities}
    return Form(schema, outline_form(abilities, most=most), validator, slots, is_strict=not violations)


def _problems(validator: Draft202012Validator, value: JsonValue) -> Iterator[str]:
    errors = cast("Iterator[SchemaError]", validator.iter_errors(value))  # pyright: ignore[reportUnknownMemberType] - an untyped parameter
    for error in errors:
        for each in _nearest(error):
            where = "/".join(str(part) for part in each.absolute_path)
            yield f"{where or 'the answer'}: {each.message}"[:_LONGEST_PROBLEM]


def _nearest(error: SchemaError) -> list[SchemaError]:
    """Of a union, what is wrong with the variant that was meant: the one whose intent fits."""
    branches: dict[object, list[SchemaError]] = {}
    for each in error.context or ():
        branches.setdefault(each.schema_path[0], []).append(each)
    meant = [errors for errors in branches.values() if not any("intent" in each.absolute_path for each in errors)]
    return meant[0] if error.validator == "anyOf" and len(meant) == 1 else [error]


def _complete(value: JsonValue, slots: Mapping[str, tuple[str, ...]]) -> JsonValue:
    wishes = value.get("wishes") if isinstance(value, dict) else None
    if not isinstance(wishes, list):
        return value
    return {"wishes": [_complete_wish(wish, slots) for wish in wishes]}


def _complete_wish(wish: JsonValue, slots: Mapping[str, tuple[str, ...]]) -> JsonValue:
    if not isinstance(wish, dict) or not isinstance(wish.get("slots", {}) or {}, dict):
        return wish
    names = slots.get(str(wish.get("intent")), ())
    given = cast("Mapping[str, JsonValue]", wish.get("slots") or {})
    filled: JsonValue = {**dict.fromkeys(names), **given}
    return {**wish, "slots": filled} if filled else {name: each for name, each in wish.items() if name != "slots"}


def _cut_out(text: str) -> str:
    """The JSON object between fences, or between the outermost braces."""
    fenced = _FENCED.search(text)
    inner = fenced[1] if fenced else text
    start, end = inner.find("{"), inner.rfind("}")
    return inner[start : end + 1] if 0 <= start < end else inner
