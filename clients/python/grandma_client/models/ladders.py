from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.escalation import Escalation


T = TypeVar("T", bound="Ladders")


@_attrs_define
class Ladders:
    """Who is told of a dose that is not answered, and when, where neither the reminder nor its user has a ladder.

    Attributes:
        escalation (Escalation | None | Unset): Null: the usual one.
        critical_escalation (Escalation | None | Unset): The same for critical medicines. Null: the usual one for these.
    """

    escalation: Escalation | None | Unset = UNSET
    critical_escalation: Escalation | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.escalation import Escalation  # noqa: PLC0415

        escalation: dict[str, Any] | None | Unset
        if isinstance(self.escalation, Unset):
            escalation = UNSET
        elif isinstance(self.escalation, Escalation):
            escalation = self.escalation.to_dict()
        else:
            escalation = self.escalation

        critical_escalation: dict[str, Any] | None | Unset
        if isinstance(self.critical_escalation, Unset):
            critical_escalation = UNSET
        elif isinstance(self.critical_escalation, Escalation):
            critical_escalation = self.critical_escalation.to_dict()
        else:
            critical_escalation = self.critical_escalation

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if escalation is not UNSET:
            field_dict["escalation"] = escalation
        if critical_escalation is not UNSET:
            field_dict["critical_escalation"] = critical_escalation

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.escalation import Escalation  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_escalation(data: object) -> Escalation | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                escalation_type_0 = Escalation.from_dict(data)

                return escalation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Escalation | None | Unset, data)

        escalation = _parse_escalation(d.pop("escalation", UNSET))

        def _parse_critical_escalation(data: object) -> Escalation | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                critical_escalation_type_0 = Escalation.from_dict(data)

                return critical_escalation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Escalation | None | Unset, data)

        critical_escalation = _parse_critical_escalation(d.pop("critical_escalation", UNSET))

        ladders = cls(
            escalation=escalation,
            critical_escalation=critical_escalation,
        )

        return ladders
