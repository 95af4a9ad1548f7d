from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.booking_status import BookingStatus, check_booking_status
from ..models.venue_kind import VenueKind, check_venue_kind

T = TypeVar("T", bound="Booking")


@_attrs_define
class Booking:
    """A table or a chair kept for a user. `date` and `time` are local to the venue.

    Attributes:
        id (UUID):
        user_id (UUID):
        venue_id (UUID):
        venue (str):
        kind (VenueKind): What kind of place it is.
        task_id (None | UUID):
        reference (str): To be said at the door.
        status (BookingStatus): Whether a booking stands. In the product's own venue book a booking is confirmed or
            cancelled.
        system (str): The booking system that keeps it.
        party_size (int):
        service (None | str): At a salon: what is done.
        stylist (None | str): At a salon: who does it.
        special_requests (None | str): What the place was told beforehand, from the user's preferences.
        tables (list[str]): At a restaurant that names its tables: which ones are kept, for now.
        date (str):
        time (str):
        timezone (str):
        starts_at (datetime.datetime):
        ends_at (datetime.datetime):
        version (int): Rises by one with every change that the guest would notice.
        created_at (datetime.datetime):
        updated_at (datetime.datetime):
    """

    id: UUID
    user_id: UUID
    venue_id: UUID
    venue: str
    kind: VenueKind
    task_id: None | UUID
    reference: str
    status: BookingStatus
    system: str
    party_size: int
    service: None | str
    stylist: None | str
    special_requests: None | str
    tables: list[str]
    date: str
    time: str
    timezone: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        user_id = str(self.user_id)

        venue_id = str(self.venue_id)

        venue = self.venue

        kind: str = self.kind

        task_id: None | str
        if isinstance(self.task_id, UUID):
            task_id = str(self.task_id)
        else:
            task_id = self.task_id

        reference = self.reference

        status: str = self.status

        system = self.system

        party_size = self.party_size

        service: None | str
        service = self.service

        stylist: None | str
        stylist = self.stylist

        special_requests: None | str
        special_requests = self.special_requests

        tables = self.tables

        date = self.date

        time = self.time

        timezone = self.timezone

        starts_at = self.starts_at.isoformat()

        ends_at = self.ends_at.isoformat()

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "user_id": user_id,
                "venue_id": venue_id,
                "venue": venue,
                "kind": kind,
                "task_id": task_id,
                "reference": reference,
                "status": status,
                "system": system,
                "party_size": party_size,
                "service": service,
                "stylist": stylist,
                "special_requests": special_requests,
                "tables": tables,
                "date": date,
                "time": time,
                "timezone": timezone,
                "starts_at": starts_at,
                "ends_at": ends_at,
                "version": version,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        user_id = UUID(d.pop("user_id"))

        venue_id = UUID(d.pop("venue_id"))

        venue = d.pop("venue")

        kind = check_venue_kind(d.pop("kind"))

        def _parse_task_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                task_id_type_0 = UUID(data)

                return task_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        task_id = _parse_task_id(d.pop("task_id"))

        reference = d.pop("reference")

        status = check_booking_status(d.pop("status"))

        system = d.pop("system")

        party_size = d.pop("party_size")

        def _parse_service(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        service = _parse_service(d.pop("service"))

        def _parse_stylist(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        stylist = _parse_stylist(d.pop("stylist"))

        def _parse_special_requests(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        special_requests = _parse_special_requests(d.pop("special_requests"))

        tables = cast(list[str], d.pop("tables"))

        date = d.pop("date")

        time = d.pop("time")

        timezone = d.pop("timezone")

        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))

        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        booking = cls(
            id=id,
            user_id=user_id,
            venue_id=venue_id,
            venue=venue,
            kind=kind,
            task_id=task_id,
            reference=reference,
            status=status,
            system=system,
            party_size=party_size,
            service=service,
            stylist=stylist,
            special_requests=special_requests,
            tables=tables,
            date=date,
            time=time,
            timezone=timezone,
            starts_at=starts_at,
            ends_at=ends_at,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        booking.additional_properties = d
        return booking

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
