from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.counts_answer import CountsAnswer
    from ..models.medicine_answer import MedicineAnswer


T = TypeVar("T", bound="Adherence")


@_attrs_define
class Adherence:
    """What became of a person's doses between `since`, which is in, and `until`, which is not.

    Attributes:
        user_id (UUID):
        timezone (str):
        since (datetime.datetime):
        until (datetime.datetime):
        medicines (list[MedicineAnswer]):
        total (CountsAnswer): How many doses ended in which way. `planned` is their sum; what is still to come or waits
            is not in it.
    """

    user_id: UUID
    timezone: str
    since: datetime.datetime
    until: datetime.datetime
    medicines: list[MedicineAnswer]
    total: CountsAnswer
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        user_id = str(self.user_id)

        timezone = self.timezone

        since = self.since.isoformat()

        until = self.until.isoformat()

        medicines = []
        for medicines_item_data in self.medicines:
            medicines_item = medicines_item_data.to_dict()
            medicines.append(medicines_item)

        total = self.total.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "user_id": user_id,
                "timezone": timezone,
                "since": since,
                "until": until,
                "medicines": medicines,
                "total": total,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.counts_answer import CountsAnswer  # noqa: PLC0415
        from ..models.medicine_answer import MedicineAnswer  # noqa: PLC0415

        d = dict(src_dict)
        user_id = UUID(d.pop("user_id"))

        timezone = d.pop("timezone")

        since = datetime.datetime.fromisoformat(d.pop("since"))

        until = datetime.datetime.fromisoformat(d.pop("until"))

        medicines = []
        _medicines = d.pop("medicines")
        for medicines_item_data in _medicines:
            medicines_item = MedicineAnswer.from_dict(medicines_item_data)

            medicines.append(medicines_item)

        total = CountsAnswer.from_dict(d.pop("total"))

        adherence = cls(
            user_id=user_id,
            timezone=timezone,
            since=since,
            until=until,
            medicines=medicines,
            total=total,
        )

        adherence.additional_properties = d
        return adherence

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
