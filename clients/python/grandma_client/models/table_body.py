from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="TableBody")


@_attrs_define
class TableBody:
    """A table of a restaurant.

    Attributes:
        name (str):
        seats (int):
        least (int | Unset): It is not given to fewer people. Default: 1.
    """

    name: str
    seats: int
    least: int | Unset = 1

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        seats = self.seats

        least = self.least

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "seats": seats,
            }
        )
        if least is not UNSET:
            field_dict["least"] = least

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        seats = d.pop("seats")

        least = d.pop("least", UNSET)

        table_body = cls(
            name=name,
            seats=seats,
            least=least,
        )

        return table_body
