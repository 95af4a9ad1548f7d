from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.tell import Tell, check_tell

T = TypeVar("T", bound="Rung")


@_attrs_define
class Rung:
    """One step of a ladder. Its minutes count from when the person was told first, or told again after a "later".

    Attributes:
        after_minutes (float):
        tell (Tell): Whom a rung tells, and on which way.
    """

    after_minutes: float
    tell: Tell

    def to_dict(self) -> dict[str, Any]:
        after_minutes = self.after_minutes

        tell: str = self.tell

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "after_minutes": after_minutes,
                "tell": tell,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        after_minutes = d.pop("after_minutes")

        tell = check_tell(d.pop("tell"))

        rung = cls(
            after_minutes=after_minutes,
            tell=tell,
        )

        return rung
