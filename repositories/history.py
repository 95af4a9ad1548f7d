"""What of people's history is over at an instant, and what keeps it all the same (docs/retention.md).

Everything here is written as a question to one row, so that rows are looked at again once they are held.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import ColumnElement, Date, FromClause, and_, exists, func, or_, select
from sqlalchemy import cast as sql_cast

from core.domain import TaskStatus
from core.note import NoteKind
from core.reminder import ReminderStatus
from core.retention import Stage
from repositories.models import (
    BookingRow,
    HoldRow,
    NoteRow,
    NotificationRow,
    OccurrenceRow,
    ReminderRow,
    TaskRow,
    VenueRow,
    WebhookMessageRow,
)
from repositories.rows import table_of

_BOOKINGS, _HOLDS, _VENUES = table_of(BookingRow), table_of(HoldRow), table_of(VenueRow)
_OCCURRENCES, _REMINDERS, _NOTES = table_of(OccurrenceRow), table_of(ReminderRow), table_of(NoteRow)
_NOTIFICATIONS, _MESSAGES, _TASKS = table_of(NotificationRow), table_of(WebhookMessageRow), table_of(TaskRow)
_LATER = _OCCURRENCES.alias("later")

_ZONES_APART = timedelta(days=1)
"""A day that is over by the clock of UTC is over everywhere a day later."""

Instant: TypeAlias = ColumnElement[datetime]
Condition: TypeAlias = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Past:
    """The rows of a stage.

    Attributes:
        is_over: whether nothing has come of a row since an instant.
        keeps: what holds it back. Each is asked by itself, so that each finds its index.
    """

    is_over: Callable[[Instant], Condition]
    keeps: Callable[[Instant], tuple[Condition, ...]]


def _has_passed(column: ColumnElement[datetime], limit: Instant) -> Condition:
    """Where there is such an instant at all."""
    return or_(column.is_(None), column < limit)


def _occurrence_is_over(limit: Instant) -> Condition:
    """It has ended, and nobody has answered or corrected anything since; slots that count as done end before they come."""
    c = _OCCURRENCES.c
    return and_(
        c.completed_at < limit, c.updated_at < limit, c.scheduled_for < limit, _has_passed(c.answered_at, limit)
    )


def _occurrence_keeps(_: Instant) -> tuple[Condition, ...]:
    c, r = _OCCURRENCES.c, _REMINDERS.c
    is_of_living = and_(r.id == c.reminder_id, r.status.in_([ReminderStatus.ACTIVE, ReminderStatus.PAUSED]))
    # With a limit it is asked for each row by the index; as an `exists` it was answered by reading the whole table.
    later_dose = (
        select(_LATER.c.id)
        .where(_LATER.c.reminder_id == c.reminder_id, _LATER.c.local_date > c.local_date)
        .where(_LATER.c.scheduled_for > c.scheduled_for, ~_is_cancelled(_LATER))
        .order_by(_LATER.c.local_date)
        .limit(1)
        .scalar_subquery()
    )
    return (
        exists().where(_NOTIFICATIONS.c.occurrence_id == c.id),
        # The planner goes on behind `planned_until`, and an interval since taken behind the newest dose.
        exists().where(is_of_living, r.planned_until < c.scheduled_for),
        and_(exists().where(is_of_living), ~_is_cancelled(_OCCURRENCES), later_dose.is_(None)),
    )


def _is_cancelled(occurrences: FromClause) -> Condition:
    return and_(occurrences.c.outcome.is_(None), occurrences.c.status == TaskStatus.CANCELLED)


def _reminder_is_over(limit: Instant) -> Condition:
    """That of a visit goes with its booking: as long as that may be moved, it says whether the person has stopped it."""
    c = _REMINDERS.c
    last_day = sql_cast(func.timezone("UTC", limit - _ZONES_APART), Date)
    return and_(
        c.booking_id.is_(None),
        c.task_id.is_(None),
        c.status.in_([ReminderStatus.ENDED, ReminderStatus.CANCELLED]),
        c.updated_at < limit,
        or_(c.ends_on.is_(None), c.ends_on < last_day),
        *(_has_passed(each, limit) for each in (c.at, c.planned_until, c.chain_at)),
    )


def _reminder_keeps(_: Instant) -> tuple[Condition, ...]:
    return (exists().where(_OCCURRENCES.c.reminder_id == _REMINDERS.c.id),)


def _booking_is_over(limit: Instant) -> Condition:
    """Nobody looks at it any more, nobody changes it, and its person knows what became of it."""
    c = _BOOKINGS.c
    return and_(
        c.task_id.is_(None),
        c.ends_at < limit,
        c.updated_at < limit,
        c.look_at.is_(None),
        c.known_status.is_(None),
        _has_passed(c.changing_until, limit),
    )


def _booking_keeps(limit: Instant) -> tuple[Condition, ...]:
    c = _BOOKINGS.c
    of_visit = and_(_REMINDERS.c.booking_id == c.id, _OCCURRENCES.c.reminder_id == _REMINDERS.c.id)
    waits = and_(_TASKS.c.user_id == c.user_id, _TASKS.c.completed_at.is_(None), _TASKS.c.created_at < limit)
    return (
        exists().where(_MESSAGES.c.booking_id == c.id),
        exists().where(of_visit),
        # Which booking a task is about is sealed in it; whoever settles it writes down what became of that booking.
        exists().where(waits),
    )


def _note_is_over(limit: Instant) -> Condition:
    """What somebody wants bought is wanted until it is taken off the list."""
    c = _NOTES.c
    return and_(c.task_id.is_(None), c.kind == NoteKind.ACTIVITY, c.created_at < limit)


def _venue_keeps(_: Instant) -> tuple[Condition, ...]:
    c = _VENUES.c
    return exists().where(_BOOKINGS.c.venue_id == c.id), exists().where(_HOLDS.c.venue_id == c.id)


PASTS: Mapping[Stage, Past] = {
    Stage.OCCURRENCES: Past(_occurrence_is_over, _occurrence_keeps),
    Stage.REMINDERS: Past(_reminder_is_over, _reminder_keeps),
    Stage.BOOKINGS: Past(_booking_is_over, _booking_keeps),
    Stage.NOTES: Past(_note_is_over, lambda _: ()),
    Stage.VENUES: Past(lambda limit: _VENUES.c.removed_at < limit, _venue_keeps),
}
