from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="StockBody")


@_attrs_define
class StockBody:
    """How much of a medicine there is.

    Attributes:
        left (float): In tablets, drops or whatever a dose is counted in.
    """

    left: float

    def to_dict(self) -> dict[str, Any]:
        left = self.left

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "left": left,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        left = d.pop("left")

        stock_body = cls(
            left=left,
        )

        return stock_body
