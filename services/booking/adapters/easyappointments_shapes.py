"""What the REST API of Easy!Appointments answers, and what a venue says of its place there."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from core.booking import MAY_STAND, BookingStatus
from services.booking.ports import Seating
from services.booking.settings import Email, PlaceSettings, names_under

_PEOPLE = re.compile(r"\[people:(\d{1,4})\]")
STAMP = "%Y-%m-%d %H:%M:%S"


class EasySettings(PlaceSettings):
    """`service` and `provider` are the ids of the one service and the one person there are, or `service:NAME` and
    `provider:NAME` those of each. Who has no e-mail address is booked under one made of `guest_email`.
    """

    base_url: str
    guest_email: Email | None = None
    services: Mapping[str, int] = Field(min_length=1)
    providers: Mapping[str, int] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, given: Any) -> Any:
        known = cast("dict[str, str]", given)
        rest = {name: value for name, value in known.items() if name.partition(":")[0] not in {"service", "provider"}}
        found = {f"{kind}s": _numbers(kind, known) for kind in ("service", "provider")}
        for kind in ("service", "provider"):
            if not found[f"{kind}s"]:
                raise ValueError(f"{kind} is missing: the id of the {kind} that is booked, such as 1")
        return {**rest, **found}

    @property
    def root(self) -> str:
        return self.base_url.rstrip("/") + "/index.php/api/v1"

    def find_service(self, seating: Seating) -> int | None:
        return _find(self.services, seating.service)

    def list_providers(self, seating: Seating) -> list[int]:
        """Who may do it: whoever is named, else all."""
        if seating.stylist is None:
            return list(dict.fromkeys(self.providers.values()))
        found = _find(self.providers, seating.stylist)
        return [] if found is None else [found]


def _numbers(kind: str, given: Mapping[str, str]) -> dict[str, int]:
    named = {"": given[kind]} if kind in given else {}
    named |= dict(names_under(kind, given))
    return {name: _number(kind, value) for name, value in named.items()}


def _number(kind: str, text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 2**31:
        raise ValueError(f"{text[:20]!r} is no id of a {kind}: it is a whole number, such as 1")
    return int(text)


def _find(numbers: Mapping[str, int], wanted: str | None) -> int | None:
    for name, number in numbers.items():
        if wanted is not None and name.casefold() == wanted.casefold():
            return number
    return numbers.get("")


def people_note(party_size: int) -> str:
    """For how many it is, as it stands in the notes."""
    return f"[people:{party_size}]"


def _to_naive(value: object) -> datetime:
    return datetime.strptime(str(value), STAMP)  # noqa: DTZ007 - it has no zone


Moment = Annotated[datetime, BeforeValidator(_to_naive)]
"""By the provider's clock, naive."""


def _none_if_list(value: object) -> object:
    """PHP writes a table without entries as a list."""
    return {} if isinstance(value, list) else value


class _Shape(BaseModel):
    """What it says beyond this is not our business."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Closure(_Shape):
    """From a moment to another."""

    id: int
    start: Moment
    end: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time at somebody's: naive, by the clock of the provider."""

    service_id: int
    provider_id: int
    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Closure") -> bool:
        return other.start < self.ends_at and other.end > self.starts_at

    def has_room(self, service: "Service", others: Iterable["Appointment"]) -> bool:
        """Whether it can be had beside those appointments: a service may be for several at a time, with no other one."""
        beside = [each for each in others if self.overlaps(each) and each.booking_status in MAY_STAND]
        return len(beside) < service.attendants and all(each.service_id == self.service_id for each in beside)


class Absence(Closure):
    """When somebody is away."""

    provider_id: int = Field(alias="providerId")


class Appointment(Closure):
    hash: str = Field(min_length=1)
    status: str | None = None
    notes: str | None = None
    service_id: int = Field(alias="serviceId")
    provider_id: int = Field(alias="providerId")

    @property
    def slot(self) -> Slot:
        return Slot(service_id=self.service_id, provider_id=self.provider_id, starts_at=self.start, ends_at=self.end)

    @property
    def party_size(self) -> int | None:
        """What we wrote down; the system knows of no parties."""
        found = _PEOPLE.search(self.notes or "")
        return int(found[1]) if found else None

    def notes_for(self, party_size: int) -> str | None:
        """Its notes, for so many people."""
        return _PEOPLE.sub(people_note(party_size), self.notes) if self.notes else self.notes

    @property
    def booking_status(self) -> BookingStatus:
        """Its status is free text; the product's own ones are Booked, Confirmed, Rescheduled, Cancelled and Draft."""
        said = (self.status or "").casefold()
        if "cancel" in said:
            return BookingStatus.CANCELLED
        return BookingStatus.PENDING if "draft" in said else BookingStatus.CONFIRMED


class Service(_Shape):
    id: int
    name: str
    duration: int = Field(gt=0)
    attendants: int = Field(alias="attendantsNumber", ge=1)
    interval: int | None = Field(None, alias="slotInterval")


class Hours(_Shape):
    start: time
    end: time


class WorkingDay(Hours):
    breaks: Sequence[Hours] = ()


class ProviderSettings(_Shape):
    week: Mapping[str, WorkingDay | None] = Field({}, alias="workingPlan")
    exceptions: Annotated[Mapping[date, WorkingDay | None], BeforeValidator(_none_if_list)] = Field(
        {}, alias="workingPlanExceptions"
    )


class Provider(_Shape):
    id: int
    first_name: str | None = Field(None, alias="firstName")
    last_name: str | None = Field(None, alias="lastName")
    timezone: str
    services: Sequence[int] = ()
    settings: ProviderSettings = ProviderSettings(workingPlan={}, workingPlanExceptions={})

    def works(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether they work all that time, which lies on one day."""
        on = starts_at.date()
        day = self.settings.exceptions.get(on, self.settings.week.get(on.strftime("%A").lower()))
        if day is None or ends_at.date() != on:
            return False
        starts, ends = starts_at.time(), ends_at.time()
        is_break = any(each.start < ends and each.end > starts for each in day.breaks)
        return day.start <= starts and ends <= day.end and not is_break


class Customer(_Shape):
    id: int
    email: str | None = None


class Complaint(_Shape):
    """What a 500 says: of a refusal as well as of a fault."""

    message: str = ""
