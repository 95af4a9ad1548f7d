"""Cal.com's API v2 as its source and its documents describe it, quirks included (self-hosted or not, it is one code base).

Not hidden: an absent `cal-api-version` is answered by an older API of another shape, and it books all the same; what is
full is a 400 told apart by its words; a confirmed change makes a new booking under a new uid; a hold hides the time from
everybody, and booking takes no notice of it; the webhook of a cancellation leaves before the booking is cancelled.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from time import time as time_now
from typing import Any
from zoneinfo import ZoneInfo

from tests.outside.calcom_records import (
    EventType,
    Kept,
    RefusedError,
    bad,
    check_attendee,
    check_metadata,
    gone,
    instant,
    older_view,
    text,
    view,
)
from tests.outside.loopback import Answered, Asked, answer_json
from tests.outside.played import PlayedServer

KEY = "cal_test_0123456789abcdef"
BOOKINGS_VERSION, SLOTS_VERSION = "2024-08-13", "2024-09-04"

TAKEN = "User either already has booking at this time or is not available"
OUT_OF_BOUNDS = (
    "The event type can't be booked at the \"start\" time provided. This could be because it's too soon (violating the "
    "minimum booking notice) or too far in the future (outside the event's scheduling window)."
)
PAST = "Attempting to book a meeting in the past."
TOO_MANY = "Attendee with this email can't book because the maximum number of active bookings has been reached."
RESERVED = "This time slot is already reserved by another user. Please choose a different time."
CANCELLED_ALREADY = "This booking has already been cancelled."


@dataclass(eq=False)
class CalComServer(PlayedServer):
    """`never_free`: listed as free, refused when it is booked, as users report around changes of the clock."""

    events: list[EventType] = field(default_factory=lambda: [EventType()])
    kept: dict[str, Kept] = field(default_factory=dict[str, Kept])
    holds: dict[str, tuple[int, datetime, datetime]] = field(default_factory=dict[str, tuple[int, datetime, datetime]])
    now: datetime = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    never_free: set[datetime] = field(default_factory=set[datetime])
    most_active: int = 100
    left: int = 120
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        super().__init__()

    # ------------------------------------------------------------------ what people at the place do

    def walk_in(self, start: datetime, *, event: EventType | None = None) -> Kept:
        """Somebody else books."""
        attendee = {"name": "Ada", "email": "ada@example.org", "timeZone": "Europe/London"}
        return self._keep(event or self.events[0], start, attendee, {})

    def host_cancels(self, uid: str, *, reason: str = "Maria is ill") -> None:
        self._end(self.kept[uid], "cancelled", reason)

    def host_declines(self, uid: str) -> None:
        self._end(self.kept[uid], "rejected", "Not possible")

    def host_confirms(self, uid: str) -> None:
        self._end(self.kept[uid], "accepted", None)

    def host_moves(self, uid: str, start: datetime) -> str:
        """To another time; answers the uid of the booking that there is now."""
        return self._move(self.kept[uid], start, status="accepted").uid

    @property
    def standing(self) -> list[Kept]:
        """What stands or waits for the place."""
        return [each for each in self.kept.values() if each.status in {"accepted", "pending"}]

    # ------------------------------------------------------------------ HTTP

    def kind_of(self, asked: Asked) -> str:
        match (asked.method, asked.path.strip("/").split("/")[1:]):
            case ("GET", ["slots"]):
                return "free"
            case ("POST", ["slots", *_]):
                return "hold"
            case ("DELETE", ["slots", *_]):
                return "release"
            case (method, ["bookings"]):
                return "create" if method == "POST" else "list"
            case ("POST", ["bookings", _, verb]):
                return verb
            case _:
                return "get"

    def play(self, asked: Asked, query: Mapping[str, str]) -> Answered:
        try:
            if self.left <= 0:
                return self.limited()
            self.left -= 1
            return self._route(asked, query)
        except RefusedError as error:
            return self._error(error.status, error.kind, error.message, asked.path)

    def limited(self) -> Answered:
        reset = int(time_now()) + 42
        headers = {
            "x-ratelimit-limit-default": "120",
            "x-ratelimit-remaining-default": "0",
            "x-ratelimit-reset-default": str(reset),
        }
        body = self._error(429, "ThrottlerException", "ThrottlerException: Too Many Requests", "/v2").body
        return Answered(status=429, body=body, headers={"content-type": "application/json", **headers})

    def _error(self, status: int, kind: str, message: str, path: str) -> Answered:
        error = {"code": kind, "message": message}
        return _json(status, {"status": "error", "timestamp": text(self.now), "path": path, "error": error})

    def _route(self, asked: Asked, query: Mapping[str, str]) -> Answered:
        match (asked.method, asked.path.strip("/").split("/")):
            case ("GET", ["v2", "slots"]):
                self._check(asked, SLOTS_VERSION, needs_key=False)
                return _success(200, self._slots(query))
            case ("POST", ["v2", "slots", "reservations"]):
                self._check(asked, SLOTS_VERSION, needs_key=False)
                return _success(201, self._hold(asked.json))
            case ("DELETE", ["v2", "slots", "reservations", uid]):
                self._check(asked, SLOTS_VERSION, needs_key=False)
                self.holds.pop(uid, None)
                return _json(200, {"status": "success"})
            case (_, ["v2", "bookings", *rest]):
                return self._bookings(asked, rest, query)
            case _:
                raise gone(f"Cannot {asked.method} {asked.path}")

    def _bookings(self, asked: Asked, rest: Sequence[str], query: Mapping[str, str]) -> Answered:
        is_older = asked.headers.get("cal-api-version") != BOOKINGS_VERSION
        self._check(asked, None, needs_key=not (asked.method == "POST" and not rest))
        match (asked.method, list(rest)):
            case ("POST", []):
                return self._answer_made(self._create(asked.json), older=is_older)
            case ("GET", []):
                found = self._list(query)
                data: object = (
                    {"bookings": [older_view(each) for each in found]} if is_older else list(map(view, found))
                )
                return _json(200, {"status": "success", "data": data, "pagination": {}})
            case ("GET", [uid]):
                return self._tell(200, self._get(uid), older=is_older)
            case ("POST", [uid, "reschedule"]):
                return self._tell(201, self._reschedule(self._get(uid), asked.json), older=is_older)
            case ("POST", [uid, "cancel"]):
                return self._answer_cancelled(uid, asked.json, older=is_older)
            case _:
                raise gone(f"Cannot {asked.method} {asked.path}")

    def _check(self, asked: Asked, version: str | None, *, needs_key: bool) -> None:
        if version and asked.headers.get("cal-api-version") != version:
            raise gone(f"Cannot {asked.method} {asked.path}")  # the older API has its slots elsewhere
        given = asked.headers.get("authorization")
        if given != f"Bearer {KEY}" and (needs_key or given is not None):
            raise RefusedError(401, "UnauthorizedException", "Your api key is not valid")

    def _answer_made(self, made: Kept, *, older: bool) -> Answered:
        if made.event.is_recurring:
            return _success(201, [view(each) for each in self._repeat(made)])
        return self._tell(201, made, older=older)

    def _answer_cancelled(self, uid: str, body: Mapping[str, Any], *, older: bool) -> Answered:
        series = [each for each in self.standing if each.series == uid]
        for each in series:
            self._end(each, "cancelled", "all of them")
        if series:
            return _success(200, [view(each) for each in series])
        return self._tell(200, self._cancel(self._get(uid), body), older=older)

    def _tell(self, status: int, kept: Kept, *, older: bool) -> Answered:
        return _success(status, older_view(kept) if older else view(kept))

    # ------------------------------------------------------------------ slots and holds

    def _slots(self, query: Mapping[str, str]) -> Mapping[str, Any]:
        event, zone = self._event(int(query["eventTypeId"])), ZoneInfo(query.get("timeZone", "UTC"))
        since, until = instant(query["start"]), instant(query["end"], end_of_day=True)
        found: dict[str, list[dict[str, str]]] = {}
        for start in self._grid(event, since, until):
            if self._is_free(event, start, without=query.get("bookingUidToReschedule")) and not self._is_held(
                event, start
            ):
                local = start.astimezone(zone)
                found.setdefault(local.date().isoformat(), []).append(
                    {"start": local.isoformat(timespec="milliseconds")}
                )
        return found

    def _grid(self, event: EventType, since: datetime, until: datetime) -> Iterator[datetime]:
        zone, step = ZoneInfo(event.zone), timedelta(minutes=event.length)
        day = since.astimezone(zone).date()
        while day <= until.astimezone(zone).date():
            at = datetime.combine(day, event.opens, zone).astimezone(UTC)
            closes = datetime.combine(day, event.closes, zone).astimezone(UTC)
            while at + step <= closes:
                if max(since, self.now + event.notice) <= at <= until:
                    yield at
                at += step
            day += timedelta(days=1)

    def _is_free(self, event: EventType, start: datetime, *, without: str | None = None) -> bool:
        end = start + timedelta(minutes=event.length)
        return not any(
            each.event.host == event.host
            and each.status == "accepted"
            and each.uid != without
            and each.start < end
            and each.end > start
            for each in self.kept.values()
        )

    def _is_held(self, event: EventType, start: datetime) -> bool:
        return any(held == event.id and at == start and until > self.now for held, at, until in self.holds.values())

    def _hold(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        event, start = self._event(body["eventTypeId"]), instant(body["slotStart"])
        if not self._is_free(event, start):
            raise RefusedError(
                422, "UnprocessableEntityException", "Can't reserve a slot if the event is already booked."
            )
        if self._is_held(event, start):
            raise RefusedError(422, "UnprocessableEntityException", RESERVED)
        uid = f"hold{next(self._numbers)}"
        until = self.now + timedelta(minutes=body.get("reservationDuration", 5))
        self.holds[uid] = (event.id, start, until)
        return {
            "eventTypeId": event.id,
            "slotStart": text(start),
            "slotEnd": text(start + timedelta(minutes=event.length)),
            "slotDuration": event.length,
            "reservationUid": uid,
            "reservationDuration": 5,
            "reservationUntil": text(until),
        }

    # ------------------------------------------------------------------ bookings

    def _create(self, body: Mapping[str, Any]) -> Kept:
        event, start = self._event(body["eventTypeId"]), instant(body["start"])
        attendee, metadata = body["attendee"], body.get("metadata", {})
        check_attendee(attendee)
        check_metadata(metadata)
        mail = attendee.get("email")
        if mail and sum(each.attendee.get("email") == mail for each in self.standing) >= self.most_active:
            raise bad(TOO_MANY)
        self._check_start(event, start)
        status = "pending" if event.needs_confirmation else "accepted"
        return self._keep(event, start, attendee, metadata, status=status, notes=body.get("bookingFieldsResponses", {}))

    def _repeat(self, first: Kept) -> list[Kept]:
        """An event type that recurs makes four of one."""
        later = [first.start + timedelta(weeks=weeks) for weeks in (1, 2, 3)]
        made = [first, *(self._keep(first.event, start, first.attendee, first.metadata) for start in later)]
        for each in made:
            each.series = f"series-of-{first.uid}"
        return made

    def _reschedule(self, kept: Kept, body: Mapping[str, Any]) -> Kept:
        if kept.status == "cancelled":
            onwards = f" and rescheduled already to booking with uid={kept.became}" if kept.became else ""
            raise bad(f"Can't reschedule booking with uid={kept.uid} because it has been cancelled{onwards}.")
        start = instant(body["start"])
        self._check_start(kept.event, start, without=kept.uid)
        is_by_host = body.get("rescheduledBy") == f"{kept.event.host}@salon.example"
        status = "pending" if kept.event.needs_confirmation and not is_by_host else "accepted"
        return self._move(kept, start, status=status)

    def _cancel(self, kept: Kept, body: Mapping[str, Any]) -> Kept:
        if kept.status == "cancelled":
            raise bad(CANCELLED_ALREADY)
        if kept.event.needs_reason and not body.get("cancellationReason"):
            raise bad("Cancellation reason is required")
        if kept.end <= self.now:
            raise bad("Cannot cancel a booking that has already ended")
        self._end(kept, "cancelled", body.get("cancellationReason"))
        return kept

    def _check_start(self, event: EventType, start: datetime, *, without: str | None = None) -> None:
        if start <= self.now:
            raise bad(PAST)
        if start < self.now + event.notice:
            raise bad(OUT_OF_BOUNDS)
        if start in self.never_free or start not in self._grid(event, start, start):
            raise bad(TAKEN)
        if not self._is_free(event, start, without=without):
            raise bad(TAKEN)

    def _keep(
        self,
        event: EventType,
        start: datetime,
        attendee: Mapping[str, Any],
        metadata: Mapping[str, str],
        *,
        status: str = "accepted",
        notes: Mapping[str, Any] | None = None,
    ) -> Kept:
        number = next(self._numbers)
        kept = Kept(
            id=number,
            uid=f"uid{number:018d}",
            event=event,
            status=status,
            start=start,
            attendee=attendee,
            metadata=metadata,
            created_at=self.now,
            updated_at=self.now,
            notes=notes or {},
        )
        self.kept[kept.uid] = kept
        return kept

    def _move(self, kept: Kept, start: datetime, *, status: str) -> Kept:
        moved = self._keep(kept.event, start, kept.attendee, kept.metadata, status=status, notes=kept.notes)
        moved.came_from, kept.became = kept.uid, moved.uid
        self._end(kept, "cancelled", None)
        return moved

    def _end(self, kept: Kept, status: str, reason: str | None) -> None:
        kept.status, kept.reason, kept.updated_at = status, reason, self.now

    def _get(self, uid: str) -> Kept:
        if uid not in self.kept:
            raise gone(f"Booking with uid={uid} was not found in the database")
        return self.kept[uid]

    def _event(self, event_id: int) -> EventType:
        for each in self.events:
            if each.id == event_id:
                return each
        raise gone(f"Event type with id {event_id} not found.")

    def _list(self, query: Mapping[str, str]) -> list[Kept]:
        take, skip = int(query.get("take", "100")), int(query.get("skip", "0"))
        if not 1 <= take <= 250:
            raise bad("take must not be greater than 250")
        found = [each for each in self.kept.values() if _fits(each, query)]
        return sorted(found, key=lambda each: (each.start, each.id))[skip : skip + take]


def _fits(kept: Kept, query: Mapping[str, str]) -> bool:
    ids = query.get("eventTypeIds", query.get("eventTypeId"))
    return (
        (ids is None or str(kept.event.id) in ids.split(","))
        and ("afterStart" not in query or kept.start >= instant(query["afterStart"]))
        and ("beforeEnd" not in query or kept.end <= instant(query["beforeEnd"]))
        and ("afterCreatedAt" not in query or kept.created_at >= instant(query["afterCreatedAt"]))
        and ("attendeeEmail" not in query or kept.attendee.get("email") == query["attendeeEmail"])
    )


def _json(status: int, value: object) -> Answered:
    return answer_json(value, status=status)


def _success(status: int, data: object) -> Answered:
    return _json(status, {"status": "success", "data": data})
