from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ConsentRecord")


@_attrs_define
class ConsentRecord:
    """One word about consent.

    Attributes:
        at (datetime.datetime):
        granted (bool):
        topic (None | str): What it is about; null: everything.
        given_by (str):
        source (str):
        wording (None | str):
    """

    at: datetime.datetime
    granted: bool
    topic: None | str
    given_by: str
    source: str
    wording: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        at = self.at.isoformat()

        granted = self.granted

        topic: None | str
        topic = self.topic

        given_by = self.given_by

        source = self.source

        wording: None | str
        wording = self.wording

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "at": at,
                "granted": granted,
                "topic": topic,
                "given_by": given_by,
                "source": source,
                "wording": wording,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        granted = d.pop("granted")

        def _parse_topic(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        topic = _parse_topic(d.pop("topic"))

        given_by = d.pop("given_by")

        source = d.pop("source")

        def _parse_wording(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        wording = _parse_wording(d.pop("wording"))

        consent_record = cls(
            at=at,
            granted=granted,
            topic=topic,
            given_by=given_by,
            source=source,
            wording=wording,
        )

        consent_record.additional_properties = d
        return consent_record

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
