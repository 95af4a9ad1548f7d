from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="CountsAnswer")


@_attrs_define
class CountsAnswer:
    """How many doses ended in which way. `planned` is their sum; what is still to come or waits is not in it.

    Attributes:
        planned (int):
        taken (int): Said in its time.
        late (int): Taken, but said after it had counted as missed.
        skipped (int):
        missed (int): Told, and nothing was said.
        unknown (int): Nothing was said, and the person was never told.
        taken_share (float | None): `taken` of `planned`, 0 to 1; null where nothing was planned.
    """

    planned: int
    taken: int
    late: int
    skipped: int
    missed: int
    unknown: int
    taken_share: float | None
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

        counts_answer = cls(
            planned=planned,
            taken=taken,
            late=late,
            skipped=skipped,
            missed=missed,
            unknown=unknown,
            taken_share=taken_share,
        )

        counts_answer.additional_properties = d
        return counts_answer

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
