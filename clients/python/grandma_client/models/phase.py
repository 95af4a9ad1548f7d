from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.tie import Tie


T = TypeVar("T", bound="Phase")


@_attrs_define
class Phase:
    """A phase, with all of its times.

    Attributes:
        days (int | None):
        times (list[str]):
        tied_to (list[Tie]):
        recurrence (str):
        dosage (None | str):
    """

    days: int | None
    times: list[str]
    tied_to: list[Tie]
    recurrence: str
    dosage: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        days: int | None
        days = self.days

        times = self.times

        tied_to = []
        for tied_to_item_data in self.tied_to:
            tied_to_item = tied_to_item_data.to_dict()
            tied_to.append(tied_to_item)

        recurrence = self.recurrence

        dosage: None | str
        dosage = self.dosage

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "days": days,
                "times": times,
                "tied_to": tied_to,
                "recurrence": recurrence,
                "dosage": dosage,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.tie import Tie  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        days = _parse_days(d.pop("days"))

        times = cast(list[str], d.pop("times"))

        tied_to = []
        _tied_to = d.pop("tied_to")
        for tied_to_item_data in _tied_to:
            tied_to_item = Tie.from_dict(tied_to_item_data)

            tied_to.append(tied_to_item)

        recurrence = d.pop("recurrence")

        def _parse_dosage(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        dosage = _parse_dosage(d.pop("dosage"))

        phase = cls(
            days=days,
            times=times,
            tied_to=tied_to,
            recurrence=recurrence,
            dosage=dosage,
        )

        phase.additional_properties = d
        return phase

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
