from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.medicine_reminder_details_plan_type_0 import (
    MedicineReminderDetailsPlanType0,
    check_medicine_reminder_details_plan_type_0,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.said_phase import SaidPhase
    from ..models.said_tie import SaidTie


T = TypeVar("T", bound="MedicineReminderDetails")


@_attrs_define
class MedicineReminderDetails:
    """`medicine_reminder`: I can remind you of your medicines.

    Attributes:
        medicine (None | str | Unset): The medicine as said, without how much of it.
        dosage (None | str | Unset): How much is taken at a time, as said.
        date (datetime.date | None | Unset): The first day, where one is said.
        time (None | str | Unset): The time of day, where there is one.
        times (list[str] | None | Unset): The times of day, where there are several.
        recurrence (None | str | Unset): How it comes again.
        days_on (int | None | Unset): Of days on and days off, how many are on.
        days_off (int | None | Unset): And how many are off.
        minutes_since_taken (int | None | Unset): How long after one was taken the next one comes, in minutes.
        as_needed (bool | None | Unset): True where it is taken when needed, at no set time.
        max_per_day (int | None | Unset): Of what is taken as needed: how often within 24 hours at most.
        min_gap_minutes (int | None | Unset): Of what is taken as needed: how many minutes apart at least.
        phases (list[SaidPhase] | None | Unset): The parts of a plan that changes as it goes on, one after the other.
        tied_to (list[SaidTie] | None | Unset): The times of day that were said by meals and bed.
        plan (MedicineReminderDetailsPlanType0 | None | Unset): Why the plan can't be set as it was said: parts not
            understood, uneven amounts, another plan.
    """

    medicine: None | str | Unset = UNSET
    dosage: None | str | Unset = UNSET
    date: datetime.date | None | Unset = UNSET
    time: None | str | Unset = UNSET
    times: list[str] | None | Unset = UNSET
    recurrence: None | str | Unset = UNSET
    days_on: int | None | Unset = UNSET
    days_off: int | None | Unset = UNSET
    minutes_since_taken: int | None | Unset = UNSET
    as_needed: bool | None | Unset = UNSET
    max_per_day: int | None | Unset = UNSET
    min_gap_minutes: int | None | Unset = UNSET
    phases: list[SaidPhase] | None | Unset = UNSET
    tied_to: list[SaidTie] | None | Unset = UNSET
    plan: MedicineReminderDetailsPlanType0 | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        medicine: None | str | Unset
        if isinstance(self.medicine, Unset):
            medicine = UNSET
        else:
            medicine = self.medicine

        dosage: None | str | Unset
        if isinstance(self.dosage, Unset):
            dosage = UNSET
        else:
            dosage = self.dosage

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

        days_on: int | None | Unset
        if isinstance(self.days_on, Unset):
            days_on = UNSET
        else:
            days_on = self.days_on

        days_off: int | None | Unset
        if isinstance(self.days_off, Unset):
            days_off = UNSET
        else:
            days_off = self.days_off

        minutes_since_taken: int | None | Unset
        if isinstance(self.minutes_since_taken, Unset):
            minutes_since_taken = UNSET
        else:
            minutes_since_taken = self.minutes_since_taken

        as_needed: bool | None | Unset
        if isinstance(self.as_needed, Unset):
            as_needed = UNSET
        else:
            as_needed = self.as_needed

        max_per_day: int | None | Unset
        if isinstance(self.max_per_day, Unset):
            max_per_day = UNSET
        else:
            max_per_day = self.max_per_day

        min_gap_minutes: int | None | Unset
        if isinstance(self.min_gap_minutes, Unset):
            min_gap_minutes = UNSET
        else:
            min_gap_minutes = self.min_gap_minutes

        phases: list[dict[str, Any]] | None | Unset
        if isinstance(self.phases, Unset):
            phases = UNSET
        elif isinstance(self.phases, list):
            phases = []
            for phases_type_0_item_data in self.phases:
                phases_type_0_item = phases_type_0_item_data.to_dict()
                phases.append(phases_type_0_item)

        else:
            phases = self.phases

        tied_to: list[dict[str, Any]] | None | Unset
        if isinstance(self.tied_to, Unset):
            tied_to = UNSET
        elif isinstance(self.tied_to, list):
            tied_to = []
            for tied_to_type_0_item_data in self.tied_to:
                tied_to_type_0_item = tied_to_type_0_item_data.to_dict()
                tied_to.append(tied_to_type_0_item)

        else:
            tied_to = self.tied_to

        plan: None | str | Unset
        if isinstance(self.plan, Unset):
            plan = UNSET
        elif isinstance(self.plan, str):
            plan = self.plan
        else:
            plan = self.plan

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if medicine is not UNSET:
            field_dict["medicine"] = medicine
        if dosage is not UNSET:
            field_dict["dosage"] = dosage
        if date is not UNSET:
            field_dict["date"] = date
        if time is not UNSET:
            field_dict["time"] = time
        if times is not UNSET:
            field_dict["times"] = times
        if recurrence is not UNSET:
            field_dict["recurrence"] = recurrence
        if days_on is not UNSET:
            field_dict["days_on"] = days_on
        if days_off is not UNSET:
            field_dict["days_off"] = days_off
        if minutes_since_taken is not UNSET:
            field_dict["minutes_since_taken"] = minutes_since_taken
        if as_needed is not UNSET:
            field_dict["as_needed"] = as_needed
        if max_per_day is not UNSET:
            field_dict["max_per_day"] = max_per_day
        if min_gap_minutes is not UNSET:
            field_dict["min_gap_minutes"] = min_gap_minutes
        if phases is not UNSET:
            field_dict["phases"] = phases
        if tied_to is not UNSET:
            field_dict["tied_to"] = tied_to
        if plan is not UNSET:
            field_dict["plan"] = plan

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.said_phase import SaidPhase  # noqa: PLC0415
        from ..models.said_tie import SaidTie  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_medicine(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        medicine = _parse_medicine(d.pop("medicine", UNSET))

        def _parse_dosage(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        dosage = _parse_dosage(d.pop("dosage", UNSET))

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

        def _parse_days_on(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        days_on = _parse_days_on(d.pop("days_on", UNSET))

        def _parse_days_off(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        days_off = _parse_days_off(d.pop("days_off", UNSET))

        def _parse_minutes_since_taken(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        minutes_since_taken = _parse_minutes_since_taken(d.pop("minutes_since_taken", UNSET))

        def _parse_as_needed(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        as_needed = _parse_as_needed(d.pop("as_needed", UNSET))

        def _parse_max_per_day(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_per_day = _parse_max_per_day(d.pop("max_per_day", UNSET))

        def _parse_min_gap_minutes(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        min_gap_minutes = _parse_min_gap_minutes(d.pop("min_gap_minutes", UNSET))

        def _parse_phases(data: object) -> list[SaidPhase] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                phases_type_0 = []
                _phases_type_0 = data
                for phases_type_0_item_data in _phases_type_0:
                    phases_type_0_item = SaidPhase.from_dict(phases_type_0_item_data)

                    phases_type_0.append(phases_type_0_item)

                return phases_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[SaidPhase] | None | Unset, data)

        phases = _parse_phases(d.pop("phases", UNSET))

        def _parse_tied_to(data: object) -> list[SaidTie] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                tied_to_type_0 = []
                _tied_to_type_0 = data
                for tied_to_type_0_item_data in _tied_to_type_0:
                    tied_to_type_0_item = SaidTie.from_dict(tied_to_type_0_item_data)

                    tied_to_type_0.append(tied_to_type_0_item)

                return tied_to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[SaidTie] | None | Unset, data)

        tied_to = _parse_tied_to(d.pop("tied_to", UNSET))

        def _parse_plan(data: object) -> MedicineReminderDetailsPlanType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                plan_type_0 = check_medicine_reminder_details_plan_type_0(data)

                return plan_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MedicineReminderDetailsPlanType0 | None | Unset, data)

        plan = _parse_plan(d.pop("plan", UNSET))

        medicine_reminder_details = cls(
            medicine=medicine,
            dosage=dosage,
            date=date,
            time=time,
            times=times,
            recurrence=recurrence,
            days_on=days_on,
            days_off=days_off,
            minutes_since_taken=minutes_since_taken,
            as_needed=as_needed,
            max_per_day=max_per_day,
            min_gap_minutes=min_gap_minutes,
            phases=phases,
            tied_to=tied_to,
            plan=plan,
        )

        return medicine_reminder_details
