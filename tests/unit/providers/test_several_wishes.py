"""Two and three wishes in one sentence, and one wish that only looks like several."""

from collections.abc import Sequence

import pytest

from core.ability import AbilitySpec
from providers.rules import splitting
from providers.rules.scoring import Scored, rank
from providers.rules.sentence import MOST_JOINTS, Sentence
from tests.unit.providers.every_ability import EVERY, understand_all, understand_any
from tests.unit.providers.understanding import CONTEXT


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        (
            "Book a table for 2 at Olive Garden tomorrow at 7pm and tell my daughter about it",
            ["restaurant_booking", "family_notification"],
        ),
        (
            "remind me to take my pills at 8pm every day and book me a haircut with Maria on Friday at 2pm",
            ["medicine_reminder", "salon_booking"],
        ),
        ("book dinner with Anna on Friday and tell my daughter", ["restaurant_booking", "family_notification"]),
        (
            "book a table for two on friday, remind me to take my pills at 9pm and tell my son I'm going out",
            ["restaurant_booking", "medicine_reminder", "family_notification"],
        ),
        ("cancel my table on Friday and book a haircut with Maria", ["booking_cancel", "salon_booking"]),
        ("tell my daughter I'm fine and remind me to call Tom", ["family_notification", "reminder"]),
        ("remind me to call Anna and remind me to water the plants", ["reminder", "reminder"]),
        ("Tell Anna that I'm fine and tell Tom that I'm late", ["family_notification", "family_notification"]),
        ("I took my pills and tell my daughter", ["medicine_taken", "family_notification"]),
        ("I went for a walk and tell my daughter I'm fine", ["activity_note", "family_notification"]),
        ("put milk on my list and remind me to call Tom at 5pm", ["shopping", "reminder"]),
        ("Did I take my pills and when is my table?", ["reminder_lookup", "booking_lookup"]),
        ("move my table to 8 and tell Anna", ["booking_change", "family_notification"]),
        (
            "tell Anna I'm late and book a table for 4 at Olive Garden tomorrow 7pm",
            ["family_notification", "restaurant_booking"],
        ),
        (
            "Book a table for two at Olive Garden on Friday at 7pm. Then remind me to take my pills at 9pm. Also tell Tom I'm out.",
            ["restaurant_booking", "medicine_reminder", "family_notification"],
        ),
    ],
)
async def test_several_wishes_become_several_tasks(text: str, intents: list[str]) -> None:
    assert [task.intent for task in await understand_all(text)] == intents


@pytest.mark.parametrize(
    ("text", "done", "unheard"),
    [
        (
            "book a table for 2 at Olive Garden tomorrow 7pm, remind me at 6pm to get dressed, tell Anna I'm fine and buy milk",
            ["restaurant_booking", "reminder", "shopping"],
            "tell Anna I'm fine",
        ),
        (
            "Book a table for two at Olive Garden on Friday at 7pm. Then remind me to take my pills at 9pm. "
            "Also tell Tom I'm out. Also book a haircut with Maria on Monday at 2pm.",
            ["restaurant_booking", "medicine_reminder", "family_notification"],
            "book a haircut with Maria on Monday at 2pm.",
        ),
    ],
)
async def test_what_is_too_much_is_told_and_never_dropped_in_silence(text: str, done: list[str], unheard: str) -> None:
    *wishes, rest = await understand_all(text)
    assert ([wish.intent for wish in wishes], rest.intent) == (done, "other")
    assert rest.details == {"unheard": unheard}


async def test_each_wish_has_its_own_details() -> None:
    booking, message = await understand_all(
        "Book a table for 2 at Olive Garden tomorrow at 7pm and tell my daughter that I am going out at 6"
    )
    assert booking.details == {"venue": "Olive Garden", "date": "2026-11-19", "time": "19:00", "party_size": 2}
    assert message.details == {"recipient": "my daughter", "message": "I am going out at 6"}


async def test_wish_that_lacks_something_stands_all_the_same() -> None:
    booking, message = await understand_all("book dinner with Anna on Friday and tell my daughter")
    assert booking.details == {"date": "2026-11-20"}
    assert message.details == {"recipient": "my daughter"}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Tell Anna I'm fine and that I love her", "family_notification"),
        ("Tell Anna I'm fine and I took my pills", "family_notification"),
        ("Tell Anna I'm fine. I took my pills.", "family_notification"),
        ("tell Anna to call me and book a table for two", "family_notification"),
        ("tell my daughter and my son that I'm well", "family_notification"),
        ("remind me to buy milk and eggs", "reminder"),
        ("remind me to call Anna and book a table", "reminder"),
        ("remind me to buy bread and cancel the papers", "reminder"),
        ("remind me to take my aspirin and my vitamins at 8 in the morning", "medicine_reminder"),
        ("I need to buy bread, remind me at 5pm", "reminder"),
        ("put milk and bread on the shopping list", "shopping"),
        ("book a table for me and my wife on friday at 7pm at Olive Garden", "restaurant_booking"),
        ("my haircut on Friday, move it to Saturday", "booking_change"),
        ("I have a table at Olive Garden on Friday, please cancel it", "booking_cancel"),
        ("book me a cut and blow dry on Friday", "salon_booking"),
        ("my hair needs doing, book me in with Maria", "salon_booking"),
    ],
)
async def test_one_wish_stays_one(text: str, intent: str) -> None:
    assert (await understand_any(text)).intent == intent


async def test_words_to_pass_on_are_kept_to_the_end() -> None:
    task = await understand_any("Tell Anna I'm fine and that I love her")
    assert task.details["message"] == "I'm fine and that I love her"


@pytest.mark.parametrize("words", ["book a table and ", "tell Anna and ", "I took my pills and ", "and ", "a, "])
def test_of_many_conjunctions_only_the_first_are_tried(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def count(sentence: Sentence, specs: Sequence[AbilitySpec]) -> list[Scored]:
        tried.append(sentence.text)
        return rank(sentence, specs)

    monkeypatch.setattr(splitting, "rank", count)
    splitting.split_wishes(words * 250, context=CONTEXT, specs=EVERY)
    assert len(tried) <= 2 * MOST_JOINTS * splitting.MOST_WISHES
