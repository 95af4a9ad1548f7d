from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.venue_kind import VenueKind, check_venue_kind
from ..types import UNSET, Unset

T = TypeVar("T", bound="AvailabilitySearchDetails")


@_attrs_define
class AvailabilitySearchDetails:
    """`availability_search`: I can find out where and when there is room.

    Attributes:
        party_size (int | None | Unset): How many people will sit at the table.
        date (datetime.date | None | Unset): The day.
        time (None | str | Unset): The time around which there should be room.
        days (None | str | Unset): The stretch of days, where no day is said: next week, the weekend.
        day_part (None | str | Unset): The part of the day, where no time is said.
        venue (None | str | Unset): The name of the place, as said.
        location (None | str | Unset): The town, street or part of town, as said.
        cuisine (None | str | Unset): The kind of food.
        service (None | str | Unset): What is to be done at a salon: haircut, manicure, …
        stylist (None | str | Unset): Who is to do it, as said.
        kind (None | Unset | VenueKind): Whether a table or a visit to a salon is looked for.
        earliest (None | str | Unset): The words by which the earliest time of all is wanted.
        nearby (None | str | Unset): The words by which it should be near the person, where no place is named.
    """

    party_size: int | None | Unset = UNSET
    date: datetime.date | None | Unset = UNSET
    time: None | str | Unset = UNSET
    days: None | str | Unset = UNSET
    day_part: None | str | Unset = UNSET
    venue: None | str | Unset = UNSET
    location: None | str | Unset = UNSET
    cuisine: None | str | Unset = UNSET
    service: None | str | Unset = UNSET
    stylist: None | str | Unset = UNSET
    kind: None | Unset | VenueKind = UNSET
    earliest: None | str | Unset = UNSET
    nearby: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        party_size: int | None | Unset
        if isinstance(self.party_size, Unset):
            party_size = UNSET
        else:
            party_size = self.party_size

        date: None | str | Unset
        if isinstance(self.date, Unset):
            date = UNSET
        elif isinstance(self.date, datetime.date):
            date = self.date.isoformat()
        else:
            date = self.date

        time: None | str | Unset
        if isinstance(self.time, Unset):
            time = UNSET
        else:
            time = self.time

        days: None | str | Unset
        if isinstance(self.days, Unset):
            days = UNSET
        else:
            days = self.days

        day_part: None | str | Unset
        if isinstance(self.day_part, Unset):
            day_part = UNSET
        else:
            day_part = self.day_part

        venue: None | str | Unset
        if isinstance(self.venue, Unset):
            venue = UNSET
        else:
            venue = self.venue

        location: None | str | Unset
        if isinstance(self.location, Unset):
            location = UNSET
        else:
            location = self.location

        cuisine: None | str | Unset
        if isinstance(self.cuisine, Unset):
            cuisine = UNSET
        else:
            cuisine = self.cuisine

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

        earliest: None | str | Unset
        if isinstance(self.earliest, Unset):
            earliest = UNSET
        else:
            earliest = self.earliest

        nearby: None | str | Unset
        if isinstance(self.nearby, Unset):
            nearby = UNSET
        else:
            nearby = self.nearby

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if party_size is not UNSET:
            field_dict["party_size"] = party_size
        if date is not UNSET:
            field_dict["date"] = date
        if time is not UNSET:
            field_dict["time"] = time
        if days is not UNSET:
            field_dict["days"] = days
        if day_part is not UNSET:
            field_dict["day_part"] = day_part
        if venue is not UNSET:
            field_dict["venue"] = venue
        if location is not UNSET:
            field_dict["location"] = location
        if cuisine is not UNSET:
            field_dict["cuisine"] = cuisine
        if service is not UNSET:
            field_dict["service"] = service
        if stylist is not UNSET:
            field_dict["stylist"] = stylist
        if kind is not UNSET:
            field_dict["kind"] = kind
        if earliest is not UNSET:
            field_dict["earliest"] = earliest
        if nearby is not UNSET:
            field_dict["nearby"] = nearby

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_party_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        party_size = _parse_party_size(d.pop("party_size", UNSET))

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

        def _parse_time(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        time = _parse_time(d.pop("time", UNSET))

        def _parse_days(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        days = _parse_days(d.pop("days", UNSET))

        def _parse_day_part(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        day_part = _parse_day_part(d.pop("day_part", UNSET))

        def _parse_venue(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        venue = _parse_venue(d.pop("venue", UNSET))

        def _parse_location(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        location = _parse_location(d.pop("location", UNSET))

        def _parse_cuisine(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cuisine = _parse_cuisine(d.pop("cuisine", UNSET))

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

        def _parse_earliest(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        earliest = _parse_earliest(d.pop("earliest", UNSET))

        def _parse_nearby(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        nearby = _parse_nearby(d.pop("nearby", UNSET))

        availability_search_details = cls(
            party_size=party_size,
            date=date,
            time=time,
            days=days,
            day_part=day_part,
            venue=venue,
            location=location,
            cuisine=cuisine,
            service=service,
            stylist=stylist,
            kind=kind,
            earliest=earliest,
            nearby=nearby,
        )

        return availability_search_details
