"""For whom words are and what a booking is of: places are no family, and the medicine of others is not the speaker's."""

import pytest

from tests.unit.providers.every_ability import EVERY, NAMES, understand_any
from tests.unit.providers.understanding import parse


@pytest.mark.parametrize(
    ("text", "how_many"),
    [
        ("tell the kitchen we're five", 5),
        ("let the pub know we're only 3 now", 3),
        ("could you ring the restaurant and say there will be six of us instead", 6),
        ("Tell the people at Luigi's there are seven of us, not six", 7),
    ],
)
async def test_a_place_is_told_how_many_come_by_changing_the_booking(text: str, how_many: int) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details["party_size"]) == ("booking_change", how_many)


@pytest.mark.parametrize("text", ["tell Anna we're five", "tell my daughter we're five for dinner"])
async def test_the_family_is_told_so_in_words(text: str) -> None:
    assert (await understand_any(text)).intent == "family_notification"


@pytest.mark.parametrize(
    "text", ["change my lunch reservation, we will be one person less", "there'll be one more of us at the Crown"]
)
async def test_one_more_or_less_is_not_one(text: str) -> None:
    assert "party_size" not in (await understand_any(text)).details


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Remind me Kev's on Plavix, one of a morning", "Kev's on Plavix"),
        ("Remind me mum's on warfarin, one at night", "mum's on warfarin"),
        ("Remind me my husband is on metformin twice a day", "my husband is on metformin"),
        ("remind me that Mum needs her insulin at 5pm", "Mum needs her insulin"),
    ],
)
async def test_what_somebody_else_takes_is_no_medicine_of_the_speaker(text: str, subject: str) -> None:
    task = await understand_any(text)
    assert task.intent == "reminder"
    assert str(task.details["subject"]).startswith(subject)
    assert task.details.get("time") in {None, "17:00"}


@pytest.mark.parametrize("text", ["remind me my heart pill is due at 8", "remind me the insulin is due at 7"])
async def test_a_medicine_that_is_due_is_the_speakers_own(text: str) -> None:
    task = await understand_any(text)
    assert task.intent == "medicine_reminder"
    assert "times" in task.ambiguous or "time" in task.ambiguous


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("Book me a haircut at Silver Scissors on 19 December 2026 at 09:00.", "haircut"),
        ("Book a manicure for two, me and my granddaughter, at Silver Scissors on the 19th.", "manicure"),
        ("get me a perm at Silver Scissors tomorrow at ten in the morning", "perm"),
    ],
)
async def test_what_is_done_says_that_it_is_a_salon_also_where_it_is_a_stored_name(text: str, service: str) -> None:
    names = {**NAMES, "venue": ["Silver Scissors"], "service": ["haircut", "manicure"]}
    [task] = (await parse(text, names=names, abilities=EVERY)).tasks
    assert (task.intent, task.details["service"]) == ("salon_booking", service)


@pytest.mark.parametrize(
    "text",
    [
        "You already have a table that evening: book it, or change the one you have?",
        "book it, or change the one you have?",
        "We could book one at nine, or would you rather move the one you've got?",
    ],
)
async def test_what_a_place_asks_back_is_no_wish(text: str) -> None:
    tasks = (await parse(text, names=NAMES, abilities=EVERY)).tasks
    assert all(task.intent == "other" or task.is_disputed for task in tasks)


@pytest.mark.parametrize(
    "text",
    ["cancel my table, or move it to Friday", "cancel or move my table on Friday", "move my haircut or just cancel it"],
)
async def test_of_two_things_to_do_none_is_done_without_asking(text: str) -> None:
    assert all(task.is_disputed for task in (await parse(text, names=NAMES, abilities=EVERY)).tasks)


async def test_words_to_pass_on_may_leave_it_open() -> None:
    assert not (await understand_any("tell Anna to cancel the table or move it to Friday")).is_disputed


async def test_a_corrected_hour_is_no_second_reminder() -> None:
    task = await understand_any("remind me to ring Joan at four, sorry, five pm")
    assert (task.intent, task.details["time"], task.details["subject"]) == ("reminder", "17:00", "ring Joan")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I'm nearly out of my water tablets", "medicine_stock"),
        ("nearly out of aspirin", "medicine_stock"),
        ("I'm out of paracetamol, put it on the list", "shopping"),
        ("I'm nearly out of denture tablets", "shopping"),
    ],
)
async def test_what_is_nearly_gone(text: str, intent: str) -> None:
    assert (await understand_any(text)).intent == intent


@pytest.mark.parametrize(
    ("text", "how_many"),
    [("me and the three girls fancy the Harvester on Friday", 4), ("a table for me and the wife on Friday", 2)],
)
async def test_the_speaker_counts_too(text: str, how_many: int) -> None:
    task = await understand_any(text)
    assert task.details["party_size"] == how_many
    assert "party_size" in task.inferred


@pytest.mark.parametrize(
    ("text", "party_size"),
    [
        ("table for four, oh wait Jim's coming, five, on Saturday", None),
        ("Could we have a table for three tomorrow, no, make that four, at one o'clock at Bill's?", None),
        ("Book a table for two at Olive Garden on Friday at 7 pm, no, make it eight", 2),
        ("Book a table for two tomorrow at 7 pm, sorry for the short notice", 2),
    ],
)
async def test_a_number_that_is_thought_over_is_asked(text: str, party_size: int | None) -> None:
    task = await understand_any(text)
    assert task.details.get("party_size") == party_size
    assert ("party_size" in task.ambiguous) is (party_size is None)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I used to take warfarin", "other"),
        ("mum used to have insulin", "other"),
        ("no more antibiotics reminders please, the course is done", "reminder_cancel"),
        ("no more tablet reminders", "reminder_cancel"),
        ("wake me at seven am tomorrow instead of eight", "reminder_change"),
        ("I'd rather have my pill reminder at eight in the evening", "reminder_change"),
        ("I'd rather have a reminder for my pills at eight in the evening", "medicine_reminder"),
        ("remind me what time we're booked at the Swan", "booking_lookup"),
        ("remind me where it is we're eating tonight", "booking_lookup"),
        ("remind me to book a table at the Swan tomorrow at nine in the morning", "reminder"),
        ("shift dinner to Saturday", "booking_change"),
    ],
)
async def test_what_is_meant_by_words_of_reminders(text: str, intent: str) -> None:
    assert (await understand_any(text)).intent == intent


@pytest.mark.parametrize(
    ("text", "medicine"),
    [
        ("vitamin d every other day at noon", "vitamin d"),
        ("remind me to take my vitamin b12 at nine in the morning every day", "vitamin b12"),
    ],
)
async def test_the_letter_of_a_vitamin_belongs_to_it(text: str, medicine: str) -> None:
    assert (await understand_any(text)).details["medicine"] == medicine


@pytest.mark.parametrize("text", ["calcium tablet with my tea every day", "my iron after my lunch every day"])
async def test_a_meal_is_no_medicine(text: str) -> None:
    assert (await understand_any(text)).details.get("medicine") not in {"tea", "lunch"}


async def test_dinner_is_moved_before_anybody_is_told() -> None:
    tasks = (await parse("move dinner to eight pm and let Anna know", names=NAMES, abilities=EVERY)).tasks
    assert [task.intent for task in tasks] == ["booking_change", "family_notification"]
    assert tasks[0].details["time"] == "20:00"
