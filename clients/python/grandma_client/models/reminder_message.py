from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.reminder_event import ReminderEvent, check_reminder_event

if TYPE_CHECKING:
    from ..models.occurrence import Occurrence


T = TypeVar("T", bound="ReminderMessage")


@_attrs_define
class ReminderMessage:
    """What a registered endpoint receives of due times, signed as those of bookings are.

    Attributes:
        type_ (ReminderEvent): What may happen to a due time: it was told for the first time, it was taken, nobody
            answered in time.
        timestamp (str): When it happened.
        data (Occurrence): One due time of a reminder.
    """

    type_: ReminderEvent
    timestamp: str
    data: Occurrence
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
        from ..models.occurrence import Occurrence  # noqa: PLC0415

        d = dict(src_dict)
        type_ = check_reminder_event(d.pop("type"))

        timestamp = d.pop("timestamp")

        data = Occurrence.from_dict(d.pop("data"))

        reminder_message = cls(
            type_=type_,
            timestamp=timestamp,
            data=data,
        )

        reminder_message.additional_properties = d
        return reminder_message

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
