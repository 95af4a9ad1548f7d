from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.booking_event import BookingEvent, check_booking_event

if TYPE_CHECKING:
    from ..models.booking import Booking


T = TypeVar("T", bound="BookingMessage")


@_attrs_define
class BookingMessage:
    """What a registered endpoint receives of bookings, signed by Standard Webhooks with the secret of the endpoint.

    Attributes:
        type_ (BookingEvent): What may happen to a booking.
        timestamp (str): When it happened.
        data (Booking): A table or a chair kept for a user. `date` and `time` are local to the venue.
    """

    type_: BookingEvent
    timestamp: str
    data: Booking
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_: str = self.type_

        timestamp = self.timestamp

        data = self.data.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "timestamp": timestamp,
                "data": data,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.booking import Booking  # noqa: PLC0415

        d = dict(src_dict)
        type_ = check_booking_event(d.pop("type"))

        timestamp = d.pop("timestamp")

        data = Booking.from_dict(d.pop("data"))

        booking_message = cls(
            type_=type_,
            timestamp=timestamp,
            data=data,
        )

        booking_message.additional_properties = d
        return booking_message

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
