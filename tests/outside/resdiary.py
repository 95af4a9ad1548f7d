"""A restaurant's system after the ResDiary Consumer API, with every quirk that was measured on one.

It confirms whatever it is asked to book: closed slots, the past, parties of minus one. It knows no request ids and lists no
bookings, so what a lost answer said is lost. Handlers run one at a time.
"""

import asyncio
import re
import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.outside.loopback import Answered, Asked, answer_json
from tests.outside.played import PlayedServer

TOKEN = "token-of-the-restaurant"
LARGEST_PARTY = 8
MOST_BOOKINGS = 3
_PATH = re.compile(r"/api/ConsumerApi/v1/Restaurant/([^/]+)/(.+)")
_REASONS = {1: "Customer Request", 2: "Restaurant Closure", 3: "Weather", 4: "Emergency Cancellation", 5: "No Show"}
_SLOTS = tuple(time(hour, minute) for hour in (12, 13, 19, 20) for minute in (0, 30))


@dataclass
class Customer:
    id: int
    first_name: str | None
    surname: str | None
    email: str | None
    mobile: str | None


@dataclass
class Entry:
    """A booking of the restaurant."""

    reference: str
    visit_date: date
    visit_time: str
    party_size: int
    customer: Customer
    special_requests: str | None
    status: str = "confirmed"
    reason: int | None = None
    form: dict[str, str] = field(default_factory=dict[str, str])


class _RefusedError(Exception):
    def __init__(self, status: int, detail: Any) -> None:
        super().__init__(detail)
        self.answered = answer_json({"detail": detail}, status=status)


class ResDiaryServer(PlayedServer):
    """One restaurant. `closed` are the slots that are shut by chance, `today` where its thirty days begin.

    `forgets_changes` and `needs_channel` make it stranger than the one that was measured.
    """

    def __init__(self, *, name: str = "TheHungryUnicorn", today: date) -> None:
        super().__init__()
        self.name = name
        self.today = today
        self.closed: set[datetime] = set()
        self.forgets_changes = False
        self.needs_channel = "ONLINE"
        self.entries: dict[str, Entry] = {}
        self._customers: list[Customer] = []
        self._one_at_a_time = asyncio.Lock()

    @property
    def standing(self) -> list[Entry]:
        """The bookings for which the restaurant expects somebody."""
        return [entry for entry in self.entries.values() if entry.status == "confirmed"]

    def fill(self, slot: datetime) -> None:
        """Others book until nothing is left at a time."""
        while self._count_at(slot.date(), slot.strftime("%H:%M:%S")) < MOST_BOOKINGS:
            self._book({"VisitDate": f"{slot:%Y-%m-%d}", "VisitTime": f"{slot:%H:%M:%S}", "PartySize": "2"})

    def kind_of(self, asked: Asked) -> str:
        found = _PATH.fullmatch(asked.path)
        rest = found[2] if found else ""
        if rest == "AvailabilitySearch":
            return "search"
        if rest == "BookingWithStripeToken":
            return "create"
        if rest.endswith("/Cancel"):
            return "cancel"
        return {"GET": "get", "PATCH": "change"}.get(asked.method, "other")

    async def answer(self, asked: Asked) -> Answered:
        async with self._one_at_a_time:
            return await super().answer(asked)

    def play(self, asked: Asked, query: Mapping[str, str]) -> Answered:
        try:
            return answer_json(self._answer(asked))
        except _RefusedError as refused:
            return refused.answered

    def _answer(self, asked: Asked) -> Any:
        self._check_key(asked)
        found = _PATH.fullmatch(asked.path)
        if found is None:
            raise _RefusedError(404, "Not Found")
        if found[1] != self.name:  # case matters
            raise _RefusedError(404, "Restaurant not found")
        form = asked.form if "form-urlencoded" in asked.headers.get("content-type", "") else {}
        match self.kind_of(asked):
            case "search":
                return self._search(form)
            case "create":
                return self._render_new(self._book(form))
            case "get":
                return self._render(self._find(found[2]))
            case "change":
                return self._change(self._find(found[2]), form)
            case "cancel":
                return self._cancel(found[2].removeprefix("Booking/").removesuffix("/Cancel"), form)
            case _:
                raise _RefusedError(405, "Method Not Allowed")

    def _check_key(self, asked: Asked) -> None:
        given = asked.headers.get("authorization")
        if given is None:  # its README says 401
            raise _RefusedError(422, [_wrong("header", "authorization", "Field required")])
        if not given.startswith("Bearer "):
            raise _RefusedError(401, "Invalid authorization header format")
        if given != f"Bearer {TOKEN}":
            raise _RefusedError(401, "Invalid or expired token")

    def _search(self, form: dict[str, str]) -> Any:
        on, party = _date(form, "VisitDate"), _number(form, "PartySize")
        if _need(form, "ChannelCode") != self.needs_channel:
            raise _RefusedError(422, [_wrong("body", "ChannelCode", "Field required")])
        is_known = self.today <= on < self.today + timedelta(days=30)
        slots = [self._slot(on, at) for at in _SLOTS] if is_known and party <= LARGEST_PARTY else []
        return {
            "restaurant": self.name,
            "restaurant_id": 1,
            "visit_date": on.isoformat(),
            "party_size": party,
            "channel_code": form["ChannelCode"],
            "available_slots": slots,
            "total_slots": len(slots),
        }

    def _slot(self, on: date, at: time) -> Any:
        count = self._count_at(on, at.isoformat())
        is_open = datetime.combine(on, at) not in self.closed
        return {
            "time": at.isoformat(),
            "available": is_open and count < MOST_BOOKINGS,  # times of today that are over stay available
            "max_party_size": LARGEST_PARTY,
            "current_bookings": count,
        }

    def _count_at(self, on: date, at: str) -> int:
        return sum(entry.visit_date == on and entry.visit_time == at for entry in self.standing)

    def _book(self, form: dict[str, str]) -> Entry:
        """Nothing is checked: not the slot, not the past, not the number of people."""
        on, at, party = _date(form, "VisitDate"), _time(form, "VisitTime"), _number(form, "PartySize")
        reference = "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(7))
        entry = Entry(reference, on, at, party, self._customer_of(form), form.get("SpecialRequests"), form=form)
        self.entries[reference] = entry
        return entry

    def _customer_of(self, form: dict[str, str]) -> Customer:
        """Whoever has this e-mail already, as they were first written down."""
        email = form.get("Customer[Email]")
        known = [each for each in self._customers if email is not None and each.email == email]
        if known:
            return known[0]
        customer = Customer(
            len(self._customers) + 1,
            form.get("Customer[FirstName]"),
            form.get("Customer[Surname]"),
            email,
            form.get("Customer[Mobile]"),
        )
        self._customers.append(customer)
        return customer

    def _change(self, entry: Entry, form: dict[str, str]) -> Any:
        """Nothing is checked here either, and no text can be cleared."""
        if entry.status == "cancelled":
            raise _RefusedError(400, "Cannot update cancelled booking")
        updates: dict[str, Any] = {}
        form = {} if self.forgets_changes else form
        if "VisitDate" in form:
            entry.visit_date = updates["visit_date"] = _date(form, "VisitDate")
        if "VisitTime" in form:
            entry.visit_time = updates["visit_time"] = _time(form, "VisitTime")
        if "PartySize" in form:
            entry.party_size = updates["party_size"] = _number(form, "PartySize")
        if "SpecialRequests" in form:
            entry.special_requests = updates["special_requests"] = form["SpecialRequests"]
        return {
            "booking_reference": entry.reference,
            "booking_id": 1,
            "restaurant": self.name,
            "updates": {name: str(value) for name, value in updates.items()},
            "status": "updated" if updates else "no_changes",
            "updated_at": _now(),
            "message": "Booking has been successfully updated",
        }

    def _cancel(self, reference: str, form: dict[str, str]) -> Any:
        _need(form, "micrositeName")  # and never looked at
        if _need(form, "bookingReference") != reference:
            raise _RefusedError(400, "Booking reference mismatch")
        reason = _number(form, "cancellationReasonId")
        entry = self._find(reference)
        if entry.status == "cancelled":
            raise _RefusedError(400, "Booking is already cancelled")
        if reason not in _REASONS:
            raise _RefusedError(400, "Invalid cancellation reason")
        entry.status, entry.reason = "cancelled", reason
        return {
            "booking_reference": reference,
            "booking_id": 1,
            "restaurant": self.name,
            "microsite_name": form["micrositeName"],
            "cancellation_reason_id": reason,
            "cancellation_reason": _REASONS[reason],
            "status": "cancelled",
            "cancelled_at": _now(),
            "message": "Booking has been successfully cancelled",
        }

    def _find(self, rest: str) -> Entry:
        entry = self.entries.get(rest.removeprefix("Booking/"))
        if entry is None:
            raise _RefusedError(404, "Booking not found")
        return entry

    def _render_new(self, entry: Entry) -> Any:
        rendered = self._render(entry)
        del rendered["customer"]["phone"], rendered["cancellation_reason"], rendered["updated_at"]
        return rendered | {"is_leave_time_confirmed": None}

    def _render(self, entry: Entry) -> Any:
        reason = {"id": entry.reason, "reason": _REASONS[entry.reason], "description": ""} if entry.reason else None
        return {
            "booking_reference": entry.reference,
            "booking_id": 1,
            "restaurant": self.name,
            "visit_date": entry.visit_date.isoformat(),
            "visit_time": entry.visit_time,
            "party_size": entry.party_size,
            "channel_code": "ONLINE",
            "special_requests": entry.special_requests,
            "is_leave_time_confirmed": False,
            "room_number": None,
            "customer": {**vars(entry.customer), "title": None, "phone": None},
            "status": entry.status,
            "cancellation_reason": reason,
            "created_at": _now(),
            "updated_at": _now(),
        }


def _need(form: dict[str, str], name: str) -> str:
    if name not in form:
        raise _RefusedError(422, [_wrong("body", name, "Field required")])
    return form[name]


def _date(form: dict[str, str], name: str) -> date:
    try:
        return date.fromisoformat(_need(form, name))
    except ValueError as error:
        raise _RefusedError(422, [_wrong("body", name, "Input should be a valid date")]) from error


def _time(form: dict[str, str], name: str) -> str:
    """As it was given, an offset too."""
    try:
        return time.fromisoformat(_need(form, name).replace("Z", "+00:00")).isoformat()
    except ValueError as error:
        raise _RefusedError(422, [_wrong("body", name, "Input should be in a valid time format")]) from error


def _number(form: dict[str, str], name: str) -> int:
    try:
        return int(_need(form, name))
    except ValueError as error:
        raise _RefusedError(422, [_wrong("body", name, "Input should be a valid integer")]) from error


def _wrong(where: str, name: str, message: str) -> Any:
    return {"type": "invalid", "loc": [where, name], "msg": message, "input": None}


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat()
