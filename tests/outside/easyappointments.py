"""Easy!Appointments 1.6 over its REST API, as its source describes it, quirks included.

Not hidden: POST and PUT look at no other appointment; whatever is wrong with what was sent is a 500; times have no zone and
are those of the provider; lists are cut at 20; `q` switches all other filters off; a PUT keeps what it is not given, so
a new start alone keeps the old end; an appointment that is not there is a 404 without a body.
"""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from tests.outside.easyappointments_records import (
    DAYS,
    Provider,
    Row,
    Service,
    gap_view,
    provider_view,
    service_view,
    text,
)
from tests.outside.loopback import Answered, Asked, answer_json
from tests.outside.played import PlayedServer

TOKEN = "ea-token-0123456789"
BASE = "/index.php/api/v1"
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


_NO_PAGE = Answered(status=404, body=b"<h1>404 Page Not Found</h1>", headers={"Content-Type": "text/html"})


class _InvalidError(Exception):
    """Every one of them is a 500."""


@dataclass(eq=False)
class EasyServer(PlayedServer):
    services: list[Service] = field(default_factory=lambda: [Service()])
    providers: list[Provider] = field(default_factory=lambda: [Provider()])
    customers: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    rows: dict[int, Row] = field(default_factory=dict[int, Row])
    blocked: list[tuple[datetime, datetime]] = field(default_factory=list[tuple[datetime, datetime]])
    requires_phone: bool = False
    requires_notes: bool = False
    now: datetime = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    _numbers: Iterator[int] = field(default_factory=lambda: count(3))

    def __post_init__(self) -> None:
        super().__init__()

    # ------------------------------------------------------------------ what people at the place do

    def walk_in(self, start: datetime, *, minutes: int | None = None, provider: Provider | None = None) -> Row:
        """Somebody else books; `start` is naive, by the provider's clock."""
        service, provider = self.services[0], provider or self.providers[0]
        customer = self.add_customer(
            {"firstName": "Ada", "lastName": "Bell", "email": f"ada{next(self._numbers)}@x.example"}
        )
        return self._keep(
            start, start + timedelta(minutes=minutes or service.duration), service.id, provider.id, customer["id"]
        )

    def copy(self, appointment_id: int) -> None:
        """The same once more, as a call that was lost on the way and arrived late leaves it."""
        row = self.rows[appointment_id]
        self._keep(row.start, row.end, row.service_id, row.provider_id, row.customer_id, notes=row.notes)

    def staff_deletes(self, appointment_id: int) -> None:
        del self.rows[appointment_id]

    def staff_moves(self, appointment_id: int, start: datetime) -> None:
        row = self.rows[appointment_id]
        row.start, row.end = start, start + (row.end - row.start)

    def overlaps(self) -> list[tuple[int, int]]:
        """Pairs of appointments that one person would have to serve at the same time."""
        rows = sorted(self.rows.values(), key=lambda row: row.id)
        return [
            (one.id, other.id)
            for position, one in enumerate(rows)
            for other in rows[position + 1 :]
            if one.provider_id == other.provider_id and one.start < other.end and one.end > other.start
        ]

    # ------------------------------------------------------------------ HTTP

    def kind_of(self, asked: Asked) -> str:
        name, *rest = asked.path.removeprefix(f"{BASE}/").split("/")
        match (asked.method, name):
            case ("GET", "appointments") if not rest:
                return "search" if "q" in asked.query else "beside"
            case (method, "appointments"):
                return {"GET": "get", "POST": "create", "PUT": "change", "DELETE": "cancel"}[method]
            case ("POST", "customers"):
                return "customer"
            case _:
                return "free" if name == "availabilities" else name

    def play(self, asked: Asked, query: Mapping[str, str]) -> Answered:
        basic = base64.b64encode(b"admin:secret").decode()
        if asked.headers.get("authorization") not in {f"Bearer {TOKEN}", f"Basic {basic}"}:
            headers = {"WWW-Authenticate": 'Basic realm="Easy!Appointments"', "Content-Type": "text/html"}
            return Answered(status=401, body=b"You are not authorized to use the API.", headers=headers)
        try:
            return self._route(asked, query)
        except _InvalidError as error:
            return failed(str(error))

    def _route(self, asked: Asked, query: Mapping[str, str]) -> Answered:
        base, _, rest = asked.path.partition(f"{BASE}/")
        name, *rest = rest.split("/")
        views = {
            "services": [service_view(each) for each in self.services],
            "providers": [provider_view(each) for each in self.providers],
        }
        match (asked.method, name):
            case _ if base:
                return _NO_PAGE
            case ("GET", "services" | "providers"):
                return _one(views[name], rest[0]) if rest else _json(200, _page(views[name], query))
            case ("GET", "availabilities"):
                return _json(200, self._availabilities(query))
            case ("GET", "unavailabilities"):
                return _json(200, _page([gap_view(*each) for each in enumerate(self.blocked, 1)], query))
            case ("GET", "blocked_periods"):
                return _json(200, _page([], query))
            case (_, "customers"):
                return self._customers(asked, rest, query)
            case (_, "appointments"):
                return self._appointments(asked, rest, query)
            case _:
                return _NO_PAGE

    def _customers(self, asked: Asked, rest: Sequence[str], query: Mapping[str, str]) -> Answered:
        match (asked.method, list(rest)):
            case ("GET", []):
                found = [each for each in self.customers.values() if _contains(each, query.get("q", ""))]
                return _json(200, _page(found, query))
            case ("POST", []):
                return _json(201, self.add_customer(asked.json))
            case _:
                return Answered(status=404)

    def _appointments(self, asked: Asked, rest: Sequence[str], query: Mapping[str, str]) -> Answered:
        match (asked.method, list(rest)):
            case ("GET", []):
                return _json(200, _page(self._find(query), query))
            case ("POST", []):
                return _json(201, self._view(self._create(asked.json)))
            case (_, [number]) if int(number) not in self.rows:
                return Answered(status=404)
            case ("GET", [number]):
                return _json(200, self._view(self.rows[int(number)]))
            case ("PUT", [number]):
                return _json(200, self._view(self._update(self.rows[int(number)], asked.json)))
            case ("DELETE", [number]):
                del self.rows[int(number)]
                return Answered(status=204)
            case _:
                return Answered(status=404)

    # ------------------------------------------------------------------ what it knows

    def _availabilities(self, query: Mapping[str, str]) -> list[str]:
        service, provider = self._service(query.get("serviceId")), self._provider(query.get("providerId"))
        zone = ZoneInfo(provider.zone)
        day = date.fromisoformat(query["date"]) if query.get("date") else self.now.astimezone(zone).date()
        if DAYS[day.weekday()] == provider.off:
            return []
        at, last = datetime.combine(day, provider.opens), datetime.combine(day, provider.closes)
        length, found = timedelta(minutes=service.duration), list[str]()
        now = self.now.astimezone(zone).replace(tzinfo=None)
        while at + length <= last:
            if at > now and self._has_room(service, provider, at):
                found.append(at.strftime("%H:%M"))
            at += timedelta(minutes=service.interval)
        return found

    def _has_room(self, service: Service, provider: Provider, at: datetime) -> bool:
        end = at + timedelta(minutes=service.duration)
        if any(start < end and until > at for start, until in self.blocked):
            return False
        beside = [
            row for row in self.rows.values() if row.provider_id == provider.id and row.start < end and row.end > at
        ]
        others = [row for row in beside if row.service_id != service.id]
        return not others and len(beside) < service.attendants

    def _find(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        views = [self._view(row) for row in self.rows.values()]
        if word := query.get("q"):
            return [view for view in views if _contains({**self.customers[view["customerId"]], **view}, word)]
        for name in ("serviceId", "providerId", "customerId"):
            views = [view for view in views if name not in query or str(view[name]) == query[name]]
        if day := query.get("date"):
            views = [view for view in views if view["start"][:10] == day]
        if day := query.get("from"):
            views = [view for view in views if view["start"][:10] >= day]
        if day := query.get("till"):
            views = [view for view in views if view["end"][:10] <= day]
        return views

    def _service(self, number: Any) -> Service:
        for each in self.services:
            if str(each.id) == str(number):
                return each
        raise _InvalidError(f"The provided service ID was not found in the database: {number}")

    def _provider(self, number: Any) -> Provider:
        for each in self.providers:
            if str(each.id) == str(number):
                return each
        raise _InvalidError(f"The appointment provider ID was not found in the database: {number}")

    # ------------------------------------------------------------------ what it writes

    def add_customer(self, body: Mapping[str, Any]) -> dict[str, Any]:
        needed = ["firstName", "lastName", "email", *(["phone"] if self.requires_phone else [])]
        if not all(body.get(name) for name in needed):
            raise _InvalidError(f"Not all required fields are provided: {body}")
        if not _MAIL.fullmatch(body["email"]):
            raise _InvalidError(f"Invalid email address provided: {body['email']}")
        if any(each["email"].lower() == body["email"].lower() for each in self.customers.values()):
            raise _InvalidError("The provided email address is already in use, please use a different one.")
        number = next(self._numbers)
        self.customers[number] = {"phone": None, "notes": None, **body, "id": number}
        return self.customers[number]

    def _create(self, body: Mapping[str, Any]) -> Row:
        service = self._service(body.get("serviceId")) if body.get("serviceId") else None
        start = body.get("start")
        end = body.get("end") or (
            text(_naive(start) + timedelta(minutes=service.duration)) if start and service else None
        )
        given = {**body, "end": end}
        self._check(given)
        return self._keep(
            _naive(given["start"]), _naive(given["end"]), int(body["serviceId"]), int(body["providerId"]),
            int(body["customerId"]), notes=body.get("notes", ""),
        )  # fmt: skip

    def _update(self, row: Row, body: Mapping[str, Any]) -> Row:
        given = {**self._view(row), **body}
        self._check(given)
        row.start, row.end, row.notes = _naive(given["start"]), _naive(given["end"]), given["notes"]
        row.service_id, row.provider_id = int(given["serviceId"]), int(given["providerId"])
        return row

    def _check(self, given: Mapping[str, Any]) -> None:
        needed = ["start", "end", "serviceId", "providerId", "customerId", *(["notes"] if self.requires_notes else [])]
        if not all(given.get(name) for name in needed):
            raise _InvalidError(f"Not all required fields are provided: {given}")
        if (_naive(given["end"]) - _naive(given["start"])) < timedelta(minutes=5):
            raise _InvalidError("The appointment duration cannot be less than 5 minutes.")
        self._provider(given["providerId"])
        if int(given["customerId"]) not in self.customers:
            raise _InvalidError(f"The appointment customer ID was not found in the database: {given['customerId']}")
        if all(each.id != int(given["serviceId"]) for each in self.services):
            raise _InvalidError("Appointment service id is invalid.")

    def _keep(
        self, start: datetime, end: datetime, service_id: int, provider_id: int, customer_id: int, *, notes: str = ""
    ) -> Row:
        number = next(self._numbers)
        row = Row(
            id=number,
            start=start,
            end=end,
            service_id=service_id,
            provider_id=provider_id,
            customer_id=customer_id,
            notes=notes,
            booked_at=self.now.replace(tzinfo=None),
            hash=f"h{number:011d}",
        )
        self.rows[number] = row
        return row

    def _view(self, row: Row) -> dict[str, Any]:
        return {
            "id": row.id,
            "book": text(row.booked_at),
            "start": text(row.start),
            "end": text(row.end),
            "hash": row.hash,
            "color": "#7cbae8",
            "status": row.status,
            "location": "",
            "notes": row.notes,
            "customerId": row.customer_id,
            "providerId": row.provider_id,
            "serviceId": row.service_id,
            "meetingLink": None,
            "googleCalendarId": None,
            "caldavCalendarId": None,
        }


def failed(words: str) -> Answered:
    """Its 500: of a refusal as well as of a fault."""
    return _json(500, {"success": False, "message": words})


def _json(status: int, value: object) -> Answered:
    return answer_json(value, status=status)


def _page(found: Sequence[dict[str, Any]], query: Mapping[str, str]) -> list[dict[str, Any]]:
    ordered = list(found)
    for field_name in reversed([each for each in query.get("sort", "").split(",") if each]):
        ordered.sort(key=lambda view: view[field_name.lstrip("+- ")], reverse=field_name.startswith("-"))
    length, page = int(query.get("length", "20")), int(query.get("page", "1"))
    return ordered[(page - 1) * length : page * length]


def _one(found: Sequence[dict[str, Any]], number: str) -> Answered:
    for view in found:
        if str(view["id"]) == number:
            return _json(200, view)
    return Answered(status=404)


def _contains(view: Mapping[str, Any], word: str) -> bool:
    searched = ("notes", "hash", "firstName", "lastName", "email", "phone")
    return any(word.lower() in str(view.get(name) or "").lower() for name in searched)


def _naive(text: Any) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - it has no zone
    except (TypeError, ValueError) as error:
        raise _InvalidError("The appointment start date time is invalid.") from error
