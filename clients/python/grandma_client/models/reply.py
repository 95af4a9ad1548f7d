from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Reply")


@_attrs_define
class Reply:
    """What a contact answered. The person is told of it on their own channels, as a message with the topic `reply`.

    Attributes:
        id (UUID):
        user_id (UUID):
        contact_id (None | UUID):
        sender (str): The contact, as the person can tell them apart.
        notification_id (UUID): The message that it answers.
        task_id (None | UUID): The task that had the message sent; its `result.replies` has this one too.
        text (str):
        via (str):
        received_at (datetime.datetime):
    """

    id: UUID
    user_id: UUID
    contact_id: None | UUID
    sender: str
    notification_id: UUID
    task_id: None | UUID
    text: str
    via: str
    received_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        user_id = str(self.user_id)

        contact_id: None | str
        if isinstance(self.contact_id, UUID):
            contact_id = str(self.contact_id)
        else:
            contact_id = self.contact_id

        sender = self.sender

        notification_id = str(self.notification_id)

        task_id: None | str
        if isinstance(self.task_id, UUID):
            task_id = str(self.task_id)
        else:
            task_id = self.task_id

        text = self.text

        via = self.via

        received_at = self.received_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "user_id": user_id,
                "contact_id": contact_id,
                "sender": sender,
                "notification_id": notification_id,
                "task_id": task_id,
                "text": text,
                "via": via,
                "received_at": received_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        user_id = UUID(d.pop("user_id"))

        def _parse_contact_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                contact_id_type_0 = UUID(data)

                return contact_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        contact_id = _parse_contact_id(d.pop("contact_id"))

        sender = d.pop("sender")

        notification_id = UUID(d.pop("notification_id"))

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

        text = d.pop("text")

        via = d.pop("via")

        received_at = datetime.datetime.fromisoformat(d.pop("received_at"))

        reply = cls(
            id=id,
            user_id=user_id,
            contact_id=contact_id,
            sender=sender,
            notification_id=notification_id,
            task_id=task_id,
            text=text,
            via=via,
            received_at=received_at,
        )

        reply.additional_properties = d
        return reply

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
