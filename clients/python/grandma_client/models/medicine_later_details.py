from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.medicine_later_details_verb import MedicineLaterDetailsVerb, check_medicine_later_details_verb
from ..types import UNSET, Unset

T = TypeVar("T", bound="MedicineLaterDetails")


@_attrs_define
class MedicineLaterDetails:
    """`medicine_later`: I can remind you again a little later.

    Attributes:
        medicine (None | str | Unset): The medicine that is meant, where one is named.
        verb (MedicineLaterDetailsVerb | Unset): Whether it comes later, or is left out. Default: 'later'.
        minutes (int | None | Unset): After so many minutes.
        seen (list[UUID] | None | Unset): What was read back: the due times.
    """

    medicine: None | str | Unset = UNSET
    verb: MedicineLaterDetailsVerb | Unset = "later"
    minutes: int | None | Unset = UNSET
    seen: list[UUID] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        medicine: None | str | Unset
        if isinstance(self.medicine, Unset):
            medicine = UNSET
        else:
            medicine = self.medicine

        verb: str | Unset = UNSET
        if not isinstance(self.verb, Unset):
            verb = self.verb

        minutes: int | None | Unset
        if isinstance(self.minutes, Unset):
            minutes = UNSET
        else:
            minutes = self.minutes

        seen: list[str] | None | Unset
        if isinstance(self.seen, Unset):
            seen = UNSET
        elif isinstance(self.seen, list):
            seen = []
            for seen_type_0_item_data in self.seen:
                seen_type_0_item = str(seen_type_0_item_data)
                seen.append(seen_type_0_item)

        else:
            seen = self.seen

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if medicine is not UNSET:
            field_dict["medicine"] = medicine
        if verb is not UNSET:
            field_dict["verb"] = verb
        if minutes is not UNSET:
            field_dict["minutes"] = minutes
        if seen is not UNSET:
            field_dict["seen"] = seen

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

        _verb = d.pop("verb", UNSET)
        verb: MedicineLaterDetailsVerb | Unset
        if isinstance(_verb, Unset):
            verb = UNSET
        else:
            verb = check_medicine_later_details_verb(_verb)

        def _parse_minutes(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        minutes = _parse_minutes(d.pop("minutes", UNSET))

        def _parse_seen(data: object) -> list[UUID] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                seen_type_0 = []
                _seen_type_0 = data
                for seen_type_0_item_data in _seen_type_0:
                    seen_type_0_item = UUID(seen_type_0_item_data)

                    seen_type_0.append(seen_type_0_item)

                return seen_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[UUID] | None | Unset, data)

        seen = _parse_seen(d.pop("seen", UNSET))

        medicine_later_details = cls(
            medicine=medicine,
            verb=verb,
            minutes=minutes,
            seen=seen,
        )

        return medicine_later_details
