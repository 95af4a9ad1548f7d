from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.reminder_change_details_seen_type_0 import ReminderChangeDetailsSeenType0


T = TypeVar("T", bound="ReminderChangeDetails")


@_attrs_define
class ReminderChangeDetails:
    """`reminder_change`: I can change when a reminder comes.

    Attributes:
        subject (None | str | Unset): The reminder that is meant, by words of what it says.
        medicine (None | str | Unset): The medicine whose reminder is meant.
        date (datetime.date | None | Unset): The new day.
        time (None | str | Unset): The new time of day.
        times (list[str] | None | Unset): The new times of day, where there are several.
        recurrence (None | str | Unset): How it comes again from now on.
        new_times (list[str] | None | Unset): The new times, while it is asked which reminder is meant.
        plan (Literal['open'] | None | Unset): Where a plan in several parts was said.
        seen (None | ReminderChangeDetailsSeenType0 | Unset): What was read back: the reminder and its version.
    """

    subject: None | str | Unset = UNSET
    medicine: None | str | Unset = UNSET
    date: datetime.date | None | Unset = UNSET
    time: None | str | Unset = UNSET
    times: list[str] | None | Unset = UNSET
    recurrence: None | str | Unset = UNSET
    new_times: list[str] | None | Unset = UNSET
    plan: Literal["open"] | None | Unset = UNSET
    seen: None | ReminderChangeDetailsSeenType0 | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.reminder_change_details_seen_type_0 import ReminderChangeDetailsSeenType0  # noqa: PLC0415

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

        time: None | str | Unset
        if isinstance(self.time, Unset):
            time = UNSET
        else:
            time = self.time

        times: list[str] | None | Unset
        if isinstance(self.times, Unset):
            times = UNSET
        elif isinstance(self.times, list):
            times = self.times

        else:
            times = self.times

        recurrence: None | str | Unset
        if isinstance(self.recurrence, Unset):
            recurrence = UNSET
        else:
            recurrence = self.recurrence

        new_times: list[str] | None | Unset
        if isinstance(self.new_times, Unset):
            new_times = UNSET
        elif isinstance(self.new_times, list):
            new_times = self.new_times

        else:
            new_times = self.new_times

        plan: Literal["open"] | None | Unset
        if isinstance(self.plan, Unset):
            plan = UNSET
        else:
            plan = self.plan

        seen: dict[str, Any] | None | Unset
        if isinstance(self.seen, Unset):
            seen = UNSET
        elif isinstance(self.seen, ReminderChangeDetailsSeenType0):
            seen = self.seen.to_dict()
        else:
            seen = self.seen

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if subject is not UNSET:
            field_dict["subject"] = subject
        if medicine is not UNSET:
            field_dict["medicine"] = medicine
        if date is not UNSET:
            field_dict["date"] = date
        if time is not UNSET:
            field_dict["time"] = time
        if times is not UNSET:
            field_dict["times"] = times
        if recurrence is not UNSET:
            field_dict["recurrence"] = recurrence
        if new_times is not UNSET:
            field_dict["new_times"] = new_times
        if plan is not UNSET:
            field_dict["plan"] = plan
        if seen is not UNSET:
            field_dict["seen"] = seen

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.reminder_change_details_seen_type_0 import ReminderChangeDetailsSeenType0  # noqa: PLC0415

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

        def _parse_recurrence(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        recurrence = _parse_recurrence(d.pop("recurrence", UNSET))

        def _parse_new_times(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                new_times_type_0 = cast(list[str], data)

                return new_times_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        new_times = _parse_new_times(d.pop("new_times", UNSET))

        def _parse_plan(data: object) -> Literal["open"] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            plan_type_0 = cast(Literal["open"], data)
            if plan_type_0 != "open":
                raise ValueError(f"plan_type_0 must match const 'open', got '{plan_type_0}'")
            return plan_type_0
            return cast(Literal["open"] | None | Unset, data)

        plan = _parse_plan(d.pop("plan", UNSET))

        def _parse_seen(data: object) -> None | ReminderChangeDetailsSeenType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                seen_type_0 = ReminderChangeDetailsSeenType0.from_dict(data)

                return seen_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ReminderChangeDetailsSeenType0 | Unset, data)

        seen = _parse_seen(d.pop("seen", UNSET))

        reminder_change_details = cls(
            subject=subject,
            medicine=medicine,
            date=date,
            time=time,
            times=times,
            recurrence=recurrence,
            new_times=new_times,
            plan=plan,
            seen=seen,
        )

        return reminder_change_details
