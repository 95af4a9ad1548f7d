from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.venue_change_adapter import VenueChangeAdapter, check_venue_change_adapter
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.combination_body import CombinationBody
    from ..models.table_body import TableBody
    from ..models.venue_change_adapter_settings import VenueChangeAdapterSettings
    from ..models.venue_change_exceptions import VenueChangeExceptions
    from ..models.venue_change_hours_type_0 import VenueChangeHoursType0
    from ..models.venue_change_service_minutes import VenueChangeServiceMinutes
    from ..models.venue_change_staff_days_off import VenueChangeStaffDaysOff
    from ..models.venue_change_staff_hours import VenueChangeStaffHours
    from ..models.venue_change_staff_services import VenueChangeStaffServices
    from ..models.venue_change_turn_minutes import VenueChangeTurnMinutes


T = TypeVar("T", bound="VenueChange")


@_attrs_define
class VenueChange:
    """What of a venue should change; what is left out stays, null goes back to what is usual.

    Attributes:
        timezone (None | str | Unset): The server's DEFAULT_TIMEZONE where absent.
        location (None | str | Unset):
        cuisine (None | str | Unset):
        hours (None | Unset | VenueChangeHoursType0): Daily 09:00–23:00 where absent.
        exceptions (VenueChangeExceptions | Unset): Opening times on days that differ from the usual week; none: closed.
            A date goes before a time, and that before a day of every year.
        capacity (int | None | Unset): How many guests at most at the same time (as many as sit at the tables; 40 where
            none are named), or chairs of a salon (2).
        tables (list[TableBody] | Unset): Of a restaurant; each party has one of them.
        table_combinations (list[CombinationBody] | Unset):
        turn_minutes (VenueChangeTurnMinutes | Unset): How long a party of up to so many people sits; the largest goes
            for all beyond. 90 minutes up to 4 people and 120 beyond where absent.
        services (list[str] | Unset):
        staff (list[str] | Unset):
        service_minutes (VenueChangeServiceMinutes | Unset): How long each of the services takes; 45 where absent.
        staff_services (VenueChangeStaffServices | Unset): What each of the staff does; everything where absent.
        staff_hours (VenueChangeStaffHours | Unset): When each of the staff works; whenever it is open where absent.
        staff_days_off (VenueChangeStaffDaysOff | Unset): On which days one of the staff does not work.
        adapter (VenueChangeAdapter | Unset): Which booking system serves it. Default: 'local'.
        adapter_settings (VenueChangeAdapterSettings | Unset): Where the place is in that system (docs/bookings.md).
        name (str | Unset):
    """

    timezone: None | str | Unset = UNSET
    location: None | str | Unset = UNSET
    cuisine: None | str | Unset = UNSET
    hours: None | Unset | VenueChangeHoursType0 = UNSET
    exceptions: VenueChangeExceptions | Unset = UNSET
    capacity: int | None | Unset = UNSET
    tables: list[TableBody] | Unset = UNSET
    table_combinations: list[CombinationBody] | Unset = UNSET
    turn_minutes: VenueChangeTurnMinutes | Unset = UNSET
    services: list[str] | Unset = UNSET
    staff: list[str] | Unset = UNSET
    service_minutes: VenueChangeServiceMinutes | Unset = UNSET
    staff_services: VenueChangeStaffServices | Unset = UNSET
    staff_hours: VenueChangeStaffHours | Unset = UNSET
    staff_days_off: VenueChangeStaffDaysOff | Unset = UNSET
    adapter: VenueChangeAdapter | Unset = "local"
    adapter_settings: VenueChangeAdapterSettings | Unset = UNSET
    name: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.venue_change_hours_type_0 import VenueChangeHoursType0  # noqa: PLC0415

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
        elif isinstance(self.hours, VenueChangeHoursType0):
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

        name = self.name

        field_dict: dict[str, Any] = {}

        field_dict.update({})
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
        if name is not UNSET:
            field_dict["name"] = name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.combination_body import CombinationBody  # noqa: PLC0415
        from ..models.table_body import TableBody  # noqa: PLC0415
        from ..models.venue_change_adapter_settings import VenueChangeAdapterSettings  # noqa: PLC0415
        from ..models.venue_change_exceptions import VenueChangeExceptions  # noqa: PLC0415
        from ..models.venue_change_hours_type_0 import VenueChangeHoursType0  # noqa: PLC0415
        from ..models.venue_change_service_minutes import VenueChangeServiceMinutes  # noqa: PLC0415
        from ..models.venue_change_staff_days_off import VenueChangeStaffDaysOff  # noqa: PLC0415
        from ..models.venue_change_staff_hours import VenueChangeStaffHours  # noqa: PLC0415
        from ..models.venue_change_staff_services import VenueChangeStaffServices  # noqa: PLC0415
        from ..models.venue_change_turn_minutes import VenueChangeTurnMinutes  # noqa: PLC0415

        d = dict(src_dict)

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

        def _parse_hours(data: object) -> None | Unset | VenueChangeHoursType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                hours_type_0 = VenueChangeHoursType0.from_dict(data)

                return hours_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | VenueChangeHoursType0, data)

        hours = _parse_hours(d.pop("hours", UNSET))

        _exceptions = d.pop("exceptions", UNSET)
        exceptions: VenueChangeExceptions | Unset
        if isinstance(_exceptions, Unset):
            exceptions = UNSET
        else:
            exceptions = VenueChangeExceptions.from_dict(_exceptions)

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
        turn_minutes: VenueChangeTurnMinutes | Unset
        if isinstance(_turn_minutes, Unset):
            turn_minutes = UNSET
        else:
            turn_minutes = VenueChangeTurnMinutes.from_dict(_turn_minutes)

        services = cast(list[str], d.pop("services", UNSET))

        staff = cast(list[str], d.pop("staff", UNSET))

        _service_minutes = d.pop("service_minutes", UNSET)
        service_minutes: VenueChangeServiceMinutes | Unset
        if isinstance(_service_minutes, Unset):
            service_minutes = UNSET
        else:
            service_minutes = VenueChangeServiceMinutes.from_dict(_service_minutes)

        _staff_services = d.pop("staff_services", UNSET)
        staff_services: VenueChangeStaffServices | Unset
        if isinstance(_staff_services, Unset):
            staff_services = UNSET
        else:
            staff_services = VenueChangeStaffServices.from_dict(_staff_services)

        _staff_hours = d.pop("staff_hours", UNSET)
        staff_hours: VenueChangeStaffHours | Unset
        if isinstance(_staff_hours, Unset):
            staff_hours = UNSET
        else:
            staff_hours = VenueChangeStaffHours.from_dict(_staff_hours)

        _staff_days_off = d.pop("staff_days_off", UNSET)
        staff_days_off: VenueChangeStaffDaysOff | Unset
        if isinstance(_staff_days_off, Unset):
            staff_days_off = UNSET
        else:
            staff_days_off = VenueChangeStaffDaysOff.from_dict(_staff_days_off)

        _adapter = d.pop("adapter", UNSET)
        adapter: VenueChangeAdapter | Unset
        if isinstance(_adapter, Unset):
            adapter = UNSET
        else:
            adapter = check_venue_change_adapter(_adapter)

        _adapter_settings = d.pop("adapter_settings", UNSET)
        adapter_settings: VenueChangeAdapterSettings | Unset
        if isinstance(_adapter_settings, Unset):
            adapter_settings = UNSET
        else:
            adapter_settings = VenueChangeAdapterSettings.from_dict(_adapter_settings)

        name = d.pop("name", UNSET)

        venue_change = cls(
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
            name=name,
        )

        return venue_change
