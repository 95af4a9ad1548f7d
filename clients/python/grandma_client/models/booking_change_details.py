from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.venue_kind import VenueKind, check_venue_kind
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.new_values import NewValues


T = TypeVar("T", bound="BookingChangeDetails")


@_attrs_define
class BookingChangeDetails:
    """`booking_change`: I can change a booking.

    Attributes:
        date (datetime.date | None | Unset): The new day.
        time (None | str | Unset): The new time.
        shift (None | str | Unset): How much earlier or later it should be, where no new time is said.
        party_size (int | None | Unset): The new number of people.
        venue (None | str | Unset): The name of the place where it is booked, as said.
        service (None | str | Unset): What is to be done at a salon, now or instead.
        stylist (None | str | Unset): Who is to do it, now or instead, as said.
        kind (None | Unset | VenueKind): Whether a table or a visit to a salon is meant.
        person_name (None | str | Unset): The name that is given with it, as said. It is kept with the task; the booking
            is the speaker's.
        which (None | str | Unset): The words for what it has already, by which it is known.
        wanted (NewValues | None | Unset): What should change, kept while it is asked which booking is meant.
        booking_id (None | Unset | UUID): The booking that was found to be meant.
        seen_at (datetime.datetime | None | Unset): As of when that booking was read back.
    """

    date: datetime.date | None | Unset = UNSET
    time: None | str | Unset = UNSET
    shift: None | str | Unset = UNSET
    party_size: int | None | Unset = UNSET
    venue: None | str | Unset = UNSET
    service: None | str | Unset = UNSET
    stylist: None | str | Unset = UNSET
    kind: None | Unset | VenueKind = UNSET
    person_name: None | str | Unset = UNSET
    which: None | str | Unset = UNSET
    wanted: NewValues | None | Unset = UNSET
    booking_id: None | Unset | UUID = UNSET
    seen_at: datetime.datetime | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.new_values import NewValues  # noqa: PLC0415

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

        shift: None | str | Unset
        if isinstance(self.shift, Unset):
            shift = UNSET
        else:
            shift = self.shift

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

        which: None | str | Unset
        if isinstance(self.which, Unset):
            which = UNSET
        else:
            which = self.which

        wanted: dict[str, Any] | None | Unset
        if isinstance(self.wanted, Unset):
            wanted = UNSET
        elif isinstance(self.wanted, NewValues):
            wanted = self.wanted.to_dict()
        else:
            wanted = self.wanted

        booking_id: None | str | Unset
        if isinstance(self.booking_id, Unset):
            booking_id = UNSET
        elif isinstance(self.booking_id, UUID):
            booking_id = str(self.booking_id)
        else:
            booking_id = self.booking_id

        seen_at: None | str | Unset
        if isinstance(self.seen_at, Unset):
            seen_at = UNSET
        elif isinstance(self.seen_at, datetime.datetime):
            seen_at = self.seen_at.isoformat()
        else:
            seen_at = self.seen_at

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if date is not UNSET:
            field_dict["date"] = date
        if time is not UNSET:
            field_dict["time"] = time
        if shift is not UNSET:
            field_dict["shift"] = shift
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
        if which is not UNSET:
            field_dict["which"] = which
        if wanted is not UNSET:
            field_dict["wanted"] = wanted
        if booking_id is not UNSET:
            field_dict["booking_id"] = booking_id
        if seen_at is not UNSET:
            field_dict["seen_at"] = seen_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.new_values import NewValues  # noqa: PLC0415

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

        def _parse_time(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        time = _parse_time(d.pop("time", UNSET))

        def _parse_shift(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        shift = _parse_shift(d.pop("shift", UNSET))

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

        def _parse_which(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        which = _parse_which(d.pop("which", UNSET))

        def _parse_wanted(data: object) -> NewValues | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                wanted_type_0 = NewValues.from_dict(data)

                return wanted_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NewValues | None | Unset, data)

        wanted = _parse_wanted(d.pop("wanted", UNSET))

        def _parse_booking_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                booking_id_type_0 = UUID(data)

                return booking_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        booking_id = _parse_booking_id(d.pop("booking_id", UNSET))

        def _parse_seen_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                seen_at_type_0 = datetime.datetime.fromisoformat(data)

                return seen_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        seen_at = _parse_seen_at(d.pop("seen_at", UNSET))

        booking_change_details = cls(
            date=date,
            time=time,
            shift=shift,
            party_size=party_size,
            venue=venue,
            service=service,
            stylist=stylist,
            kind=kind,
            person_name=person_name,
            which=which,
            wanted=wanted,
            booking_id=booking_id,
            seen_at=seen_at,
        )

        return booking_change_details
