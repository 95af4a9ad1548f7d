"""Which reminder and which dose somebody means."""

from collections.abc import Sequence
from datetime import date, time, timedelta

import pytest

from core.domain import Question
from core.reminder import OccurrenceOutcome, Reminder, ReminderKind
from services.reminder.doses import ToConfirm, choose_doses, choose_of_day, is_around, pick_one_each, question_doubt
from services.reminder.occurrence_answers import OccurrenceState
from services.reminder.reminder_finder import Sought, ask_which, find_meant, label_of
from tests.unit.services.reminder.test_changing import NOW, stored
from tests.unit.services.reminder.test_ladder import occurrence

TODAY = date(2026, 11, 20)
PRESSURE = stored(subject="blood pressure pills")
HEART = stored(subject="heart pills", times=("08:00", "20:00"))
ASPIRIN = stored(subject="aspirin", times=("20:00",))
PLUMBER = stored(kind=ReminderKind.REMINDER, subject="call the plumber", person_name="Mr Piper")
KNOWN = (PRESSURE, HEART, ASPIRIN, PLUMBER)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("my blood pressure pills", [PRESSURE]),
        ("Blood-Pressure pill", [PRESSURE]),
        ("blood presure pills", [PRESSURE]),
        ("heart", [HEART]),
        ("aspirin", [ASPIRIN]),
        ("asprin", [ASPIRIN]),
        ("8pm aspirin", [ASPIRIN]),
        ("plumber", [PLUMBER]),
        ("Mr Piper", [PLUMBER]),
        ("pills", [PRESSURE, HEART]),
        ("medicine", [PRESSURE, HEART, ASPIRIN]),
        ("insulin", []),
        ("all my reminders", [PRESSURE, HEART, ASPIRIN, PLUMBER]),
        ("all of them", [PRESSURE, HEART, ASPIRIN, PLUMBER]),
        ("next pill", [PRESSURE, HEART]),
        (None, [PRESSURE, HEART, ASPIRIN, PLUMBER]),
    ],
)
def test_reminders_are_found_by_what_they_are_called(words: str | None, meant: list[Reminder]) -> None:
    assert find_meant(Sought(words=words), KNOWN, today=TODAY) == meant


def test_time_of_day_tells_two_of_a_name_apart() -> None:
    morning, evening = stored(subject="pills"), stored(subject="pills", times=("20:00",))
    assert find_meant(Sought(words="8am pills"), (morning, evening), today=TODAY) == [morning]
    assert find_meant(Sought(words="pills", times=(time(20),)), (morning, evening), today=TODAY) == [evening]


def test_option_of_the_question_is_understood() -> None:
    question = ask_which(KNOWN, slot="subject", today=TODAY)
    assert len(question.options) == 3
    for option, expected in zip(question.options, KNOWN, strict=False):
        assert option == label_of(expected, today=TODAY)
        assert find_meant(Sought(words=option), KNOWN, today=TODAY) == [expected]


def dose(reminder: Reminder, hours: float, **changed: object) -> OccurrenceState:
    """A due time so many hours from now."""
    scheduled_for = NOW + timedelta(hours=hours)
    values = {"scheduled_for": scheduled_for, "slot": f"{scheduled_for:%H:%M}", **changed}
    return OccurrenceState(occurrence=occurrence(reminder_id=reminder.id, **values), reminder=reminder)


def told(reminder: Reminder, hours: float = -0.1) -> OccurrenceState:
    return dose(reminder, hours, told_at=NOW)


def missed(reminder: Reminder, hours: float) -> OccurrenceState:
    return dose(reminder, hours, outcome=OccurrenceOutcome.MISSED)


def taken(reminder: Reminder, hours: float) -> OccurrenceState:
    return dose(reminder, hours, outcome=OccurrenceOutcome.TAKEN, answered_at=NOW + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("doses", "chosen"),
    [
        ([dose(PRESSURE, 2), told(ASPIRIN)], [1]),
        ([told(ASPIRIN, -0.9), told(ASPIRIN, -0.1)], [0]),
        ([missed(PRESSURE, -1.5), dose(PRESSURE, 0.5)], [0]),
        ([missed(PRESSURE, -10)], [0]),
        ([dose(PRESSURE, -0.01), dose(ASPIRIN, 1)], [0]),
        ([taken(PRESSURE, -1), told(ASPIRIN)], [1]),
        ([taken(PRESSURE, -10)], []),
        ([], []),
    ],
)
def test_dose_that_waits_goes_before_the_nearest(doses: Sequence[OccurrenceState], chosen: list[int]) -> None:
    assert choose_doses(doses, "pills", now=NOW) == [doses[index] for index in chosen]


def test_several_medicines_without_a_name_are_asked_about() -> None:
    doses = [told(PRESSURE), told(ASPIRIN)]
    question = choose_doses(doses, "my pills", now=NOW)
    assert isinstance(question, Question)
    assert question.options == ("blood pressure pills", "aspirin", "all of them")
    assert choose_doses(doses, "all of them", now=NOW) == doses


def test_two_reminders_of_one_medicine_are_one_dose() -> None:
    other = stored(subject="aspirin", times=("10:00",))
    doses = [told(ASPIRIN, -0.9), told(other, -0.1)]
    assert choose_doses(doses, "aspirin", now=NOW) == doses[:1]


TOLD_BEFORE = {"told_at": NOW - timedelta(hours=1)}
ALREADY = "You told me at 9 in the morning already that you took your aspirin. "


@pytest.mark.parametrize(
    ("others", "words", "question"),
    [
        (
            [dose(PRESSURE, 2.5)],
            "pills",
            "Did you take your blood pressure pills of noon as well?",
        ),
        (
            [dose(PRESSURE, -0.9, **TOLD_BEFORE)],
            "pills",
            "Did you take your blood pressure pills of 8:36 in the morning as well?",
        ),
        ([dose(ASPIRIN, 1)], "pills", "Did you take another one, the one of 10:30 in the morning?"),
        ([dose(ASPIRIN, 1)], "aspirin", "Did you take another one, the one of 10:30 in the morning?"),
        (
            [dose(stored(subject="aspirin", times=("10:30",)), 1)],
            "aspirin",
            "Did you take another one, the one of 10:30 in the morning?",
        ),
        ([], "aspirin", "Did you take another one?"),
        ([dose(PRESSURE, 1), dose(ASPIRIN, 1)], "pills", "Did you take another one?"),
    ],
)
def test_what_is_said_twice_within_two_hours_is_questioned(
    others: Sequence[OccurrenceState], words: str, question: str
) -> None:
    choice = choose_doses([taken(ASPIRIN, -0.5), *others], words, now=NOW)
    assert isinstance(choice, ToConfirm)
    assert (choice.question.text, choice.group) == (ALREADY + question, [*others])


def test_dose_that_is_named_is_taken_early_and_another_only_after_a_yes() -> None:
    doses = [missed(PRESSURE, -10), dose(PRESSURE, 0.5)]
    assert choose_doses(doses, "blood pressure pills", now=NOW) == doses[1:]
    choice = choose_doses(doses, "pills", now=NOW)
    assert isinstance(choice, ToConfirm)
    assert choice.question.text == "Did you take your blood pressure pills of 10 in the morning already?"
    assert pick_one_each(choice.group, "pills") == doses[1:]


def test_several_doses_of_another_day_are_read_back_together() -> None:
    doses = [missed(PRESSURE, -25.5), missed(PRESSURE, -13.5), taken(ASPIRIN, -20)]
    choice = choose_of_day(doses, spoken_day="yesterday")
    assert isinstance(choice, ToConfirm)
    assert choice.question.text == (
        "Did you take all of these yesterday: your blood pressure pills of 8 in the morning and your blood pressure "
        "pills of 8 in the evening?"
    )
    assert choice.group == doses[:2]
    assert choose_of_day(doses[1:], spoken_day="yesterday") == doses[1:2]


def test_half_is_no_doubt_where_the_dose_is_a_half() -> None:
    assert question_doubt("half", [told(stored(subject="aspirin", dosage="half a tablet"))]) is None
    assert question_doubt("half", [told(ASPIRIN)]) is not None


@pytest.mark.parametrize(
    ("times", "part", "fits"),
    [
        ([], None, True),
        ([time(8, 15)], None, True),
        ([time(20)], None, False),
        ([], "morning", True),
        ([], "evening", False),
        ([time(8), time(20)], "morning", True),
    ],
)
def test_dose_fits_what_was_said_of_its_time(*, times: list[time], part: str | None, fits: bool) -> None:
    assert is_around(dose(PRESSURE, -1.5), times, part) is fits
