from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.wanted import Wanted, check_wanted
from ..types import UNSET, Unset

T = TypeVar("T", bound="ReminderLookupDetails")


@_attrs_define
class ReminderLookupDetails:
    """`reminder_lookup`: I can tell you what is due and what you have taken.

    Attributes:
        asked (None | str | Unset): What is asked, by the words that betray it.
        subject (None | str | Unset): The reminder that is meant, by words of what it says.
        medicine (None | str | Unset): The medicine that is asked about.
        date (datetime.date | None | Unset): The day that is asked about.
        wanted (None | Unset | Wanted): What is asked, where it is more than when and whether.
        part (None | str | Unset): The part of the day that is asked about.
    """

    asked: None | str | Unset = UNSET
    subject: None | str | Unset = UNSET
    medicine: None | str | Unset = UNSET
    date: datetime.date | None | Unset = UNSET
    wanted: None | Unset | Wanted = UNSET
    part: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        asked: None | str | Unset
        if isinstance(self.asked, Unset):
            asked = UNSET
        else:
            asked = self.asked

        subject: None | str | Unset
        if isinstance(self.subject, Unset):
            subject = UNSET
        else:
            subject = self.subject

        medicine: None | str | Unset
        if isinstance(self.medicine, Unset):
            medicine = UNSET
        else:
            medicine = self.medicine

        date: None | str | Unset
        if isinstance(self.date, Unset):
            date = UNSET
        elif isinstance(self.date, datetime.date):
            date = self.date.isoformat()
        else:
            date = self.date

        wanted: None | str | Unset
        if isinstance(self.wanted, Unset):
            wanted = UNSET
        elif isinstance(self.wanted, str):
            wanted = self.wanted
        else:
            wanted = self.wanted

        part: None | str | Unset
        if isinstance(self.part, Unset):
            part = UNSET
        else:
            part = self.part

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if asked is not UNSET:
            field_dict["asked"] = asked
        if subject is not UNSET:
            field_dict["subject"] = subject
        if medicine is not UNSET:
            field_dict["medicine"] = medicine
        if date is not UNSET:
            field_dict["date"] = date
        if wanted is not UNSET:
            field_dict["wanted"] = wanted
        if part is not UNSET:
            field_dict["part"] = part

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_asked(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        asked = _parse_asked(d.pop("asked", UNSET))

        def _parse_subject(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        subject = _parse_subject(d.pop("subject", UNSET))

        def _parse_medicine(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        medicine = _parse_medicine(d.pop("medicine", UNSET))

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

        def _parse_wanted(data: object) -> None | Unset | Wanted:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                wanted_type_0 = check_wanted(data)

                return wanted_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | Wanted, data)

        wanted = _parse_wanted(d.pop("wanted", UNSET))

        def _parse_part(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        part = _parse_part(d.pop("part", UNSET))

        reminder_lookup_details = cls(
            asked=asked,
            subject=subject,
            medicine=medicine,
            date=date,
            wanted=wanted,
            part=part,
        )

        return reminder_lookup_details
