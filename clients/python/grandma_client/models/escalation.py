from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.rung import Rung


T = TypeVar("T", bound="Escalation")


@_attrs_define
class Escalation:
    """A ladder. The dose is told at its time on the person's own channels; then rung after rung, until it is answered.

    Unanswered it counts as missed when its window closes, or when the next dose is due. A "later" begins the ladder
    anew
    when it is over; it ends in time to be answered before the window closes.

        Attributes:
            steps (list[Rung]): In their order; none: told once, then missed.
            window_minutes (float | Unset): So long after its time it can be answered. Default: 120.0.
            snooze_minutes (float | Unset): How long "later" is where nobody says. Default: 15.0.
    """

    steps: list[Rung]
    window_minutes: float | Unset = 120.0
    snooze_minutes: float | Unset = 15.0

    def to_dict(self) -> dict[str, Any]:
        steps = []
        for steps_item_data in self.steps:
            steps_item = steps_item_data.to_dict()
            steps.append(steps_item)

        window_minutes = self.window_minutes

        snooze_minutes = self.snooze_minutes

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "steps": steps,
            }
        )
        if window_minutes is not UNSET:
            field_dict["window_minutes"] = window_minutes
        if snooze_minutes is not UNSET:
            field_dict["snooze_minutes"] = snooze_minutes

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rung import Rung  # noqa: PLC0415

        d = dict(src_dict)
        steps = []
        _steps = d.pop("steps")
        for steps_item_data in _steps:
            steps_item = Rung.from_dict(steps_item_data)

            steps.append(steps_item)

        window_minutes = d.pop("window_minutes", UNSET)

        snooze_minutes = d.pop("snooze_minutes", UNSET)

        escalation = cls(
            steps=steps,
            window_minutes=window_minutes,
            snooze_minutes=snooze_minutes,
        )

        return escalation
