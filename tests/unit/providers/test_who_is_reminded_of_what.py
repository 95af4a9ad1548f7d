"""Reminders for somebody else, with somebody else, and of medicines by names that nobody listed."""

import pytest

from tests.unit.providers.every_ability import understand_any


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Remind my husband to take his pills every day at 8 am", "my husband"),
        ("Remind Tom to call me", "Tom"),
        ("Remind him to take his aspirin at 8 am", None),
        ("Remind my wife Sue to feed the cat tomorrow at 8 am", "my wife Sue"),
    ],
)
async def test_reminder_for_somebody_else_never_reminds_the_speaker_of_it(text: str, person: str | None) -> None:
    task = await understand_any(text)
    assert (task.intent, task.ambiguous) == ("reminder", ("subject",))
    assert "subject" not in task.details
    assert task.details.get("person_name") == person


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Remind me and Tom to take the bins out", "take the bins out"),
        ("Remind us to call Anna at 8 am", "call Anna"),
        ("Remind me to remind Tom of his keys at 8 am", "remind Tom of his keys"),
    ],
)
async def test_speaker_is_reminded_alone_or_with_others(text: str, subject: str) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details["subject"], task.ambiguous) == ("reminder", subject, ())


@pytest.mark.parametrize(
    ("text", "medicine"),
    [
        ("Remind me to take Eliquis every day at 10 pm", "Eliquis"),
        ("Remind me to take my Xarelto every day at 10 pm", "Xarelto"),
        ("Remind me to take iron at 9 am every day", "iron"),
        ("Remind me to take zinc and magnesium every evening", "zinc and magnesium"),
        ("Remind me every day at 9 am to take digoxin", "digoxin"),
        ("Remind me to take my prescription at 9 am every day", "prescription"),
        ("Remind me to take methotrexate on Fridays at 9 am", "methotrexate"),
    ],
)
async def test_what_is_taken_by_an_unknown_name_is_a_medicine(text: str, medicine: str) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details["medicine"]) == ("medicine_reminder", medicine)


@pytest.mark.parametrize(
    "text",
    [
        "Remind me to take the bins out at 9 am",
        "Remind me to take an umbrella tomorrow at 9 am",
        "Remind me to take the dog for a walk at 9 am every day",
        "Remind me to take my bath at 9 pm",
        "Remind me to take Anna to school at 9 am",
        "Remind me to take Anna tomorrow at 9 am",
        "Remind me to take a photo every day",
        "Remind me to take the bus at 9 am",
        "Remind me to take notes at 9 am",
        "Remind me to take a break every 2 hours",
        "Remind me to take my kids to the zoo on Friday",
        "Remind me to take my blood pressure at 9 am",
        "Remind me to take my prescription to the pharmacy at 9 am",
        "Remind me to take the cake out of the oven in 20 minutes",
    ],
)
async def test_everyday_things_that_are_taken_are_no_medicine(text: str) -> None:
    assert (await understand_any(text)).intent == "reminder"
