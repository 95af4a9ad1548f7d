from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.preferences_body import PreferencesBody


T = TypeVar("T", bound="User")


@_attrs_define
class User:
    """A person helped.

    Attributes:
        id (UUID):
        name (str):
        timezone (str):
        locale (str):
        phone (None | str):
        email (None | str):
        channels (list[str]):
        preferences (PreferencesBody): What is known of the person once and for all, replaced as a whole. Further fields
            are yours, and kept as they are.

            Also acted on are `meal_times` (`breakfast`, `lunch`, `dinner`) and `bedtime`, as "18:30" in the user's zone,
            for "after
            breakfast" and "at bedtime".
        created_at (datetime.datetime):
        updated_at (datetime.datetime):
    """

    id: UUID
    name: str
    timezone: str
    locale: str
    phone: None | str
    email: None | str
    channels: list[str]
    preferences: PreferencesBody
    created_at: datetime.datetime
    updated_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        name = self.name

        timezone = self.timezone

        locale = self.locale

        phone: None | str
        phone = self.phone

        email: None | str
        email = self.email

        channels = self.channels

        preferences = self.preferences.to_dict()

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "timezone": timezone,
                "locale": locale,
                "phone": phone,
                "email": email,
                "channels": channels,
                "preferences": preferences,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.preferences_body import PreferencesBody  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        name = d.pop("name")

        timezone = d.pop("timezone")

        locale = d.pop("locale")

        def _parse_phone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        phone = _parse_phone(d.pop("phone"))

        def _parse_email(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        email = _parse_email(d.pop("email"))

        channels = cast(list[str], d.pop("channels"))

        preferences = PreferencesBody.from_dict(d.pop("preferences"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        user = cls(
            id=id,
            name=name,
            timezone=timezone,
            locale=locale,
            phone=phone,
            email=email,
            channels=channels,
            preferences=preferences,
            created_at=created_at,
            updated_at=updated_at,
        )

        user.additional_properties = d
        return user

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
