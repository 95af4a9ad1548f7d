from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="MedicineStockDetails")


@_attrs_define
class MedicineStockDetails:
    """`medicine_stock`: I can keep count of your medicines and tell you when they run out.

    Attributes:
        medicine (None | str | Unset): The medicine that is counted.
        amount (int | None | Unset): How many there are, or came in addition.
        said (None | str | Unset): The words that tell whether it is counted (left), was filled up (picked up), or is
            asked (how many).
    """

    medicine: None | str | Unset = UNSET
    amount: int | None | Unset = UNSET
    said: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        medicine: None | str | Unset
        if isinstance(self.medicine, Unset):
            medicine = UNSET
        else:
            medicine = self.medicine

        amount: int | None | Unset
        if isinstance(self.amount, Unset):
            amount = UNSET
        else:
            amount = self.amount

        said: None | str | Unset
        if isinstance(self.said, Unset):
            said = UNSET
        else:
            said = self.said

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if medicine is not UNSET:
            field_dict["medicine"] = medicine
        if amount is not UNSET:
            field_dict["amount"] = amount
        if said is not UNSET:
            field_dict["said"] = said

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

        def _parse_amount(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        amount = _parse_amount(d.pop("amount", UNSET))

        def _parse_said(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        said = _parse_said(d.pop("said", UNSET))

        medicine_stock_details = cls(
            medicine=medicine,
            amount=amount,
            said=said,
        )

        return medicine_stock_details
