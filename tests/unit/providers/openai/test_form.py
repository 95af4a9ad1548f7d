"""The form of an answer: a schema that every server takes, and answers held against it."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.config import OpenAIProfile
from providers.openai.profiles import choose_profile
from providers.openai.response_format import response_format
from providers.remote.dialect import Structure
from providers.remote.form import UnfitError, make_form
from providers.remote.manner import Manner
from providers.remote.strict_schema import find_violations
from providers.spans.wire import build_schema
from services.registry import find_abilities
from tests.unit.providers.abilities import ALL, FAMILY, MEDICINE, PLANTS, RESTAURANT, SMALLTALK, SlotKind, ability, slot

GOLDEN = Path(__file__).parent / "golden"
TOLD = {"intent": "family_notification", "words": "tell Anna", "slots": {"recipient": "Anna", "message": None}}


def call_of(profile: OpenAIProfile) -> dict[str, Any]:
    """What of a call depends on the kind of server."""
    manner = Manner.of(choose_profile("", name=profile))
    form = make_form((RESTAURANT, SMALLTALK, MEDICINE))
    return {
        "cap_field": manner.cap_field,
        "form_is_in_the_prompt": manner.shows_form,
        "answer_may_be_wrapped": manner.is_loose,
        "response_format": response_format(form.schema, manner.structure_for(form)),
    }


@pytest.mark.parametrize("profile", OpenAIProfile)
def test_call_is_that_of_the_golden_file(profile: OpenAIProfile) -> None:
    golden = json.loads((GOLDEN / f"{profile}.json").read_text(encoding="utf-8"))
    assert call_of(profile) == golden


def test_form_in_words_is_that_of_the_golden_file() -> None:
    golden = (GOLDEN / "outline.txt").read_text(encoding="utf-8")
    assert make_form((RESTAURANT, SMALLTALK, MEDICINE)).outline == golden


def test_schema_of_all_abilities_is_taken_by_strict_mode() -> None:
    specs = [service.spec() for service in find_abilities()]
    assert find_violations(build_schema(specs)) == []
    assert all(find_violations(build_schema([spec], most=1)) == [] for spec in specs)


@pytest.mark.parametrize(
    ("schema", "violation"),
    [
        ({"anyOf": []}, "the root is no object"),
        ({"type": "object", "properties": {"a": {"type": "string"}}, "required": []}, "not every property is required"),
        ({"type": "object", "properties": {}, "required": []}, "other properties are allowed"),
        ({"oneOf": [{"type": "string"}]}, "oneOf is not taken"),
        ({"type": "string", "maxLength": 3}, "maxLength is not taken"),
        ({"type": "string", "default": "x"}, "default is not taken"),
        ({}, "anything is allowed"),
        ({"$ref": "#/$defs/a", "description": "x"}, "$ref has siblings"),
    ],
)
def test_what_strict_mode_refuses_is_found(schema: dict[str, Any], violation: str) -> None:
    inner: dict[str, Any] = {
        "type": "object",
        "properties": {"x": schema},
        "required": ["x"],
        "additionalProperties": False,
    }
    found = find_violations(schema) + find_violations(inner)
    assert any(violation in each for each in found)


def test_ability_that_strict_mode_can_not_take_is_asked_for_loosely() -> None:
    many = tuple(f"value {number}" for number in range(2_000))
    form = make_form((ability("crowded", {}, slot("choice", SlotKind.CHOICE, values=many)),))
    assert Manner.of(choose_profile("", name=OpenAIProfile.OPENAI)).structure_for(form) is Structure.SCHEMA


def test_fitting_answer_is_read() -> None:
    [wish] = make_form(ALL).read(json.dumps({"wishes": [TOLD]}), is_loose=False).wishes
    assert (wish.intent, wish.quotes("recipient"), wish.quotes("message")) == ("family_notification", ["Anna"], [])


@pytest.mark.parametrize(
    "text",
    ["```json\n{}\n```", "```\n{}\n```", "Here:\n{}\nDone.", "  {}  "],
)
def test_wrapped_answer_is_read_where_that_may_be(text: str) -> None:
    wrapped = text.replace("{}", json.dumps({"wishes": [TOLD]}))
    assert make_form(ALL).read(wrapped, is_loose=True).wishes[0].intent == "family_notification"
    if text.strip() != "{}":
        with pytest.raises(UnfitError):
            make_form(ALL).read(wrapped, is_loose=False)


@pytest.mark.parametrize(
    "wish",
    [
        {"intent": "family_notification", "words": "tell Anna", "slots": {"recipient": "Anna"}},
        {"intent": "smalltalk", "words": "hello", "slots": {}},
        {"intent": "smalltalk", "words": "hello", "slots": None},
        {"intent": "family_notification", "words": "tell Anna"},
    ],
)
def test_slots_may_be_left_out_where_nothing_enforces_them(wish: dict[str, Any]) -> None:
    text = json.dumps({"wishes": [wish]})
    assert make_form(ALL).read(text, is_loose=True).wishes[0].intent == wish["intent"]
    with pytest.raises(UnfitError):
        make_form(ALL).read(text, is_loose=False)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"slots": {"recipient": 4, "message": None}}, "wishes/0/slots/recipient: 4 is not of type 'string', 'null'"),
        ({"slots": {"recipient": "Anna"}}, "'message' is a required property"),
        ({"confidence": 0.9}, "'confidence' was unexpected"),
        ({"intent": "launch_missiles"}, "wishes/0"),
        ({"words": None}, "wishes/0/words"),
    ],
)
def test_problem_names_the_place_and_what_is_wrong_there(changed: dict[str, Any], problem: str) -> None:
    with pytest.raises(UnfitError) as caught:
        make_form(ALL).read(json.dumps({"wishes": [{**TOLD, **changed}]}), is_loose=False)
    assert any(problem in each for each in caught.value.problems), caught.value.problems
    assert all(len(each) <= 200 for each in caught.value.problems)


@pytest.mark.parametrize("value", [None, [], "wishes", {"wishes": []}, {"wishes": [TOLD] * 4}, {"wishes": {}}])
def test_answer_of_another_shape_does_not_fit(value: object) -> None:
    with pytest.raises(UnfitError):
        make_form(ALL).read(json.dumps(value), is_loose=False)


def test_reply_has_the_form_of_its_intent_alone_and_once() -> None:
    form = make_form(ALL, only=FAMILY.intent)
    with pytest.raises(UnfitError):
        form.read(json.dumps({"wishes": [TOLD, TOLD]}), is_loose=False)
    with pytest.raises(UnfitError):
        form.read(json.dumps({"wishes": [{"intent": "smalltalk", "words": "hi"}]}), is_loose=False)


def test_choice_is_one_of_the_values_or_null() -> None:
    form = make_form(ALL)
    slots: dict[str, Any] = dict.fromkeys(("room", "litres", "recurrence"))
    plant = {"intent": PLANTS.intent, "words": "water the plants", "slots": slots}
    assert form.read(json.dumps({"wishes": [plant]}), is_loose=False)
    with pytest.raises(UnfitError):
        form.read(json.dumps({"wishes": [{**plant, "slots": {**slots, "room": "cellar"}}]}), is_loose=False)
