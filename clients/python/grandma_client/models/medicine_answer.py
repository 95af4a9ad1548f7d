from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.day_counts_answer import DayCountsAnswer


T = TypeVar("T", bound="MedicineAnswer")


@_attrs_define
class MedicineAnswer:
    """One medicine, by all its reminders.

    Attributes:
        planned (int):
        taken (int): Said in its time.
        late (int): Taken, but said after it had counted as missed.
        skipped (int):
        missed (int): Told, and nothing was said.
        unknown (int): Nothing was said, and the person was never told.
        taken_share (float | None): `taken` of `planned`, 0 to 1; null where nothing was planned.
        medicine (str):
        reminder_ids (list[UUID]):
        as_needed (int): How often it was taken as needed, which is in none of the counts.
        days (list[DayCountsAnswer]): Days without a dose are left out.
    """

    planned: int
    taken: int
    late: int
    skipped: int
    missed: int
    unknown: int
    taken_share: float | None
    medicine: str
    reminder_ids: list[UUID]
    as_needed: int
    days: list[DayCountsAnswer]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        planned = self.planned

        taken = self.taken

        late = self.late

        skipped = self.skipped

        missed = self.missed

        unknown = self.unknown

        taken_share: float | None
        taken_share = self.taken_share

        medicine = self.medicine

        reminder_ids = []
        for reminder_ids_item_data in self.reminder_ids:
            reminder_ids_item = str(reminder_ids_item_data)
            reminder_ids.append(reminder_ids_item)

        as_needed = self.as_needed

        days = []
        for days_item_data in self.days:
            days_item = days_item_data.to_dict()
            days.append(days_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "planned": planned,
                "taken": taken,
                "late": late,
                "skipped": skipped,
                "missed": missed,
                "unknown": unknown,
                "taken_share": taken_share,
                "medicine": medicine,
                "reminder_ids": reminder_ids,
                "as_needed": as_needed,
                "days": days,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.day_counts_answer import DayCountsAnswer  # noqa: PLC0415

        d = dict(src_dict)
        planned = d.pop("planned")

        taken = d.pop("taken")

        late = d.pop("late")

        skipped = d.pop("skipped")

        missed = d.pop("missed")

        unknown = d.pop("unknown")

        def _parse_taken_share(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        taken_share = _parse_taken_share(d.pop("taken_share"))

        medicine = d.pop("medicine")

        reminder_ids = []
        _reminder_ids = d.pop("reminder_ids")
        for reminder_ids_item_data in _reminder_ids:
            reminder_ids_item = UUID(reminder_ids_item_data)

            reminder_ids.append(reminder_ids_item)

        as_needed = d.pop("as_needed")

        days = []
        _days = d.pop("days")
        for days_item_data in _days:
            days_item = DayCountsAnswer.from_dict(days_item_data)

            days.append(days_item)

        medicine_answer = cls(
            planned=planned,
            taken=taken,
            late=late,
            skipped=skipped,
            missed=missed,
            unknown=unknown,
            taken_share=taken_share,
            medicine=medicine,
            reminder_ids=reminder_ids,
            as_needed=as_needed,
            days=days,
        )

        medicine_answer.additional_properties = d
        return medicine_answer

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
