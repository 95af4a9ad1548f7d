from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.care_verb import CareVerb, check_care_verb

T = TypeVar("T", bound="CareEdit")


@_attrs_define
class CareEdit:
    """One change by a contact.

    Attributes:
        contact_id (None | UUID): Null: the contact has been removed since.
        name (str): As the contact was called then.
        verb (CareVerb): What was done.
        created_at (datetime.datetime):
    """

    contact_id: None | UUID
    name: str
    verb: CareVerb
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contact_id: None | str
        if isinstance(self.contact_id, UUID):
            contact_id = str(self.contact_id)
        else:
            contact_id = self.contact_id

        name = self.name

        verb: str = self.verb

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contact_id": contact_id,
                "name": name,
                "verb": verb,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_contact_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                contact_id_type_0 = UUID(data)

                return contact_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        contact_id = _parse_contact_id(d.pop("contact_id"))

        name = d.pop("name")

        verb = check_care_verb(d.pop("verb"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        care_edit = cls(
            contact_id=contact_id,
            name=name,
            verb=verb,
            created_at=created_at,
        )

        care_edit.additional_properties = d
        return care_edit

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
