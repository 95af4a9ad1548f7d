from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="AdherenceLookupDetails")


@_attrs_define
class AdherenceLookupDetails:
    """`adherence_lookup`: I can tell you how it went with your medicines this week.

    Attributes:
        period (None | str | Unset): Which time is asked about, as said: "this week", "last month".
        medicine (None | str | Unset): The medicine that is asked about.
        other (None | str | Unset): Who took it, where the speaker asks about somebody else: "mum", "she".
    """

    period: None | str | Unset = UNSET
    medicine: None | str | Unset = UNSET
    other: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        period: None | str | Unset
        if isinstance(self.period, Unset):
            period = UNSET
        else:
            period = self.period

        medicine: None | str | Unset
        if isinstance(self.medicine, Unset):
            medicine = UNSET
        else:
            medicine = self.medicine

        other: None | str | Unset
        if isinstance(self.other, Unset):
            other = UNSET
        else:
            other = self.other

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if period is not UNSET:
            field_dict["period"] = period
        if medicine is not UNSET:
            field_dict["medicine"] = medicine
        if other is not UNSET:
            field_dict["other"] = other

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_period(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        period = _parse_period(d.pop("period", UNSET))

        def _parse_medicine(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        medicine = _parse_medicine(d.pop("medicine", UNSET))

        def _parse_other(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        other = _parse_other(d.pop("other", UNSET))

        adherence_lookup_details = cls(
            period=period,
            medicine=medicine,
            other=other,
        )

        return adherence_lookup_details
