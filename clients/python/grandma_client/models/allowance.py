from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Allowance")


@_attrs_define
class Allowance:
    """What the rule of a medicine says now: its own gap and number, as they were given to us; no advice.

    Attributes:
        allowed (bool): Whether one may be taken now by the rule.
        next_at (datetime.datetime): From when on one may be taken by the rule.
        left (int | None): How many more within 24 hours; null: the rule has no number.
        taken (int): How many were taken in the last 24 hours.
    """

    allowed: bool
    next_at: datetime.datetime
    left: int | None
    taken: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        allowed = self.allowed

        next_at = self.next_at.isoformat()

        left: int | None
        left = self.left

        taken = self.taken

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "allowed": allowed,
                "next_at": next_at,
                "left": left,
                "taken": taken,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        allowed = d.pop("allowed")

        next_at = datetime.datetime.fromisoformat(d.pop("next_at"))

        def _parse_left(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        left = _parse_left(d.pop("left"))

        taken = d.pop("taken")

        allowance = cls(
            allowed=allowed,
            next_at=next_at,
            left=left,
            taken=taken,
        )

        allowance.additional_properties = d
        return allowance

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
