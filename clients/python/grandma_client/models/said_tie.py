from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.anchor import Anchor, check_anchor
from ..types import UNSET, Unset

T = TypeVar("T", bound="SaidTie")


@_attrs_define
class SaidTie:
    """A time of day by an hour of the person's own.

    Attributes:
        to (Anchor): A part of the person's day with an hour of its own.
        minutes (int | Unset): So many minutes after it, or before it where negative. Default: 0.
    """

    to: Anchor
    minutes: int | Unset = 0

    def to_dict(self) -> dict[str, Any]:
        to: str = self.to

        minutes = self.minutes

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "to": to,
            }
        )
        if minutes is not UNSET:
            field_dict["minutes"] = minutes

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        to = check_anchor(d.pop("to"))

        minutes = d.pop("minutes", UNSET)

        said_tie = cls(
            to=to,
            minutes=minutes,
        )

        return said_tie
