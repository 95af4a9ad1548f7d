"""Bookings of a played Cal.com, and how they look."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

_PHONE = re.compile(r"\+[1-9]\d{6,14}")


@dataclass(frozen=True, kw_only=True)
class EventType:
    """What can be booked. `host` works from 9 to 17 by the clock of `zone`, and has one customer at a time."""

    id: int = 12
    slug: str = "haircut"
    length: int = 30
    host: str = "maria"
    zone: str = "Europe/London"
    opens: time = time(9)
    closes: time = time(17)
    needs_confirmation: bool = False
    needs_reason: bool = False
    notice: timedelta = timedelta(0)
    is_recurring: bool = False


@dataclass(kw_only=True)
class Kept:
    """A booking there."""

    id: int
    uid: str
    event: EventType
    status: str
    start: datetime
    attendee: Mapping[str, Any]
    metadata: Mapping[str, str]
    created_at: datetime
    updated_at: datetime
    reason: str | None = None
    came_from: str | None = None
    series: str | None = None
    became: str | None = None
    notes: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.event.length)


class RefusedError(Exception):
    def __init__(self, status: int, kind: str, message: str) -> None:
        super().__init__(message)
        self.status, self.kind, self.message = status, kind, message


def bad(message: str) -> RefusedError:
    return RefusedError(400, "BadRequestException", message)


def gone(message: str) -> RefusedError:
    return RefusedError(404, "NotFoundException", message)


def check_attendee(attendee: Mapping[str, Any]) -> None:
    if not attendee.get("name") or not attendee.get("timeZone"):
        raise bad("attendee.name should not be empty, attendee.timeZone must be a valid IANA time zone")
    if not attendee.get("email") and not attendee.get("phoneNumber"):
        raise bad("attendee - at least one contact method (email or phone number) must be provided")
    if attendee.get("phoneNumber") and not _PHONE.fullmatch(attendee["phoneNumber"]):
        raise bad("attendee.phoneNumber must match the format of E.164")
    if attendee.get("email") and "@" not in attendee["email"]:
        raise bad("attendee.email must be an email")


def check_metadata(metadata: Mapping[str, Any]) -> None:
    if len(metadata) > 50 or any(len(name) > 40 or len(str(value)) > 500 for name, value in metadata.items()):
        raise bad("Metadata must have at most 50 keys, each key up to 40 characters, and string values up to 500.")


def text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def instant(text: str, *, end_of_day: bool = False) -> datetime:
    """A date alone is a day of UTC, whatever the time zone that is asked for."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        read = read.replace(tzinfo=UTC)
    return read.replace(hour=23, minute=59, second=59) if end_of_day and len(text) == 10 else read


def view(kept: Kept) -> dict[str, Any]:
    phone = kept.attendee.get("phoneNumber")
    mail = kept.attendee.get("email") or f"{(phone or '').removeprefix('+')}@sms.cal.com"
    return {
        "id": kept.id,
        "uid": kept.uid,
        "title": f"{kept.event.slug} between {kept.event.host} and {kept.attendee['name']}",
        "description": "",
        "hosts": [
            {
                "id": 1,
                "name": kept.event.host.title(),
                "email": "",
                "username": kept.event.host,
                "timeZone": kept.event.zone,
            }
        ],
        "status": kept.status,
        "cancellationReason": kept.reason,
        **({"recurringBookingUid": kept.series} if kept.series else {}),
        "rescheduledFromUid": kept.came_from,
        "rescheduledToUid": kept.became,
        "start": text(kept.start),
        "end": text(kept.end),
        "duration": kept.event.length,
        "eventTypeId": kept.event.id,
        "eventType": {"id": kept.event.id, "slug": kept.event.slug},
        "location": "integrations:daily",
        "absentHost": False,
        "createdAt": text(kept.created_at),
        "updatedAt": text(kept.updated_at),
        "metadata": dict(kept.metadata),
        "icsUid": f"{kept.uid}@Cal.com",
        "attendees": [
            {
                "name": kept.attendee["name"],
                "email": mail,
                "displayEmail": mail,
                "timeZone": kept.attendee["timeZone"],
                "phoneNumber": phone,
                "absent": False,
            }
        ],
        "bookingFieldsResponses": dict(kept.notes),
    }


def older_view(kept: Kept) -> dict[str, Any]:
    """A booking in the shape of 2024-04-15."""
    return {
        "id": kept.id,
        "uid": kept.uid,
        "title": kept.event.slug,
        "startTime": text(kept.start),
        "endTime": text(kept.end),
        "status": kept.status.upper(),
        "eventType": {"slug": kept.event.slug},
        "metadata": dict(kept.metadata),
        "attendees": [{"email": kept.attendee.get("email"), "name": kept.attendee["name"]}],
    }
