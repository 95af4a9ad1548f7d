from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.reminder_cancel_details_seen_type_0 import ReminderCancelDetailsSeenType0


T = TypeVar("T", bound="ReminderCancelDetails")


@_attrs_define
class ReminderCancelDetails:
    """`reminder_cancel`: I can cancel a reminder.

    Attributes:
        subject (None | str | Unset): The reminder that is meant, by words of what it says.
        medicine (None | str | Unset): The medicine whose reminder is meant.
        times (list[str] | None | Unset): The times of day of the reminder that is meant.
        seen (None | ReminderCancelDetailsSeenType0 | Unset): What was read back: reminders and their versions.
    """

    subject: None | str | Unset = UNSET
    medicine: None | str | Unset = UNSET
    times: list[str] | None | Unset = UNSET
    seen: None | ReminderCancelDetailsSeenType0 | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.reminder_cancel_details_seen_type_0 import ReminderCancelDetailsSeenType0  # noqa: PLC0415

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

        times: list[str] | None | Unset
        if isinstance(self.times, Unset):
            times = UNSET
        elif isinstance(self.times, list):
            times = self.times

        else:
            times = self.times

        seen: dict[str, Any] | None | Unset
        if isinstance(self.seen, Unset):
            seen = UNSET
        elif isinstance(self.seen, ReminderCancelDetailsSeenType0):
            seen = self.seen.to_dict()
        else:
            seen = self.seen

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if subject is not UNSET:
            field_dict["subject"] = subject
        if medicine is not UNSET:
            field_dict["medicine"] = medicine
        if times is not UNSET:
            field_dict["times"] = times
        if seen is not UNSET:
            field_dict["seen"] = seen

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.reminder_cancel_details_seen_type_0 import ReminderCancelDetailsSeenType0  # noqa: PLC0415

        d = dict(src_dict)

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

        def _parse_times(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                times_type_0 = cast(list[str], data)

                return times_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        times = _parse_times(d.pop("times", UNSET))

        def _parse_seen(data: object) -> None | ReminderCancelDetailsSeenType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                seen_type_0 = ReminderCancelDetailsSeenType0.from_dict(data)

                return seen_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ReminderCancelDetailsSeenType0 | Unset, data)

        seen = _parse_seen(d.pop("seen", UNSET))

        reminder_cancel_details = cls(
            subject=subject,
            medicine=medicine,
            times=times,
            seen=seen,
        )

        return reminder_cancel_details
