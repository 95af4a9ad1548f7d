from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ConsentCode")


@_attrs_define
class ConsentCode:
    """A code by which a contact agrees, for a day.

    Attributes:
        code (None | str): Shown where it was not sent.
        sent_by (None | str): The kind of channel that it goes by.
        expires_at (datetime.datetime):
    """

    code: None | str
    sent_by: None | str
    expires_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code: None | str
        code = self.code

        sent_by: None | str
        sent_by = self.sent_by

        expires_at = self.expires_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "sent_by": sent_by,
                "expires_at": expires_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_code(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        code = _parse_code(d.pop("code"))

        def _parse_sent_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        sent_by = _parse_sent_by(d.pop("sent_by"))

        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))

        consent_code = cls(
            code=code,
            sent_by=sent_by,
            expires_at=expires_at,
        )

        consent_code.additional_properties = d
        return consent_code

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
