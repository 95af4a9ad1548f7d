from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.said_tie import SaidTie


T = TypeVar("T", bound="SaidPhase")


@_attrs_define
class SaidPhase:
    """A stretch of days of a medicine, as it was said.

    Attributes:
        dosage (None | str | Unset): How much, as said.
        is_a_day (bool | Unset): Whether that is how much a day, and not each time. Default: False.
        times_a_day (int | None | Unset): How often a day, where that was said.
        times (list[str] | Unset): The times of day.
        part (None | str | Unset): The part of the day, where one was said.
        tied_to (list[SaidTie] | Unset): The times by meals and bed.
        recurrence (str | Unset): On which days. Default: 'FREQ=DAILY'.
        days (int | None | Unset): How many days; none: from then on.
    """

    dosage: None | str | Unset = UNSET
    is_a_day: bool | Unset = False
    times_a_day: int | None | Unset = UNSET
    times: list[str] | Unset = UNSET
    part: None | str | Unset = UNSET
    tied_to: list[SaidTie] | Unset = UNSET
    recurrence: str | Unset = "FREQ=DAILY"
    days: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        dosage: None | str | Unset
        if isinstance(self.dosage, Unset):
            dosage = UNSET
        else:
            dosage = self.dosage

        is_a_day = self.is_a_day

        times_a_day: int | None | Unset
        if isinstance(self.times_a_day, Unset):
            times_a_day = UNSET
        else:
            times_a_day = self.times_a_day

        times: list[str] | Unset = UNSET
        if not isinstance(self.times, Unset):
            times = self.times

        part: None | str | Unset
        if isinstance(self.part, Unset):
            part = UNSET
        else:
            part = self.part

        tied_to: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.tied_to, Unset):
            tied_to = []
            for tied_to_item_data in self.tied_to:
                tied_to_item = tied_to_item_data.to_dict()
                tied_to.append(tied_to_item)

        recurrence = self.recurrence

        days: int | None | Unset
        if isinstance(self.days, Unset):
            days = UNSET
        else:
            days = self.days

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if dosage is not UNSET:
            field_dict["dosage"] = dosage
        if is_a_day is not UNSET:
            field_dict["is_a_day"] = is_a_day
        if times_a_day is not UNSET:
            field_dict["times_a_day"] = times_a_day
        if times is not UNSET:
            field_dict["times"] = times
        if part is not UNSET:
            field_dict["part"] = part
        if tied_to is not UNSET:
            field_dict["tied_to"] = tied_to
        if recurrence is not UNSET:
            field_dict["recurrence"] = recurrence
        if days is not UNSET:
            field_dict["days"] = days

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.said_tie import SaidTie  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_dosage(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        dosage = _parse_dosage(d.pop("dosage", UNSET))

        is_a_day = d.pop("is_a_day", UNSET)

        def _parse_times_a_day(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        times_a_day = _parse_times_a_day(d.pop("times_a_day", UNSET))

        times = cast(list[str], d.pop("times", UNSET))

        def _parse_part(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        part = _parse_part(d.pop("part", UNSET))

        _tied_to = d.pop("tied_to", UNSET)
        tied_to: list[SaidTie] | Unset = UNSET
        if _tied_to is not UNSET:
            tied_to = []
            for tied_to_item_data in _tied_to:
                tied_to_item = SaidTie.from_dict(tied_to_item_data)

                tied_to.append(tied_to_item)

        recurrence = d.pop("recurrence", UNSET)

        def _parse_days(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        days = _parse_days(d.pop("days", UNSET))

        said_phase = cls(
            dosage=dosage,
            is_a_day=is_a_day,
            times_a_day=times_a_day,
            times=times,
            part=part,
            tied_to=tied_to,
            recurrence=recurrence,
            days=days,
        )

        return said_phase
