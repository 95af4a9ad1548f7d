"""Sentences that no cue fits: what the wording model makes of them, and what it may not."""

from collections.abc import Mapping, Sequence

import pytest

from providers.rules.wording.model import WordingModel, load_model
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
        "I'm not sure if I've had the white ones at breakfast",
    ],
)
async def test_what_is_told_refused_or_asked_about_is_not_guessed(text: str) -> None:
    task = await understand_any(text)
    assert task.intent in {"other", "smalltalk"} or not task.is_disputed
    assert task.intent not in {"salon_booking", "medicine_reminder", "restaurant_booking"}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("scrap Friday", "booking_cancel"),
        ("please don't bother with my hair on Friday", "booking_cancel"),
        ("I've had the white ones at breakfast", "medicine_taken"),
        ("we shan't be dining at the Ritz after all", "booking_cancel"),
        ("there'll be one more of us at the Crown", "booking_change"),
        ("bring my perm forward to ten", "booking_change"),
        ("Mum needs 5 mg of Tolvaptan at teatime on Mondays", "medicine_reminder"),
        ("eggs, bacon and a loaf", "shopping"),
        ("have the Crown anything for six of us on Sunday", "availability_search"),
    ],
)
async def test_idioms_facts_and_bare_lists_are_read_by_their_wording(text: str, intent: str) -> None:
    task = await understand_any(text)
    assert task.intent == intent
    assert task.confidence < SURE_ENOUGH or not task.is_disputed


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("Scrap the Swan on Friday", {"venue": "the Swan", "date": "2026-11-20"}),
        ("pull out of Bella Napoli on Sunday", {"venue": "Bella Napoli", "date": "2026-11-22"}),
        (
            "Dad is on furosemide 40 mg at 8 and 2",
            {"medicine": "furosemide", "dosage": "40 mg", "times": ["08:00", "14:00"]},
        ),
        ("eggs, bacon and a loaf", {"item": "eggs, bacon and a loaf"}),
        ("scrap Friday", {"date": "2026-11-20"}),
    ],
)
async def test_what_no_word_leads_in_is_found_for_a_guess(text: str, details: Mapping[str, object]) -> None:
    task = await understand_any(text)
    assert task.is_disputed
    assert task.details == details


async def test_certain_model_outvotes_sure_cues_and_is_read_back() -> None:
    task = await understand_any("make that table for 5 not 4 at Olive Garden")
    assert task.intent == "booking_change"
    assert task.is_disputed
    assert task.confidence < SURE_ENOUGH


async def test_confidence_falls_where_cues_and_model_disagree(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model cannot outvote them, but what it doubts is read back."""
    text = "Book a table for 4 at Olive Garden on Sunday at 7 in the evening"
    agreed = await understand_any(text)
    intents = load_model().intents
    chances = {intent: 0.02 / (len(intents) - 1) for intent in intents} | {
        "booking_change": 0.89,
        "restaurant_booking": 0.09,
    }

    def probabilities(_model: WordingModel, _words: Sequence[str]) -> dict[str, float]:
        return chances

    monkeypatch.setattr(WordingModel, "probabilities", probabilities)
    doubted = await understand_any(text)
    assert agreed.intent == doubted.intent == "restaurant_booking"
    assert doubted.confidence < agreed.confidence


@pytest.mark.parametrize("text", ["I might have had my tablets", "I've not had my drops", "did Mum have her insulin"])
async def test_dose_is_never_guessed_to_be_taken_where_the_words_doubt_it(text: str) -> None:
    assert (await understand_any(text)).intent != "medicine_taken"


async def test_ability_that_is_not_there_is_not_guessed() -> None:
    [task] = (await parse("my hair wants doing on Friday", abilities=(PLANTS, MEDICINE))).tasks
    assert task.intent == "other"


@pytest.mark.parametrize(
    ("text", "intent", "is_guessed"),
    [
        ("There will be eight of us on Sunday now, not six, tell the restaurant", "booking_change", False),
        ("I'm afraid the bridge club meal is off, would you let the restaurant know", "booking_cancel", True),
    ],
)
async def test_to_have_the_restaurant_told_is_to_change_or_cancel_what_is_booked(
    text: str, intent: str, *, is_guessed: bool
) -> None:
    told = await understand_any(text)
    assert (told.intent, told.is_disputed) == (intent, is_guessed)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("tell Anna there will be eight of us on Sunday now, not six", "family_notification"),
        ("remind me to cancel my table", "reminder"),
        ("remind Tom he booked a table", "reminder"),
    ],
)
async def test_what_leads_in_any_words_is_not_outvoted_by_them(text: str, intent: str) -> None:
    assert (await understand_any(text)).intent == intent
