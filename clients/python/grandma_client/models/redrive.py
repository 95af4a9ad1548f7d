from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.left_answer import LeftAnswer
    from ..models.redriven_answer import RedrivenAnswer


T = TypeVar("T", bound="Redrive")


@_attrs_define
class Redrive:
    """What came of it. Asking again makes nothing new of what was redriven.

    Attributes:
        redriven (list[RedrivenAnswer]):
        left (list[LeftAnswer]):
        more (bool): Whether there are more than 500 that fit: ask again with this `until`.
        until (datetime.datetime): What died later was left out.
    """

    redriven: list[RedrivenAnswer]
    left: list[LeftAnswer]
    more: bool
    until: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        redriven = []
        for redriven_item_data in self.redriven:
            redriven_item = redriven_item_data.to_dict()
            redriven.append(redriven_item)

        left = []
        for left_item_data in self.left:
            left_item = left_item_data.to_dict()
            left.append(left_item)

        more = self.more

        until = self.until.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "redriven": redriven,
                "left": left,
                "more": more,
                "until": until,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.left_answer import LeftAnswer  # noqa: PLC0415
        from ..models.redriven_answer import RedrivenAnswer  # noqa: PLC0415

        d = dict(src_dict)
        redriven = []
        _redriven = d.pop("redriven")
        for redriven_item_data in _redriven:
            redriven_item = RedrivenAnswer.from_dict(redriven_item_data)

            redriven.append(redriven_item)

        left = []
        _left = d.pop("left")
        for left_item_data in _left:
            left_item = LeftAnswer.from_dict(left_item_data)

            left.append(left_item)

        more = d.pop("more")

        until = datetime.datetime.fromisoformat(d.pop("until"))

        redrive = cls(
            redriven=redriven,
            left=left,
            more=more,
            until=until,
        )

        redrive.additional_properties = d
        return redrive

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
