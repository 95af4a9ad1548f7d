"""What is due as a calendar that programs subscribe to (RFC 5545). What writes it is loaded with the first one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.people import User
from core.reminder import Due, Reminder, ReminderKind

if TYPE_CHECKING:
    from icalendar import Calendar, Event

_MAKER = "-//Grandma's AI Assistant//Reminders//EN"
_LOOK_AGAIN = timedelta(hours=1)
_LASTS = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTime:
    """One due time of a reminder."""

    due: Due
    reminder: Reminder


def write_calendar(user: User, due_times: Sequence[DueTime]) -> bytes:
    """All of them as events. A due time keeps its UID.

    Each is written in UTC: where a clock shows an hour twice, its own time would not say which one is meant.
    """
    from icalendar import Calendar

    calendar = Calendar()
    title = f"Reminders of {user.known_name}" if user.known_name else "Reminders"
    _put(calendar, {"prodid": _MAKER, "version": "2.0", "calscale": "GREGORIAN", "name": title, "x-wr-calname": title})
    _put(calendar, {"refresh-interval": _LOOK_AGAIN}, value="DURATION")
    for each in due_times:
        calendar.add_component(_to_event(each))
    return calendar.to_ical()


def _to_event(each: DueTime) -> "Event":
    due, reminder = each.due, each.reminder
    what = f"{reminder.subject} ({reminder.dosage})" if reminder.dosage else reminder.subject
    from icalendar import Event

    event = Event()
    values: dict[str, object] = {
        "uid": f"{reminder.id}-{due.on}-{due.slot.replace(' ', '-')}@reminders.grandma",
        "sequence": reminder.version - 1,
        "dtstamp": reminder.updated_at,
        "last-modified": reminder.updated_at,
        "dtstart": due.at,
        "dtend": due.at + _LASTS,
        "summary": what[:1].upper() + what[1:],
        "categories": ["Medicine" if reminder.kind is ReminderKind.MEDICINE else "Reminder"],
        "transp": "TRANSPARENT",
    }
    _put(event, values)
    return event


def _put(component: "Calendar | Event", values: Mapping[str, object], **parameters: str) -> None:
    for name, value in values.items():
        component.add(name, value, parameters=parameters)  # pyright: ignore[reportUnknownMemberType] - as icalendar has it
