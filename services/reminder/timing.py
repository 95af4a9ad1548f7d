"""From what was said about time to a plan. What is open is asked: no frequency and no hour is ever guessed.

Words are read on the caller's clock, which may be ahead of ours (ADR 0009); plans run on ours. What comes once moves by
that difference; what comes again keeps its wall-clock times, and its first day moves by whole days.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from core.domain import Question, Task
from core.regimen import PLAIN, Regimen
from core.reminder import NewReminder, ReminderKind
from core.when import describe_day, describe_time, to_instant, to_local
from services.reminder.plan import SEARCH_AHEAD, find_next
from services.reminder.recurrence import Frequency, read_rule
from services.reminder.settling import finish

ONCE_OR_DAILY = ("every day", "just once")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When, as it was said; `at` is one exact instant of the caller's clock."""

    on: date | None = None
    times: tuple[time, ...] = ()
    recurrence: str | None = None
    at: datetime | None = None
    regimen: Regimen = PLAIN

    @property
    def rule_step(self) -> timedelta | None:
        """The span of a rule of hours or minutes."""
        return read_rule(self.recurrence, timezone="UTC").step if self.recurrence else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What to remind of."""

    kind: ReminderKind
    text: str
    dosage: str | None = None
    person_name: str | None = None
    location: str | None = None


def find_open_time(timing: Timing, kind: ReminderKind) -> Question | None:
    """What must be asked about the time, whatever the day is today."""
    if timing.regimen != PLAIN and (timing.regimen.as_needed or timing.regimen.interval):
        return _find_open_regimen(timing)
    if timing.at is not None or timing.regimen.phases:
        return None
    if timing.rule_step and len(timing.times) != 1:
        is_sure = kind is ReminderKind.REMINDER and not timing.times
        return None if is_sure else Question(text="At what time is the first one?", slot="time")
    if not timing.times:
        return _ask_time(timing, kind)
    if kind is ReminderKind.MEDICINE and timing.on is None and timing.recurrence is None:
        return Question(text="Every day, or just once?", slot="recurrence", options=ONCE_OR_DAILY)
    return None


def _find_open_regimen(timing: Timing) -> Question | None:
    as_needed = timing.regimen.as_needed
    if as_needed is None:
        return None if len(timing.times) == 1 else Question(text="At what time is the first one?", slot="time")
    if as_needed.min_gap_minutes or as_needed.max_per_day:
        return None
    return Question(
        text="How many may it be in 24 hours at most, or how many hours apart at least?", slot="max_per_day"
    )


def _ask_time(timing: Timing, kind: ReminderKind) -> Question:
    if timing.on:
        return Question(text=f"At what time on {describe_day(timing.on, timing.on)}?", slot="time")
    if timing.recurrence and kind is ReminderKind.MEDICINE:
        return Question(text="At which times of the day?", slot="times")
    if timing.recurrence or kind is ReminderKind.MEDICINE:
        return Question(text="At what time of the day?", slot="time")
    return Question(text="When shall I remind you?", slot="time")


def make_reminder(
    subject: Subject, timing: Timing, task: Task, *, reminder_id: UUID, now: datetime
) -> NewReminder | Question:
    """The reminder on the caller's clock, or what must be asked; `now` is the caller's."""
    if question := find_open_time(timing, subject.kind):
        return question
    local = to_local(now, task.timezone)
    if question := find_too_far(timing, local.date()):
        return question
    reminder = NewReminder(
        id=reminder_id,
        account_id=task.account_id,
        user_id=task.user_id,
        task_id=task.id,
        kind=subject.kind,
        subject=subject.text,
        dosage=subject.dosage,
        person_name=subject.person_name,
        location=subject.location,
        timezone=task.timezone,
        starts_on=timing.on or local.date(),
    )
    if timing.regimen.as_needed:
        return replace(reminder, regimen=timing.regimen)
    if timing.regimen.interval:
        times = tuple(f"{at:%H:%M}" for at in timing.times)
        return finish(replace(reminder, regimen=timing.regimen, times=times), before=None, now=now)
    if timing.regimen.phases:
        return _place_phases(replace(reminder, regimen=timing.regimen), timing, now=now)
    planned = apply_timing(replace(reminder, regimen=timing.regimen), timing, now=now)
    return planned if planned.at or find_next(planned, after=now) else _ask_again(timing, local)


def _place_phases(reminder: NewReminder, timing: Timing, *, now: datetime) -> NewReminder | Question:
    """The first part begins with a whole day, so that seven days are seven."""
    placed = replace(reminder, starts_on=timing.on or first_day(reminder, now=now))
    first = find_next(placed, after=now)
    if first is None or (timing.on and first.slot != min(reminder.regimen.phases[0].times)):
        return _ask_again(timing, to_local(now, reminder.timezone))
    return placed


def find_too_far(timing: Timing, today: date) -> Question | None:
    """A day so far away was hardly meant."""
    days = [*([timing.on] if timing.on else []), *([timing.at.date()] if timing.at else [])]
    if all((on - today) <= SEARCH_AHEAD for on in days):
        return None
    return Question(text="I can only remind you of the next ten years. For which day shall it be?", slot="date")


def apply_timing(reminder: NewReminder, timing: Timing, *, now: datetime) -> NewReminder:
    """The reminder with this timing, beginning with the first of its times that is still to come."""
    local = to_local(now, reminder.timezone).replace(tzinfo=None)
    if timing.at is not None and timing.recurrence is None:
        reminder = replace(reminder, regimen=PLAIN)
        starts_on = to_local(timing.at, reminder.timezone).date()
        return replace(reminder, at=timing.at, times=(), recurrence=None, starts_on=starts_on)
    times = timing.times or _first_step(timing, local)
    texts = tuple(f"{at:%H:%M}" for at in sorted(set(times)))
    recurrence = None if _is_once(timing) else timing.recurrence
    base = replace(reminder, at=None, times=texts, recurrence=recurrence)
    starts_on = timing.on or first_day(base, now=now)
    return replace(base, starts_on=starts_on, times=_to_come(base, starts_on, local))


def _to_come(reminder: NewReminder, on: date, local: datetime) -> tuple[str, ...]:
    """The times of what comes on one day only without those that are over, unless all are."""
    left = tuple(at for at in reminder.times if datetime.combine(on, time.fromisoformat(at)) > local)
    return left if left and reminder.recurrence is None else reminder.times


def _is_once(timing: Timing) -> bool:
    return timing.recurrence is not None and read_rule(timing.recurrence, timezone="UTC").count == 1


def _first_step(timing: Timing, local: datetime) -> tuple[time, ...]:
    """When "every two hours" begins: two hours from now."""
    step = timing.rule_step or timedelta(0)
    return ((local + step).time().replace(second=0, microsecond=0),)


def first_day(reminder: NewReminder, *, now: datetime) -> date:
    """The day from which the rule counts: the first one on which something is still to come."""
    local = to_local(now, reminder.timezone).replace(tzinfo=None)
    if reminder.regimen.as_needed is not None:
        return local.date()
    if reminder.regimen.phases or reminder.regimen.interval:
        return _first_whole_day(reminder, local)
    last = max(time.fromisoformat(each) for each in reminder.times)
    is_to_come = to_instant(local.date(), last, reminder.timezone) > now
    next_day = local.date() if is_to_come else local.date() + timedelta(days=1)
    rule = read_rule(reminder.recurrence, timezone=reminder.timezone) if reminder.recurrence else None
    if rule is None or rule.step or rule.frequency is Frequency.DAILY:
        is_every_day = rule is not None and not rule.step and rule.interval == 1 and rule.count is None
        return local.date() if is_every_day else next_day
    if not (rule.by_day or rule.by_month_day or rule.by_month):
        return local.date()
    every = ";".join(part for part in (reminder.recurrence or "").split(";") if not part.startswith("INTERVAL="))
    first = find_next(replace(reminder, recurrence=every, starts_on=local.date()), after=now)
    return first.on if first else local.date()


def _first_whole_day(reminder: NewReminder, local: datetime) -> date:
    """The first day with all its doses still to come: a phase of seven days has seven whole ones."""
    phases = reminder.regimen.phases
    first = min((*phases[0].times,) if phases else reminder.times)
    return local.date() + timedelta(days=0 if time.fromisoformat(first) > local.time() else 1)


def _ask_again(timing: Timing, local: datetime) -> Question:
    if timing.on == local.date():
        spoken = describe_time(max(timing.times)) if timing.times else "That"
        return Question(text=f"{spoken[0].upper()}{spoken[1:]} has passed today. When shall I remind you?", slot="time")
    if timing.on is not None and timing.on < local.date():
        return Question(text=f"{describe_day(timing.on, local.date())} has passed. For which day?", slot="date")
    return Question(text="I can find no such day. When shall I remind you?", slot="date")


def to_our_clock(said: NewReminder, *, offset: timedelta, now: datetime) -> NewReminder:
    """The plan as it runs on our clock; `now` is the caller's."""
    if not offset or said.regimen.as_needed:
        return said
    if said.chain_at is not None:
        return replace(said, chain_at=said.chain_at - offset)
    if said.at is not None:
        at = said.at - offset
        return replace(said, at=at, starts_on=to_local(at, said.timezone).date())
    first = find_next(said, after=now)
    if said.recurrence is None and first and len(said.times) == 1:
        at = first.at - offset
        return replace(said, at=at, times=(), starts_on=to_local(at, said.timezone).date())
    return replace(said, starts_on=said.starts_on - timedelta(days=round(offset / timedelta(days=1))))
