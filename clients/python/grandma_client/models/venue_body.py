from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.venue_body_adapter import VenueBodyAdapter, check_venue_body_adapter
from ..models.venue_kind import VenueKind, check_venue_kind
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.combination_body import CombinationBody
    from ..models.table_body import TableBody
    from ..models.venue_body_adapter_settings import VenueBodyAdapterSettings
    from ..models.venue_body_exceptions import VenueBodyExceptions
    from ..models.venue_body_hours_type_0 import VenueBodyHoursType0
    from ..models.venue_body_service_minutes import VenueBodyServiceMinutes
    from ..models.venue_body_staff_days_off import VenueBodyStaffDaysOff
    from ..models.venue_body_staff_hours import VenueBodyStaffHours
    from ..models.venue_body_staff_services import VenueBodyStaffServices
    from ..models.venue_body_turn_minutes import VenueBodyTurnMinutes


T = TypeVar("T", bound="VenueBody")


@_attrs_define
class VenueBody:
    """A place that can be booked.

    Attributes:
        name (str):
        kind (VenueKind): What kind of place it is.
        timezone (None | str | Unset): The server's DEFAULT_TIMEZONE where absent.
        location (None | str | Unset):
        cuisine (None | str | Unset):
        hours (None | Unset | VenueBodyHoursType0): Daily 09:00–23:00 where absent.
        exceptions (VenueBodyExceptions | Unset): Opening times on days that differ from the usual week; none: closed. A
            date goes before a time, and that before a day of every year.
        capacity (int | None | Unset): How many guests at most at the same time (as many as sit at the tables; 40 where
            none are named), or chairs of a salon (2).
        tables (list[TableBody] | Unset): Of a restaurant; each party has one of them.
        table_combinations (list[CombinationBody] | Unset):
        turn_minutes (VenueBodyTurnMinutes | Unset): How long a party of up to so many people sits; the largest goes for
            all beyond. 90 minutes up to 4 people and 120 beyond where absent.
        services (list[str] | Unset):
        staff (list[str] | Unset):
        service_minutes (VenueBodyServiceMinutes | Unset): How long each of the services takes; 45 where absent.
        staff_services (VenueBodyStaffServices | Unset): What each of the staff does; everything where absent.
        staff_hours (VenueBodyStaffHours | Unset): When each of the staff works; whenever it is open where absent.
        staff_days_off (VenueBodyStaffDaysOff | Unset): On which days one of the staff does not work.
        adapter (VenueBodyAdapter | Unset): Which booking system serves it. Default: 'local'.
        adapter_settings (VenueBodyAdapterSettings | Unset): Where the place is in that system (docs/bookings.md).
    """

    name: str
    kind: VenueKind
    timezone: None | str | Unset = UNSET
    location: None | str | Unset = UNSET
    cuisine: None | str | Unset = UNSET
    hours: None | Unset | VenueBodyHoursType0 = UNSET
    exceptions: VenueBodyExceptions | Unset = UNSET
    capacity: int | None | Unset = UNSET
    tables: list[TableBody] | Unset = UNSET
    table_combinations: list[CombinationBody] | Unset = UNSET
    turn_minutes: VenueBodyTurnMinutes | Unset = UNSET
    services: list[str] | Unset = UNSET
    staff: list[str] | Unset = UNSET
    service_minutes: VenueBodyServiceMinutes | Unset = UNSET
    staff_services: VenueBodyStaffServices | Unset = UNSET
    staff_hours: VenueBodyStaffHours | Unset = UNSET
    staff_days_off: VenueBodyStaffDaysOff | Unset = UNSET
    adapter: VenueBodyAdapter | Unset = "local"
    adapter_settings: VenueBodyAdapterSettings | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.venue_body_hours_type_0 import VenueBodyHoursType0  # noqa: PLC0415

        name = self.name

        kind: str = self.kind

        timezone: None | str | Unset
        if isinstance(self.timezone, Unset):
            timezone = UNSET
        else:
            timezone = self.timezone

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

        hours: dict[str, Any] | None | Unset
        if isinstance(self.hours, Unset):
            hours = UNSET
        elif isinstance(self.hours, VenueBodyHoursType0):
            hours = self.hours.to_dict()
        else:
            hours = self.hours

        exceptions: dict[str, Any] | Unset = UNSET
        if not isinstance(self.exceptions, Unset):
            exceptions = self.exceptions.to_dict()

        capacity: int | None | Unset
        if isinstance(self.capacity, Unset):
            capacity = UNSET
        else:
            capacity = self.capacity

        tables: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.tables, Unset):
            tables = []
            for tables_item_data in self.tables:
                tables_item = tables_item_data.to_dict()
                tables.append(tables_item)

        table_combinations: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.table_combinations, Unset):
            table_combinations = []
            for table_combinations_item_data in self.table_combinations:
                table_combinations_item = table_combinations_item_data.to_dict()
                table_combinations.append(table_combinations_item)

        turn_minutes: dict[str, Any] | Unset = UNSET
        if not isinstance(self.turn_minutes, Unset):
            turn_minutes = self.turn_minutes.to_dict()

        services: list[str] | Unset = UNSET
        if not isinstance(self.services, Unset):
            services = self.services

        staff: list[str] | Unset = UNSET
        if not isinstance(self.staff, Unset):
            staff = self.staff

        service_minutes: dict[str, Any] | Unset = UNSET
        if not isinstance(self.service_minutes, Unset):
            service_minutes = self.service_minutes.to_dict()

        staff_services: dict[str, Any] | Unset = UNSET
        if not isinstance(self.staff_services, Unset):
            staff_services = self.staff_services.to_dict()

        staff_hours: dict[str, Any] | Unset = UNSET
        if not isinstance(self.staff_hours, Unset):
            staff_hours = self.staff_hours.to_dict()

        staff_days_off: dict[str, Any] | Unset = UNSET
        if not isinstance(self.staff_days_off, Unset):
            staff_days_off = self.staff_days_off.to_dict()

        adapter: str | Unset = UNSET
        if not isinstance(self.adapter, Unset):
            adapter = self.adapter

        adapter_settings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.adapter_settings, Unset):
            adapter_settings = self.adapter_settings.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "kind": kind,
            }
        )
        if timezone is not UNSET:
            field_dict["timezone"] = timezone
        if location is not UNSET:
            field_dict["location"] = location
        if cuisine is not UNSET:
            field_dict["cuisine"] = cuisine
        if hours is not UNSET:
            field_dict["hours"] = hours
        if exceptions is not UNSET:
            field_dict["exceptions"] = exceptions
        if capacity is not UNSET:
            field_dict["capacity"] = capacity
        if tables is not UNSET:
            field_dict["tables"] = tables
        if table_combinations is not UNSET:
            field_dict["table_combinations"] = table_combinations
        if turn_minutes is not UNSET:
            field_dict["turn_minutes"] = turn_minutes
        if services is not UNSET:
            field_dict["services"] = services
        if staff is not UNSET:
            field_dict["staff"] = staff
        if service_minutes is not UNSET:
            field_dict["service_minutes"] = service_minutes
        if staff_services is not UNSET:
            field_dict["staff_services"] = staff_services
        if staff_hours is not UNSET:
            field_dict["staff_hours"] = staff_hours
        if staff_days_off is not UNSET:
            field_dict["staff_days_off"] = staff_days_off
        if adapter is not UNSET:
            field_dict["adapter"] = adapter
        if adapter_settings is not UNSET:
            field_dict["adapter_settings"] = adapter_settings

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.combination_body import CombinationBody  # noqa: PLC0415
        from ..models.table_body import TableBody  # noqa: PLC0415
        from ..models.venue_body_adapter_settings import VenueBodyAdapterSettings  # noqa: PLC0415
        from ..models.venue_body_exceptions import VenueBodyExceptions  # noqa: PLC0415
        from ..models.venue_body_hours_type_0 import VenueBodyHoursType0  # noqa: PLC0415
        from ..models.venue_body_service_minutes import VenueBodyServiceMinutes  # noqa: PLC0415
        from ..models.venue_body_staff_days_off import VenueBodyStaffDaysOff  # noqa: PLC0415
        from ..models.venue_body_staff_hours import VenueBodyStaffHours  # noqa: PLC0415
        from ..models.venue_body_staff_services import VenueBodyStaffServices  # noqa: PLC0415
        from ..models.venue_body_turn_minutes import VenueBodyTurnMinutes  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        kind = check_venue_kind(d.pop("kind"))

        def _parse_timezone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        timezone = _parse_timezone(d.pop("timezone", UNSET))

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

        def _parse_hours(data: object) -> None | Unset | VenueBodyHoursType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                hours_type_0 = VenueBodyHoursType0.from_dict(data)

                return hours_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | VenueBodyHoursType0, data)

        hours = _parse_hours(d.pop("hours", UNSET))

        _exceptions = d.pop("exceptions", UNSET)
        exceptions: VenueBodyExceptions | Unset
        if isinstance(_exceptions, Unset):
            exceptions = UNSET
        else:
            exceptions = VenueBodyExceptions.from_dict(_exceptions)

        def _parse_capacity(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        capacity = _parse_capacity(d.pop("capacity", UNSET))

        _tables = d.pop("tables", UNSET)
        tables: list[TableBody] | Unset = UNSET
        if _tables is not UNSET:
            tables = []
            for tables_item_data in _tables:
                tables_item = TableBody.from_dict(tables_item_data)

                tables.append(tables_item)

        _table_combinations = d.pop("table_combinations", UNSET)
        table_combinations: list[CombinationBody] | Unset = UNSET
        if _table_combinations is not UNSET:
            table_combinations = []
            for table_combinations_item_data in _table_combinations:
                table_combinations_item = CombinationBody.from_dict(table_combinations_item_data)

                table_combinations.append(table_combinations_item)

        _turn_minutes = d.pop("turn_minutes", UNSET)
        turn_minutes: VenueBodyTurnMinutes | Unset
        if isinstance(_turn_minutes, Unset):
            turn_minutes = UNSET
        else:
            turn_minutes = VenueBodyTurnMinutes.from_dict(_turn_minutes)

        services = cast(list[str], d.pop("services", UNSET))

        staff = cast(list[str], d.pop("staff", UNSET))

        _service_minutes = d.pop("service_minutes", UNSET)
        service_minutes: VenueBodyServiceMinutes | Unset
        if isinstance(_service_minutes, Unset):
            service_minutes = UNSET
        else:
            service_minutes = VenueBodyServiceMinutes.from_dict(_service_minutes)

        _staff_services = d.pop("staff_services", UNSET)
        staff_services: VenueBodyStaffServices | Unset
        if isinstance(_staff_services, Unset):
            staff_services = UNSET
        else:
            staff_services = VenueBodyStaffServices.from_dict(_staff_services)

        _staff_hours = d.pop("staff_hours", UNSET)
        staff_hours: VenueBodyStaffHours | Unset
        if isinstance(_staff_hours, Unset):
            staff_hours = UNSET
        else:
            staff_hours = VenueBodyStaffHours.from_dict(_staff_hours)

        _staff_days_off = d.pop("staff_days_off", UNSET)
        staff_days_off: VenueBodyStaffDaysOff | Unset
        if isinstance(_staff_days_off, Unset):
            staff_days_off = UNSET
        else:
            staff_days_off = VenueBodyStaffDaysOff.from_dict(_staff_days_off)

        _adapter = d.pop("adapter", UNSET)
        adapter: VenueBodyAdapter | Unset
        if isinstance(_adapter, Unset):
            adapter = UNSET
        else:
            adapter = check_venue_body_adapter(_adapter)

        _adapter_settings = d.pop("adapter_settings", UNSET)
        adapter_settings: VenueBodyAdapterSettings | Unset
        if isinstance(_adapter_settings, Unset):
            adapter_settings = UNSET
        else:
            adapter_settings = VenueBodyAdapterSettings.from_dict(_adapter_settings)

        venue_body = cls(
            name=name,
            kind=kind,
            timezone=timezone,
            location=location,
            cuisine=cuisine,
            hours=hours,
            exceptions=exceptions,
            capacity=capacity,
            tables=tables,
            table_combinations=table_combinations,
            turn_minutes=turn_minutes,
            services=services,
            staff=staff,
            service_minutes=service_minutes,
            staff_services=staff_services,
            staff_hours=staff_hours,
            staff_days_off=staff_days_off,
            adapter=adapter,
            adapter_settings=adapter_settings,
        )

        return venue_body
