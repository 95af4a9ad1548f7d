"""What a model is told."""

import json

import pytest

from providers.remote.prompts import write_prompt
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
