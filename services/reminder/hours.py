"""Times of day that follow the person's own hours of meals and bed: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time

from core.errors import FieldProblem, InvalidFieldError
from core.regimen import Phase, Regimen, Tie
from core.reminder import NewReminder
from core.when import DayTimes
from services.reminder.said_ties import SaidTie

_DAY_MINUTES = 24 * 60


def tie_times(
    fixed: Sequence[str], ties: Sequence[Tie], hours: DayTimes, *, pointer: str = ""
) -> tuple[tuple[str, ...], tuple[Tie, ...]]:
    """The times of a plan, the fixed ones and those that are tied, and the ties with their times.

    Raises:
        InvalidFieldError: an hour is not known, leaves the day, or falls together with another time.
    """
    times = [*fixed]
    tied: list[Tie] = []
    for number, tie in enumerate(ties):
        at = _time_of(tie, hours, pointer=f"{pointer}/tied_to/{number}")
        if at in times:
            detail = (
                f"{_spoken(tie)} is {at}, and so is another time of this reminder; each dose has a time of its own."
            )
            raise _refusal(f"{pointer}/tied_to/{number}", detail)
        times.append(at)
        tied.append(replace(tie, time=at))
    return tuple(sorted(times)), tuple(tied)


def tie_phases(phases: Sequence[Phase], hours: DayTimes) -> tuple[Phase, ...]:
    """The phases with the times that follow the person's hours."""
    tied: list[Phase] = []
    for number, phase in enumerate(phases):
        times, ties = tie_times(_fixed(phase.times, phase.tied_to), phase.tied_to, hours, pointer=f"/phases/{number}")
        tied.append(replace(phase, times=times, tied_to=ties))
    return tuple(tied)


def follow_hours(reminder: NewReminder, hours: DayTimes) -> dict[str, object]:
    """What changes of a reminder by these hours; nothing where none of its times is tied to one that moved."""
    regimen = reminder.regimen
    times, ties = tie_times(_fixed(reminder.times, regimen.tied_to), regimen.tied_to, hours)
    after: Regimen = replace(regimen, tied_to=ties, phases=tie_phases(regimen.phases, hours))
    return {} if after == regimen else {"times": times, "regimen": after}


def list_kept_ties(said: Sequence[SaidTie], times: Sequence[time], hours: DayTimes) -> tuple[Tie, ...]:
    """The ties that the times of day come from; not those whose hour nobody has said, or that were corrected since."""
    kept: dict[str, Tie] = {}
    for each in said:
        try:
            [at], [tie] = tie_times((), [each.tie], hours)
        except InvalidFieldError:
            continue
        if time.fromisoformat(at) in times:
            kept.setdefault(at, tie)
    return tuple(kept.values())


def is_tied(regimen: Regimen) -> bool:
    """Whether a time of it follows the person's hours."""
    return bool(regimen.tied_to) or any(phase.tied_to for phase in regimen.phases)


def _fixed(times: Sequence[str], ties: Sequence[Tie]) -> list[str]:
    tied = {tie.time for tie in ties}
    return [at for at in times if at not in tied]


def _time_of(tie: Tie, hours: Mapping[str, time], *, pointer: str) -> str:
    hour = hours.get(tie.to)
    if hour is None:
        place = "bedtime" if tie.to == "bedtime" else f"meal_times.{tie.to}"
        raise _refusal(pointer, f"Nobody has said when {tie.to} is: set preferences.{place} of the user first.")
    total = hour.hour * 60 + hour.minute + tie.minutes
    if not 0 <= total < _DAY_MINUTES:
        raise _refusal(pointer, f"{_spoken(tie)} would be on another day; {tie.to} is at {hour:%H:%M}.")
    return f"{total // 60:02}:{total % 60:02}"


def _spoken(tie: Tie) -> str:
    if not tie.minutes:
        return f"The hour of {tie.to}"
    return f"{abs(tie.minutes)} minutes {'after' if tie.minutes > 0 else 'before'} {tie.to}"


def _refusal(pointer: str, detail: str) -> InvalidFieldError:
    return InvalidFieldError(detail, [FieldProblem(pointer, detail)])
