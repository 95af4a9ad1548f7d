from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="FamilyNotificationDetails")


@_attrs_define
class FamilyNotificationDetails:
    """`family_notification`: I can tell your family something.

    Attributes:
        recipient (None | str | Unset): Who is told, as said: a name ("Anna"), a relation ("my daughter", "mum"),
            several ("Anna and Tom", "my children") or all ("my family", "everyone").
        message (None | str | Unset): What they are told, word for word as said.
        about (None | Unset | UUID): The task of another wish: they are told what became of it, as soon as it has ended.
        date (datetime.date | None | Unset): The day on which to tell them, where it is not to be told at once.
        time (None | str | Unset): When to tell them, where it is not to be told at once.
    """

    recipient: None | str | Unset = UNSET
    message: None | str | Unset = UNSET
    about: None | Unset | UUID = UNSET
    date: datetime.date | None | Unset = UNSET
    time: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        recipient: None | str | Unset
        if isinstance(self.recipient, Unset):
            recipient = UNSET
        else:
            recipient = self.recipient

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

        about: None | str | Unset
        if isinstance(self.about, Unset):
            about = UNSET
        elif isinstance(self.about, UUID):
            about = str(self.about)
        else:
            about = self.about

        date: None | str | Unset
        if isinstance(self.date, Unset):
            date = UNSET
        elif isinstance(self.date, datetime.date):
            date = self.date.isoformat()
        else:
            date = self.date

        time: None | str | Unset
        if isinstance(self.time, Unset):
            time = UNSET
        else:
            time = self.time

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if recipient is not UNSET:
            field_dict["recipient"] = recipient
        if message is not UNSET:
            field_dict["message"] = message
        if about is not UNSET:
            field_dict["about"] = about
        if date is not UNSET:
            field_dict["date"] = date
        if time is not UNSET:
            field_dict["time"] = time

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_recipient(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        recipient = _parse_recipient(d.pop("recipient", UNSET))

        def _parse_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        message = _parse_message(d.pop("message", UNSET))

        def _parse_about(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                about_type_0 = UUID(data)

                return about_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        about = _parse_about(d.pop("about", UNSET))

        def _parse_date(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                date_type_0 = datetime.date.fromisoformat(data)

                return date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        date = _parse_date(d.pop("date", UNSET))

        def _parse_time(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        time = _parse_time(d.pop("time", UNSET))

        family_notification_details = cls(
            recipient=recipient,
            message=message,
            about=about,
            date=date,
            time=time,
        )

        return family_notification_details
