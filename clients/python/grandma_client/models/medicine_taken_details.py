from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="MedicineTakenDetails")


@_attrs_define
class MedicineTakenDetails:
    """`medicine_taken`: I can write down that you took your medicine.

    Attributes:
        medicine (None | str | Unset): The medicine that was taken, as said.
        time (None | str | Unset): The time of the dose that is meant.
        times (list[str] | None | Unset): The times of the doses that are meant.
        date (datetime.date | None | Unset): The day on which it was taken.
        doubt (None | str | Unset): The words that leave open whether all of it was taken: a doubt, a part of it, a
            'not'.
        seen (list[UUID] | None | Unset): What was read back: the due times.
    """

    medicine: None | str | Unset = UNSET
    time: None | str | Unset = UNSET
    times: list[str] | None | Unset = UNSET
    date: datetime.date | None | Unset = UNSET
    doubt: None | str | Unset = UNSET
    seen: list[UUID] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        medicine: None | str | Unset
        if isinstance(self.medicine, Unset):
            medicine = UNSET
        else:
            medicine = self.medicine

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

        date: None | str | Unset
        if isinstance(self.date, Unset):
            date = UNSET
        elif isinstance(self.date, datetime.date):
            date = self.date.isoformat()
        else:
            date = self.date

        doubt: None | str | Unset
        if isinstance(self.doubt, Unset):
            doubt = UNSET
        else:
            doubt = self.doubt

        seen: list[str] | None | Unset
        if isinstance(self.seen, Unset):
            seen = UNSET
        elif isinstance(self.seen, list):
            seen = []
            for seen_type_0_item_data in self.seen:
                seen_type_0_item = str(seen_type_0_item_data)
                seen.append(seen_type_0_item)

        else:
            seen = self.seen

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if medicine is not UNSET:
            field_dict["medicine"] = medicine
        if time is not UNSET:
            field_dict["time"] = time
        if times is not UNSET:
            field_dict["times"] = times
        if date is not UNSET:
            field_dict["date"] = date
        if doubt is not UNSET:
            field_dict["doubt"] = doubt
        if seen is not UNSET:
            field_dict["seen"] = seen

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_medicine(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        medicine = _parse_medicine(d.pop("medicine", UNSET))

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

        def _parse_doubt(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        doubt = _parse_doubt(d.pop("doubt", UNSET))

        def _parse_seen(data: object) -> list[UUID] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                seen_type_0 = []
                _seen_type_0 = data
                for seen_type_0_item_data in _seen_type_0:
                    seen_type_0_item = UUID(seen_type_0_item_data)

                    seen_type_0.append(seen_type_0_item)

                return seen_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[UUID] | None | Unset, data)

        seen = _parse_seen(d.pop("seen", UNSET))

        medicine_taken_details = cls(
            medicine=medicine,
            time=time,
            times=times,
            date=date,
            doubt=doubt,
            seen=seen,
        )

        return medicine_taken_details
