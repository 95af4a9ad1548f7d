"""The judge of the chaos of reminders sees what is lost, doubled, or without an end."""

from dataclasses import replace
from typing import Any

import pytest

from bench.chaos_reminders.verdict import Told, judge
from core.domain import TaskStatus
from core.reminder import Occurrence, OccurrenceOutcome
from tests.unit.services.reminder.test_ladder import occurrence

DOSE = occurrence(status=TaskStatus.COMPLETED, outcome=OccurrenceOutcome.TAKEN)
MESSAGE = Told(id="m1", occurrence_id=str(DOSE.id), key="step 1", epoch=1)


def wrong(*, dose: Occurrence = DOSE, message: Told = MESSAGE, came: int = 1, **more: Any) -> list[str]:
    return [*judge({"r": [dose]}, [message], {message.id: came} if came else {}, **more).wrong]


def test_told_once_and_taken_is_good() -> None:
    verdict = judge({"r": [DOSE]}, [MESSAGE], {"m1": 1})
    assert (verdict.is_good, verdict.told, verdict.twice) == (True, 1, 0)


def test_told_twice_under_the_same_id_is_counted_and_good_where_it_was_in_flight() -> None:
    again = replace(MESSAGE, epoch=2)
    assert judge({"r": [DOSE]}, [again], {"m1": 2}).twice == 1
    assert wrong(message=again, came=2) == []
    assert len(wrong(came=2)) == 1


@pytest.mark.parametrize("dose", [DOSE, replace(DOSE, outcome=OccurrenceOutcome.MISSED)])
def test_dose_that_nobody_heard_of_is_lost(dose: Occurrence) -> None:
    assert "lost" in wrong(dose=dose, came=0)[0]


def test_only_what_was_slept_through_may_be_missed_without_a_word() -> None:
    missed = replace(DOSE, outcome=OccurrenceOutcome.MISSED, status=TaskStatus.EXPIRED)
    assert wrong(dose=missed, came=0, slept=frozenset({"r"})) == []


def test_dose_recorded_twice_or_without_an_end_is_wrong() -> None:
    assert "2 due times" in judge({"r": [DOSE, DOSE]}, [MESSAGE], {"m1": 1}).wrong[0]
    assert "no end" in wrong(dose=replace(DOSE, outcome=None))[0]


def test_step_under_two_ids_and_messages_of_nobody_are_wrong() -> None:
    other = replace(MESSAGE, id="m2")
    assert len(judge({"r": [DOSE]}, [MESSAGE, other], {"m1": 1, "m2": 1}).wrong) == 1
    assert len(judge({"r": [DOSE]}, [MESSAGE], {"m1": 1, "m3": 1}).wrong) == 1
