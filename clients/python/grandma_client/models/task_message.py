from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.task_message_type import TaskMessageType, check_task_message_type

if TYPE_CHECKING:
    from ..models.task import Task


T = TypeVar("T", bound="TaskMessage")


@_attrs_define
class TaskMessage:
    """What a `webhook_url` receives, signed by Standard Webhooks.

    Attributes:
        type_ (TaskMessageType):
        timestamp (str): When it happened.
        data (Task): A task: one wish with a life of its own.
    """

    type_: TaskMessageType
    timestamp: str
    data: Task
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
        from ..models.task import Task  # noqa: PLC0415

        d = dict(src_dict)
        type_ = check_task_message_type(d.pop("type"))

        timestamp = d.pop("timestamp")

        data = Task.from_dict(d.pop("data"))

        task_message = cls(
            type_=type_,
            timestamp=timestamp,
            data=data,
        )

        task_message.additional_properties = d
        return task_message

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
