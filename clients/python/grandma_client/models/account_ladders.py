from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.escalation import Escalation


T = TypeVar("T", bound="AccountLadders")


@_attrs_define
class AccountLadders:
    """What an account has, and what therefore holds.

    Attributes:
        escalation (Escalation | None): Null: the account has none.
        critical_escalation (Escalation | None): Null: the account has none.
        holds (Escalation): A ladder. The dose is told at its time on the person's own channels; then rung after rung,
            until it is answered.

            Unanswered it counts as missed when its window closes, or when the next dose is due. A "later" begins the ladder
            anew
            when it is over; it ends in time to be answered before the window closes.
        holds_for_critical (Escalation): A ladder. The dose is told at its time on the person's own channels; then rung
            after rung, until it is answered.

            Unanswered it counts as missed when its window closes, or when the next dose is due. A "later" begins the ladder
            anew
            when it is over; it ends in time to be answered before the window closes.
    """

    escalation: Escalation | None
    critical_escalation: Escalation | None
    holds: Escalation
    holds_for_critical: Escalation
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.escalation import Escalation  # noqa: PLC0415

        escalation: dict[str, Any] | None
        if isinstance(self.escalation, Escalation):
            escalation = self.escalation.to_dict()
        else:
            escalation = self.escalation

        critical_escalation: dict[str, Any] | None
        if isinstance(self.critical_escalation, Escalation):
            critical_escalation = self.critical_escalation.to_dict()
        else:
            critical_escalation = self.critical_escalation

        holds = self.holds.to_dict()

        holds_for_critical = self.holds_for_critical.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "escalation": escalation,
                "critical_escalation": critical_escalation,
                "holds": holds,
                "holds_for_critical": holds_for_critical,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.escalation import Escalation  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_escalation(data: object) -> Escalation | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                escalation_type_0 = Escalation.from_dict(data)

                return escalation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Escalation | None, data)

        escalation = _parse_escalation(d.pop("escalation"))

        def _parse_critical_escalation(data: object) -> Escalation | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                critical_escalation_type_0 = Escalation.from_dict(data)

                return critical_escalation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Escalation | None, data)

        critical_escalation = _parse_critical_escalation(d.pop("critical_escalation"))

        holds = Escalation.from_dict(d.pop("holds"))

        holds_for_critical = Escalation.from_dict(d.pop("holds_for_critical"))

        account_ladders = cls(
            escalation=escalation,
            critical_escalation=critical_escalation,
            holds=holds,
            holds_for_critical=holds_for_critical,
        )

        account_ladders.additional_properties = d
        return account_ladders

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
