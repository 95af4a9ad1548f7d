from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="QuietHours")


@_attrs_define
class QuietHours:
    """From one hour of the wall clock to another, over midnight where that is earlier.

    Attributes:
        begin (str): When they begin, as HH:MM in the person's zone.
        end (str): When they are over.
    """

    begin: str
    end: str

    def to_dict(self) -> dict[str, Any]:
        begin = self.begin

        end = self.end

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "begin": begin,
                "end": end,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        begin = d.pop("begin")

        end = d.pop("end")

        quiet_hours = cls(
            begin=begin,
            end=end,
        )

        return quiet_hours
