from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.permission import Permission, check_permission
from ..types import UNSET, Unset

T = TypeVar("T", bound="KeyBody")


@_attrs_define
class KeyBody:
    """A key to be made.

    Attributes:
        name (str): Yours, to know it by.
        scopes (list[Permission] | None | Unset): What it may do; null: all that an account may. `requests:read`: read
            what was said, and what became of it; `requests:write`: say something for a person; answer, confirm, cancel and
            take back tasks; `tasks:settle`: settle tasks that need a person, and try failed ones again; `people:read`: read
            who a person is, and their contacts; `people:write`: change a person and their contacts; `people:manage`: add
            and erase people; `people:export`: take away everything that is stored about a person; `reminders:read`: read
            reminders, their due times and what was taken; `reminders:write`: set up, change, pause and cancel reminders;
            `doses:write`: say that something was taken or skipped, put it off, correct what was said; `bookings:read`: read
            bookings and look for free times; `bookings:write`: change and cancel bookings, and give out the link to the
            calendar; `notes:read`: read notes; `notes:write`: remove notes; `notifications:read`: read what family was
            told, and answered; `venues:read`: read venues; `venues:write`: add, import, change and remove venues, and their
            secrets; `webhooks:manage`: read and change webhook endpoints and their secrets; `keys:manage`: make, rotate and
            revoke API keys; `members:manage`: invite others who look after a person, and end that; `audit:read`: read who
            looked at a person's data; `self`: ask who one is, log out, set one's own password; `operate`: see and stop the
            work of all accounts.
        expires_at (datetime.datetime | None | Unset): When it stops working; null: never.
    """

    name: str
    scopes: list[Permission] | None | Unset = UNSET
    expires_at: datetime.datetime | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        scopes: list[str] | None | Unset
        if isinstance(self.scopes, Unset):
            scopes = UNSET
        elif isinstance(self.scopes, list):
            scopes = []
            for scopes_type_0_item_data in self.scopes:
                scopes_type_0_item: str = scopes_type_0_item_data
                scopes.append(scopes_type_0_item)

        else:
            scopes = self.scopes

        expires_at: None | str | Unset
        if isinstance(self.expires_at, Unset):
            expires_at = UNSET
        elif isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if scopes is not UNSET:
            field_dict["scopes"] = scopes
        if expires_at is not UNSET:
            field_dict["expires_at"] = expires_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        def _parse_scopes(data: object) -> list[Permission] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                scopes_type_0 = []
                _scopes_type_0 = data
                for scopes_type_0_item_data in _scopes_type_0:
                    scopes_type_0_item = check_permission(scopes_type_0_item_data)

                    scopes_type_0.append(scopes_type_0_item)

                return scopes_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Permission] | None | Unset, data)

        scopes = _parse_scopes(d.pop("scopes", UNSET))

        def _parse_expires_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        expires_at = _parse_expires_at(d.pop("expires_at", UNSET))

        key_body = cls(
            name=name,
            scopes=scopes,
            expires_at=expires_at,
        )

        return key_body
