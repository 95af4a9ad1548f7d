from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="CombinationBody")


@_attrs_define
class CombinationBody:
    """Tables that are pushed together for a party that fits at none of them alone.

    Attributes:
        tables (list[str]):
        seats (int | None | Unset): As many as they have together, where absent.
    """

    tables: list[str]
    seats: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        tables = self.tables

        seats: int | None | Unset
        if isinstance(self.seats, Unset):
            seats = UNSET
        else:
            seats = self.seats

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "tables": tables,
            }
        )
        if seats is not UNSET:
            field_dict["seats"] = seats

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        tables = cast(list[str], d.pop("tables"))

        def _parse_seats(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        seats = _parse_seats(d.pop("seats", UNSET))

        combination_body = cls(
            tables=tables,
            seats=seats,
        )

        return combination_body
