from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.answered_via import AnsweredVia, check_answered_via
from ..models.dose_answer import DoseAnswer, check_dose_answer

T = TypeVar("T", bound="GivenAnswer")


@_attrs_define
class GivenAnswer:
    """One answer to a due time.

    Attributes:
        answer (DoseAnswer): What an answer says. `missed` only takes one back: it was not taken after all.
        corrects (bool): Whether it took the place of an answer before.
        taken_at (datetime.datetime | None):
        snoozed_until (datetime.datetime | None):
        answered_by (None | str): "person", the id of a contact, or null.
        answered_via (AnsweredVia): On which way an answer came.
        at (datetime.datetime):
    """

    answer: DoseAnswer
    corrects: bool
    taken_at: datetime.datetime | None
    snoozed_until: datetime.datetime | None
    answered_by: None | str
    answered_via: AnsweredVia
    at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        answer: str = self.answer

        corrects = self.corrects

        taken_at: None | str
        if isinstance(self.taken_at, datetime.datetime):
            taken_at = self.taken_at.isoformat()
        else:
            taken_at = self.taken_at

        snoozed_until: None | str
        if isinstance(self.snoozed_until, datetime.datetime):
            snoozed_until = self.snoozed_until.isoformat()
        else:
            snoozed_until = self.snoozed_until

        answered_by: None | str
        answered_by = self.answered_by

        answered_via: str = self.answered_via

        at = self.at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "answer": answer,
                "corrects": corrects,
                "taken_at": taken_at,
                "snoozed_until": snoozed_until,
                "answered_by": answered_by,
                "answered_via": answered_via,
                "at": at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        answer = check_dose_answer(d.pop("answer"))

        corrects = d.pop("corrects")

        def _parse_taken_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                taken_at_type_0 = datetime.datetime.fromisoformat(data)

                return taken_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        taken_at = _parse_taken_at(d.pop("taken_at"))

        def _parse_snoozed_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                snoozed_until_type_0 = datetime.datetime.fromisoformat(data)

                return snoozed_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        snoozed_until = _parse_snoozed_until(d.pop("snoozed_until"))

        def _parse_answered_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        answered_by = _parse_answered_by(d.pop("answered_by"))

        answered_via = check_answered_via(d.pop("answered_via"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        given_answer = cls(
            answer=answer,
            corrects=corrects,
            taken_at=taken_at,
            snoozed_until=snoozed_until,
            answered_by=answered_by,
            answered_via=answered_via,
            at=at,
        )

        given_answer.additional_properties = d
        return given_answer

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
