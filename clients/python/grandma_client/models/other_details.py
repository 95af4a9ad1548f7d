from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="OtherDetails")


@_attrs_define
class OtherDetails:
    """`other`: I can say honestly what I can't do.

    Attributes:
        unheard (None | str | Unset): What was said beside other wishes and could not be taken with them.
    """

    unheard: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        unheard: None | str | Unset
        if isinstance(self.unheard, Unset):
            unheard = UNSET
        else:
            unheard = self.unheard

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if unheard is not UNSET:
            field_dict["unheard"] = unheard

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_unheard(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        unheard = _parse_unheard(d.pop("unheard", UNSET))

        other_details = cls(
            unheard=unheard,
        )

        return other_details
