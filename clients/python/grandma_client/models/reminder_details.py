from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ReminderDetails")


@_attrs_define
class ReminderDetails:
    """`reminder`: I can remind you of things to do.

    Attributes:
        subject (None | str | Unset): What to be reminded of, in the person's own words.
        date (datetime.date | None | Unset): The day, or the first one.
        time (None | str | Unset): The time of day, where there is one.
        times (list[str] | None | Unset): The times of day, where there are several.
        recurrence (None | str | Unset): How it comes again.
        person_name (None | str | Unset): Somebody who has to do with it.
        location (None | str | Unset): Where it is, as said.
        plan (Literal['open'] | None | Unset): Where a plan in several parts was said.
    """

    subject: None | str | Unset = UNSET
    date: datetime.date | None | Unset = UNSET
    time: None | str | Unset = UNSET
    times: list[str] | None | Unset = UNSET
    recurrence: None | str | Unset = UNSET
    person_name: None | str | Unset = UNSET
    location: None | str | Unset = UNSET
    plan: Literal["open"] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        subject: None | str | Unset
        if isinstance(self.subject, Unset):
            subject = UNSET
        else:
            subject = self.subject

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

        person_name: None | str | Unset
        if isinstance(self.person_name, Unset):
            person_name = UNSET
        else:
            person_name = self.person_name

        location: None | str | Unset
        if isinstance(self.location, Unset):
            location = UNSET
        else:
            location = self.location

        plan: Literal["open"] | None | Unset
        if isinstance(self.plan, Unset):
            plan = UNSET
        else:
            plan = self.plan

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if subject is not UNSET:
            field_dict["subject"] = subject
        if date is not UNSET:
            field_dict["date"] = date
        if time is not UNSET:
            field_dict["time"] = time
        if times is not UNSET:
            field_dict["times"] = times
        if recurrence is not UNSET:
            field_dict["recurrence"] = recurrence
        if person_name is not UNSET:
            field_dict["person_name"] = person_name
        if location is not UNSET:
            field_dict["location"] = location
        if plan is not UNSET:
            field_dict["plan"] = plan

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_subject(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        subject = _parse_subject(d.pop("subject", UNSET))

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

        def _parse_person_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        person_name = _parse_person_name(d.pop("person_name", UNSET))

        def _parse_location(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        location = _parse_location(d.pop("location", UNSET))

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

        reminder_details = cls(
            subject=subject,
            date=date,
            time=time,
            times=times,
            recurrence=recurrence,
            person_name=person_name,
            location=location,
            plan=plan,
        )

        return reminder_details
