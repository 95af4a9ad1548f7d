from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.venue_kind import VenueKind, check_venue_kind
from ..types import UNSET, Unset

T = TypeVar("T", bound="BookingLookupDetails")


@_attrs_define
class BookingLookupDetails:
    """`booking_lookup`: I can tell you what is booked.

    Attributes:
        date (datetime.date | None | Unset): The day asked for.
        days (None | str | Unset): The stretch of days asked for: this week, the weekend.
        time (None | str | Unset): The time asked for.
        party_size (int | None | Unset): For how many people it is.
        venue (None | str | Unset): The name of the place, as said.
        service (None | str | Unset): What is to be done at a salon: haircut, manicure, …
        stylist (None | str | Unset): Who is to do it, as said.
        kind (None | Unset | VenueKind): Whether a table or a visit to a salon is meant.
        person_name (None | str | Unset): The name that is given with it, as said. It is kept with the task; the booking
            is the speaker's.
    """

    date: datetime.date | None | Unset = UNSET
    days: None | str | Unset = UNSET
    time: None | str | Unset = UNSET
    party_size: int | None | Unset = UNSET
    venue: None | str | Unset = UNSET
    service: None | str | Unset = UNSET
    stylist: None | str | Unset = UNSET
    kind: None | Unset | VenueKind = UNSET
    person_name: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        date: None | str | Unset
        if isinstance(self.date, Unset):
            date = UNSET
        elif isinstance(self.date, datetime.date):
            date = self.date.isoformat()
        else:
            date = self.date

        days: None | str | Unset
        if isinstance(self.days, Unset):
            days = UNSET
        else:
            days = self.days

        time: None | str | Unset
        if isinstance(self.time, Unset):
            time = UNSET
        else:
            time = self.time

        party_size: int | None | Unset
        if isinstance(self.party_size, Unset):
            party_size = UNSET
        else:
            party_size = self.party_size

        venue: None | str | Unset
        if isinstance(self.venue, Unset):
            venue = UNSET
        else:
            venue = self.venue

        service: None | str | Unset
        if isinstance(self.service, Unset):
            service = UNSET
        else:
            service = self.service

        stylist: None | str | Unset
        if isinstance(self.stylist, Unset):
            stylist = UNSET
        else:
            stylist = self.stylist

        kind: None | str | Unset
        if isinstance(self.kind, Unset):
            kind = UNSET
        elif isinstance(self.kind, str):
            kind = self.kind
        else:
            kind = self.kind

        person_name: None | str | Unset
        if isinstance(self.person_name, Unset):
            person_name = UNSET
        else:
            person_name = self.person_name

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if date is not UNSET:
            field_dict["date"] = date
        if days is not UNSET:
            field_dict["days"] = days
        if time is not UNSET:
            field_dict["time"] = time
        if party_size is not UNSET:
            field_dict["party_size"] = party_size
        if venue is not UNSET:
            field_dict["venue"] = venue
        if service is not UNSET:
            field_dict["service"] = service
        if stylist is not UNSET:
            field_dict["stylist"] = stylist
        if kind is not UNSET:
            field_dict["kind"] = kind
        if person_name is not UNSET:
            field_dict["person_name"] = person_name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_date(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                date_type_0 = datetime.date.fromisoformat(data)

                return date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        date = _parse_date(d.pop("date", UNSET))

        def _parse_days(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        days = _parse_days(d.pop("days", UNSET))

        def _parse_time(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        time = _parse_time(d.pop("time", UNSET))

        def _parse_party_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        party_size = _parse_party_size(d.pop("party_size", UNSET))

        def _parse_venue(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        venue = _parse_venue(d.pop("venue", UNSET))

        def _parse_service(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        service = _parse_service(d.pop("service", UNSET))

        def _parse_stylist(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        stylist = _parse_stylist(d.pop("stylist", UNSET))

        def _parse_kind(data: object) -> None | Unset | VenueKind:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                kind_type_0 = check_venue_kind(data)

                return kind_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | VenueKind, data)

        kind = _parse_kind(d.pop("kind", UNSET))

        def _parse_person_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        person_name = _parse_person_name(d.pop("person_name", UNSET))

        booking_lookup_details = cls(
            date=date,
            days=days,
            time=time,
            party_size=party_size,
            venue=venue,
            service=service,
            stylist=stylist,
            kind=kind,
            person_name=person_name,
        )

        return booking_lookup_details
