"""What people hear."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from core.reminder import ReminderKind
from services.reminder.plan import find_next
from services.reminder.read_back import ask_before_storing
from services.reminder.recurrence import read_rule
from services.reminder.rule_words import describe_rule
from services.reminder.timing import Timing
from services.reminder.wording import (
    bare_medicine,
    describe_plan,
    family_text,
    name_of,
    tell_text,
    to_listener,
)
from tests.unit.services.reminder.plans import reminder, utc
from tests.unit.services.reminder.test_ladder import occurrence

TODAY = date(2026, 11, 20)
NOW = utc(2026, 11, 20, 9, 30)


@pytest.mark.parametrize(
    ("rule", "spoken"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=2", "every 2 days"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "every Monday and Thursday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=WEEKLY;BYDAY=SA,SU", "every Saturday and Sunday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "every 2 weeks on Monday"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "every month on the 1st and the 15th"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day"),
        ("FREQ=MONTHLY;BYDAY=1MO", "every month on the 1st Monday"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday"),
        ("FREQ=DAILY;BYMONTH=6,7", "every day in June and July"),
        ("FREQ=HOURLY;INTERVAL=6", "every 6 hours"),
        ("FREQ=YEARLY", "every year"),
    ],
)
def test_rules_are_said_in_plain_words(rule: str, spoken: str) -> None:
    assert describe_rule(read_rule(rule, timezone="UTC")) == spoken


@pytest.mark.parametrize(
    ("changed", "spoken"),
    [
        ({}, "every day at 8 in the morning, starting tomorrow, Saturday 21 November"),
        ({"times": ("08:00", "20:00")}, "every day at 8 in the morning and 8 in the evening, starting today at 8 in the evening"),
        ({"recurrence": None, "starts_on": date(2026, 11, 24)}, "on Tuesday 24 November at 8 in the morning"),
        ({"recurrence": None, "starts_on": date(2026, 11, 21)}, "tomorrow, Saturday 21 November, at 8 in the morning"),
        ({"recurrence": "FREQ=DAILY;COUNT=5"}, "every day at 8 in the morning, starting tomorrow, Saturday 21 November, for 5 days"),
        ({"recurrence": "FREQ=DAILY;UNTIL=20261201"}, "every day at 8 in the morning, starting tomorrow, Saturday 21 November, until Tuesday 1 December"),
        ({"recurrence": "FREQ=HOURLY;INTERVAL=6"}, "every 6 hours, day and night, starting today at 2 in the afternoon"),
        ({"at": utc(2026, 11, 20, 9, 40), "times": (), "recurrence": None}, "today at 9:40 in the morning"),
    ],
)  # fmt: skip
def test_plans_are_said_with_their_first_day(changed: dict[str, object], spoken: str) -> None:
    planned = reminder(**changed)
    first = find_next(planned, after=NOW)
    assert first is not None
    assert describe_plan(planned, first, today=TODAY) == spoken


@pytest.mark.parametrize(
    ("words", "spoken"),
    [
        ("call my son", "call your son"),
        ("tell Tom I'm late", "tell Tom you're late"),
        ("meet us at mine", "meet you at yours"),
        ("buy myrtle", "buy myrtle"),
    ],
)
def test_words_are_turned_to_the_listener(words: str, spoken: str) -> None:
    assert to_listener(words) == spoken


@pytest.mark.parametrize(
    ("words", "bare"), [("my heart pills", "heart pills"), ("the aspirin", "aspirin"), ("my", "my")]
)
def test_medicine_is_named_without_its_article(words: str, bare: str) -> None:
    assert bare_medicine(words) == bare


def test_person_and_place_are_said_unless_the_subject_has_them() -> None:
    visit = reminder(kind=ReminderKind.REMINDER, subject="lunch with Tom", person_name="Tom", location="the Ritz")
    assert name_of(visit) == "lunch with Tom at the Ritz"


def test_told_texts_never_advise() -> None:
    dose = reminder(dosage="2 tablets")
    texts = [
        tell_text(dose, occurrence(), name="Rose", again=again, late=late)
        for again, late in ((False, False), (False, True), (True, False))
    ]
    assert texts == [
        "Rose, it is 8 in the morning: time for your blood pressure pills (2 tablets).",
        "Rose, I am late with this: your blood pressure pills (2 tablets) of 8 in the morning.",
        "Rose, once more: your blood pressure pills (2 tablets) of 8 in the morning. Please tell me when that is done.",
    ]


@pytest.mark.parametrize(
    ("taken", "shares", "text"),
    [
        (False, False, "Rose has not confirmed the medicine for 8 in the morning."),
        (False, True, "Rose has not confirmed the blood pressure pills for 8 in the morning."),
        (True, False, "Rose has confirmed the medicine for 8 in the morning."),
    ],
)
def test_family_hears_as_little_as_will_do(*, taken: bool, shares: bool, text: str) -> None:
    said = family_text(reminder(), occurrence(), name="Rose", taken=taken, shares_names=shares, today=TODAY)
    assert said == text


def test_family_hears_the_day_of_what_is_not_of_today() -> None:
    old = replace(occurrence(), local_date=TODAY - timedelta(days=1))
    said = family_text(reminder(), old, name="Rose", taken=False, shares_names=False, today=TODAY)
    assert said == "Rose has not confirmed the medicine for 8 in the morning on Thursday 19 November."


def test_nobody_is_called_by_a_name_that_nobody_gave() -> None:
    assert tell_text(reminder(), occurrence(), name=None, again=False, late=False).startswith("It is 8 in the morning")
    heard = family_text(reminder(), occurrence(), name=None, taken=False, shares_names=False, today=TODAY)
    assert heard.startswith("The person you look after has not confirmed the medicine")


@pytest.mark.parametrize(
    ("recurrence", "asked"),
    [
        ("FREQ=DAILY;COUNT=7", "Shall I remind you to take your aspirin, every day for 7 days, at 8 in the morning?"),
        ("FREQ=DAILY;UNTIL=20261201", "Shall I remind you to take your aspirin, every day until Tuesday 1 December, at 8 in the morning?"),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=3", "Shall I remind you to take your aspirin, every Monday, on 3 days, at 8 in the morning?"),
        ("FREQ=DAILY;COUNT=1", "Shall I remind you to take your aspirin, once, at 8 in the morning?"),
        ("FREQ=DAILY", "Shall I remind you to take your aspirin, every day, at 8 in the morning?"),
    ],
)  # fmt: skip
def test_read_back_says_for_how_long_it_comes(recurrence: str, asked: str) -> None:
    timing = Timing(on=None, times=(time(8),), recurrence=recurrence)
    assert ask_before_storing("to take your aspirin", timing, today=TODAY) == asked
