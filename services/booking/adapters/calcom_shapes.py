"""What Cal.com's API v2 answers, and what a venue says of its place there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, cast

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from core.booking import BookingStatus
from services.booking.ports import Seating
from services.booking.settings import Email, PlaceSettings, Version, names_under

REQUEST_ID = "grandma_request"
"""The key in a booking's metadata that holds our request id."""
PARTY_SIZE = "grandma_party_size"
STATUSES: Mapping[str, BookingStatus] = {
    "accepted": BookingStatus.CONFIRMED,
    "pending": BookingStatus.PENDING,
    "cancelled": BookingStatus.CANCELLED,
    "rejected": BookingStatus.REJECTED,
}


@dataclass(frozen=True, slots=True)
class EventType:
    """An event type there: what it is here, and who does it; None: whatever, whoever."""

    id: int
    service: str | None = None
    stylist: str | None = None

    def fits(self, seating: Seating) -> bool:
        return _is_same(self.service, seating.service) and _is_same(self.stylist, seating.stylist)


class CalComSettings(PlaceSettings):
    """`event_type` is the id of the one event type there is, or `event_type:SERVICE` and `event_type:SERVICE:STYLIST` that
    of each. Who has no e-mail address is booked under one made of `guest_email`. The versions are those of the API that
    this adapter speaks.
    """

    base_url: str = "https://api.cal.com"
    guest_email: Email | None = None
    event_types: tuple[EventType, ...] = Field(min_length=1)
    bookings_version: Version = "2024-08-13"
    slots_version: Version = "2024-09-04"

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, given: Any) -> Any:
        known = cast("dict[str, str]", given)
        rest = {name: value for name, value in known.items() if name.partition(":")[0] != "event_type"}
        found = tuple(_event_types(known))
        if not found:
            raise ValueError("event_type is missing: the id of the event type that is booked, such as 123")
        return {**rest, "event_types": found}

    @property
    def root(self) -> str:
        return self.base_url.rstrip("/") + "/v2"

    def list_fitting(self, seating: Seating) -> list[EventType]:
        """Under what a thing can be booked; who was named comes first."""
        fitting = [each for each in self.event_types if each.fits(seating)]
        return sorted(fitting, key=lambda each: (each.stylist is None, each.service is None))


def _event_types(given: Mapping[str, str]) -> Iterator[EventType]:
    if "event_type" in given:
        yield EventType(_number(given["event_type"]))
    for name, value in names_under("event_type", given):
        service, _, stylist = name.partition(":")
        yield EventType(_number(value), service.strip(), stylist.strip() or None)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 2**31:
        raise ValueError(f"{text[:20]!r} is no id of an event type: it is a whole number, such as 123")
    return int(text)


def _is_same(ours: str | None, wanted: str | None) -> bool:
    return ours is None or wanted is None or ours.casefold() == wanted.casefold()


class _Shape(BaseModel):
    """What it says beyond this is not our business."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Slot(_Shape):
    start: AwareDatetime


class Slots(_Shape):
    """Free times, by the day of the time zone that was asked for."""

    status: Literal["success"]
    data: Mapping[date, Sequence[Slot]]


class Reservation(_Shape):
    uid: str = Field(alias="reservationUid", min_length=1)
    until: AwareDatetime = Field(alias="reservationUntil")


class Reserved(_Shape):
    status: Literal["success"]
    data: Reservation


class Attendee(_Shape):
    name: str


class Kept(_Shape):
    """A booking there. The older API answers in another shape, which is not one of these."""

    uid: str = Field(min_length=1)
    status: Literal["accepted", "pending", "cancelled", "rejected"]
    start: AwareDatetime
    end: AwareDatetime
    event_type_id: int = Field(alias="eventTypeId")
    attendees: Sequence[Attendee]
    metadata: Mapping[str, Any] = {}
    became: str | None = Field(None, alias="rescheduledToUid")
    series: str | None = Field(None, alias="recurringBookingUid")

    @property
    def party_size(self) -> int | None:
        """What we wrote down; the system knows of no parties."""
        written = str(self.metadata.get(PARTY_SIZE, ""))
        return int(written) if written.isdecimal() else None


class OneKept(_Shape):
    status: Literal["success"]
    data: Kept


class Made(_Shape):
    """Many where the event type recurs."""

    status: Literal["success"]
    data: Kept | Annotated[Sequence[Kept], Field(min_length=1)]

    @property
    def first(self) -> Kept:
        return self.data if isinstance(self.data, Kept) else self.data[0]


class ManyKept(_Shape):
    status: Literal["success"]
    data: Sequence[Kept]


class _Complaint(_Shape):
    message: str = ""


class Refused(_Shape):
    error: _Complaint
