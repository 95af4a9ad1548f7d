from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.notification_status import NotificationStatus, check_notification_status
from ..models.urgency import Urgency, check_urgency

if TYPE_CHECKING:
    from ..models.notification_moment import NotificationMoment
    from ..models.notification_problem import NotificationProblem
    from ..models.try_ import Try


T = TypeVar("T", bound="Notification")


@_attrs_define
class Notification:
    """One message to one person. Channels are shown by their kind alone: the rest of them may hold secrets.

    Attributes:
        id (UUID):
        user_id (UUID):
        contact_id (None | UUID):
        task_id (None | UUID):
        occurrence_id (None | UUID):
        follows_id (None | UUID): The message that its channel could not deliver, in whose place this one goes by the
            next channel.
        topic (str):
        recipient (str):
        channel (None | str): The kind of channel that took it.
        channels (list[str]): The kinds of channels it may go by, in order of preference.
        status (NotificationStatus): A message as its caller sees it.

            `held`: it waits for the end of quiet hours, or for the next digest; `sent`: a channel took it; `delivered`: the
            channel
            says that it arrived; `unknown`: it may have gone out, nobody can tell. Whether it was answered is a fact of its
            own.
        urgency (Urgency): How much a message matters. LOW may wait for a digest; HIGH and CRITICAL are held up by
            nothing, CRITICAL is loud.
        provider_id (None | str): What the channel that took it calls it: a Message-ID, a SID.
        tried (list[Try]):
        history (list[NotificationMoment]): Every state and every try, with its time.
        subject (str):
        text (str):
        created_at (datetime.datetime):
        sent_at (datetime.datetime | None):
        delivered_at (datetime.datetime | None):
        undelivered_at (datetime.datetime | None):
        answered_at (datetime.datetime | None): When whom it was for answered; whatever the status is.
        attempt (int):
        error (None | NotificationProblem):
    """

    id: UUID
    user_id: UUID
    contact_id: None | UUID
    task_id: None | UUID
    occurrence_id: None | UUID
    follows_id: None | UUID
    topic: str
    recipient: str
    channel: None | str
    channels: list[str]
    status: NotificationStatus
    urgency: Urgency
    provider_id: None | str
    tried: list[Try]
    history: list[NotificationMoment]
    subject: str
    text: str
    created_at: datetime.datetime
    sent_at: datetime.datetime | None
    delivered_at: datetime.datetime | None
    undelivered_at: datetime.datetime | None
    answered_at: datetime.datetime | None
    attempt: int
    error: None | NotificationProblem
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.notification_problem import NotificationProblem  # noqa: PLC0415

        id = str(self.id)

        user_id = str(self.user_id)

        contact_id: None | str
        if isinstance(self.contact_id, UUID):
            contact_id = str(self.contact_id)
        else:
            contact_id = self.contact_id

        task_id: None | str
        if isinstance(self.task_id, UUID):
            task_id = str(self.task_id)
        else:
            task_id = self.task_id

        occurrence_id: None | str
        if isinstance(self.occurrence_id, UUID):
            occurrence_id = str(self.occurrence_id)
        else:
            occurrence_id = self.occurrence_id

        follows_id: None | str
        if isinstance(self.follows_id, UUID):
            follows_id = str(self.follows_id)
        else:
            follows_id = self.follows_id

        topic = self.topic

        recipient = self.recipient

        channel: None | str
        channel = self.channel

        channels = self.channels

        status: str = self.status

        urgency: str = self.urgency

        provider_id: None | str
        provider_id = self.provider_id

        tried = []
        for tried_item_data in self.tried:
            tried_item = tried_item_data.to_dict()
            tried.append(tried_item)

        history = []
        for history_item_data in self.history:
            history_item = history_item_data.to_dict()
            history.append(history_item)

        subject = self.subject

        text = self.text

        created_at = self.created_at.isoformat()

        sent_at: None | str
        if isinstance(self.sent_at, datetime.datetime):
            sent_at = self.sent_at.isoformat()
        else:
            sent_at = self.sent_at

        delivered_at: None | str
        if isinstance(self.delivered_at, datetime.datetime):
            delivered_at = self.delivered_at.isoformat()
        else:
            delivered_at = self.delivered_at

        undelivered_at: None | str
        if isinstance(self.undelivered_at, datetime.datetime):
            undelivered_at = self.undelivered_at.isoformat()
        else:
            undelivered_at = self.undelivered_at

        answered_at: None | str
        if isinstance(self.answered_at, datetime.datetime):
            answered_at = self.answered_at.isoformat()
        else:
            answered_at = self.answered_at

        attempt = self.attempt

        error: dict[str, Any] | None
        if isinstance(self.error, NotificationProblem):
            error = self.error.to_dict()
        else:
            error = self.error

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "user_id": user_id,
                "contact_id": contact_id,
                "task_id": task_id,
                "occurrence_id": occurrence_id,
                "follows_id": follows_id,
                "topic": topic,
                "recipient": recipient,
                "channel": channel,
                "channels": channels,
                "status": status,
                "urgency": urgency,
                "provider_id": provider_id,
                "tried": tried,
                "history": history,
                "subject": subject,
                "text": text,
                "created_at": created_at,
                "sent_at": sent_at,
                "delivered_at": delivered_at,
                "undelivered_at": undelivered_at,
                "answered_at": answered_at,
                "attempt": attempt,
                "error": error,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.notification_moment import NotificationMoment  # noqa: PLC0415
        from ..models.notification_problem import NotificationProblem  # noqa: PLC0415
        from ..models.try_ import Try  # noqa: PLC0415

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

        def _parse_occurrence_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                occurrence_id_type_0 = UUID(data)

                return occurrence_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        occurrence_id = _parse_occurrence_id(d.pop("occurrence_id"))

        def _parse_follows_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                follows_id_type_0 = UUID(data)

                return follows_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        follows_id = _parse_follows_id(d.pop("follows_id"))

        topic = d.pop("topic")

        recipient = d.pop("recipient")

        def _parse_channel(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        channel = _parse_channel(d.pop("channel"))

        channels = cast(list[str], d.pop("channels"))

        status = check_notification_status(d.pop("status"))

        urgency = check_urgency(d.pop("urgency"))

        def _parse_provider_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        provider_id = _parse_provider_id(d.pop("provider_id"))

        tried = []
        _tried = d.pop("tried")
        for tried_item_data in _tried:
            tried_item = Try.from_dict(tried_item_data)

            tried.append(tried_item)

        history = []
        _history = d.pop("history")
        for history_item_data in _history:
            history_item = NotificationMoment.from_dict(history_item_data)

            history.append(history_item)

        subject = d.pop("subject")

        text = d.pop("text")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_sent_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sent_at_type_0 = datetime.datetime.fromisoformat(data)

                return sent_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        sent_at = _parse_sent_at(d.pop("sent_at"))

        def _parse_delivered_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                delivered_at_type_0 = datetime.datetime.fromisoformat(data)

                return delivered_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        delivered_at = _parse_delivered_at(d.pop("delivered_at"))

        def _parse_undelivered_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                undelivered_at_type_0 = datetime.datetime.fromisoformat(data)

                return undelivered_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        undelivered_at = _parse_undelivered_at(d.pop("undelivered_at"))

        def _parse_answered_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                answered_at_type_0 = datetime.datetime.fromisoformat(data)

                return answered_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        answered_at = _parse_answered_at(d.pop("answered_at"))

        attempt = d.pop("attempt")

        def _parse_error(data: object) -> None | NotificationProblem:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                error_type_0 = NotificationProblem.from_dict(data)

                return error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | NotificationProblem, data)

        error = _parse_error(d.pop("error"))

        notification = cls(
            id=id,
            user_id=user_id,
            contact_id=contact_id,
            task_id=task_id,
            occurrence_id=occurrence_id,
            follows_id=follows_id,
            topic=topic,
            recipient=recipient,
            channel=channel,
            channels=channels,
            status=status,
            urgency=urgency,
            provider_id=provider_id,
            tried=tried,
            history=history,
            subject=subject,
            text=text,
            created_at=created_at,
            sent_at=sent_at,
            delivered_at=delivered_at,
            undelivered_at=undelivered_at,
            answered_at=answered_at,
            attempt=attempt,
            error=error,
        )

        notification.additional_properties = d
        return notification

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
