from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Due")


@_attrs_define
class Due:
    """One due time to come: the instant, and what the wall clock shows then.

    Attributes:
        at (datetime.datetime): The instant, in UTC.
        local (str): What the clock on the wall shows then, with its offset.
        date (str):
        slot (str): The time of the plan, or "at" for one exact instant.
        phase (int | None): Which of the `phases` it belongs to, from 0 on.
    """

    at: datetime.datetime
    local: str
    date: str
    slot: str
    phase: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        at = self.at.isoformat()

        local = self.local

        date = self.date

        slot = self.slot

        phase: int | None
        phase = self.phase

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "at": at,
                "local": local,
                "date": date,
                "slot": slot,
                "phase": phase,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        local = d.pop("local")

        date = d.pop("date")

        slot = d.pop("slot")

        def _parse_phase(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        phase = _parse_phase(d.pop("phase"))

        due = cls(
            at=at,
            local=local,
            date=date,
            slot=slot,
            phase=phase,
        )

        due.additional_properties = d
        return due

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
