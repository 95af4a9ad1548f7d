"""Replies that answer and wish something else in one breath."""

from dataclasses import replace

import pytest

from providers.base import OpenQuestion
from providers.rules import RulesProvider
from tests.unit.providers.every_ability import EVERY, NAMES
from tests.unit.providers.understanding import CONTEXT


def split(text: str, *, intent: str = "restaurant_booking", slot: str | None = None) -> tuple[str, str]:
    question = OpenQuestion(intent=intent, slot=slot, options=(), details={})
    return RulesProvider().split_reply(text, question, context=replace(CONTEXT, names=NAMES), abilities=EVERY)


@pytest.mark.parametrize(
    ("text", "answer", "further"),
    [
        ("yes, and also remind me at 6 to get dressed", "yes", "remind me at 6 to get dressed"),
        ("no, make it eight, and tell my daughter", "no, make it eight", "tell my daughter"),
        ("yes please and tell Anna what time", "yes please", "tell Anna what time"),
        ("yes, remind me at six", "yes", "remind me at six"),
        ("never mind, tell Anna I can't come", "never mind", "tell Anna I can't come"),
        ("yes, thank you, and please add milk to my shopping list", "yes, thank you", "add milk to my shopping list"),
        ("yes, and when is my haircut?", "yes", "when is my haircut?"),
        ("yes, and cancel my haircut on Friday", "yes", "cancel my haircut on Friday"),
        ("yes and I took my pills this morning", "yes", "I took my pills this morning"),
        ("no, make it eight and book a taxi", "no, make it eight", "book a taxi"),
    ],
)
def test_further_wish_is_told_from_the_answer(text: str, answer: str, further: str) -> None:
    assert split(text) == (answer, further)


@pytest.mark.parametrize(
    ("slot", "text", "answer", "further"),
    [
        ("party_size", "four, and remind me at 6 to get dressed", "four", "remind me at 6 to get dressed"),
        ("party_size", "four. Can you tell Anna I'll be late", "four", "Can you tell Anna I'll be late"),
        ("venue", "Olive Garden, and tell Anna", "Olive Garden", "tell Anna"),
        ("time", "remind me at 6 to get dressed", "", "remind me at 6 to get dressed"),
    ],
)
def test_further_wish_is_told_from_what_was_asked(slot: str, text: str, answer: str, further: str) -> None:
    assert split(text, slot=slot) == (answer, further)


@pytest.mark.parametrize(
    "text",
    [
        "no, change it to eight",
        "no, and change the time to eight",
        "make it eight and four people",
        "no, Friday, and for four people",
        "no, book it for Friday and at Golden Lotus",
        "yes, but tell Anna first",
        "no, cancel it",
        "no, cancel the booking",
    ],
)
def test_correction_is_no_further_wish(text: str) -> None:
    assert split(text) == (text, "")


@pytest.mark.parametrize(
    ("intent", "slot", "text"),
    [
        ("restaurant_booking", "party_size", "four, and can you book it outside"),
        ("restaurant_booking", "time", "Please book it for seven"),
        ("family_notification", "message", "that I'm fine and that she should book a table"),
        ("family_notification", "message", "I'm home, tell Tom too"),
        ("family_notification", "recipient", "my daughter, and tell her I'm fine"),
        ("family_notification", None, "no, tell Tom"),
        ("reminder", "subject", "to call Tom and book a table"),
        ("reminder", "time", "remind me at nine in the morning"),
        ("medicine_reminder", "time", "at nine and remind me again at ten"),
        ("shopping", None, "yes and milk"),
    ],
)
def test_what_may_belong_to_the_answer_stays_with_it(intent: str, slot: str | None, text: str) -> None:
    assert split(text, intent=intent, slot=slot) == (text, "")


def test_words_to_pass_on_end_where_somebody_is_spoken_to_anew() -> None:
    text = "I'm fine and remind me to call her tomorrow at 5"
    expected = ("I'm fine", "remind me to call her tomorrow at 5")
    assert split(text, intent="family_notification", slot="message") == expected
