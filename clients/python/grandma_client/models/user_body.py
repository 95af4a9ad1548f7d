from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.preferences_body import PreferencesBody


T = TypeVar("T", bound="UserBody")


@_attrs_define
class UserBody:
    """A person to be helped.

    Attributes:
        name (str):
        timezone (str): IANA name of a time zone.
        locale (str | Unset):  Default: 'en-GB'.
        phone (None | str | Unset):
        email (None | str | Unset):
        channels (list[str] | Unset): In order of preference.
        preferences (PreferencesBody | Unset): What is known of the person once and for all, replaced as a whole.
            Further fields are yours, and kept as they are.

            Also acted on are `meal_times` (`breakfast`, `lunch`, `dinner`) and `bedtime`, as "18:30" in the user's zone,
            for "after
            breakfast" and "at bedtime".
    """

    name: str
    timezone: str
    locale: str | Unset = "en-GB"
    phone: None | str | Unset = UNSET
    email: None | str | Unset = UNSET
    channels: list[str] | Unset = UNSET
    preferences: PreferencesBody | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        timezone = self.timezone

        locale = self.locale

        phone: None | str | Unset
        if isinstance(self.phone, Unset):
            phone = UNSET
        else:
            phone = self.phone

        email: None | str | Unset
        if isinstance(self.email, Unset):
            email = UNSET
        else:
            email = self.email

        channels: list[str] | Unset = UNSET
        if not isinstance(self.channels, Unset):
            channels = self.channels

        preferences: dict[str, Any] | Unset = UNSET
        if not isinstance(self.preferences, Unset):
            preferences = self.preferences.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "timezone": timezone,
            }
        )
        if locale is not UNSET:
            field_dict["locale"] = locale
        if phone is not UNSET:
            field_dict["phone"] = phone
        if email is not UNSET:
            field_dict["email"] = email
        if channels is not UNSET:
            field_dict["channels"] = channels
        if preferences is not UNSET:
            field_dict["preferences"] = preferences

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.preferences_body import PreferencesBody  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        timezone = d.pop("timezone")

        locale = d.pop("locale", UNSET)

        def _parse_phone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone = _parse_phone(d.pop("phone", UNSET))

        def _parse_email(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        email = _parse_email(d.pop("email", UNSET))

        channels = cast(list[str], d.pop("channels", UNSET))

        _preferences = d.pop("preferences", UNSET)
        preferences: PreferencesBody | Unset
        if isinstance(_preferences, Unset):
            preferences = UNSET
        else:
            preferences = PreferencesBody.from_dict(_preferences)

        user_body = cls(
            name=name,
            timezone=timezone,
            locale=locale,
            phone=phone,
            email=email,
            channels=channels,
            preferences=preferences,
        )

        return user_body
