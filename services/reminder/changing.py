"""A reminder with a new timing: pure. What was not said anew stays."""

from dataclasses import replace
from datetime import date, datetime, time

from core.domain import Question
from core.reminder import Reminder
from core.when import to_local
from services.reminder.plan import find_next
from services.reminder.recurrence import Frequency, read_rule
from services.reminder.rule_words import describe_rule
from services.reminder.timing import Timing, apply_timing, find_too_far

_ASK_WHEN = Question(text="When shall it come instead?", slot="time")
_HALF_DAY = 12 * 60


def change_plan(reminder: Reminder, timing: Timing, *, now: datetime) -> Reminder | Question:
    """The reminder as it would be, or what must be asked."""
    if question := find_too_far(timing, to_local(now, reminder.timezone).date()):
        return question
    if timing.at is not None and timing.recurrence is None:
        changed = apply_timing(reminder, timing, now=now)
    elif timing == Timing():
        return _ASK_WHEN
    elif question := _find_other_day(reminder, timing):
        return question
    else:
        changed = _rewrite(reminder, timing, now=now)
    if _plan_of(changed) == _plan_of(reminder):
        return Question(text="That is when it comes already. When shall it come instead?", slot="time")
    if changed.at is None and find_next(changed, after=now) is None:
        return Question(text="That time has passed. When shall it come instead?", slot="time")
    return replace(reminder, **_plan_of(changed))


def _find_other_day(reminder: Reminder, timing: Timing) -> Question | None:
    """A new day for what comes on certain days of the week leaves open whether it is for once or for ever."""
    if timing.on is None or timing.recurrence or reminder.recurrence is None:
        return None
    rule = read_rule(reminder.recurrence, timezone=reminder.timezone)
    if rule.frequency is not Frequency.WEEKLY or (0, timing.on.weekday()) in rule.by_day:
        return None
    weekday = f"every {timing.on:%A}"
    text = f"It comes {describe_rule(rule)}. I can't move a single day; shall it come {weekday} from now on?"
    return Question(text=text, slot="recurrence", options=(weekday,))


def _rewrite(reminder: Reminder, timing: Timing, *, now: datetime) -> Reminder:
    times = _merge(_times_of(reminder), timing.times)
    recurrence = timing.recurrence or reminder.recurrence
    keeps_days = timing.recurrence is None and timing.on is None
    on = timing.on or (_first_day(reminder) if keeps_days else None)
    changed = apply_timing(reminder, Timing(on=on, times=times, recurrence=recurrence), now=now)
    return replace(reminder, **_plan_of(changed))


def _plan_of(reminder: object) -> dict[str, object]:
    return {name: getattr(reminder, name) for name in ("times", "recurrence", "starts_on", "at")}


def _times_of(reminder: Reminder) -> tuple[time, ...]:
    if reminder.at is not None:
        return (to_local(reminder.at, reminder.timezone).time().replace(second=0, microsecond=0),)
    return tuple(time.fromisoformat(each) for each in reminder.times)


def _first_day(reminder: Reminder) -> date:
    return to_local(reminder.at, reminder.timezone).date() if reminder.at else reminder.starts_on


def _merge(old: tuple[time, ...], new: tuple[time, ...]) -> tuple[time, ...]:
    """The times as they would be: "from 8 to 9" and a new time alone replace one of several, else all are new."""
    if not new:
        return old
    if len(new) == 2 and len(set(new) & set(old)) == 1:
        [replaced] = set(new) & set(old)
        return tuple(sorted((set(old) - {replaced}) | (set(new) - {replaced})))
    if len(new) == 1 and len(old) > 1:
        nearest = min(old, key=lambda at: _distance(at, new[0]))
        return tuple(sorted((set(old) - {nearest}) | set(new)))
    return new


def _distance(first: time, second: time) -> int:
    apart = abs((first.hour - second.hour) * 60 + first.minute - second.minute)
    return min(apart, 2 * _HALF_DAY - apart)
