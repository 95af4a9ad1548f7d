"""From the fields that a caller names to a whole reminder that can be planned: pure.

A reminder is of one kind: one instant, times of day, an interval, phases, or as needed. Naming what belongs to one kind
rules out what belongs to the others; what has no meaning is refused with the place at which it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from core.errors import FieldProblem, InvalidFieldError
from core.regimen import PLAIN, Interval, Phase, Regimen, Since
from core.reminder import NewReminder, ReminderKind
from core.when import DayTimes, to_local
from services.reminder.hours import tie_phases, tie_times
from services.reminder.plan import find_first_instant, find_next
from services.reminder.recurrence import read_rule

R = TypeVar("R", bound=NewReminder)

REGIMEN_FIELDS = ("cycle", "interval", "phases", "as_needed", "tied_to")
SHORTEST_SINCE_TAKEN = 60
"""Minutes: a dose waits so long for its answer before it counts as missed."""

_DAY = timedelta(days=1)
_NOTHING: Mapping[str, Any] = {"cycle": None, "interval": None, "phases": (), "as_needed": None, "tied_to": ()}
_EMPTY_PLAN: dict[str, Any] = {"times": (), "recurrence": None, "at": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What a plan is settled by: the clock, and the person's hours of meals and bed."""

    at: datetime
    hours: DayTimes


def settle(reminder: R, changes: Mapping[str, Any], *, by: Now) -> R:
    """A stored reminder with these fields, and with what they rule out taken away.

    Raises:
        InvalidFieldError: it would never come, or can't be read.
    """
    return finish(merge(reminder, changes, by=by), before=reminder, now=by.at)


def merge(reminder: R, changes: Mapping[str, Any], *, by: Now) -> R:
    """The reminder with these fields, whether or not it has anything to come."""
    known = {field.name for field in fields(reminder)}
    named = {name: value for name, value in changes.items() if name in known}
    parts = {name: changes[name] or _NOTHING[name] for name in REGIMEN_FIELDS if name in changes}
    merged = replace(reminder, **{**named, **_settle_kind(reminder, named, parts, by=by)})
    check_plan(merged)
    return merged


def finish(merged: R, *, before: NewReminder | None, now: datetime) -> R:
    """What `merge` gave, with the beginning of its chain where it has one. Raises InvalidFieldError as `check_comes`."""
    placed = _place_chain(before, merged, now=now)
    check_comes(placed, now=now)
    return placed


def find_difference(before: NewReminder, after: NewReminder) -> dict[str, Any]:
    """The fields that are other than before."""
    names = [field.name for field in fields(before)]
    return {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}


def check_comes(reminder: NewReminder, *, now: datetime) -> None:
    """Raises InvalidFieldError where the reminder has no due time to come, or can't be read."""
    check_plan(reminder)
    if reminder.regimen.as_needed is not None:
        return
    if reminder.at is None and find_next(reminder, after=now) is None:
        others = {"/phases": reminder.regimen.phases, "/recurrence": reminder.recurrence}
        field = next((name for name, said in others.items() if said), "/starts_on")
        raise _refusal(field, "This would never come: all its times have passed, or there is no such day.")
    if reminder.at is not None and reminder.at <= now:
        raise _refusal("/at", "This instant has passed.")


def check_plan(reminder: NewReminder) -> None:
    """Raises InvalidFieldError where the fields of a plan don't fit together."""
    if reminder.ends_on and reminder.ends_on < reminder.starts_on:
        raise _refusal("/ends_on", f"The last day lies before the first one, {reminder.starts_on}.")
    problems = [*_find_wrong(reminder)]
    if problems:
        raise InvalidFieldError(problems[0].detail, problems)


# ------------------------------------------------------------------ one kind


def _settle_kind(
    reminder: NewReminder, named: Mapping[str, Any], parts: Mapping[str, Any], *, by: Now
) -> dict[str, Any]:
    if named.get("at") is not None:
        starts_on = to_local(named["at"], named.get("timezone", reminder.timezone)).date()
        return {**_EMPTY_PLAN, "at": named["at"], "ends_on": None, "starts_on": starts_on, "regimen": PLAIN}
    if parts.get("as_needed"):
        return {**_EMPTY_PLAN, "regimen": Regimen(as_needed=parts["as_needed"])}
    if parts.get("phases"):
        phases = tie_phases(parts["phases"], by.hours)
        return {**_EMPTY_PLAN, "regimen": Regimen(phases=phases)}
    return _settle_times(reminder, named, parts, by=by)


def _settle_times(
    reminder: NewReminder, named: Mapping[str, Any], parts: Mapping[str, Any], *, by: Now
) -> dict[str, Any]:
    """Times of day, or the first one of an interval."""
    regimen = replace(reminder.regimen, **parts)
    if parts.get("interval"):
        regimen = Regimen(interval=parts["interval"])
        return {"regimen": regimen, "recurrence": None, **({"at": None} if named.get("times") else {})}
    if named.get("recurrence") and "interval" not in parts:
        regimen = replace(regimen, interval=None)
    if not named.get("times") and not parts.get("tied_to"):
        return {"regimen": regimen}
    times, ties = tie_times(named.get("times", ()), parts.get("tied_to") or (), by.hours)
    regimen = replace(regimen, tied_to=ties, phases=(), as_needed=None)
    return {"times": times, "at": None, "regimen": regimen}


def _place_chain(before: NewReminder | None, settled: R, *, now: datetime) -> R:
    """The first dose of an interval since taken is still to come; other kinds have no chain."""
    if not settled.regimen.follows_taking:
        return replace(settled, chain_at=None) if settled.chain_at else settled
    if (
        before
        and before.regimen.follows_taking
        and before.times == settled.times
        and before.starts_on == settled.starts_on
    ):
        return settled
    first = find_first_instant(settled)
    if first <= now:
        local = to_local(now, settled.timezone).date()
        settled = replace(settled, starts_on=local)
        if find_first_instant(settled) <= now:
            settled = replace(settled, starts_on=local + _DAY)
        first = find_first_instant(settled)
    return replace(settled, chain_at=first)


# ------------------------------------------------------------------ what has no meaning


def _find_wrong(reminder: NewReminder) -> list[FieldProblem]:
    regimen = reminder.regimen
    found = [*_find_wrong_rule(reminder), *_find_wrong_regimen(reminder)]
    if regimen.interval is not None:
        found += _find_wrong_interval(reminder, regimen.interval)
    for number, phase in enumerate(regimen.phases):
        found += _find_wrong_phase(reminder, phase, number)
    return found


def _find_wrong_rule(reminder: NewReminder) -> list[FieldProblem]:
    try:
        rule = read_rule(reminder.recurrence, timezone=reminder.timezone) if reminder.recurrence else None
    except ValueError as error:
        return [FieldProblem("/recurrence", str(error))]
    if rule and rule.step and len(reminder.times) != 1:
        return [FieldProblem("/times", "A recurrence of hours or minutes goes with one time, at which it begins.")]
    if rule and rule.count and reminder.regimen.cycle:
        detail = "COUNT does not go with a cycle; say with `ends_on` when it ends."
        return [FieldProblem("/recurrence", detail)]
    return []


def _find_wrong_regimen(reminder: NewReminder) -> list[FieldProblem]:
    regimen = reminder.regimen
    found: list[FieldProblem] = []
    if regimen.as_needed and not (regimen.as_needed.min_gap_minutes or regimen.as_needed.max_per_day):
        detail = "Say how long between two at least (`min_gap_minutes`), or how many a day at most (`max_per_day`)."
        found.append(FieldProblem("/as_needed", detail))
    if regimen.as_needed and reminder.kind is not ReminderKind.MEDICINE:
        found.append(FieldProblem("/as_needed", "Only a medicine is taken as needed."))
    if regimen.cycle and not reminder.recurrence:
        detail = "A cycle goes with `times` and a `recurrence` for its days on, such as FREQ=DAILY."
        found.append(FieldProblem("/recurrence", detail))
    if reminder.at is None and not (reminder.times or regimen.phases or regimen.as_needed):
        found.append(FieldProblem("/times", "Say when: `times`, `tied_to`, `phases`, `as_needed` or `at`."))
    return found


def _find_wrong_interval(reminder: NewReminder, interval: Interval) -> list[FieldProblem]:
    found: list[FieldProblem] = []
    if len(reminder.times) != 1:
        detail = "An interval goes with one time of day in `times`, at which the first one comes."
        found.append(FieldProblem("/times", detail))
    if reminder.recurrence:
        found.append(FieldProblem("/recurrence", "What comes after an interval has no recurrence."))
    if interval.since is Since.TAKEN:
        if reminder.kind is not ReminderKind.MEDICINE:
            found.append(FieldProblem("/interval/since", "Only a medicine is taken; say `scheduled`."))
        if interval.minutes < SHORTEST_SINCE_TAKEN:
            detail = f"An interval since taken has {SHORTEST_SINCE_TAKEN} minutes at least."
            found.append(FieldProblem("/interval/minutes", detail))
    return found


def _find_wrong_phase(reminder: NewReminder, phase: Phase, number: int) -> list[FieldProblem]:
    place = f"/phases/{number}"
    found: list[FieldProblem] = []
    try:
        rule = read_rule(phase.recurrence, timezone=reminder.timezone)
    except ValueError as error:
        return [FieldProblem(f"{place}/recurrence", str(error))]
    if rule.step and len(phase.times) != 1:
        detail = "A recurrence of hours or minutes goes with one time, at which it begins."
        found.append(FieldProblem(f"{place}/times", detail))
    if not phase.times:
        found.append(FieldProblem(f"{place}/times", "Say at which times of day: `times`, or `tied_to`."))
    if phase.days is None and number < len(reminder.regimen.phases) - 1:
        detail = "Say how many days this phase has; only the last one may go on without an end."
        found.append(FieldProblem(f"{place}/days", detail))
    return found


def _refusal(pointer: str, detail: str) -> InvalidFieldError:
    return InvalidFieldError(detail, [FieldProblem(pointer, detail)])
