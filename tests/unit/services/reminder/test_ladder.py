"""The steps of a dose, by the clock."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.domain import Queue, TaskStatus
from core.escalation import CRITICAL, USUAL, Escalation, Rung, Tell, read_escalation
from core.ids import make_id
from core.profile import Profile
from core.reminder import Occurrence, ReminderKind
from services.reminder.ladder import Action, Step, ladder_of, next_step, snooze_until
from tests.unit.services.reminder.plans import reminder as plan
from tests.unit.services.reminder.plans import utc

DUE = utc(2026, 11, 20, 8)


def minutes(count: float) -> datetime:
    return DUE + timedelta(minutes=count)


def occurrence(**changed: Any) -> Occurrence:
    base = Occurrence(
        id=make_id(),
        account_id=make_id(),
        queue=Queue.REMINDER,
        status=TaskStatus.RUNNING,
        epoch=1,
        version=2,
        attempt=1,
        max_attempts=20,
        lost_leases=0,
        created_at=DUE,
        updated_at=DUE,
        reminder_id=make_id(),
        user_id=make_id(),
        local_date=DUE.date(),
        slot="08:00",
        scheduled_for=DUE,
        due_at=None,
        told_at=None,
        snoozed_until=None,
        outcome=None,
        answered_at=None,
        answered_via=None,
    )
    return replace(base, **changed)


def told(at: float = 0, **changed: Any) -> Occurrence:
    return occurrence(told_at=minutes(at), ladder_from=minutes(at), **changed)


@pytest.mark.parametrize(
    ("ladder", "late", "action"),
    [
        (USUAL, 0, Action.TELL),
        (USUAL, 120, Action.TELL),
        (USUAL, 121, Action.MISS),
        (None, 121, Action.TELL),
        (None, 60 * 12, Action.TELL),
        (None, 60 * 12 + 1, Action.MISS),
    ],
)
def test_first_step_depends_on_how_late_it_is(ladder: Escalation | None, late: float, action: Action) -> None:
    assert next_step(occurrence(), ladder, now=minutes(late)).action is action


def test_usual_ladder_is_repeat_text_call_carer_missed() -> None:
    climbed = walk(occurrence(), USUAL)
    assert [(at, action, tell) for at, action, tell, _ in climbed] == [
        (0, Action.TELL, None),
        (10, Action.CLIMB, Tell.MAIN),
        (20, Action.CLIMB, Tell.SECOND),
        (30, Action.CLIMB, Tell.VOICE),
        (60, Action.CLIMB, Tell.CARER),
        (120, Action.MISS, None),
    ]


def test_critical_medicine_is_faster() -> None:
    climbed = walk(occurrence(), CRITICAL)
    assert [at for at, _, _, _ in climbed] == [0, 5, 10, 15, 30, 120]


def test_dose_that_was_told_late_can_still_be_answered() -> None:
    climbed = walk(occurrence(), USUAL, late=100)
    assert climbed[-1][:2] == (130, Action.MISS)


def test_next_dose_closes_the_one_before() -> None:
    assert walk(occurrence(), USUAL, next_dose=45)[-1][:2] == (45, Action.MISS)
    assert walk(occurrence(), USUAL, late=50, next_dose=45) == [(50, Action.MISS, None, "")]


def test_our_clock_may_be_a_little_behind() -> None:
    at = minutes(120) - timedelta(seconds=1)
    assert next_step(told(rung=4), USUAL, now=at).action is Action.MISS
    early = minutes(10) - timedelta(seconds=1)
    assert next_step(told(), USUAL, now=early).action is Action.CLIMB


def test_step_that_comes_too_early_waits() -> None:
    step = next_step(told(), USUAL, now=minutes(4))
    assert (step.action, step.next_at) == (Action.WAIT, minutes(10))


@pytest.mark.parametrize(("span", "now", "until"), [(15, 2, 17), (120, 2, 110), (15, 95, 110), (15, 109.5, 110)])
def test_later_ends_in_time_to_be_answered(span: float, now: float, until: float) -> None:
    wakes_at = snooze_until(told(), USUAL, timedelta(minutes=span), now=minutes(now))
    assert wakes_at == minutes(until)
    step = next_step(told(snoozed_until=wakes_at, rung=3), USUAL, now=minutes(until))
    assert (step.action, step.behind, step.since) == (Action.TELL_AGAIN, 0, minutes(until))
    assert step.next_at == minutes(min(until + 10, 120))


@pytest.mark.parametrize(("now", "next_dose"), [(110, None), (119, None), (31, 40)])
def test_what_can_wait_no_longer_does_not(now: float, next_dose: float | None) -> None:
    at = minutes(next_dose) if next_dose else None
    assert snooze_until(told(), USUAL, timedelta(minutes=5), now=minutes(now), next_dose_at=at) is None


def test_later_that_nobody_could_tell_in_time_is_missed() -> None:
    assert next_step(told(snoozed_until=minutes(20)), USUAL, now=minutes(121)).action is Action.MISS


def test_reminder_has_its_own_ladder_else_its_persons_else_the_usual() -> None:
    own, of_person, urgent = (Escalation(steps=(), window_minutes=each) for each in (1, 2, 3))
    profile = Profile(escalation=of_person, critical_escalation=urgent)
    medicine = plan(kind=ReminderKind.MEDICINE)
    assert ladder_of(replace(medicine, escalation=own), profile) == own
    assert [ladder_of(replace(medicine, critical=each), profile) for each in (False, True)] == [of_person, urgent]
    assert [ladder_of(replace(medicine, critical=each)) for each in (False, True)] == [USUAL, CRITICAL]
    assert ladder_of(plan(kind=ReminderKind.REMINDER), profile) is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            {"steps": [{"after_minutes": 10, "tell": "main"}, {"after_minutes": 10, "tell": "voice"}]},
            "later than the one",
        ),
        ({"steps": [{"after_minutes": 130, "tell": "main"}]}, "never come"),
        ({"steps": [{"after_minutes": 1, "tell": "carer"}, {"after_minutes": 2, "tell": "carer"}]}, "told once"),
        ({"steps": [{"after_minutes": 0, "tell": "main"}]}, "greater than 0"),
        ({"steps": [{"after_minutes": 1, "tell": "neighbour"}]}, "'main', 'second', 'voice' or 'carer'"),
        ({"steps": [], "window_minutes": 2000}, "less than or equal"),
    ],
)
def test_ladder_that_makes_no_sense_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Escalation.model_validate(wrong)
    assert read_escalation(wrong) is None


@st.composite
def ladders(draw: st.DrawFn) -> Escalation:
    window = draw(st.floats(min_value=0.5, max_value=400))
    steps: list[Rung] = []
    after = 0.0
    for span in draw(st.lists(st.floats(min_value=0.1, max_value=60), max_size=6)):
        after += span
        if after <= window:
            tell = draw(st.sampled_from([Tell.MAIN, Tell.SECOND, Tell.VOICE]))
            steps.append(Rung(after_minutes=after, tell=tell))
    return Escalation(steps=tuple(steps), window_minutes=window)


@given(
    ladder=ladders(),
    late=st.floats(min_value=0, max_value=300),
    delays=st.lists(st.floats(min_value=0, max_value=50), min_size=1, max_size=8),
    snoozes=st.dictionaries(st.integers(min_value=0, max_value=12), st.floats(min_value=1, max_value=120)),
    next_dose=st.none() | st.floats(min_value=5, max_value=600),
)
def test_ladder_climbs_never_repeats_a_step_and_ends(
    ladder: Escalation, late: float, delays: list[float], snoozes: dict[int, float], next_dose: float | None
) -> None:
    climbed = walk(occurrence(), ladder, late=late, delays=delays, snoozes=snoozes, next_dose=next_dose)
    times = [at for at, _, _, _ in climbed]
    assert times == sorted(times)
    assert climbed[-1][1] is Action.MISS
    assert sum(action is Action.MISS for _, action, _, _ in climbed) == 1
    keys = [key for _, _, _, key in climbed if key]
    assert len(set(keys)) == len(keys)
    closes_at = max(ladder.window_minutes, times[0] + min(30, ladder.window_minutes / 2))
    closes_at = min(closes_at, next_dose) if next_dose else closes_at
    assert times[-1] <= max(closes_at, late) + max(delays) + 0.1, "no snooze passes the window"
    if len(climbed) > 1:
        assert times[-1] >= closes_at - 0.1, "nothing is missed before its window closes"


Climbed = list[tuple[float, Action, Tell | None, str]]


def walk(
    first: Occurrence,
    ladder: Escalation,
    *,
    late: float = 0,
    delays: Sequence[float] = (0.0,),
    snoozes: Mapping[int, float] | None = None,
    next_dose: float | None = None,
) -> Climbed:
    """What happens until it ends, woken so many minutes late each time, with a "later" behind some of the steps."""
    climbed: Climbed = []
    seen: Occurrence = first
    now: datetime = minutes(late)
    next_dose_at = minutes(next_dose) if next_dose is not None else None
    for number in range(100):
        step: Step = next_step(seen, ladder, now=now, next_dose_at=next_dose_at)
        if step.action is not Action.WAIT:
            at = (now - DUE) / timedelta(minutes=1)
            climbed.append((at, step.action, step.rung.tell if step.rung else None, step.key))
        if step.next_at is None:
            return climbed
        is_told = step.action in {Action.TELL, Action.TELL_AGAIN}
        seen = replace(seen, told_at=seen.told_at or now, ladder_from=step.since, rung=step.behind)
        seen = replace(seen, snoozed_until=None) if is_told else seen
        wakes_at: datetime = step.next_at
        if span := (snoozes or {}).get(number):
            moment = now + timedelta(seconds=30)
            until = snooze_until(seen, ladder, timedelta(minutes=span), now=moment, next_dose_at=next_dose_at)
            if until is not None and moment < wakes_at:
                seen, wakes_at = replace(seen, snoozed_until=until), until
        now = max(now, wakes_at) + timedelta(minutes=delays[number % len(delays)])
    raise AssertionError("the ladder has no end")
