from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.health_answer_status import HealthAnswerStatus, check_health_answer_status
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.health_answer_checks import HealthAnswerChecks


T = TypeVar("T", bound="HealthAnswer")


@_attrs_define
class HealthAnswer:
    """How the installation is doing; `checks` says what is missing.

    Attributes:
        status (HealthAnswerStatus):
        checks (HealthAnswerChecks | Unset):
    """

    status: HealthAnswerStatus
    checks: HealthAnswerChecks | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        status: str = self.status

        checks: dict[str, Any] | Unset = UNSET
        if not isinstance(self.checks, Unset):
            checks = self.checks.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "status": status,
            }
        )
        if checks is not UNSET:
            field_dict["checks"] = checks

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.health_answer_checks import HealthAnswerChecks  # noqa: PLC0415

        d = dict(src_dict)
        status = check_health_answer_status(d.pop("status"))

        _checks = d.pop("checks", UNSET)
        checks: HealthAnswerChecks | Unset
        if isinstance(_checks, Unset):
            checks = UNSET
        else:
            checks = HealthAnswerChecks.from_dict(_checks)

        health_answer = cls(
            status=status,
            checks=checks,
        )

        health_answer.additional_properties = d
        return health_answer

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
