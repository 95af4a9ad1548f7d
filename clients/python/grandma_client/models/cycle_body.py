from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CycleBody")


@_attrs_define
class CycleBody:
    """So many days on, so many off, counted from the first day: three weeks on, one week off is 21 and 7.

    Attributes:
        days_on (int):
        days_off (int):
    """

    days_on: int
    days_off: int

    def to_dict(self) -> dict[str, Any]:
        days_on = self.days_on

        days_off = self.days_off

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "days_on": days_on,
                "days_off": days_off,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        days_on = d.pop("days_on")

        days_off = d.pop("days_off")

        cycle_body = cls(
            days_on=days_on,
            days_off=days_off,
        )

        return cycle_body
