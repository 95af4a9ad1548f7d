from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="LogoutBody")


@_attrs_define
class LogoutBody:
    """Which logins end.

    Attributes:
        everywhere (bool | Unset): All logins of this member, not only this one. Default: False.
    """

    everywhere: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        everywhere = self.everywhere

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if everywhere is not UNSET:
            field_dict["everywhere"] = everywhere

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        everywhere = d.pop("everywhere", UNSET)

        logout_body = cls(
            everywhere=everywhere,
        )

        return logout_body
