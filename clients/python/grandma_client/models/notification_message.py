from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.notification_event import NotificationEvent, check_notification_event

if TYPE_CHECKING:
    from ..models.notification import Notification


T = TypeVar("T", bound="NotificationMessage")


@_attrs_define
class NotificationMessage:
    """What a registered endpoint receives of messages to people, signed as those of bookings are.

    Attributes:
        type_ (NotificationEvent): What may happen to a message: no channel has taken it, or the last one that did could
            not deliver it.
        timestamp (str): When it happened.
        data (Notification): One message to one person. Channels are shown by their kind alone: the rest of them may
            hold secrets.
    """

    type_: NotificationEvent
    timestamp: str
    data: Notification
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
        from ..models.notification import Notification  # noqa: PLC0415

        d = dict(src_dict)
        type_ = check_notification_event(d.pop("type"))

        timestamp = d.pop("timestamp")

        data = Notification.from_dict(d.pop("data"))

        notification_message = cls(
            type_=type_,
            timestamp=timestamp,
            data=data,
        )

        notification_message.additional_properties = d
        return notification_message

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
