from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="AsNeededBody")


@_attrs_define
class AsNeededBody:
    """Taken when needed: there are no due times. At least one of the two limits is given.

    Attributes:
        min_gap_minutes (int | None | Unset): Not sooner than this after the one before.
        max_per_day (int | None | Unset): Not oftener than this within any 24 hours.
    """

    min_gap_minutes: int | None | Unset = UNSET
    max_per_day: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        min_gap_minutes: int | None | Unset
        if isinstance(self.min_gap_minutes, Unset):
            min_gap_minutes = UNSET
        else:
            min_gap_minutes = self.min_gap_minutes

        max_per_day: int | None | Unset
        if isinstance(self.max_per_day, Unset):
            max_per_day = UNSET
        else:
            max_per_day = self.max_per_day

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if min_gap_minutes is not UNSET:
            field_dict["min_gap_minutes"] = min_gap_minutes
        if max_per_day is not UNSET:
            field_dict["max_per_day"] = max_per_day

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_min_gap_minutes(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        min_gap_minutes = _parse_min_gap_minutes(d.pop("min_gap_minutes", UNSET))

        def _parse_max_per_day(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_per_day = _parse_max_per_day(d.pop("max_per_day", UNSET))

        as_needed_body = cls(
            min_gap_minutes=min_gap_minutes,
            max_per_day=max_per_day,
        )

        return as_needed_body
