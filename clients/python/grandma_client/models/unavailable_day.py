from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.unavailable_day_reason import UnavailableDayReason, check_unavailable_day_reason

T = TypeVar("T", bound="UnavailableDay")


@_attrs_define
class UnavailableDay:
    """A day on which nothing is free, and why.

    Attributes:
        date (str):
        reason (UnavailableDayReason):
        detail (str): The reason in a sentence that can be read aloud.
    """

    date: str
    reason: UnavailableDayReason
    detail: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        date = self.date

        reason: str = self.reason

        detail = self.detail

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "date": date,
                "reason": reason,
                "detail": detail,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        date = d.pop("date")

        reason = check_unavailable_day_reason(d.pop("reason"))

        detail = d.pop("detail")

        unavailable_day = cls(
            date=date,
            reason=reason,
            detail=detail,
        )

        unavailable_day.additional_properties = d
        return unavailable_day

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
