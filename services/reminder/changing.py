"""A reminder with a new timing: pure. What was not said anew stays."""

from dataclasses import replace
from datetime import date, datetime, time

from core.domain import Problem, Question
from core.errors import PROBLEM_PREFIX
from core.regimen import Phase, Tie
from core.reminder import Reminder, ReminderKind
from core.when import to_local
from services.reminder.plan import find_next
from services.reminder.recurrence import Frequency, read_rule
from services.reminder.regimen_words import describe_regimen
from services.reminder.rule_words import describe_rule
from services.reminder.timing import ONCE_OR_DAILY, Timing, apply_timing, find_too_far
from services.reminder.wording import name_of

_ASK_WHEN = Question(text="When shall it come instead?", slot="time")
_HALF_DAY = 12 * 60


def change_plan(reminder: Reminder, timing: Timing, *, now: datetime) -> Reminder | Question | Problem:
    """The reminder as it would be, what must be asked, or why it can't be changed in words."""
    if question := find_too_far(timing, to_local(now, reminder.timezone).date()):
        return question
    if reminder.regimen.phases:
        return _change_parts(reminder, timing, now=now)
    if timing.at is not None and timing.recurrence is None:
        changed = apply_timing(reminder, timing, now=now)
    elif timing == Timing():
        return _ASK_WHEN
    elif question := _find_other_day(reminder, timing) or _find_open_days(reminder, timing):
        return question
    else:
        changed = _rewrite(reminder, timing, now=now)
    if _plan_of(changed) == _plan_of(reminder):
        return Question(text="That is when it comes already. When shall it come instead?", slot="time")
    if changed.at is None and find_next(changed, after=now) is None:
        return Question(text="That time has passed. When shall it come instead?", slot="time")
    return replace(reminder, **_plan_of(changed))


def refuse_parts(reminder: Reminder | None) -> Problem:
    """Why a plan in parts can't be changed in this way, and what to do; None: it is a new plan that has parts."""
    if reminder is None:
        detail = "I have changed nothing: I can't put a plan in parts in the place of another one. "
        how = "Please ask me to stop the old reminder, and then tell me the whole new plan."
    else:
        detail = f"I have changed nothing: {name_of(reminder)} comes in parts, {describe_regimen(reminder)}. "
        how = 'I can move it to another time of the day, as in "at 9 in the morning instead of 8". For anything else please ask me to stop it, and then tell me the whole new plan.'
    return Problem(
        type=PROBLEM_PREFIX + "plan-in-parts", title="A plan in parts is changed as a whole", detail=detail + how
    )


def list_ties(old: Reminder, new: Reminder) -> tuple[Tie, ...]:
    """The ties to meals and bed that stay: those whose times are still in the plan."""
    return tuple(tie for tie in old.regimen.tied_to if tie.time in new.times)


def _change_parts(reminder: Reminder, timing: Timing, *, now: datetime) -> Reminder | Question | Problem:
    """Every part with the new time of day in the place of the one that it replaces; nothing else changes in words."""
    if timing == Timing():
        return _ASK_WHEN
    if timing.on or timing.recurrence or timing.at:
        return refuse_parts(reminder)
    stood = {at for phase in reminder.regimen.phases for at in _read_times(phase)} & set(timing.times)
    if len(timing.times) > 1 and len(stood) != 1:
        return refuse_parts(reminder)
    moved = [_move_part(phase, timing.times) for phase in reminder.regimen.phases]
    phases = tuple(each for each in moved if each is not None)
    if len(phases) < len(moved):
        return refuse_parts(reminder)
    if phases == reminder.regimen.phases:
        return Question(text="That is when it comes already. When shall it come instead?", slot="time")
    changed = replace(reminder, regimen=replace(reminder.regimen, phases=phases))
    if find_next(changed, after=now) is None:
        return refuse_parts(reminder)
    return changed


def _move_part(phase: Phase, times: tuple[time, ...]) -> Phase | None:
    """The part with the new time; None where it is not plain which of its times is meant."""
    old = _read_times(phase)
    pair = set(times) & set(old)
    if len(times) == 2 and len(pair) == 1:
        new = {*old} - pair | {*times} - pair
    elif len(times) == len(old) == 1:
        new = {*times}
    else:
        return phase if len(times) == 2 and not pair else None
    written = tuple(sorted(f"{at:%H:%M}" for at in new))
    return replace(phase, times=written, tied_to=tuple(tie for tie in phase.tied_to if tie.time in written))


def _read_times(phase: Phase) -> tuple[time, ...]:
    return tuple(time.fromisoformat(each) for each in phase.times)


def _find_open_days(reminder: Reminder, timing: Timing) -> Question | None:
    """On which days what was taken as needed comes from now on is never guessed."""
    is_open = reminder.regimen.as_needed is not None and timing.recurrence is None and timing.on is None
    if not is_open or reminder.kind is not ReminderKind.MEDICINE:
        return None
    return Question(text="Every day, or just once?", slot="recurrence", options=ONCE_OR_DAILY)


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
