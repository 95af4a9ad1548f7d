from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.tell import Tell, check_tell

T = TypeVar("T", bound="LadderStep")


@_attrs_define
class LadderStep:
    """What one rung of a ladder did.

    Attributes:
        tell (Tell): Whom a rung tells, and on which way.
        at (datetime.datetime):
        skipped (None | str): Why nobody was told; null where somebody was.
    """

    tell: Tell
    at: datetime.datetime
    skipped: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        tell: str = self.tell

        at = self.at.isoformat()

        skipped: None | str
        skipped = self.skipped

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "tell": tell,
                "at": at,
                "skipped": skipped,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        tell = check_tell(d.pop("tell"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        def _parse_skipped(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        skipped = _parse_skipped(d.pop("skipped"))

        ladder_step = cls(
            tell=tell,
            at=at,
            skipped=skipped,
        )

        ladder_step.additional_properties = d
        return ladder_step

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
