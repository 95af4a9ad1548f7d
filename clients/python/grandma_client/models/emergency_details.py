from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.danger import Danger, check_danger
from ..types import UNSET, Unset

T = TypeVar("T", bound="EmergencyDetails")


@_attrs_define
class EmergencyDetails:
    """`emergency`: I can say whom to call in an emergency and tell your family.

    Attributes:
        danger (Danger | Unset): A kind of emergency, the most pressing first: where several are said, the first one
            decides what is answered.
        message (None | str | Unset): What was said, word for word.
    """

    danger: Danger | Unset = UNSET
    message: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        danger: str | Unset = UNSET
        if not isinstance(self.danger, Unset):
            danger = self.danger

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if danger is not UNSET:
            field_dict["danger"] = danger
        if message is not UNSET:
            field_dict["message"] = message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _danger = d.pop("danger", UNSET)
        danger: Danger | Unset
        if isinstance(_danger, Unset):
            danger = UNSET
        else:
            danger = check_danger(_danger)

        def _parse_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        message = _parse_message(d.pop("message", UNSET))

        emergency_details = cls(
            danger=danger,
            message=message,
        )

        return emergency_details
