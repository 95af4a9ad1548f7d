from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.venue_kind import VenueKind, check_venue_kind

if TYPE_CHECKING:
    from ..models.combination_answer import CombinationAnswer
    from ..models.table_answer import TableAnswer
    from ..models.venue_adapter_settings import VenueAdapterSettings
    from ..models.venue_exceptions import VenueExceptions
    from ..models.venue_hours import VenueHours
    from ..models.venue_service_minutes import VenueServiceMinutes
    from ..models.venue_staff_days_off import VenueStaffDaysOff
    from ..models.venue_staff_hours import VenueStaffHours
    from ..models.venue_staff_services import VenueStaffServices
    from ..models.venue_turn_minutes import VenueTurnMinutes


T = TypeVar("T", bound="Venue")


@_attrs_define
class Venue:
    """A place that can be booked.

    Attributes:
        id (UUID):
        name (str):
        kind (VenueKind): What kind of place it is.
        timezone (str):
        location (None | str):
        cuisine (None | str):
        hours (VenueHours):
        capacity (int):
        services (list[str]):
        staff (list[str]):
        service_minutes (VenueServiceMinutes):
        staff_services (VenueStaffServices):
        exceptions (VenueExceptions):
        tables (list[TableAnswer]):
        table_combinations (list[CombinationAnswer]):
        turn_minutes (VenueTurnMinutes):
        staff_hours (VenueStaffHours):
        staff_days_off (VenueStaffDaysOff):
        adapter (str):
        adapter_settings (VenueAdapterSettings):
        refused_at (datetime.datetime | None): When its booking system last did not accept the key; null: it does, as
            far as we know.
        created_at (datetime.datetime):
    """

    id: UUID
    name: str
    kind: VenueKind
    timezone: str
    location: None | str
    cuisine: None | str
    hours: VenueHours
    capacity: int
    services: list[str]
    staff: list[str]
    service_minutes: VenueServiceMinutes
    staff_services: VenueStaffServices
    exceptions: VenueExceptions
    tables: list[TableAnswer]
    table_combinations: list[CombinationAnswer]
    turn_minutes: VenueTurnMinutes
    staff_hours: VenueStaffHours
    staff_days_off: VenueStaffDaysOff
    adapter: str
    adapter_settings: VenueAdapterSettings
    refused_at: datetime.datetime | None
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        name = self.name

        kind: str = self.kind

        timezone = self.timezone

        location: None | str
        location = self.location

        cuisine: None | str
        cuisine = self.cuisine

        hours = self.hours.to_dict()

        capacity = self.capacity

        services = self.services

        staff = self.staff

        service_minutes = self.service_minutes.to_dict()

        staff_services = self.staff_services.to_dict()

        exceptions = self.exceptions.to_dict()

        tables = []
        for tables_item_data in self.tables:
            tables_item = tables_item_data.to_dict()
            tables.append(tables_item)

        table_combinations = []
        for table_combinations_item_data in self.table_combinations:
            table_combinations_item = table_combinations_item_data.to_dict()
            table_combinations.append(table_combinations_item)

        turn_minutes = self.turn_minutes.to_dict()

        staff_hours = self.staff_hours.to_dict()

        staff_days_off = self.staff_days_off.to_dict()

        adapter = self.adapter

        adapter_settings = self.adapter_settings.to_dict()

        refused_at: None | str
        if isinstance(self.refused_at, datetime.datetime):
            refused_at = self.refused_at.isoformat()
        else:
            refused_at = self.refused_at

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "kind": kind,
                "timezone": timezone,
                "location": location,
                "cuisine": cuisine,
                "hours": hours,
                "capacity": capacity,
                "services": services,
                "staff": staff,
                "service_minutes": service_minutes,
                "staff_services": staff_services,
                "exceptions": exceptions,
                "tables": tables,
                "table_combinations": table_combinations,
                "turn_minutes": turn_minutes,
                "staff_hours": staff_hours,
                "staff_days_off": staff_days_off,
                "adapter": adapter,
                "adapter_settings": adapter_settings,
                "refused_at": refused_at,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.combination_answer import CombinationAnswer  # noqa: PLC0415
        from ..models.table_answer import TableAnswer  # noqa: PLC0415
        from ..models.venue_adapter_settings import VenueAdapterSettings  # noqa: PLC0415
        from ..models.venue_exceptions import VenueExceptions  # noqa: PLC0415
        from ..models.venue_hours import VenueHours  # noqa: PLC0415
        from ..models.venue_service_minutes import VenueServiceMinutes  # noqa: PLC0415
        from ..models.venue_staff_days_off import VenueStaffDaysOff  # noqa: PLC0415
        from ..models.venue_staff_hours import VenueStaffHours  # noqa: PLC0415
        from ..models.venue_staff_services import VenueStaffServices  # noqa: PLC0415
        from ..models.venue_turn_minutes import VenueTurnMinutes  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        name = d.pop("name")

        kind = check_venue_kind(d.pop("kind"))

        timezone = d.pop("timezone")

        def _parse_location(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        location = _parse_location(d.pop("location"))

        def _parse_cuisine(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        cuisine = _parse_cuisine(d.pop("cuisine"))

        hours = VenueHours.from_dict(d.pop("hours"))

        capacity = d.pop("capacity")

        services = cast(list[str], d.pop("services"))

        staff = cast(list[str], d.pop("staff"))

        service_minutes = VenueServiceMinutes.from_dict(d.pop("service_minutes"))

        staff_services = VenueStaffServices.from_dict(d.pop("staff_services"))

        exceptions = VenueExceptions.from_dict(d.pop("exceptions"))

        tables = []
        _tables = d.pop("tables")
        for tables_item_data in _tables:
            tables_item = TableAnswer.from_dict(tables_item_data)

            tables.append(tables_item)

        table_combinations = []
        _table_combinations = d.pop("table_combinations")
        for table_combinations_item_data in _table_combinations:
            table_combinations_item = CombinationAnswer.from_dict(table_combinations_item_data)

            table_combinations.append(table_combinations_item)

        turn_minutes = VenueTurnMinutes.from_dict(d.pop("turn_minutes"))

        staff_hours = VenueStaffHours.from_dict(d.pop("staff_hours"))

        staff_days_off = VenueStaffDaysOff.from_dict(d.pop("staff_days_off"))

        adapter = d.pop("adapter")

        adapter_settings = VenueAdapterSettings.from_dict(d.pop("adapter_settings"))

        def _parse_refused_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                refused_at_type_0 = datetime.datetime.fromisoformat(data)

                return refused_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        refused_at = _parse_refused_at(d.pop("refused_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        venue = cls(
            id=id,
            name=name,
            kind=kind,
            timezone=timezone,
            location=location,
            cuisine=cuisine,
            hours=hours,
            capacity=capacity,
            services=services,
            staff=staff,
            service_minutes=service_minutes,
            staff_services=staff_services,
            exceptions=exceptions,
            tables=tables,
            table_combinations=table_combinations,
            turn_minutes=turn_minutes,
            staff_hours=staff_hours,
            staff_days_off=staff_days_off,
            adapter=adapter,
            adapter_settings=adapter_settings,
            refused_at=refused_at,
            created_at=created_at,
        )

        venue.additional_properties = d
        return venue

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
