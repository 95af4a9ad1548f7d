from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="DayCountsAnswer")


@_attrs_define
class DayCountsAnswer:
    """One local date.

    Attributes:
        planned (int):
        taken (int): Said in its time.
        late (int): Taken, but said after it had counted as missed.
        skipped (int):
        missed (int): Told, and nothing was said.
        unknown (int): Nothing was said, and the person was never told.
        taken_share (float | None): `taken` of `planned`, 0 to 1; null where nothing was planned.
        date (datetime.date):
    """

    planned: int
    taken: int
    late: int
    skipped: int
    missed: int
    unknown: int
    taken_share: float | None
    date: datetime.date
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

        date = self.date.isoformat()

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
                "date": date,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
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

        date = datetime.date.fromisoformat(d.pop("date"))

        day_counts_answer = cls(
            planned=planned,
            taken=taken,
            late=late,
            skipped=skipped,
            missed=missed,
            unknown=unknown,
            taken_share=taken_share,
            date=date,
        )

        day_counts_answer.additional_properties = d
        return day_counts_answer

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
