"""What somebody wants to know of their medicines, and what puts one off."""

import pytest

from services.reminder.lookup_words import Wanted, read_part, read_wanted
from services.reminder.medicine_later import MedicineLaterService
from tests.unit.providers.every_ability import understand_any


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("What do I still have to take today?", Wanted.LEFT),
        ("Is there anything left for today?", Wanted.LEFT),
        ("What did I take today?", Wanted.TOOK),
        ("Which pills have I taken?", Wanted.TOOK),
        ("Which pills have I missed?", Wanted.MISSED),
        ("Did I forget any tablets?", Wanted.MISSED),
        ("What medicines am I on?", Wanted.MEDICINES),
        ("What have I got to take tomorrow?", Wanted.PLAN),
        ("I forgot my pills this morning", Wanted.FORGOT),
        ("Did I take my pill?", None),
        ("What's next?", None),
    ],
)
def test_questions_about_medicines_are_told_apart(said: str, wanted: Wanted | None) -> None:
    assert read_wanted(said) is wanted


def test_part_of_the_day_is_heard() -> None:
    assert [read_part(said) for said in ("Did I take my pills this morning?", "the evening pill", "today")] == [
        "morning",
        "evening",
        None,
    ]


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("Remind me again in ten minutes", "medicine_later"),
        ("remind me again in ten minutes about the blood pressure pills", "medicine_later"),
        ("Not now, later", "medicine_later"),
        ("I'm not taking my aspirin today", "medicine_later"),
        ("Skip my tablets this time", "medicine_later"),
        ("I forgot my pills this morning", "reminder_lookup"),
        ("Remind me again in ten minutes to call Tom", "reminder"),
        ("I don't want to take my aspirin any more", "other"),
        ("I took my pills", "medicine_taken"),
        ("Tell Anna I skipped my aspirin", "family_notification"),
    ],
)
async def test_putting_off_is_told_from_other_wishes(said: str, intent: str) -> None:
    assert (await understand_any(said)).intent == intent


@pytest.mark.parametrize(
    ("said", "medicine", "details"),
    [
        ("Remind me again in ten minutes", None, {"verb": "later", "minutes": 10}),
        ("I'll take my pills in half an hour", "pills", {"verb": "later", "minutes": 30, "medicine": "pills"}),
        ("Skip my tablets this time", "tablets this time", {"verb": "skip", "medicine": "tablets"}),
        ("Later", None, {"verb": "later"}),
    ],
)
def test_how_long_it_waits_is_heard(said: str, medicine: str | None, details: dict[str, object]) -> None:
    found = {"medicine": medicine} if medicine else {}
    assert MedicineLaterService.hear(None, found, said) == details  # pyright: ignore[reportArgumentType] - pure
