"""What an edited plan does not plan again: pure.

Who took a medicine at 9:31 and moves it to 9:32 has taken it today. On a day on which something was told or answered, the
new slot that replaces it is counted as done; a slot that comes in addition is planned (docs/reminders.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from core.domain import FINAL
from core.reminder import Due, NewReminder, Occurrence, OccurrenceOutcome
from core.when import to_instant
from services.reminder.plan import iterate_due

LOOK_BACK = timedelta(days=2)
"""Days that lie further back are over in every zone."""
_ANSWERS = frozenset({OccurrenceOutcome.TAKEN, OccurrenceOutcome.SKIPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """One local date: what became of it so far, and its slots in the old and the new plan."""

    done: tuple[Occurrence, ...]
    counted: frozenset[str]
    old: tuple[Due, ...]
    new: tuple[Due, ...]

    @property
    def spent(self) -> frozenset[str]:
        return self.counted | {each.slot for each in self.done}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A slot that is in the new plan no more."""

    at: datetime
    is_spent: bool


def list_counted(old: NewReminder, new: NewReminder, rows: Sequence[Occurrence], *, now: datetime) -> list[Due]:
    """The slots to come that are new in the plan and stand for what was told or answered on the same day."""
    days = sorted({each.local_date for each in rows if is_dose(each, now=now)})
    return [due for on in days for due in _counted_on(_read_day(on, old, new, rows=rows, now=now), now=now)]


def find_first(old: NewReminder, new: NewReminder, rows: Sequence[Occurrence], *, now: datetime) -> Due | None:
    """The first due time that would be told after the edit."""
    ended = {(each.local_date, each.slot) for each in rows if each.status in FINAL}
    ended |= {(due.on, due.slot) for due in list_counted(old, new, rows, now=now)}
    return next((due for due in iterate_due(new, after=now) if (due.on, due.slot) not in ended), None)


def is_dose(row: Occurrence, *, now: datetime) -> bool:
    """Whether it was told or answered, or is about to be."""
    is_due = row.status not in FINAL and row.scheduled_for <= now
    return row.told_at is not None or row.outcome in _ANSWERS or is_due


def is_counted(row: Occurrence) -> bool:
    """Whether it is a slot that nobody is told of since another stands for it."""
    return row.status in FINAL and row.told_at is None and row.outcome is None


def _read_day(on: date, old: NewReminder, new: NewReminder, *, rows: Sequence[Occurrence], now: datetime) -> _Day:
    here = [each for each in rows if each.local_date == on]
    return _Day(
        done=tuple(each for each in here if is_dose(each, now=now)),
        counted=frozenset(each.slot for each in here if is_counted(each)),
        old=_slots_on(on, old),
        new=_slots_on(on, new),
    )


def _slots_on(on: date, plan: NewReminder) -> tuple[Due, ...]:
    before = to_instant(on, time(), plan.timezone) - timedelta(seconds=1)
    upcoming = takewhile(lambda due: due.on <= on, iterate_due(plan, after=before))
    return tuple(due for due in upcoming if due.on == on)


def _counted_on(day: _Day, *, now: datetime) -> list[Due]:
    before, known = {due.slot for due in day.old}, {each.slot for each in day.done}
    added = [due for due in day.new if due.slot not in before | known]
    counted = _replacing_spent(_sources(day), added)
    left = [due for due in added if due.at > now and due not in counted]
    kept = [due for due in day.new if due.slot in before - day.spent and due.at > now]
    open_before = [due for due in day.old if due.slot not in day.spent and due.at > now]
    # Never more than either plan has in a day, or than the day would have had anyway, whatever was edited before.
    most = max(len(day.old), len(day.new), len(day.done) + len(open_before))
    room = max(0, most - len(day.done) - len(kept))
    surplus = left[: max(0, len(left) - room)]
    return [due for due in counted if due.at > now] + surplus


def _sources(day: _Day) -> list[_Source]:
    """The slots that the new plan leaves out, and what was told or answered under a plan before.

    Where a dose of the day is in the plan again, a slot that stood for it stands for nothing more.
    """
    after, before = {due.slot for due in day.new}, {due.slot for due in day.old}
    removed = [due for due in day.old if due.slot not in after]
    returned = sum(each.slot in after - before for each in day.done)
    stood = [due for due in removed if due.slot in day.counted][returned:]
    others = [due for due in removed if due.slot not in day.counted]
    earlier = [each for each in day.done if each.slot not in before | after]
    sources = [_Source(at=due.at, is_spent=due.slot in day.spent) for due in [*stood, *others]]
    return sources + [_Source(at=each.scheduled_for, is_spent=True) for each in earlier]


def _replacing_spent(sources: Sequence[_Source], added: Sequence[Due]) -> list[Due]:
    """Each new slot replaces the nearest one that is left out; of as many in their order."""
    if len(sources) == len(added):
        ordered = zip(sorted(sources, key=lambda each: each.at), added, strict=True)
        return [due for source, due in ordered if source.is_spent]
    nearness = [(abs(due.at - source.at), i, j) for i, source in enumerate(sources) for j, due in enumerate(added)]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(nearness):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [added[j] for i, j in pairs.items() if sources[i].is_spent]
