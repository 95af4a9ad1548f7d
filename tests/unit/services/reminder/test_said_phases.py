"""A medicine that comes in parts, as people say it: understood to the last word, or asked about."""

from datetime import time
from typing import Any

import pytest

from services.reminder.heard_medicine import hear_medicine
from services.reminder.in_parts import find_open_part, to_regimen
from services.reminder.medicine_reminder import MedicineReminderDetails
from services.reminder.said_phases import SaidPhase, dose_of, read_phases, settle_phases
from services.reminder.said_ties import find_ties

_A_WEEK_TWICE = [{"dosage": "two tablets", "is_a_day": True, "days": 7}, {"dosage": "one tablet", "is_a_day": True, "days": 7}]  # fmt: skip
_DAILY = {"is_a_day": True, "days": 3}
_BREAKFAST = [{"to": "breakfast"}]


@pytest.mark.parametrize(
    ("said", "medicine", "phases"),
    [
        ("Remind me to take prednisone, two tablets a day for a week, then one a day for a week, then stop", "prednisone", _A_WEEK_TWICE),
        ("I have to take two tablets of prednisone a day for a week and then one a day for a week", "prednisone", _A_WEEK_TWICE),
        ("Remind me to take prednisolone 20 mg for 5 days, then 10 mg for 5 days", "prednisolone", [{"dosage": "20 mg", "days": 5}, {"dosage": "10 mg", "days": 5}]),
        ("Take prednisone 20 mg at 8 in the morning for 5 days, then 10 mg for 5 days", "prednisone", [{"dosage": "20 mg", "times": ["08:00"], "days": 5}, {"dosage": "10 mg", "days": 5}]),
        ("My steroids: 40 mg daily for 3 days, 20mg daily for 3 days and 10 mg daily for 3 days, then stop", "my steroids", [{"dosage": f"{each} mg", **_DAILY} for each in (40, 20, 10)]),
        ("Remind me to take my water tablet twice a day for a week, then once a day from then on", "water tablet", [{"times_a_day": 2, "days": 7}, {"times_a_day": 1}]),
        ("Remind me to take my iron with breakfast, 20 mg for 5 days then 10 mg for 5 days", "iron", [{"dosage": "20 mg", "tied_to": _BREAKFAST, "days": 5}, {"dosage": "10 mg", "tied_to": _BREAKFAST, "days": 5}]),
        ("Take prednisone, two tablets on the first day, then one a day for four days", "prednisone", [{"dosage": "two tablets", "days": 1}, {"dosage": "one tablet", "is_a_day": True, "days": 4}]),
        ("I take 20 mg of prednisone every morning for five days, then 10 mg every other morning for ten days", "prednisone", [{"dosage": "20 mg", "part": "morning", "days": 5}, {"dosage": "10 mg", "recurrence": "FREQ=DAILY;INTERVAL=2", "part": "morning", "days": 10}]),
        ("Remind me to take Medrol at 9am: 3 tablets for 3 days, then 1 tablet", "medrol", [{"dosage": "three tablets", "times": ["09:00"], "days": 3}, {"dosage": "one tablet", "times": ["09:00"]}]),
        ("half a tablet for a fortnight then a whole tablet", None, [{"dosage": "half a tablet", "days": 14}, {"dosage": "one tablet"}]),
    ],
)  # fmt: skip
def test_every_part_is_read(said: str, medicine: str | None, phases: list[dict[str, Any]]) -> None:
    plan = read_phases(said)
    assert plan is not None
    assert plan.medicine == medicine
    read = [each.model_dump(mode="json", exclude_defaults=True) for each in plan.phases]
    assert [{name: value for name, value in each.items() if name != "part"} for each in read] == [
        {name: value for name, value in each.items() if name != "part"} for each in phases
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Remind me to take metformin, one tablet with dinner for a week, then one with breakfast and one with dinner",
        "Remind me to take aspirin for a week, then every other day",
        "Remind me to take prednisone 20 mg until Friday, then 10 mg",
        "Remind me to take my drops for a week, then less",
        "Remind me to taper my prednisone by 5 mg every week",
        "Start with 20 mg of prednisone and reduce it by 5 mg each week",
        "Take prednisone 20 mg for a month then 10 mg for 5 days",
        "Take prednisone 20 mg for 5 days then 10 mg whenever the doctor says so for 5 days",
        "Take prednisone 20 mg for 5 days then 10 mg then stop",
    ],
)
def test_parts_that_are_not_wholly_understood_are_none_at_all(said: str) -> None:
    plan = read_phases(said)
    assert plan is not None
    assert plan.phases == ()


@pytest.mark.parametrize(
    "said",
    [
        "Remind me to take my antibiotics twice a day for 7 days",
        "Remind me to take my antibiotics for a week, then remind me to call the doctor every day",
        "Remind me to take my tablet to reduce swelling every day",
        "Remind me to take aspirin every 3 days for 2 weeks",
        "Every day at 9, three weeks on and one week off",
        "I took my pills and then I had a nap",
    ],
)
def test_what_has_no_parts_is_left_alone(said: str) -> None:
    assert read_phases(said) is None


def test_second_wish_has_no_part_in_the_plan_of_the_first() -> None:
    text = "Remind me to take prednisone 20 mg for 5 days, then 10 mg for 5 days, and remind me to take my aspirin at 9"
    heard = hear_medicine({"medicine": "aspirin", "time": "09:00"}, text)
    assert (heard["medicine"], "phases" in heard, heard["time"]) == ("aspirin", False, "09:00")


def test_course_that_ends_with_stop_keeps_its_days() -> None:
    heard = hear_medicine({"medicine": "pills for 7 days then stop"}, "Remind me to take my pills for 7 days then stop")
    assert heard == {"medicine": "pills", "recurrence": "FREQ=DAILY;COUNT=7"}


@pytest.mark.parametrize(
    ("said", "is_uneven"),
    [
        ("my heart tablets, two in the morning and one at night", True),
        ("warfarin 5 mg on Mondays and 3 mg on the other days", True),
        ("warfarin, one in the morning and one at night", False),
        ("aspirin at 8 in the morning and 6 in the evening", False),
    ],
)
def test_uneven_amounts_are_noticed(said: str, is_uneven: bool) -> None:
    assert ("plan" in hear_medicine({}, f"Remind me to take {said}")) is is_uneven


def test_times_that_are_said_go_to_the_part_that_lacks_them_and_to_those_that_can_only_have_the_same() -> None:
    parts = [{"dosage": "20 mg", "days": 5}, {"dosage": "10 mg", "days": 5}]
    filled = MedicineReminderDetails.model_validate({"medicine": "x", "phases": parts, "time": "08:00"})
    assert [each.times for each in filled.phases or ()] == [(time(8),), (time(8),)]


def test_times_of_another_number_than_was_said_are_not_taken() -> None:
    twice = SaidPhase(times_a_day=2, days=7)
    once = SaidPhase(times_a_day=1)
    assert settle_phases([twice, once], [time(8)]) == (twice, once)
    first, second = settle_phases([twice, once], [time(8), time(18)])
    assert (first.times, second.times) == ((time(8), time(18)), ())


def test_times_of_another_part_of_the_day_are_not_lent() -> None:
    morning, evening = SaidPhase(dosage="20 mg", times=(time(8),), days=5), SaidPhase(dosage="10 mg", part="evening")
    question = find_open_part(settle_phases([morning, evening]))
    assert question is not None
    assert question.text == "Then 10 mg from then on: at what time in the evening?"


@pytest.mark.parametrize(
    ("dosage", "hours", "each"),
    [
        ("two tablets", (8,), "two tablets"),
        ("two tablets", (8, 20), "one tablet"),
        ("three tablets", (8, 20), None),
        ("20 mg", (8, 20), None),
    ],
)
def test_amount_a_day_is_shared_only_where_it_can_be(dosage: str, hours: tuple[int, ...], each: str | None) -> None:
    phase = SaidPhase(dosage=dosage, is_a_day=True, times=tuple(time(hour) for hour in hours))
    assert dose_of(phase) == each
    assert (find_open_part([phase]) is None) is (each is not None)


def test_ties_are_those_of_every_meal_that_is_named() -> None:
    hours = {"breakfast": time(8, 30), "lunch": time(13), "dinner": time(18, 30), "bedtime": time(22)}
    said = {
        "with breakfast and dinner": ["08:30", "18:30"],
        "an hour after lunch": ["14:00"],
        "half an hour before bed": ["21:30"],
        "before bed": ["22:00"],
        "after my meals": ["09:00", "13:30", "19:00"],
    }
    for words, times in said.items():
        tied = SaidPhase(tied_to=tuple(tie for tie, _ in find_ties(words)), days=3)
        assert to_regimen([tied], hours).phases[0].times == tuple(times), words
