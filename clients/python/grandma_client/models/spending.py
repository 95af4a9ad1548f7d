from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Spending")


@_attrs_define
class Spending:
    """What language models have cost today, as far as prices are known, in US dollars.

    Attributes:
        spent (float):
        limit (float | None): Beyond this the built-in grammar answers until midnight UTC.
        alert_at (float | None):
        is_spent (bool):
    """

    spent: float
    limit: float | None
    alert_at: float | None
    is_spent: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        spent = self.spent

        limit: float | None
        limit = self.limit

        alert_at: float | None
        alert_at = self.alert_at

        is_spent = self.is_spent

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "spent": spent,
                "limit": limit,
                "alert_at": alert_at,
                "is_spent": is_spent,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        spent = d.pop("spent")

        def _parse_limit(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        limit = _parse_limit(d.pop("limit"))

        def _parse_alert_at(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        alert_at = _parse_alert_at(d.pop("alert_at"))

        is_spent = d.pop("is_spent")

        spending = cls(
            spent=spent,
            limit=limit,
            alert_at=alert_at,
            is_spent=is_spent,
        )

        spending.additional_properties = d
        return spending

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
