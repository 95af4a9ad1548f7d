from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.free_time import FreeTime
    from ..models.unavailable_day import UnavailableDay


T = TypeVar("T", bound="Availability")


@_attrs_define
class Availability:
    """The free times that still lie ahead, earliest first. `date` and `time` are local to the venue.

    Attributes:
        venue_id (UUID):
        venue (str):
        date (str):
        timezone (str):
        party_size (int | None):
        service (None | str):
        stylist (None | str):
        items (list[FreeTime]):
        unavailable (list[UnavailableDay]):
    """

    venue_id: UUID
    venue: str
    date: str
    timezone: str
    party_size: int | None
    service: None | str
    stylist: None | str
    items: list[FreeTime]
    unavailable: list[UnavailableDay]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        venue_id = str(self.venue_id)

        venue = self.venue

        date = self.date

        timezone = self.timezone

        party_size: int | None
        party_size = self.party_size

        service: None | str
        service = self.service

        stylist: None | str
        stylist = self.stylist

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        unavailable = []
        for unavailable_item_data in self.unavailable:
            unavailable_item = unavailable_item_data.to_dict()
            unavailable.append(unavailable_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "venue_id": venue_id,
                "venue": venue,
                "date": date,
                "timezone": timezone,
                "party_size": party_size,
                "service": service,
                "stylist": stylist,
                "items": items,
                "unavailable": unavailable,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.free_time import FreeTime  # noqa: PLC0415
        from ..models.unavailable_day import UnavailableDay  # noqa: PLC0415

        d = dict(src_dict)
        venue_id = UUID(d.pop("venue_id"))

        venue = d.pop("venue")

        date = d.pop("date")

        timezone = d.pop("timezone")

        def _parse_party_size(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        party_size = _parse_party_size(d.pop("party_size"))

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

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = FreeTime.from_dict(items_item_data)

            items.append(items_item)

        unavailable = []
        _unavailable = d.pop("unavailable")
        for unavailable_item_data in _unavailable:
            unavailable_item = UnavailableDay.from_dict(unavailable_item_data)

            unavailable.append(unavailable_item)

        availability = cls(
            venue_id=venue_id,
            venue=venue,
            date=date,
            timezone=timezone,
            party_size=party_size,
            service=service,
            stylist=stylist,
            items=items,
            unavailable=unavailable,
        )

        availability.additional_properties = d
        return availability

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
