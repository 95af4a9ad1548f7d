from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.tie_body import TieBody


T = TypeVar("T", bound="PhaseBody")


@_attrs_define
class PhaseBody:
    """A stretch of days with times of its own; the first begins on `starts_on`, each other one behind the one before.

    Attributes:
        recurrence (str): RRULE of RFC 5545 without DTSTART; its days, each with all of `times`.
        days (int | None | Unset): How many days it has; only the last one may go on without an end.
        times (list[str] | Unset): Times of day on the wall clock of `timezone`.
        tied_to (list[TieBody] | Unset):
        dosage (None | str | Unset): How much is taken in this phase, where it differs.
    """

    recurrence: str
    days: int | None | Unset = UNSET
    times: list[str] | Unset = UNSET
    tied_to: list[TieBody] | Unset = UNSET
    dosage: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        recurrence = self.recurrence

        days: int | None | Unset
        if isinstance(self.days, Unset):
            days = UNSET
        else:
            days = self.days

        times: list[str] | Unset = UNSET
        if not isinstance(self.times, Unset):
            times = self.times

        tied_to: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.tied_to, Unset):
            tied_to = []
            for tied_to_item_data in self.tied_to:
                tied_to_item = tied_to_item_data.to_dict()
                tied_to.append(tied_to_item)

        dosage: None | str | Unset
        if isinstance(self.dosage, Unset):
            dosage = UNSET
        else:
            dosage = self.dosage

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "recurrence": recurrence,
            }
        )
        if days is not UNSET:
            field_dict["days"] = days
        if times is not UNSET:
            field_dict["times"] = times
        if tied_to is not UNSET:
            field_dict["tied_to"] = tied_to
        if dosage is not UNSET:
            field_dict["dosage"] = dosage

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.tie_body import TieBody  # noqa: PLC0415

        d = dict(src_dict)
        recurrence = d.pop("recurrence")

        def _parse_days(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        days = _parse_days(d.pop("days", UNSET))

        times = cast(list[str], d.pop("times", UNSET))

        _tied_to = d.pop("tied_to", UNSET)
        tied_to: list[TieBody] | Unset = UNSET
        if _tied_to is not UNSET:
            tied_to = []
            for tied_to_item_data in _tied_to:
                tied_to_item = TieBody.from_dict(tied_to_item_data)

                tied_to.append(tied_to_item)

        def _parse_dosage(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        dosage = _parse_dosage(d.pop("dosage", UNSET))

        phase_body = cls(
            recurrence=recurrence,
            days=days,
            times=times,
            tied_to=tied_to,
            dosage=dosage,
        )

        return phase_body
