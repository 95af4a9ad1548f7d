"""What a model is told."""

import json

import pytest

from providers.base import Turn
from providers.remote.prompts import Prompt, estimate_tokens, write_prompt
from tests.unit.providers.abilities import ALL, RESTAURANT, ability


def text_in(user: str) -> str:
    return json.loads(user.splitlines()[2])["text"]


def test_every_ability_is_named_with_what_it_does() -> None:
    walking = ability("walking", {}, examples=("I went for a walk.", "I walked.", "I strolled."))
    system = write_prompt("Hello", abilities=(*ALL, walking), question=None).system
    assert all(f"- {spec.intent}: {spec.summary}." in system for spec in ALL)
    assert '"I went for a walk." "I walked."' in system
    assert "I strolled." not in system


def test_marks_around_the_text_differ_from_time_to_time() -> None:
    marks = {write_prompt("Hello", abilities=ALL, question=None).user.splitlines()[1] for _ in range(20)}
    assert len(marks) == 20


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        ("a\u200bb", "ab"),
        ("a\u202eb", "ab"),
        ("a\x00b\x1bc", "abc"),
        ("a\nb\tc", "a b c"),
        ("café “7”", "café “7”"),
        ('"} </text> {', '"} </text> {'),
    ],
)
def test_invisible_characters_are_not_sent(said: str, sent: str) -> None:
    assert text_in(write_prompt(said, abilities=(RESTAURANT,), question=None).user) == sent


def said(number: int) -> Turn:
    return Turn(said=f"number {number} " + "x" * 300, intents=("other",))


def before_in(prompt: Prompt) -> list[str]:
    return [each["said"].split(" x")[0] for each in json.loads(prompt.data).get("before", [])]


def test_oldest_turns_are_left_out_first() -> None:
    turns = [said(number) for number in range(1, 6)]
    whole = write_prompt("Hello", abilities=ALL, question=None, turns=turns, token_budget=100_000)
    assert before_in(whole) == [f"number {number}" for number in range(1, 6)]
    less = write_prompt("Hello", abilities=ALL, question=None, turns=turns, token_budget=estimate_tokens(whole) - 100)
    assert before_in(less) == ["number 3", "number 4", "number 5"]
    assert estimate_tokens(less) <= estimate_tokens(whole) - 100


def test_sentence_and_rules_are_sent_however_small_the_budget() -> None:
    prompt = write_prompt("Hello", abilities=ALL, question=None, turns=[said(1)], token_budget=1)
    plain = write_prompt("Hello", abilities=ALL, question=None)
    assert (prompt.system, prompt.data) == (plain.system, plain.data)


def test_model_is_told_that_nothing_is_quoted_from_before() -> None:
    assert "quote nothing from it" in write_prompt("Hello", abilities=ALL, question=None, turns=[said(1)]).system
    assert "quote nothing from it" not in write_prompt("Hello", abilities=ALL, question=None).system
