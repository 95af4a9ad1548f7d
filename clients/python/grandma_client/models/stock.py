from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Stock")


@_attrs_define
class Stock:
    """How much of a medicine there is, and how long it lasts by all its active reminders.

    Attributes:
        medicine (str):
        left (float | None): Null: nobody has counted it.
        doses_left (int | None): Whole doses, by the dosage of this reminder.
        runs_out_on (datetime.date | None): The local day of the first dose that is not covered, if there is one.
        days_left (int | None): Days from today until then.
        updated_at (datetime.datetime | None):
    """

    medicine: str
    left: float | None
    doses_left: int | None
    runs_out_on: datetime.date | None
    days_left: int | None
    updated_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        medicine = self.medicine

        left: float | None
        left = self.left

        doses_left: int | None
        doses_left = self.doses_left

        runs_out_on: None | str
        if isinstance(self.runs_out_on, datetime.date):
            runs_out_on = self.runs_out_on.isoformat()
        else:
            runs_out_on = self.runs_out_on

        days_left: int | None
        days_left = self.days_left

        updated_at: None | str
        if isinstance(self.updated_at, datetime.datetime):
            updated_at = self.updated_at.isoformat()
        else:
            updated_at = self.updated_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "medicine": medicine,
                "left": left,
                "doses_left": doses_left,
                "runs_out_on": runs_out_on,
                "days_left": days_left,
                "updated_at": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        medicine = d.pop("medicine")

        def _parse_left(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        left = _parse_left(d.pop("left"))

        def _parse_doses_left(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        doses_left = _parse_doses_left(d.pop("doses_left"))

        def _parse_runs_out_on(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                runs_out_on_type_0 = datetime.date.fromisoformat(data)

                return runs_out_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        runs_out_on = _parse_runs_out_on(d.pop("runs_out_on"))

        def _parse_days_left(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        days_left = _parse_days_left(d.pop("days_left"))

        def _parse_updated_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                updated_at_type_0 = datetime.datetime.fromisoformat(data)

                return updated_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        updated_at = _parse_updated_at(d.pop("updated_at"))

        stock = cls(
            medicine=medicine,
            left=left,
            doses_left=doses_left,
            runs_out_on=runs_out_on,
            days_left=days_left,
            updated_at=updated_at,
        )

        stock.additional_properties = d
        return stock

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
