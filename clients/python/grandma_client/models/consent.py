from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.consent_record import ConsentRecord


T = TypeVar("T", bound="Consent")


@_attrs_define
class Consent:
    """How it stands with a contact, and everything that was ever said.

    Attributes:
        granted (bool):
        consented_at (datetime.datetime | None):
        source (None | str):
        topics (list[str]): What they hear of without being named.
        declined_topics (list[str]): What they are never told, even by name.
        stopped_channels (list[str]): `tel`: they no longer receive texts.
        code_expires_at (datetime.datetime | None): Until when a code is waited for.
        records (list[ConsentRecord]):
    """

    granted: bool
    consented_at: datetime.datetime | None
    source: None | str
    topics: list[str]
    declined_topics: list[str]
    stopped_channels: list[str]
    code_expires_at: datetime.datetime | None
    records: list[ConsentRecord]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        granted = self.granted

        consented_at: None | str
        if isinstance(self.consented_at, datetime.datetime):
            consented_at = self.consented_at.isoformat()
        else:
            consented_at = self.consented_at

        source: None | str
        source = self.source

        topics = self.topics

        declined_topics = self.declined_topics

        stopped_channels = self.stopped_channels

        code_expires_at: None | str
        if isinstance(self.code_expires_at, datetime.datetime):
            code_expires_at = self.code_expires_at.isoformat()
        else:
            code_expires_at = self.code_expires_at

        records = []
        for records_item_data in self.records:
            records_item = records_item_data.to_dict()
            records.append(records_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "granted": granted,
                "consented_at": consented_at,
                "source": source,
                "topics": topics,
                "declined_topics": declined_topics,
                "stopped_channels": stopped_channels,
                "code_expires_at": code_expires_at,
                "records": records,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.consent_record import ConsentRecord  # noqa: PLC0415

        d = dict(src_dict)
        granted = d.pop("granted")

        def _parse_consented_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                consented_at_type_0 = datetime.datetime.fromisoformat(data)

                return consented_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        consented_at = _parse_consented_at(d.pop("consented_at"))

        def _parse_source(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        source = _parse_source(d.pop("source"))

        topics = cast(list[str], d.pop("topics"))

        declined_topics = cast(list[str], d.pop("declined_topics"))

        stopped_channels = cast(list[str], d.pop("stopped_channels"))

        def _parse_code_expires_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                code_expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return code_expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        code_expires_at = _parse_code_expires_at(d.pop("code_expires_at"))

        records = []
        _records = d.pop("records")
        for records_item_data in _records:
            records_item = ConsentRecord.from_dict(records_item_data)

            records.append(records_item)

        consent = cls(
            granted=granted,
            consented_at=consented_at,
            source=source,
            topics=topics,
            declined_topics=declined_topics,
            stopped_channels=stopped_channels,
            code_expires_at=code_expires_at,
            records=records,
        )

        consent.additional_properties = d
        return consent

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
