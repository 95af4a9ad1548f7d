"""Whatever a model answers to whatever was said: wishes of the closed list, in the person's own words, and no crash."""

import asyncio
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.ability import AbilitySpec, SlotKind
from providers.base import OpenQuestion
from providers.spans.wire import MOST_WISHES
from services.registry import find_abilities
from tests.unit.providers.spans.reading import read_all

ABILITIES = [service.spec() for service in find_abilities()]
KINDS = {(spec.intent, slot.name): slot.slot.kind for spec in ABILITIES for slot in spec.slots}
WORDS = [
    "book",
    "a",
    "table",
    "for",
    "four",
    "at",
    "Olive",
    "Garden",
    "on",
    "Friday",
    "no",
    "Saturday",
    "7",
    "7pm",
    "or",
    "8",
    "tomorrow",
    "evening",
    "every",
    "day",
    "don't",
    "never",
    "tell",
    "my",
    "daughter",
    "Anna",
    "that",
    "I",
    "am",
    "late",
    "remind",
    "me",
    "to",
    "take",
    "two",
    "pills",
    "in",
    "20",
    "seconds",
    "move",
    "it",
    "from",
    "cancel",
    "what",
    "is",
    "when",
    "instead",
    ",",
    ".",
    "?",
    "the",
]
OPTIONS = ((), ("7 in the morning", "7 in the evening"), ("Olive Garden", "Bella"))
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join)


@st.composite
def answers(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """A sentence, and wishes that quote it here and there or make something up."""
    text = draw(st.one_of(SENTENCES, st.text(max_size=60)))
    cut = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda ends: text[min(ends) : max(ends)])
    quote = st.one_of(st.none(), cut, cut, st.text(max_size=8), st.sampled_from(WORDS))
    wishes: list[dict[str, Any]] = []
    for spec in draw(st.lists(st.sampled_from(ABILITIES), min_size=1, max_size=MOST_WISHES)):
        slots = {slot.name: draw(_value(spec, slot.name, quote)) for slot in spec.slots}
        wishes.append({"intent": spec.intent, "words": draw(cut), "slots": slots})
    return text, wishes


def _value(spec: AbilitySpec, name: str, quote: st.SearchStrategy[str | None]) -> st.SearchStrategy[Any]:
    slot = next(each.slot for each in spec.slots if each.name == name)
    if slot.kind is SlotKind.CHOICE:
        return st.one_of(st.none(), st.sampled_from(slot.values or ("none",)))
    if slot.kind is SlotKind.TIMES:
        return st.one_of(st.none(), st.lists(quote.map(lambda each: each or ""), max_size=3))
    return quote


@settings(max_examples=100)
@given(answers())
def test_wishes_are_of_the_list_and_in_the_persons_words(given_answer: tuple[str, list[dict[str, Any]]]) -> None:
    text, wishes = given_answer
    tasks = asyncio.run(read_all(text, *wishes, abilities=ABILITIES))
    assert 1 <= len(tasks) <= MOST_WISHES
    for task in tasks:
        assert task.intent in {spec.intent for spec in ABILITIES} | {"other"}
        assert 0 <= task.confidence <= 1
        said = text.casefold()
        free = [name for name in task.details if KINDS[task.intent, name] in {SlotKind.NAME, SlotKind.TEXT}]
        assert [name for name in free if str(task.details[name]).casefold() not in said] == []


@settings(max_examples=60)
@given(answers(), st.data())
def test_replies_crash_nothing_either(given_answer: tuple[str, list[dict[str, Any]]], data: st.DataObject) -> None:
    text, wishes = given_answer
    spec = next(each for each in ABILITIES if each.intent == wishes[0]["intent"])
    slot = data.draw(st.sampled_from([*(each.name for each in spec.slots), None]))
    options = data.draw(st.sampled_from(OPTIONS))
    question = OpenQuestion(intent=spec.intent, slot=slot, options=options, details={})
    assert asyncio.run(read_all(text, wishes[0], question=question, abilities=[spec]))
