from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ReminderZoneDetails")


@_attrs_define
class ReminderZoneDetails:
    """`reminder_zone`: I can move your reminders to the clock of another place.

    Attributes:
        from_timezone (str | Unset): The zone by whose clock the reminders come. Default: 'UTC'.
        to_timezone (str | Unset): The zone in which the person is now. Default: 'UTC'.
    """

    from_timezone: str | Unset = "UTC"
    to_timezone: str | Unset = "UTC"

    def to_dict(self) -> dict[str, Any]:
        from_timezone = self.from_timezone

        to_timezone = self.to_timezone

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if from_timezone is not UNSET:
            field_dict["from_timezone"] = from_timezone
        if to_timezone is not UNSET:
            field_dict["to_timezone"] = to_timezone

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        from_timezone = d.pop("from_timezone", UNSET)

        to_timezone = d.pop("to_timezone", UNSET)

        reminder_zone_details = cls(
            from_timezone=from_timezone,
            to_timezone=to_timezone,
        )

        return reminder_zone_details
