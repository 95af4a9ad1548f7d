from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.event_type import EventType, check_event_type
from ..types import UNSET, Unset

T = TypeVar("T", bound="EndpointPatch")


@_attrs_define
class EndpointPatch:
    """Fields of an endpoint to be changed; absent ones stay, only `notify_email` may become null.

    Attributes:
        url (str | Unset):  Default: ''.
        events (list[EventType] | Unset): What it is told of; everything, also what is yet to come, where empty.
        notify_email (None | str | Unset):
        enabled (bool | Unset): false: nothing is sent there. true: also after it was switched off. Default: True.
    """

    url: str | Unset = ""
    events: list[EventType] | Unset = UNSET
    notify_email: None | str | Unset = UNSET
    enabled: bool | Unset = True

    def to_dict(self) -> dict[str, Any]:
        url = self.url

        events: list[str] | Unset = UNSET
        if not isinstance(self.events, Unset):
            events = []
            for events_item_data in self.events:
                events_item: str = events_item_data
                events.append(events_item)

        notify_email: None | str | Unset
        if isinstance(self.notify_email, Unset):
            notify_email = UNSET
        else:
            notify_email = self.notify_email

        enabled = self.enabled

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if url is not UNSET:
            field_dict["url"] = url
        if events is not UNSET:
            field_dict["events"] = events
        if notify_email is not UNSET:
            field_dict["notify_email"] = notify_email
        if enabled is not UNSET:
            field_dict["enabled"] = enabled

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        url = d.pop("url", UNSET)

        _events = d.pop("events", UNSET)
        events: list[EventType] | Unset = UNSET
        if _events is not UNSET:
            events = []
            for events_item_data in _events:
                events_item = check_event_type(events_item_data)

                events.append(events_item)

        def _parse_notify_email(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        notify_email = _parse_notify_email(d.pop("notify_email", UNSET))

        enabled = d.pop("enabled", UNSET)

        endpoint_patch = cls(
            url=url,
            events=events,
            notify_email=notify_email,
            enabled=enabled,
        )

        return endpoint_patch
