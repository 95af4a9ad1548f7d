from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ReminderMove")


@_attrs_define
class ReminderMove:
    """Reminders that come by the wall clock of one zone, and the zone by whose clock they are to come.

    Attributes:
        from_timezone (str): IANA name of a time zone.
        to_timezone (str): IANA name of a time zone.
        user_id (None | Unset | UUID): Whose; the account's default user where absent.
    """

    from_timezone: str
    to_timezone: str
    user_id: None | Unset | UUID = UNSET

    def to_dict(self) -> dict[str, Any]:
        from_timezone = self.from_timezone

        to_timezone = self.to_timezone

        user_id: None | str | Unset
        if isinstance(self.user_id, Unset):
            user_id = UNSET
        elif isinstance(self.user_id, UUID):
            user_id = str(self.user_id)
        else:
            user_id = self.user_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "from_timezone": from_timezone,
                "to_timezone": to_timezone,
            }
        )
        if user_id is not UNSET:
            field_dict["user_id"] = user_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        from_timezone = d.pop("from_timezone")

        to_timezone = d.pop("to_timezone")

        def _parse_user_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                user_id_type_0 = UUID(data)

                return user_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        user_id = _parse_user_id(d.pop("user_id", UNSET))

        reminder_move = cls(
            from_timezone=from_timezone,
            to_timezone=to_timezone,
            user_id=user_id,
        )

        return reminder_move
