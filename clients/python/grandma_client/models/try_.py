from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Try")


@_attrs_define
class Try:
    """A try that came to nothing.

    Attributes:
        channel (str):
        outcome (str): `refused`, `not_reached`, or `unknown`: it may have gone out.
        reason (str):
        at (datetime.datetime):
    """

    channel: str
    outcome: str
    reason: str
    at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        channel = self.channel

        outcome = self.outcome

        reason = self.reason

        at = self.at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "channel": channel,
                "outcome": outcome,
                "reason": reason,
                "at": at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        channel = d.pop("channel")

        outcome = d.pop("outcome")

        reason = d.pop("reason")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        try_ = cls(
            channel=channel,
            outcome=outcome,
            reason=reason,
            at=at,
        )

        try_.additional_properties = d
        return try_

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
