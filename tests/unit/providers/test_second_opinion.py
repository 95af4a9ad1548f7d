"""Sentences that no cue fits: what the wording model makes of them, and what it may not."""

import pytest

from providers.rules import second_opinion
from providers.spans.agreement import UNSURE
from services.admission import SURE_ENOUGH
from tests.unit.providers.abilities import MEDICINE, PLANTS
from tests.unit.providers.every_ability import understand_any
from tests.unit.providers.understanding import parse


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("get us into the Golden Lotus on Saturday, we'll be six", "restaurant_booking"),
        ("my hair wants doing on Friday", "salon_booking"),
        ("I'm to have one of the white ones at breakfast", "medicine_reminder"),
    ],
)
async def test_what_no_cue_fits_is_guessed_and_read_back(text: str, intent: str) -> None:
    task = await understand_any(text)
    assert task.intent == intent
    assert task.is_disputed
    assert task.confidence < min(SURE_ENOUGH, UNSURE)
    assert task.details


@pytest.mark.parametrize(
    "text",
    [
        "bit of company would be nice",
        "what's the tallest mountain",
        "get me a taxi for ten",
        "how many of the white ones do I take at breakfast",
        "should I have one of the white ones at breakfast",
        "we had our hair cut on Friday",
        "my hair feels like straw on Friday",
        "please don't bother with my hair on Friday",
        "I've had the white ones at breakfast",
    ],
)
async def test_what_is_told_refused_or_asked_about_is_not_guessed(text: str) -> None:
    task = await understand_any(text)
    assert task.intent in {"other", "smalltalk"} or not task.is_disputed
    assert task.intent not in {"salon_booking", "medicine_reminder", "restaurant_booking"}


async def test_sure_cues_need_no_second_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinion, "load_model", lambda: pytest.fail("the model was asked"))
    task = await understand_any("Book a table for 4 at Olive Garden on Sunday at 7 in the evening")
    assert (task.intent, task.is_disputed) == ("restaurant_booking", False)


async def test_ability_that_is_not_there_is_not_guessed() -> None:
    [task] = (await parse("my hair wants doing on Friday", abilities=(PLANTS, MEDICINE))).tasks
    assert task.intent == "other"
