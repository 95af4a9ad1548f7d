from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.anchor import Anchor, check_anchor

T = TypeVar("T", bound="Tie")


@_attrs_define
class Tie:
    """A time of day that follows the person's hour, and the time that it has by the hours that are known.

    Attributes:
        to (Anchor): A part of the person's day with an hour of its own.
        minutes (int):
        time (str):
    """

    to: Anchor
    minutes: int
    time: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        to: str = self.to

        minutes = self.minutes

        time = self.time

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "to": to,
                "minutes": minutes,
                "time": time,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        to = check_anchor(d.pop("to"))

        minutes = d.pop("minutes")

        time = d.pop("time")

        tie = cls(
            to=to,
            minutes=minutes,
            time=time,
        )

        tie.additional_properties = d
        return tie

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
