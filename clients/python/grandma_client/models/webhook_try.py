from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="WebhookTry")


@_attrs_define
class WebhookTry:
    """One try to deliver a message.

    Attributes:
        at (datetime.datetime):
        by_hand (bool): Whether somebody asked for it; else the schedule did.
        status_code (int | None): What was answered; null where no answer came.
        latency_ms (int):
        error_class (None | str): Why no answer came: timeout, dns, connect, tls, protocol or refused_address.
        response_head (None | str): The first kilobyte of what was answered.
    """

    at: datetime.datetime
    by_hand: bool
    status_code: int | None
    latency_ms: int
    error_class: None | str
    response_head: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        at = self.at.isoformat()

        by_hand = self.by_hand

        status_code: int | None
        status_code = self.status_code

        latency_ms = self.latency_ms

        error_class: None | str
        error_class = self.error_class

        response_head: None | str
        response_head = self.response_head

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "at": at,
                "by_hand": by_hand,
                "status_code": status_code,
                "latency_ms": latency_ms,
                "error_class": error_class,
                "response_head": response_head,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        by_hand = d.pop("by_hand")

        def _parse_status_code(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        status_code = _parse_status_code(d.pop("status_code"))

        latency_ms = d.pop("latency_ms")

        def _parse_error_class(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        error_class = _parse_error_class(d.pop("error_class"))

        def _parse_response_head(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        response_head = _parse_response_head(d.pop("response_head"))

        webhook_try = cls(
            at=at,
            by_hand=by_hand,
            status_code=status_code,
            latency_ms=latency_ms,
            error_class=error_class,
            response_head=response_head,
        )

        webhook_try.additional_properties = d
        return webhook_try

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
